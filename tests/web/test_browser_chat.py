"""The chat in a real browser."""

import re
import time

import pytest

from tests.web.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FRENCH = (
    "Un départ à la tête de TikTok\n\n"
    "Kevin Mayer a quitté TikTok le 27 août 2020. Il dirigeait l’entreprise depuis trois mois.\n\n"
    "Vanessa Pappas a pris sa suite à Los Angeles. Elle vient d’Australie.\n"
)
ARABIC = "الميناء\n\nاستقبل ميناء طنجة سبعة ملايين حاوية خلال العام الماضي. يعمل فيه ألف شخص.\n"
QUESTION = "When did Kevin Mayer leave TikTok?"
PROSE = [
    "Kevin Mayer ",
    "left TikTok ",
    "on 27 August 2020. ",
    "[1] ",
    "He had ",
    "45 dogs. ",
    "[1]",
]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    documents = tmp_path_factory.mktemp("documents")
    (documents / "depart.txt").write_text(FRENCH, encoding="utf-8")
    (documents / "mawani.txt").write_text(ARABIC, encoding="utf-8")
    with served(tmp_path_factory.mktemp("library"), documents) as running:
        yield running


@pytest.fixture(autouse=True)
def model(app):
    app.model.words, app.model.pause_s, app.model.stall_after = list(PROSE), 0.05, None
    app.model.vanished.clear()
    return app.model


def test_an_english_question_shows_the_french_quote_and_then_prose(app, model, opened, ask):
    """The quote is marked before the model has written, the prose grows, what is wrong is struck out."""
    model.pause_s = 0.4
    with opened(app.url) as page:
        ask(page, QUESTION, wait=False)
        mark = page.wait_for_selector("#pc-live-evidence .pc-card mark")
        assert "Kevin Mayer a quitté TikTok le 27 août 2020." in mark.inner_text()
        assert "45 dogs" not in page.inner_text("#pc-live")
        card = page.locator("#pc-live-evidence .pc-card").first
        assert "français" in card.inner_text()
        assert card.locator(".pc-passage").get_attribute("lang") == "fr"
        page.wait_for_selector("#pc-live .pc-draft")
        page.wait_for_selector("#pc-live .pc-answer[data-stage=done]")
        answer = page.inner_text("#pc-live .pc-prose")
        assert "Kevin Mayer left TikTok on 27 August 2020." in answer
        struck = page.inner_text("#pc-live .pc-unsupported")
        assert "45 dogs" in struck
        assert "this number is not in the passage it cites (45)" in struck
        assert page.inner_text("#pc-status") == "The answer is ready."


def test_a_chip_selects_its_card_by_mouse_and_by_keyboard(app, opened, ask):
    """Hovering points at the passage, clicking and Enter select and focus it."""
    with opened(app.url) as page:
        ask(page, QUESTION)
        chip = page.locator("#pc-live .pc-chip").first
        chip.hover()
        assert page.locator(".pc-card.pc-pointed").count() == 1
        chip.click()
        assert page.locator(".pc-card.pc-selected").count() == 1
        page.mouse.move(0, 0)
        page.locator("#pc-question textarea").focus()
        chip.focus()
        page.keyboard.press("Enter")
        focused = page.evaluate("document.activeElement.className")
        assert "pc-card" in focused
        assert "pc-selected" in focused


def test_more_around_a_quote_shows_its_neighbours_and_hides_them_again(tmp_path, opened, ask):
    """What stands before and after in the document, without leaving the card."""
    documents = tmp_path / "documents"
    documents.mkdir()
    pages = "\n\n".join(
        f"# Kapitel {n}\n\nDer Turm Nummer {n} ist {n}7 Meter hoch. {'Er steht am Fluss. ' * 12}"
        for n in range(1, 6)
    )
    (documents / "turm.md").write_text(pages, encoding="utf-8")
    with (
        served(tmp_path / "library", documents, generator="quotes") as app,
        opened(app.url) as page,
    ):
        ask(page, "Wie hoch ist der Turm Nummer 3 im Kapitel 3?")
        button = page.locator(".pc-around").first
        button.click()
        page.wait_for_selector(".pc-neighbour")
        assert button.get_attribute("aria-expanded") == "true"
        assert "Der Turm Nummer" in page.locator(".pc-neighbour").first.inner_text()
        button.click()
        assert page.locator(".pc-neighbour").count() == 0


