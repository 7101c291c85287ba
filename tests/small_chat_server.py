"""A real HTTP server on this machine that streams chat completions, or misbehaves when asked to."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DEFAULT_WORDS = ["Der ", "Fluss ", "ist ", "92 ", "km ", "lang. ", "[1]"]


class ChatServer(ThreadingHTTPServer):
    """What it answers is set by its attributes; what it was asked is kept in `requests`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.words: list[str] = list(DEFAULT_WORDS)
        self.raw: list[bytes] | None = None
        """Bytes to send instead of a stream of words, each with its own flush."""
        self.status = 200
        self.error: Any = None
        self.stall_after: int | None = None
        """Pieces after which nothing more is sent while the connection stays open."""
        self.silent = False
        """Take the request and send not even a status line."""
        self.pause_s = 0.0
        self.requests: list[dict[str, Any]] = []
        self.headers_seen: list[dict[str, str]] = []
        self.sent = 0
        self.vanished = threading.Event()
        """Set when the client has closed the connection while being answered."""

    @property
    def url(self) -> str:
        """Base address as a person would put it into settings."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: ChatServer

    def log_message(self, *_: Any) -> None:
        """Keep the terminal quiet."""

    def do_POST(self) -> None:
        server = self.server
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.requests.append(json.loads(body))
        server.headers_seen.append(dict(self.headers))
        self.close_connection = True
        if server.silent:
            self._wait_for_close()
            return
        if server.status != 200 or not self.path.endswith("/v1/chat/completions"):
            self._refuse(server.status if server.status != 200 else 404, server.error)
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            self._stream()
        except OSError:
            server.vanished.set()

    def _stream(self) -> None:
        server = self.server
        for n, piece in enumerate(self._pieces()):
            if server.stall_after is not None and n >= server.stall_after:
                self._wait_for_close()
                return
            if server.pause_s:
                threading.Event().wait(server.pause_s)
            self.wfile.write(b"%X\r\n%s\r\n" % (len(piece), piece))
            self.wfile.flush()
            server.sent += 1
        if server.raw is None or server.raw[-1:] != [b""]:
            self.wfile.write(b"0\r\n\r\n")

    def _pieces(self) -> Iterator[bytes]:
        if self.server.raw is not None:
            yield from (piece for piece in self.server.raw if piece)
            return
        limit = int(self.server.requests[-1]["max_tokens"])
        for word in self.server.words[:limit]:
            yield event({"choices": [{"delta": {"content": word}, "finish_reason": None}]})
        yield event({"choices": [{"delta": {}, "finish_reason": "stop"}]})
        yield b"data: [DONE]\n\n"

    def _refuse(self, status: int, said: Any) -> None:
        text = json.dumps(said if said is not None else {"error": {"message": "no"}}).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _wait_for_close(self) -> None:
        """Stay silent until the client goes."""
        self.connection.settimeout(20)
        try:
            if not self.connection.recv(1):
                self.server.vanished.set()
        except OSError:
            self.server.vanished.set()


def event(content: Any) -> bytes:
    """One server-sent event, letters beyond ASCII as UTF-8."""
    return b"data: " + json.dumps(content, ensure_ascii=False).encode() + b"\n\n"


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """A running server; closed at the end."""
    server = ChatServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
