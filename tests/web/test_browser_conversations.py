"""Conversations in a real browser: ask again, change, rate, copy, keep, find, save, delete."""

import json
import re
from pathlib import Path

import pytest

from tests.load.making import pdf_bytes
from tests.web.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRENCH = (
    "Un départ à la tête de TikTok\n\n"
    "Kevin Mayer a quitté TikTok le 27 août 2020. Il dirigeait l’entreprise depuis trois mois.\n\n"
    "Vanessa Pappas a pris sa suite à Los Angeles. Elle vient d’Australie.\n"
)
PAGES = [
    ["An introduction about towers in general.", "They stand in many towns of the north."],
    ["The lighthouse of Skagen is 46 metres high.", "It was built a long time ago by sailors."],
]
QUESTION = "When did Kevin Mayer leave TikTok?"
TOWER = "How high is the lighthouse of Skagen?"
ENDED = "#pc-live .pc-answer:not([aria-busy])"


def filled(folder):
    """A folder with two documents."""
    folder.mkdir()
    (folder / "depart.txt").write_text(FRENCH, encoding="utf-8")
    (folder / "towers.pdf").write_bytes(pdf_bytes(PAGES))
    return folder


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("app")
    with served(folder / "library", filled(folder / "documents")) as running:
        yield running


@pytest.fixture
def app(whole):
    """The app; each test comes as another person."""
    whole.model.words = ["Kevin Mayer ", "left TikTok ", "on 27 August 2020. ", "[1]"]
    whole.model.stall_after = None
    return whole


def again(page, act):
    """Do something that asks anew, and wait for its end."""
    act()
    page.wait_for_selector("#pc-stop", state="visible")
    page.wait_for_selector("#pc-ask", state="visible")
    page.wait_for_selector(ENDED)


def questions(page):
    return page.locator(".pc-turn .pc-question").all_inner_texts()


def open_shelf(page):
    page.click("#pc-shelf-open")
    page.wait_for_selector(".pc-shelf-list li, #pc-shelf .pc-empty")


def test_the_quote_comes_first_and_stays_above_the_prose(app, opened, ask):
    """Word for word, in its own language, with its chip, before the model has written anything."""
    app.model.stall_after = 0
    with opened(app.url) as page:
        ask(page, QUESTION, wait=False)
        lead = page.wait_for_selector("#pc-live .pc-lead-quote")
        assert "Kevin Mayer a quitté TikTok le 27 août 2020." in lead.inner_text()
        assert lead.get_attribute("lang") == "fr"
        assert page.locator("#pc-live .pc-prose").count() == 0
        page.click("#pc-stop")
        page.wait_for_selector(ENDED)
        app.model.stall_after = None
        page.wait_for_selector("#pc-live .pc-retry")
        again(page, lambda: page.click("#pc-live .pc-retry"))
        assert page.locator("#pc-live .pc-lead-quote, #pc-live .pc-prose").count() == 2
        assert questions(page)[-1].endswith(QUESTION)
        assert page.locator(".pc-turn").count() == 1


def test_an_earlier_question_is_changed_and_what_followed_makes_room(app, opened, ask):
    """The editor says so before anything is lost; Escape leaves all as it was."""
    with opened(app.url) as page:
        ask(page, QUESTION)
        ask(page, TOWER)
        page.locator("#pc-past .pc-edit").first.click()
        assert "will be removed" in page.inner_text(".pc-editor")
        page.keyboard.press("Escape")
        assert page.locator(".pc-editor").count() == 0
        assert page.locator(".pc-turn").count() == 2
        page.locator("#pc-past .pc-edit").first.click()
        page.fill(".pc-editor textarea", "Who followed Kevin Mayer at TikTok?")
        again(page, lambda: page.click(".pc-editor .pc-primary"))
        assert page.locator(".pc-turn").count() == 1
        assert questions(page)[0].endswith("Who followed Kevin Mayer at TikTok?")


