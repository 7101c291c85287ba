"""What the chat's handlers do to the page, over a real library and without a browser."""

import gradio as gr
import pytest

from rag.api import Bot, Collection
from rag.settings import resolve
from rag.web.chat_tab import EVENTS
from rag.web.desk import Desk
from rag.web.kept import is_id
from rag.web.page import Page
from rag.web.people import COOKIE
from rag.web.shelf import Shelf

QUESTION = "When did Kevin Mayer leave TikTok?"
FRENCH = "Kevin Mayer a quitté TikTok le 27 août 2020. Vanessa Pappas a pris sa suite.\n"


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "depart.txt"
    file.write_text(FRENCH, encoding="utf-8")
    given = {"library": str(tmp_path / "library"), "embedder": "hashing", "generator": "quotes"}
    settings = resolve(given, {}).settings
    with Collection(settings, create=True) as collection:
        collection.add([file])
        yield Page(Desk(collection, Bot(collection), settings, shelf=Shelf(tmp_path / "kept")))


def request(word="A" * 43, tab="tab"):
    return gr.Request(session_hash=tab, headers={"cookie": f"{COOKIE}={word}"})


def event(**detail):
    return gr.EventData(None, detail)


def ended(updates):
    """What the page shows once all updates have come."""
    whole = {}
    for update in updates:
        whole.update(update)
    return whole


def asked(page, question=QUESTION, turns=(), key="", who=None):
    chat = page.chat
    return ended(chat._ask(question, list(turns), key, "en", "auto", who or request()))


def test_an_answer_is_put_on_the_shelf_and_opened_again(page):
    """With the same text on the page as before."""
    chat = page.chat
    shown = asked(page)
    key = shown[chat.key]
    assert is_id(key)
    opened = chat._open("", "en", event(id=key), request(tab="another"))
    assert opened[chat.key] == key
    assert [turn.question for turn in opened[chat.turns]] == [QUESTION]
    assert "Kevin Mayer a quitté TikTok" in opened[chat.past_evidence]
    assert QUESTION in opened[chat.shelf.listed]


def test_another_person_does_not_open_it(page):
    """They are told that it is not there, and nothing of the page changes."""
    chat = page.chat
    key = asked(page)[chat.key]
    opened = chat._open("", "en", event(id=key), request("B" * 43))
    assert list(opened) == [chat.shelf.listed]
    assert "no longer there" in opened[chat.shelf.listed]
    assert QUESTION not in opened[chat.shelf.listed]


def test_asking_again_replaces_the_turn_and_those_after_it(page):
    """In the page and in the file, with the question as it was changed."""
    chat = page.chat
    first = asked(page)
    second = asked(page, "Who followed Kevin Mayer?", first[chat.turns], first[chat.key])
    assert len(second[chat.turns]) == 2
    again = ended(
        chat._ask_again(
            second[chat.turns], second[chat.key], "en", "auto",
            event(turn="1", question="Who is Vanessa Pappas?"), request(),
        )
    )  # fmt: skip
    assert [turn.question for turn in again[chat.turns]] == ["Who is Vanessa Pappas?"]
    assert again[chat.key] == first[chat.key]
    entries = page._desk.shelf.listed(_person())
    assert [(entry.name, entry.turns) for entry in entries] == [(QUESTION, 1)]


def _person():
    from rag.web.people import person_of

    return person_of(f"{COOKIE}={'A' * 43}")


def test_what_the_person_wrote_is_searched_as_it_is(page):
    """While the question stays as it was asked, and nothing is joined to it."""
    chat = page.chat
    first = asked(page)
    again = ended(
        chat._ask_again(
            first[chat.turns], first[chat.key], "en", "auto",
            event(turn="2", question="And then?", searched="Vanessa Pappas"), request(),
        )
    )  # fmt: skip
    turn = again[chat.turns][1]
    assert (turn.question, turn.condensed, turn.searched) == (
        "And then?",
        "Vanessa Pappas",
        "Vanessa Pappas",
    )
    assert turn.answer.question == "And then?"


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"verdict": "good"}, ("good", "")),
        ({"verdict": "bad", "reason": "quote"}, ("bad", "quote")),
        ({"verdict": "good", "reason": "quote"}, ("good", "")),
        ({"verdict": "bad", "reason": "<script>"}, ("bad", "")),
        ({"verdict": ""}, None),
        ({"verdict": "worst"}, None),
        ({}, None),
    ],
)
def test_a_rating_is_kept_with_its_turn(page, sent, expected):
    """Only what the page offers is taken."""
    chat = page.chat
    shown = asked(page)
    turns, key = shown[chat.turns], shown[chat.key]
    rated = chat._rate(turns, key, event(asked=turns[0].asked, **sent), request())
    kept = page._desk.shelf.load(_person(), key).rated()
    for rating in (rated[0].rating, kept[0].rating):
        assert (rating and (rating.verdict, rating.reason)) == expected


def test_a_deleted_conversation_leaves_the_page_and_begins_anew(page):
    """What is on the page stays; the next question begins another conversation."""
    chat = page.chat
    shown = asked(page)
    deleted = chat.shelf._delete(shown[chat.key], "en", event(id=shown[chat.key]), request())
    assert deleted[chat.key] == ""
    assert page._desk.shelf.listed(_person()) == []
    following = asked(page, "And who followed?", shown[chat.turns], deleted[chat.key])
    assert following[chat.key] != shown[chat.key]
    assert len(following[chat.turns]) == 2


@pytest.mark.parametrize("detail", [{}, {"turn": "0"}, {"turn": "-1"}, {"turn": "x"}, {"turn": 1}])
def test_a_turn_that_is_none_removes_nothing(page, detail):
    """Whatever a request sends: the question is asked at the end."""
    chat = page.chat
    shown = asked(page)
    again = ended(
        chat._ask_again(
            shown[chat.turns],
            shown[chat.key],
            "en",
            "auto",
            event(question=QUESTION, **detail),
            request(),
        )
    )
    assert len(again[chat.turns]) == 2


def test_every_event_of_the_script_has_a_handler(page):
    """And the element carries the words that the script puts on the page."""
    assert all(callable(getattr(page.chat.wire, name)) for name in EVENTS)
