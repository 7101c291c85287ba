"""A language model on an OpenAI-compatible server (`/chat/completions`): llama.cpp, Ollama, vLLM."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from threading import Event, Thread
from types import TracebackType
from typing import Any

import httpx

from rag.errors import ServerError
from rag.generate.event_stream import event_data
from rag.generate.thoughts import ThoughtFilter

_CONNECT_S = 5.0
_LOOK_S = 0.05
"""How often `stop` is asked while a server is silent."""
_END = "[DONE]"
_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


class OpenAIGenerator:
    """The model `model` of the server at `url`; nothing is sent before the first question.

    `url` is the base address as servers print it, usually ending in /v1. `max_tokens` bounds the
    answer, `timeout_s` the wait for the whole of it. Raises `ServerError`.
    """

    def __init__(
        self, url: str, model: str, key: str = "", max_tokens: int = 96, timeout_s: float = 60.0
    ) -> None:
        self._url, self._model = url.rstrip("/"), model
        self._key = key.strip()
        self._max_tokens, self._timeout_s = max_tokens, timeout_s

    @property
    def identity(self) -> str:
        """Model name and how long it may write: a server does not tell the hash of its weights."""
        return f"openai:{self._model}-t{self._max_tokens}"

    def load(self) -> None:
        """See `Generator.load`; the server has loaded its model."""

    def stream(self, messages: Sequence[dict[str, str]], stop: Callable[[], bool]) -> Iterator[str]:
        """Pieces of the answer; see `rag.protocols.Generator`.

        Stopping or closing closes the connection, on which servers stop the model. When
        `timeout_s` is over, what was written stands; raises `ServerError` if that is nothing.
        """
        thoughts, shown = ThoughtFilter(), False
        with _Watch(stop, self._timeout_s) as watch:
            try:
                with contextlib.closing(self._texts(messages, watch)) as texts:
                    for text in texts:
                        piece = thoughts.feed(text)
                        if watch.ended:
                            break
                        if piece:
                            shown = True
                            yield piece
            except ServerError:
                if not watch.ended:  # a stream that we have cut looks broken
                    raise
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                if not watch.ended:
                    raise self._unreachable(error, shown) from error
            if not watch.stopped:
                yield from self._ending(thoughts.finish(), shown, watch)

    def _ending(self, last: str, shown: bool, watch: _Watch) -> Iterator[str]:
        """What was held back, if anything. Raises `ServerError` when time ran out over nothing."""
        if last:
            yield last
        elif watch.late and not shown:
            raise ServerError(
                f"The server at {self._url} gave no answer within {self._timeout_s:g} seconds; "
                "raise timeout_s or choose a smaller model."
            )

    def _texts(
        self, messages: Sequence[dict[str, str]], watch: _Watch
    ) -> Generator[str, None, None]:
        """The text of each event. Raises `ServerError` or an error of httpx."""
        body = {
            "model": self._model,
            "messages": [dict(message) for message in messages],
            "max_tokens": self._max_tokens,
            "temperature": 0,
            "stream": True,
        }
        if not self._key.isascii():
            raise ServerError("The key has letters that no key has; set RAG_OPENAI_KEY again.")
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        wait = httpx.Timeout(self._timeout_s + 5.0, connect=_CONNECT_S)
        # A proxy of the environment cannot reach a server on this machine.
        proxies = httpx.URL(self._url).host not in _THIS_MACHINE
        with (
            httpx.Client(timeout=wait, headers=headers, trust_env=proxies) as client,
            client.stream(
                "POST",
                f"{self._url}/chat/completions",
                json=body,
                extensions={"trace": watch.trace},
            ) as reply,
        ):
            self._need_success(reply)
            yield from self._pieces(reply)

    def _pieces(self, reply: httpx.Response) -> Iterator[str]:
        ended = False
        try:
            for data in event_data(reply.iter_bytes()):
                if data.strip() == _END:
                    return
                text, last = self._delta(json.loads(data))
                ended = ended or last
                if text:
                    yield text
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            raise ServerError(
                f"The server at {self._url} sent something that is no chat stream; check that "
                "openai_url is the address of an OpenAI-compatible server."
            ) from error
        if not ended:
            raise ServerError(
                f"The server at {self._url} broke off in the middle of the answer; ask again."
            )

    def _delta(self, event: Any) -> tuple[str, bool]:
        """Text of an event and whether it says that the answer ends. Raises `ServerError`.

        What servers put into `reasoning_content` are thoughts and left out.
        """
        if not isinstance(event, dict):
            raise ValueError("an event is no object")
        if event.get("error"):
            raise ServerError(f"The server at {self._url} failed: {_said(event)}.")
        choices = event.get("choices") or [{}]  # the last event may hold counts and no choice
        delta = choices[0].get("delta") or {}
        text = delta.get("content")
        return (text if isinstance(text, str) else ""), bool(choices[0].get("finish_reason"))

    def _need_success(self, reply: httpx.Response) -> None:
        """Raise `ServerError` for every answer but a stream."""
        code = reply.status_code
        if code == 200:
            return
        said = _said(_read_json(reply))
        advice = {
            401: "it refuses the key; set RAG_OPENAI_KEY",
            403: "it refuses the key; set RAG_OPENAI_KEY",
            404: f"it knows no model {self._model} at this address; check the model's name and "
            "openai_url, which usually ends in /v1",
            413: "the question with its passages is too long for it; choose fewer passages",
            429: "it has too much to do; wait a little and ask again",
        }.get(code, "it failed; look at its log" if code >= 500 else "it refuses the request")
        raise ServerError(
            f"The server at {self._url} answered {code}: {advice}{f' ({said})' if said else ''}."
        )

    def _unreachable(self, error: Exception, begun: bool) -> ServerError:
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout):
            text = f"There is no server at {self._url}; start it or correct openai_url."
        elif isinstance(
            error, httpx.UnsupportedProtocol | httpx.InvalidURL | httpx.LocalProtocolError
        ):
            text = f"The address {self._url} cannot be used; set openai_url to something like http://127.0.0.1:8080/v1."
        elif begun:
            text = f"The server at {self._url} broke off in the middle of the answer; ask again."
        else:
            text = f"The server at {self._url} closed the connection without an answer; look at its log."
        return ServerError(text)


class _Watch:
    """Cuts the connection when the answer is no longer wanted or the time is over.

    Reading waits for the server, which may be silent for long: a second thread looks at `stop`
    and shuts the socket, on which the read ends at once.
    """

    def __init__(self, stop: Callable[[], bool], timeout_s: float) -> None:
        self._stop, self._deadline = stop, time.monotonic() + timeout_s
        self._over = Event()
        self._socket: socket.socket | None = None
        self.stopped = self.late = False
        self._thread = Thread(target=self._run, name="polycite-watch", daemon=True)

    @property
    def ended(self) -> bool:
        """Whether the connection is cut, or must not be used any more."""
        if self._stop():
            self.stopped = True
        return self.stopped or self.late

    def trace(self, name: str, about: dict[str, Any]) -> None:
        """Called by httpx at each step: keeps the socket of the connection."""
        if name == "connection.connect_tcp.complete":
            self._socket = about["return_value"].get_extra_info("socket")

    def __enter__(self) -> _Watch:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.wait(_LOOK_S):
            self.late = self.late or time.monotonic() > self._deadline
            if self.ended and self._socket is not None:
                with contextlib.suppress(OSError):
                    self._socket.shutdown(socket.SHUT_RDWR)


def _read_json(reply: httpx.Response) -> Any:
    """What an error answer says, if it says it in JSON and briefly."""
    try:
        text = b""
        for piece in reply.iter_bytes():
            text += piece
            if len(text) > 10_000:
                break
        return json.loads(text)
    except (ValueError, httpx.HTTPError):
        return None


def _said(answer: Any) -> str:
    """The server's own words on one line, cut to what a person reads."""
    about = answer.get("error", answer) if isinstance(answer, dict) else None
    words = about.get("message") if isinstance(about, dict) else about
    return " ".join(words.split())[:200].rstrip(".") if isinstance(words, str) else ""