def test_what_is_searched_for_a_follow_up_can_be_changed(app, opened, ask):
    """The question stays as it was asked; what was searched is what the person wrote."""
    with opened(app.url) as page:
        ask(page, QUESTION)
        ask(page, "And in Skagen?")
        assert f"Searched as: \u2068{QUESTION} And in Skagen?\u2069" in page.inner_text("#pc-live")
        page.click("#pc-live .pc-edit-search")
        assert page.input_value(".pc-editor textarea") == f"{QUESTION} And in Skagen?"
        page.fill(".pc-editor textarea", TOWER)
        again(page, lambda: page.click(".pc-editor .pc-primary"))
        assert questions(page)[-1].endswith("And in Skagen?")
        assert f"Searched as: \u2068{TOWER}\u2069" in page.inner_text("#pc-live")
        assert "46 metres high" in page.locator("#pc-live-evidence mark").first.inner_text()


def test_a_conversation_is_found_again_and_goes_on(app, opened, ask):
    """After the page was loaded anew: with its evidence, its rating, and as history of what follows."""
    with opened(app.url) as page:
        ask(page, QUESTION)
        page.click("#pc-live .pc-thumb[data-verdict=bad]")
        page.click("#pc-live .pc-reason[data-reason=incomplete]")
        page.wait_for_timeout(500)
        page.reload()
        page.wait_for_selector(".pc-welcome")
        open_shelf(page)
        page.fill(".pc-shelf-search", "raumschiff")
        page.wait_for_selector("#pc-shelf .pc-empty")
        page.fill(".pc-shelf-search", "MAYER")
        page.wait_for_selector(".pc-shelf-list li")
        page.click(".pc-open-conversation")
        page.wait_for_selector("#pc-past .pc-turn")
        assert page.locator("#pc-past-evidence mark").count() >= 1
        pressed = page.locator('#pc-past [aria-pressed="true"]').all_inner_texts()
        assert pressed == ["Not helpful", "Something is missing"]
        page.click(".pc-shelf-close")
        ask(page, "And who followed?")
        assert f"Searched as: \u2068{QUESTION} And who followed?\u2069" in page.inner_text(
            "#pc-live"
        )
        open_shelf(page)
        page.wait_for_function(
            "document.querySelector('.pc-shelf-list small').innerText.includes('2')"
        )
        assert page.locator(".pc-shelf-list li").count() == 1


def test_a_conversation_is_renamed_and_deleted_for_good(app, opened, ask):
    """Deleting asks once more; then the file is gone."""
    folder = Path(app.collection.settings.conversations)
    before = set(folder.rglob("*.json"))
    with opened(app.url) as page:
        ask(page, QUESTION)
        assert len(set(folder.rglob("*.json")) - before) == 1
        open_shelf(page)
        page.click(".pc-shelf-list summary")
        page.click(".pc-rename")
        page.fill(".pc-shelf-list textarea", "Der Weggang")
        page.keyboard.press("Enter")
        page.wait_for_function(
            "document.querySelector('.pc-conversation-name').innerText === 'Der Weggang'"
        )
        page.click(".pc-shelf-list summary")
        page.click(".pc-delete")
        assert page.inner_text(".pc-delete") == "Delete for good"
        assert len(set(folder.rglob("*.json")) - before) == 1
        page.click(".pc-delete")
        page.wait_for_selector("#pc-shelf .pc-empty")
        assert set(folder.rglob("*.json")) == before


@pytest.mark.parametrize("form", ["md", "json", "html"])
def test_a_conversation_is_saved_as_a_file(app, opened, ask, form):
    """With the quote, its offsets and the hash of the file it is from."""
    with opened(app.url, accept_downloads=True) as page:
        ask(page, QUESTION)
        open_shelf(page)
        page.click(".pc-shelf-list summary")
        with page.expect_download() as saving:
            page.click(f'.pc-shelf-list a[href*=".{form}"]')
        saved = saving.value
        assert saved.suggested_filename.endswith(f".{form}")
        with open(saved.path(), encoding="utf-8") as file:
            text = file.read()
        assert "Kevin Mayer a quitté TikTok le 27 août 2020" in text
        assert re.search(r"\b[0-9a-f]{64}\b", text)
        if form == "json":
            models = json.loads(text)["turns"][0]["models"]
            assert models["reader"] == "overlap"
            assert models["generator"]