def test_what_the_documents_do_not_say_is_refused_with_the_nearest_passages(app, opened, ask):
    """In the language of the question, and labelled as no answer."""
    with opened(app.url) as page:
        ask(page, "Wie heißt die Hauptstadt der Mongolei?")
        assert page.get_attribute("#pc-live .pc-answer", "data-stage") == "refused"
        assert "Davon handeln die Dokumente nicht" in page.inner_text("#pc-live .pc-prose")
        assert page.locator("#pc-evidence mark").count() == 0
        if page.locator("#pc-live-evidence .pc-card").count():
            assert "which do not answer the question" in page.inner_text("#pc-live-evidence")


def test_stop_ends_the_answer_and_the_model_and_keeps_the_quote(app, model, opened, ask):
    """The button appears while an answer runs, and the server sees the connection close."""
    model.stall_after = 2
    with opened(app.url) as page:
        ask(page, QUESTION, wait=False)
        page.wait_for_selector("#pc-live .pc-draft")
        assert not page.is_visible("#pc-ask")
        page.click("#pc-stop")
        page.wait_for_selector("#pc-live .pc-answer:not([aria-busy])")
        assert "You stopped this answer." in page.inner_text("#pc-live")
        assert page.locator("#pc-live-evidence mark").count() >= 1
        page.wait_for_selector("#pc-ask", state="visible")
    assert model.vanished.wait(10)


def test_a_closed_tab_frees_the_model(app, model, opened, ask):
    """Nobody waits behind someone who has gone."""
    model.stall_after = 2
    with opened(app.url) as page:
        ask(page, QUESTION, wait=False)
        page.wait_for_selector("#pc-live .pc-draft")
    assert model.vanished.wait(30)


def test_a_second_person_has_the_quote_at_once_and_waits_for_the_model(app, model, opened, ask):
    """Quotes never wait for someone else's prose, and nobody sees another's conversation."""
    model.stall_after = 2
    with opened(app.url) as first, opened(app.url) as second:
        ask(first, QUESTION, wait=False)
        first.wait_for_selector("#pc-live .pc-draft")
        began = time.monotonic()
        ask(second, "Who followed at TikTok, Vanessa Pappas?", wait=False)
        second.wait_for_selector("#pc-live-evidence mark")
        took = time.monotonic() - began
        second.wait_for_selector("#pc-live .pc-answer[data-stage=waiting]")
        assert "ahead of you: 1" in second.inner_text("#pc-live")
        assert QUESTION not in second.inner_text("body")
        model.stall_after = None
        first.click("#pc-stop")
        second.wait_for_selector("#pc-live .pc-answer:not([aria-busy])")
        assert took < 20  # generous: a loaded machine; the model would never have come


def test_an_arabic_question_runs_from_right_to_left(app, opened, ask):
    """Question, answer and passage, on a page whose own words run from left to right."""
    with opened(app.url) as page:
        app.model.words = ["استقبل ", "ميناء ", "طنجة ", "سبعة ", "ملايين ", "حاوية. ", "[1]"]
        ask(page, "كم حاوية استقبل ميناء طنجة؟")
        direction = "element => getComputedStyle(element).direction"
        assert page.locator("#pc-live .pc-question").evaluate(direction) == "rtl"
        assert page.locator("#pc-live .pc-prose").evaluate(direction) == "rtl"
        assert page.locator("#pc-live-evidence .pc-passage").first.evaluate(direction) == "rtl"
        assert page.evaluate("document.documentElement.dir") == "ltr"


def test_the_page_speaks_the_language_of_the_browser_and_another_when_asked(app, opened, ask):
    """Labels, direction and what was answered before change together; the choice is kept."""
    with opened(app.url, locale="de-AT") as page:
        assert page.inner_text("#pc-ask") == "Fragen"
        assert page.evaluate("document.documentElement.lang") == "de"
        ask(page, QUESTION)
        page.click("#pc-language input")
        page.get_by_role("option", name="العربية").click()
        page.wait_for_function("document.documentElement.dir === 'rtl'")
        page.wait_for_function("document.querySelector('#pc-ask').innerText === 'اسأل'")
        assert QUESTION in page.inner_text("#pc-past")
        assert page.locator("#pc-past-evidence mark").count() >= 1
        page.reload()
        page.wait_for_selector(".pc-welcome")
        page.wait_for_function("document.querySelector('#pc-ask').innerText === 'اسأل'")


