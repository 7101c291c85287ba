import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from rag.web.guards import (
    ADD_PATH,
    COOKIE,
    LOOPBACK_HOSTS,
    SMALL_BODY,
    Guard,
    Rules,
    is_loopback,
)

OWN = "127.0.0.1:7860"


def finished(work):
    """The result of a coroutine, in a thread of its own: a browser test may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _count(request):
    body = await request.body()
    return PlainTextResponse(str(len(body)), headers={"Access-Control-Allow-Origin": "*"})


def guarded(rules):
    paths = [
        "/",
        ADD_PATH,
        "/gradio_api/queue/join",
        "/gradio_api/info",
        "/gradio_api/proxy=x",
        "/monitoring",
    ]
    routes = [Route(path, _count, methods=["GET", "POST", "OPTIONS"]) for path in paths]
    return Guard(Starlette(routes=routes), rules)


def ask(method="GET", path="/", host=OWN, rules=None, content=None, **headers):
    """The response to one request; headers by name with underscores."""
    named = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}

    async def once():
        transport = httpx.ASGITransport(app=guarded(rules or Rules(10_000)))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.request(method, path, headers=named, content=content)

    return finished(once())


@pytest.mark.parametrize(
    "host", [OWN, "localhost:7860", "LOCALHOST", "[::1]:7860", "127.0.0.1", "[::1]"]
)
def test_the_server_answers_to_its_own_names(host):
    """IPv4, IPv6 and name of this machine, with any port."""
    assert ask(host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:7860",
        "192.168.1.5:7860",
        "127.0.0.1@evil",
        "localhost.",
        "[::1",
        "",
        "127.0.0.1:7860, evil.example",
        "0.0.0.0:7860",
        "127.0.0.1:99999999",
    ],
)
def test_a_foreign_name_is_refused(host):
    """A page whose name was pointed at this machine reads nothing."""
    assert ask(host=host).status_code == 400


# Origin, Sec-Fetch-Site, Sec-Fetch-Mode, method, allowed
ORIGINS = [
    (None, None, None, "POST", True),
    (f"http://{OWN}", "same-origin", "cors", "POST", True),
    (f"http://{OWN}", None, None, "POST", True),
    (None, "none", "navigate", "GET", True),
    (None, "cross-site", "navigate", "GET", True),
    (None, "cross-site", "no-cors", "GET", False),
    (None, "same-site", "cors", "GET", False),
    (None, "cross-site", "navigate", "POST", False),
    ("http://evil.example", None, None, "POST", False),
    ("http://evil.example", "cross-site", "cors", "GET", False),
    ("http://evil.example", None, None, "OPTIONS", False),
    ("http://127.0.0.1:3000", "same-site", "cors", "POST", False),
    ("http://localhost:7860", "cross-site", "cors", "POST", False),
    ("null", None, None, "POST", False),
    (f"http://{OWN}.evil.example", None, None, "POST", False),
    (f"chrome-extension://{OWN}", None, None, "POST", False),
]


@pytest.mark.parametrize(("origin", "site", "mode", "method", "allowed"), ORIGINS)
def test_only_the_servers_own_page_may_ask(origin, site, mode, method, allowed):
    """Other sites, and other ports of this machine, neither change nor read anything."""
    given = {"origin": origin, "sec_fetch_site": site, "sec_fetch_mode": mode}
    headers = {name: value for name, value in given.items() if value is not None}
    if mode == "navigate":
        headers["sec_fetch_dest"] = "document"
    assert ask(method, **headers).status_code == (200 if allowed else 403)


def test_a_frame_on_another_site_does_not_get_the_page():
    """Navigation counts only for a window of its own."""
    response = ask(sec_fetch_site="cross-site", sec_fetch_mode="navigate", sec_fetch_dest="iframe")
    assert response.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/info",
        "/gradio_api/proxy=x",
        "/monitoring",
        "/openapi.json",
        "/gradio_api/nothing",
    ],
)
def test_endpoints_that_the_page_does_not_need_are_not_served(path):
    """What is not served cannot be wrong."""
    assert ask(path=path).status_code == 404


def test_every_response_forbids_loading_from_elsewhere():
    """Refusals carry the headers too, and nothing opens a response to other origins."""
    for response in (ask(), ask(host="evil.example")):
        policy = response.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "img-src 'self' data: blob:" in policy
        assert "connect-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["referrer-policy"] == "no-referrer"
        assert "access-control-allow-origin" not in response.headers


def test_an_upload_within_the_limit_comes_through():
    """All its bytes, counted together."""
    assert ask("POST", ADD_PATH, content=b"x" * 10_000).text == "10000"


def test_an_upload_that_says_it_is_too_large_is_refused_at_once():
    """Before a byte of it is read."""
    response = ask("POST", ADD_PATH, content=b"x" * 10_001)
    assert response.status_code == 413
    assert response.text == "At most 0.01 MB can be sent in one go."


def test_an_upload_that_does_not_say_its_size_is_counted():
    """A stream is cut off where the limit is passed."""

    async def pieces():
        for _ in range(30):
            yield b"x" * 1000

    assert ask("POST", ADD_PATH, content=pieces()).status_code == 413


def test_other_requests_have_a_small_limit_of_their_own():
    """A question cannot be as large as an upload."""
    rules = Rules(100 * SMALL_BODY)
    assert (
        ask(
            "POST", "/gradio_api/queue/join", rules=rules, content=b"x" * (SMALL_BODY + 1)
        ).status_code
        == 413
    )
    assert (
        ask("POST", "/gradio_api/queue/join", rules=rules, content_length="-5").status_code == 413
    )


def test_with_a_token_nothing_is_served_without_it():
    """Neither page nor upload."""
    rules = Rules(10_000, None, "word")
    assert ask(rules=rules).status_code == 401
    assert ask("POST", ADD_PATH, rules=rules, content=b"x").status_code == 401
    assert ask(path="/?token=wrong", rules=rules).status_code == 401
    assert ask(rules=rules, cookie=f"{COOKIE}=wrong").status_code == 401


def test_the_token_is_taken_once_and_kept_in_a_cookie():
    """The address without the token is where the browser ends."""
    response = ask(path="/?token=word", rules=Rules(10_000, None, "word"))
    assert (response.status_code, response.headers["location"]) == (303, "/")
    cookie = response.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    rules = Rules(10_000, None, "word")
    assert ask(rules=rules, cookie=f"{COOKIE}=word", host="office.lan:7860").status_code == 200
    assert ask(rules=rules, authorization="Bearer word").status_code == 200


def test_web_sockets_are_closed():
    """Nothing here speaks over them."""
    sent = []

    async def once():
        async def receive():
            return {"type": "websocket.connect"}

        async def send(message):
            sent.append(message)

        await guarded(Rules(10))({"type": "websocket", "headers": [], "path": "/"}, receive, send)

    finished(once())
    assert sent == [{"type": "websocket.close", "code": 1008}]


def test_loopback_is_recognised_in_all_its_spellings():
    """Only these need no token."""
    assert all(
        is_loopback(host) for host in ("127.0.0.1", "127.8.9.1", "::1", "[::1]", "localhost")
    )
    assert not any(
        is_loopback(host) for host in ("0.0.0.0", "::", "192.168.1.5", "example.org", "")
    )
    assert "[::1]" in LOOPBACK_HOSTS