def test_nobody_sees_the_conversations_of_another(app, opened, ask):
    """Neither in the list nor by the address of a file."""
    with opened(app.url) as first, opened(app.url) as second:
        ask(first, QUESTION)
        open_shelf(first)
        address = first.locator('.pc-shelf-list a[href*=".json"]').first.get_attribute("href")
        open_shelf(second)
        assert second.locator("#pc-shelf .pc-empty").count() == 1
        status = "async address => (await fetch(address)).status"
        assert first.evaluate(status, address) == 200
    with opened(app.url) as third:
        response = third.request.get(app.url + address)
        assert response.status == 404


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("markdown", "> Kevin Mayer a quitté TikTok le 27 août 2020"),
        ("references", "[1] Un départ"),
    ],
)
def test_an_answer_is_copied_in_other_ways(app, opened, ask, form, expected):
    """As Markdown, and as a list of sources."""
    n = ["markdown", "references"].index(form)
    with opened(app.url, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, QUESTION)
        page.click("#pc-live .pc-actions summary")
        page.locator("#pc-live .pc-menu .pc-copy").nth(n).click()
        page.wait_for_timeout(300)
        assert expected in page.evaluate("navigator.clipboard.readText()").replace("\\", "")


def test_a_quote_of_a_pdf_is_shown_on_its_page(app, opened, ask):
    """A picture of the page, and beneath it the text with the quote marked."""
    app.model.words = ["It is 46 metres high. [1]"]
    with opened(app.url) as page:
        ask(page, TOWER)
        page.locator("#pc-live-evidence .pc-open-original").first.click()
        page.wait_for_selector(".pc-original img")
        page.wait_for_function("document.querySelector('.pc-original img').naturalWidth > 500")
        assert page.inner_text(".pc-original figcaption") == "Page 2 with the quote marked"
        assert "46 metres high" in page.inner_text(".pc-original mark")
        page.keyboard.press("Escape")
        page.wait_for_selector(".pc-original", state="detached")


def test_a_source_that_was_removed_or_added_twice_is_said_so(tmp_path, opened, ask):
    """In the answer that is on the page, and in the conversation when it is opened later."""
    copy, source = tmp_path / "copy.txt", tmp_path / "documents" / "depart.txt"
    copy.write_text(FRENCH, encoding="utf-8")
    gone = "document.querySelector('.pc-source-note').innerText === 'Source removed'"
    with (
        served(tmp_path / "library", filled(tmp_path / "documents")) as app,
        opened(app.url) as page,
    ):
        app.collection.add([copy])
        ask(page, QUESTION)
        page.wait_for_function(
            "[...document.querySelectorAll('.pc-source-note')].some(e => e.innerText.includes('Added more than once'))"
        )
        app.collection.remove([str(source), str(copy)])
        page.click("#pc-tab-library-button")
        page.click("#pc-tab-chat-button")
        page.wait_for_function(gone)
        assert not page.locator(".pc-open-original").first.is_visible()
        page.reload()
        page.wait_for_selector(".pc-welcome")
        open_shelf(page)
        page.click(".pc-open-conversation")
        page.wait_for_function(gone)
        quote = page.locator("#pc-past-evidence mark").first.inner_text()
        assert "Kevin Mayer a quitté TikTok" in quote


def test_nothing_is_kept_when_that_is_switched_off(tmp_path, opened, ask):
    """Then there is no list either."""
    documents = filled(tmp_path / "documents")
    with (
        served(tmp_path / "library", documents, conversations="off") as app,
        opened(app.url) as page,
    ):
        ask(page, QUESTION)
        assert page.locator("#pc-shelf-open").count() == 0
        assert list(tmp_path.rglob("*conversations*")) == []
