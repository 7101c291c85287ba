import re

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from rag.web.people import COOKIE, People, person_of
from tests.web.test_guards import finished


async def _page(_):
    return PlainTextResponse("page")


def get(path="/", cookie=""):
    """The response to one request."""
    app = People(Starlette(routes=[Route("/", _page), Route("/other", _page)]))

    async def once():
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(
                path, headers={"cookie": cookie.encode("latin-1")} if cookie else {}
            )

    return finished(once())


def word_of(response):
    return re.match(rf"{COOKIE}=([\w-]+);", response.headers["set-cookie"])[1]


def test_the_page_gives_a_browser_its_word():
    """Another one each time, out of reach of scripts and of other sites."""
    one, two = get(), get()
    assert word_of(one) != word_of(two)
    given = one.headers["set-cookie"]
    assert all(part in given for part in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="))


def test_a_browser_keeps_its_word():
    """The cookie is renewed and not replaced."""
    word = word_of(get())
    assert word_of(get(cookie=f"theme=dark; {COOKIE}={word}")) == word
    assert "set-cookie" not in get("/other", cookie=f"{COOKIE}={word}").headers


@pytest.mark.parametrize(
    "word", ["", "short", "a" * 44, "../" + "a" * 40, "a" * 42 + "é", '"' * 43]
)
def test_a_word_of_another_shape_is_none(word):
    """And is replaced by one of ours."""
    assert person_of(f"{COOKIE}={word}") is None
    assert len(word_of(get(cookie=f"{COOKIE}={word}"))) == 43


def test_only_the_digest_stands_for_a_person():
    """What is written to the disk does not open anything."""
    word = "A" * 43
    person = person_of(f"{COOKIE}={word}")
    assert re.fullmatch(r"[0-9a-f]{32}", person)
    assert word not in person
    assert person_of(f"{COOKIE}={'B' * 43}") != person
    assert person_of("") is None
