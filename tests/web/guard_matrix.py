"""Who may ask the web app what: each cell of the table is the answer to a real request.

    python -m tests.web.guard_matrix

prints the table as it stands in docs/security.md; `test_guard_matrix.py` compares the two.
"""

from __future__ import annotations

import asyncio
import sys

import httpx
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from rag.web.guards import COOKIE, Guard, Rules

OWN = "127.0.0.1:7860"
BEGIN, END = "<!-- guard matrix: begin -->", "<!-- guard matrix: end -->"
TOKEN = "word"  # noqa: S105 - of a server that answers in this process only

HOSTS = {
    "`127.0.0.1:7860`": OWN,
    "`localhost:7860`": "localhost:7860",
    "`[::1]:7860`": "[::1]:7860",
    "`evil.example`": "evil.example",
    "`127.0.0.1.evil.example`": "127.0.0.1.evil.example",
    "`192.168.1.5:7860`": "192.168.1.5:7860",
    "`0.0.0.0:7860`": "0.0.0.0:7860",
    "no name": "",
}
"""Row of the first table: the `Host` header."""
PAGE = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
ORIGINS: dict[str, dict[str, str]] = {
    "a program that sends neither": {},
    "this server's own page": {"origin": f"http://{OWN}", "sec-fetch-site": "same-origin"},
    "an address typed or a bookmark": {"sec-fetch-site": "none", **PAGE},
    "a link on another site": {"sec-fetch-site": "cross-site", **PAGE},
    "a picture or script on another site": {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    "a frame on another site": {
        "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe",
    },
    "`fetch` of another site": {"origin": "http://evil.example", "sec-fetch-site": "cross-site"},
    "an old browser on another site": {"origin": "http://evil.example"},
    "another port of this machine": {"origin": "http://127.0.0.1:3000", "sec-fetch-site": "same-site"},
    "another name of this machine": {"origin": "http://localhost:7860", "sec-fetch-site": "cross-site"},
    "a file or a sandboxed frame": {"origin": "null"},
    "an extension of the browser": {"origin": f"chrome-extension://{OWN}"},
}  # fmt: skip
"""Row of the second table: what the browser says of where a request comes from."""
METHODS = {"read": "GET", "change": "POST", "ask first": "OPTIONS"}
TOKENS: dict[str, dict[str, str]] = {
    "none": {},
    "wrong, in the cookie": {"cookie": f"{COOKIE}=wrong"},
    "right, in the cookie": {"cookie": f"{COOKIE}={TOKEN}"},
    "right, as `Authorization: Bearer`": {"authorization": f"Bearer {TOKEN}"},
    "right, in the cookie, from another site": {
        "cookie": f"{COOKIE}={TOKEN}", "origin": "http://evil.example",
    },
}  # fmt: skip
"""Row of the third table: the token shown to a server that needs one."""


def matrix() -> str:
    """The three tables in Markdown."""
    return asyncio.run(_matrix())


async def _matrix() -> str:
    return "\n\n".join(
        [
            await _table(
                "`Host`", {name: {"host": host} for name, host in HOSTS.items()}, Rules(1000)
            ),
            await _table(
                "From", {name: {"host": OWN, **more} for name, more in ORIGINS.items()}, Rules(1000)
            ),
            await _table(
                "Token",
                {name: {"host": "office.lan:7860", **more} for name, more in TOKENS.items()},
                Rules(1000, None, TOKEN),
            ),
        ]
    )


async def _table(head: str, rows: dict[str, dict[str, str]], rules: Rules) -> str:
    lines = [f"| {head} | {' | '.join(METHODS)} |", "|---" * (len(METHODS) + 1) + "|"]
    for name, headers in rows.items():
        cells = [await _cell(method, headers, rules) for method in METHODS.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


async def _cell(method: str, headers: dict[str, str], rules: Rules) -> str:
    """What one request is answered."""

    async def page(_: object) -> PlainTextResponse:
        return PlainTextResponse("through")

    app = Starlette(routes=[Route("/", page, methods=list(METHODS.values()))])
    transport = httpx.ASGITransport(app=Guard(app, rules))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        response = await client.request(method, "/", headers=headers)
    return "yes" if response.status_code == 200 else f"no ({response.status_code})"


if __name__ == "__main__":
    sys.stdout.write(f"{BEGIN}\n\n{matrix()}\n\n{END}\n")
