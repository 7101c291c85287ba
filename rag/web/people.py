"""Who asks: a browser is known by a random word in a cookie, and by nothing else.

There are no accounts. The word is made by this server, no script can read it, it is sent with no
request of another site, and only its digest is ever written to the disk.
"""

from __future__ import annotations

import re
import secrets
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.files import sha256

COOKIE = "polycite_person"
_WORD = re.compile(r"[A-Za-z0-9_-]{43}")
_BYTES = 32
_YEAR_S = 365 * 24 * 3600


class People:
    """ASGI middleware that gives a browser its word with the page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let every request through; the response with the page may set the cookie."""
        if scope["type"] == "http" and scope["path"] == "/":
            given = _word(Headers(scope=scope).get("cookie", ""))
            send = _with_cookie(send, given or secrets.token_urlsafe(_BYTES))
        await self._app(scope, receive, send)


def person_of(cookies: str) -> str | None:
    """The digest that stands for the person whose browser sent this `Cookie` header; None for no one."""
    word = _word(cookies)
    return sha256(word.encode())[:32] if word else None


def _word(cookies: str) -> str:
    """The word of a `Cookie` header; empty when there is none of the right shape."""
    try:
        found = SimpleCookie(cookies).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None and _WORD.fullmatch(found.value) else ""


def _with_cookie(send: Send, word: str) -> Send:
    """Responses that keep the word for another year."""

    async def giving(message: Message) -> None:
        if message["type"] == "http.response.start":
            cookie = f"{COOKIE}={word}; HttpOnly; SameSite=Strict; Path=/; Max-Age={_YEAR_S}"
            MutableHeaders(scope=message).append("set-cookie", cookie)
        await send(message)

    return giving