def test_earlier_answers_stay_and_show_their_own_evidence(app, opened, ask):
    """A chip of an earlier answer brings its passages back."""
    with opened(app.url) as page:
        ask(page, QUESTION)
        ask(page, "كم حاوية استقبل ميناء طنجة؟")
        assert page.locator("#pc-past .pc-turn").count() == 1
        assert page.locator("#pc-past-evidence .pc-section").is_hidden()
        page.locator("#pc-past .pc-chip").first.click()
        assert page.locator("#pc-past-evidence .pc-section").is_visible()
        assert page.locator("#pc-live-evidence .pc-section").is_hidden()


def test_a_new_conversation_is_empty(app, opened, ask):
    """Nothing of the old one is left."""
    with opened(app.url) as page:
        ask(page, QUESTION)
        page.wait_for_selector("#pc-new:not([disabled])")
        page.click("#pc-new")
        page.wait_for_selector(".pc-welcome")
        assert page.locator(".pc-turn, .pc-card").count() == 0


def test_an_answer_is_copied_with_its_sources(app, opened, ask):
    """Text, quote and where it stands."""
    with opened(app.url, permissions=["clipboard-read", "clipboard-write"]) as page:
        ask(page, QUESTION)
        page.click("#pc-live .pc-copy")
        page.wait_for_function("document.querySelector('.pc-copy').innerText === 'Copied'")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert "27 August 2020" in copied
        assert "depart.txt" in copied


def test_light_and_dark_can_be_chosen_and_follow_the_system(app, opened):
    """Text and paper change together."""
    paper = "getComputedStyle(document.body).backgroundColor"
    with opened(app.url, color_scheme="dark") as page:
        dark = page.evaluate(paper)
        page.click("#pc-tab-settings-button")
        page.get_by_label("Light").check()
        page.wait_for_function(f"{paper} !== '{dark}'")
        page.reload()
        page.wait_for_selector(".pc-welcome")
        assert page.evaluate(paper) != dark


def test_the_explanation_shows_the_ranks_of_the_last_question(app, opened, ask):
    """And of any other that is typed."""
    with opened(app.url) as page:
        ask(page, QUESTION)
        page.click("#pc-tab-explain-button")
        page.wait_for_selector(".pc-ranks tbody tr")
        assert QUESTION in page.inner_text("#pc-explanation")
        page.fill("#pc-explain-question :is(input, textarea)", "ميناء طنجة")
        page.click("#pc-explain-run")
        page.wait_for_function(
            "document.querySelector('#pc-explanation').innerText.includes('ميناء طنجة')"
        )


def test_everything_can_be_done_with_the_keyboard(app, opened):
    """Each stop of the Tab key has a visible focus."""
    with opened(app.url) as page:
        page.keyboard.type(QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_selector("#pc-live .pc-answer:not([aria-busy])")
        seen = set()
        page.evaluate("document.activeElement.blur()")
        for _ in range(14):
            page.keyboard.press("Tab")
            name, outline = page.evaluate(
                "(() => { const e = document.activeElement; return [e.id || e.className,"
                " getComputedStyle(e).outlineStyle + getComputedStyle(e).outlineWidth]; })()"
            )
            if page.evaluate("document.activeElement === document.body"):
                continue  # after the last stop, before the first
            seen.add(str(name))
            assert re.match(r"solid[23]px", outline), (name, outline)
        assert any("pc-chip" in name for name in seen)
        assert any("pc-copy" in name for name in seen)


@pytest.mark.parametrize("width", [1280, 390])
def test_no_tab_is_wider_than_the_screen(app, opened, ask, width):
    """Nothing must be dragged sideways on a telephone."""
    with opened(app.url, width=width) as page:
        ask(page, QUESTION)
        for tab in ("chat", "library", "explain", "settings"):
            page.click(f"#pc-tab-{tab}-button")
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, tab
