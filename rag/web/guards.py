"""What stands between the network and the app: Host, Origin, token, size of requests, headers.

A page that someone visits can make their browser send requests to this machine. So a request is
refused unless it names this server as its host (DNS rebinding), comes from this server's own page
(cross-site requests), and, where a token is set, carries it. Every response forbids the browser
to load anything from elsewhere.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
COOKIE = "polycite_token"
ADD_PATH = "/polycite/add"
"""Where files are sent, one in a request; Gradio's own upload is not served."""
SMALL_BODY = 1_000_000
"""Bytes of a request that is not an upload."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "style-src 'self' 'unsafe-inline'",
        # Gradio's page needs inline scripts, and its HTML component compiles its template at run time.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "connect-src 'self'",
        "object-src 'none'",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
# What the page itself calls; the rest of Gradio's endpoints is not served.
_SERVED = re.compile(
    r"/|/polycite/.+|/(assets|static)/.+|/(theme\.css|favicon\.ico|manifest\.json|robots\.txt|config)/?"
    r"|/gradio_api/(queue/(join|data)|run/predict|heartbeat/\w+|cancel|reset"
    r"|startup-events|theme\.css|app_id)/?"
)
_SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard lets through."""

    upload_bytes: int
    """Largest file that may be sent."""
    hosts: frozenset[str] | None = LOOPBACK_HOSTS
    """Names by which the server may be called; None: any, which is only sound with a token."""
    token: str = ""
    """What a browser must show when not empty."""


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class Guard:
    """ASGI middleware that applies the rules to every request and its response."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app, self._rules = app, rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through or answer it with a refusal."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":  # nothing here speaks over web sockets
            await receive()
            await send({"type": "websocket.close", "code": 1008})
            return
        send = _with_headers(send)
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        limit = self._rules.upload_bytes if scope["path"].startswith(ADD_PATH) else SMALL_BODY
        await _bounded(self._app, limit)(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        """The answer to a request that must not come through; None for one that may."""
        headers, path = Headers(scope=scope), scope["path"]
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._may_be_called(hosts[0]):
            return PlainTextResponse("This server does not go by that name.", 400)
        if not _own_origin(headers, scope["method"]):
            return PlainTextResponse("Requests from other sites are refused.", 403)
        if self._rules.token:
            refusal = self._without_token(scope, headers)
            if refusal is not None:
                return refusal
        if not _SERVED.fullmatch(path):
            return PlainTextResponse("There is nothing here.", 404)
        return None

    def _may_be_called(self, host: str) -> bool:
        if not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?", host):
            return False
        name = re.sub(r":\d+$", "", host).lower()
        return self._rules.hosts is None or name in self._rules.hosts

    def _without_token(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that does not show the token.

        `?token=…` is taken once, kept in a cookie that no script can read, and led away from.
        """
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if scope["method"] in _SAFE and scope["path"] == "/" and self._is_token(given):
            response = RedirectResponse("/", 303)
            response.set_cookie(COOKIE, given, httponly=True, samesite="strict", path="/")
            return response
        cookie = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if self._is_token(cookie) or self._is_token(bearer):
            return None
        return PlainTextResponse("Open the address with its token: /?token=…", 401)

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), self._rules.token.encode())


def _own_origin(headers: Headers, method: str) -> bool:
    """Whether a request comes from this server's own page, or from no page at all.

    Browsers tell it in `Origin` and `Sec-Fetch-Site`; a page of another port on this machine is
    another site here. Following a link to the page is allowed, reading from it is not.
    """
    origin = headers.get("origin")
    if origin is not None:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or parts.netloc.lower() != headers["host"].lower():
            return False
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return True
    navigates = headers.get("sec-fetch-mode") == "navigate"
    return method in _SAFE and navigates and headers.get("sec-fetch-dest") == "document"


def _with_headers(send: Send) -> Send:
    """Add our headers to a response and take away what would open it to other origins."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [key for key in headers if key.startswith("access-control-")]:
                del headers[name]
            headers.update(HEADERS)
        await send(message)

    return guarded


class _TooLargeError(Exception):
    """More bytes came than a request may have."""


def _bounded(app: ASGIApp, limit: int) -> ASGIApp:
    """The app with a limit on the bytes of a request: by what it declares and as they come."""

    async def bounded(scope: Scope, receive: Receive, send: Send) -> None:
        received, started = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise _TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal started
            if received <= limit:
                started = True
                await send(message)

        refusal = PlainTextResponse(f"At most {limit / 1_000_000:g} MB can be sent in one go.", 413)
        declared = Headers(scope=scope).get("content-length", "0")
        if not declared.isdigit() or int(declared) > limit:
            await refusal(scope, receive, send)
            return
        try:
            await app(scope, counted, watched)
        except Exception:
            if received <= limit:
                raise
        if received > limit and not started:
            await refusal(scope, receive, send)

    return bounded
