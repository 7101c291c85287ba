"""The chat's own script in a real browser, on our HTML and routes, without Gradio around it."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from starlette.responses import HTMLResponse

from rag.api import Bot, Collection
from rag.settings import resolve
from rag.web import conversation, evidence
from rag.web.answering import answering
from rag.web.desk import Desk
from rag.web.original_routes import originals_router
from rag.web.routes import static_files
from rag.web.script_words import script_words
from rag.web.shelf import Entry
from rag.web.shelf_view import shelf_head, shelf_list
from rag.web.strings import words
from rag.web.turn import Turn
from tests.load.making import pdf_bytes
from tests.web.serving import running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SAY = words("en")
TOWER = "How high is the lighthouse of Skagen?"
PAGES = [
    ["An introduction about towers in general.", "They stand in many towns of the north."],
    [
        *["It was built by sailors a long time ago."] * 20,
        "The lighthouse of Skagen is 46 metres high.",
    ],
]
HEARD = "window.heard"


def answered(desk, number):
    """A turn that was really asked, as the page keeps it."""
    import threading

    turn = Turn(number, TOWER, asked=f"t{number}", condensed="Skagen?" if number == 2 else "")
    *_, last = answering(desk, turn, [], None, threading.Event())
    return replace(last, condensed=turn.condensed)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("script")
    for name in ("towers.pdf", "copy.pdf"):
        (folder / name).write_bytes(pdf_bytes(PAGES))
    given = {"library": str(folder / "library"), "embedder": "hashing", "generator": "quotes"}
    settings = resolve(given, {}).settings
    with Collection(settings, create=True) as collection:
        collection.add([folder / "towers.pdf", folder / "copy.pdf"])
        desk = Desk(collection, Bot(collection), settings)
        turns = [answered(desk, 1), answered(desk, 2)]
        server = FastAPI()
        server.mount("/polycite/static", static_files())
        server.include_router(originals_router(collection))
        server.get("/")(lambda: HTMLResponse(page_of(turns)))
        with running(server) as url:
            yield url, collection


def page_of(turns):
    """The chat as the page has it, with a listener that notes what the script tells the server."""
    entries = [Entry("a" * 32, "Der Turm", "2026-01-02T03:04:05+00:00", 2)]
    return f"""<!doctype html><html lang="en"><title>t</title><link rel="icon" href="data:,">
        <link rel="stylesheet" href="/polycite/static/polycite.css"><link rel="stylesheet" href="/polycite/static/chat.css">
        <script>window.heard = [];
            addEventListener('polycite', event => window.heard.push(event.detail))</script>
        <script src="/polycite/static/chat.js"></script>
        <div class="gradio-container"><div id="pc-wire">{script_words(SAY)}</div>
        <button id="pc-shelf-open">Conversations</button>
        <div id="pc-shelf">{shelf_head(SAY)}{shelf_list(entries, "", "", SAY)}</div>
        <div id="pc-talk" class="pc-welcome"><div id="pc-past">{conversation.log(turns, SAY)}</div><div id="pc-live"></div></div>
        <div id="pc-question"><textarea></textarea></div>
        <div id="pc-evidence">{evidence.section(turns[0], SAY)}</div></div></html>"""


def heard(page):
    """What was told since the last time."""
    return page.evaluate(f"{HEARD}.splice(0)")


def test_a_question_and_its_search_are_changed_in_place(app, opened):
    """What is sent names the turn; Escape and an empty field send nothing."""
    with opened(app[0]) as page:
        page.locator("#pc-past .pc-edit:not(.pc-edit-search)").first.click()
        assert page.input_value(".pc-editor textarea") == TOWER
        assert "will be removed" in page.inner_text(".pc-editor")
        page.keyboard.press("Escape")
        assert page.locator(".pc-editor").count() == 0
        page.locator("#pc-past .pc-edit:not(.pc-edit-search)").first.click()
        page.fill(".pc-editor textarea", "  ")
        page.click(".pc-editor .pc-primary")
        page.fill(".pc-editor textarea", "كم ارتفاع المنارة؟")
        page.keyboard.press("Enter")
        page.click(".pc-edit-search")
        page.fill(".pc-editor textarea", "Skagen 灯台")
        page.click(".pc-editor .pc-primary")
        page.click(".pc-retry:visible")
        again = {"name": "ask_again", "searched": ""}
        assert heard(page) == [
            {**again, "turn": "1", "question": "كم ارتفاع المنارة؟"},
            {**again, "turn": "2", "question": TOWER, "searched": "Skagen 灯台"},
            {**again, "turn": "2", "question": TOWER},
        ]


def test_a_rating_is_given_with_a_reason_and_taken_back(app, opened):
    """Reasons appear with the bad verdict, and go with it."""
    with opened(app[0]) as page:
        turn = page.locator(".pc-turn").first
        turn.locator("[data-verdict=bad]").click()
        turn.locator("[data-reason=quote]").click()
        turn.locator("[data-reason=other]").click()
        turn.locator("[data-verdict=good]").click()
        assert not turn.locator(".pc-reasons").is_visible()
        turn.locator("[data-verdict=good]").click()
        told = [(each["asked"], each["verdict"], each["reason"]) for each in heard(page)]
        assert told == [
            ("t1", "bad", ""), ("t1", "bad", "quote"), ("t1", "bad", "other"), ("t1", "good", ""), ("t1", "", ""),
        ]  # fmt: skip
        assert turn.locator('[aria-pressed="true"]').count() == 0


def test_conversations_are_searched_opened_renamed_and_deleted(app, opened):
    """Deleting asks once more; Escape closes the panel and gives the focus back."""
    with opened(app[0]) as page:
        page.click("#pc-shelf-open")
        page.keyboard.type("turm")
        page.wait_for_function(f"{HEARD}.length === 2")
        page.click(".pc-open-conversation")
        page.click("#pc-shelf summary")
        page.click(".pc-rename")
        page.fill("#pc-shelf .pc-editor textarea", "塔")
        page.keyboard.press("Enter")
        page.click("#pc-shelf summary")
        page.click(".pc-delete")
        assert page.inner_text(".pc-delete") == "Delete for good"
        page.click(".pc-delete")
        told = heard(page)
        assert [each["name"] for each in told] == [
            "list_conversations", "list_conversations", "open_conversation", "rename_conversation", "delete_conversation",
        ]  # fmt: skip
        assert told[1]["search"] == "turm"
        assert told[3]["title"] == "塔"
        assert {each.get("id", "a" * 32) for each in told} == {"a" * 32}
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        assert not page.is_visible("#pc-shelf")
        assert page.evaluate("document.activeElement.id") == "pc-shelf-open"


def test_the_original_opens_at_the_quote_and_sources_tell_their_state(app, opened):
    """The page is scrolled to the mark; a second copy, and a removal, are said so."""
    url, collection = app
    with opened(url) as page:
        page.wait_for_function(
            "document.querySelector('.pc-source-note').innerText.includes('Added more than once')"
        )
        page.locator(".pc-open-original").first.click()
        page.wait_for_function("document.querySelector('.pc-original img')?.naturalWidth > 500")
        assert page.inner_text(".pc-original figcaption") == "Page 2 with the quote marked"
        assert "46 metres high" in page.inner_text(".pc-original mark")
        page.wait_for_function("document.querySelector('.pc-original-body').scrollTop > 50")
        page.keyboard.press("Escape")
        page.wait_for_selector(".pc-original", state="detached")
        collection.remove([entry.source.id for entry in collection.every_document()])
        page.reload()
        page.wait_for_function(
            "document.querySelector('.pc-source-note').innerText === 'Source removed'"
        )
        assert not page.locator(".pc-open-original").first.is_visible()
