"""The page for those who use no mouse, see little, hear it read out, or need calm."""

import pytest

from tests.web.serving import served
from tests.web.test_browser_chat import ARABIC, FRENCH, PROSE, QUESTION

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABS = ("library", "explain", "settings", "chat")
WIDE, NARROW = (1280, 860), (390, 844)


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    documents = tmp_path_factory.mktemp("documents")
    (documents / "depart.txt").write_text(FRENCH, encoding="utf-8")
    (documents / "mawani.txt").write_text(ARABIC, encoding="utf-8")
    with served(tmp_path_factory.mktemp("library"), documents) as running:
        running.model.words = list(PROSE)
        yield running


def faults(page):
    """What axe-core finds serious or critical: rule, element, and why."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(page).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_axe_finds_nothing_serious(app, opened, ask, language, theme, size):
    """On every tab, with an answer, the conversations and an original open: none, in both themes."""
    look = {"color_scheme": theme, "locale": language, "reduced_motion": "reduce"}
    found = {}
    with opened(app.url, width=size[0], height=size[1], **look) as page:
        found["welcome"] = faults(page)
        ask(page, QUESTION)
        page.click("#pc-live .pc-thumb[data-verdict=bad]")
        page.click("#pc-live .pc-edit")
        for tab in TABS:
            page.click(f"#pc-tab-{tab}-button")
            page.wait_for_timeout(400)
            found[tab] = faults(page)
        page.click("#pc-shelf-open")
        page.wait_for_selector(".pc-shelf-list li")
        page.click(".pc-shelf-list .pc-menu summary")
        found["conversations"] = faults(page)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.locator(".pc-open-original").first.click()
        page.wait_for_selector(".pc-original mark")
        found["original"] = faults(page)
    assert {where: those for where, those in found.items() if those} == {}


def test_a_conversation_needs_no_mouse(app, opened):
    """Ask, reach the quote, open its original, close it, find the conversation again: keys alone."""
    with opened(app.url) as page:
        page.keyboard.type(QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_selector("#pc-live .pc-answer:not([aria-busy])")
        _tab_to(page, "pc-chip")
        page.keyboard.press("Enter")
        assert "pc-card" in page.evaluate("document.activeElement.className")
        _tab_to(page, "pc-open-original")
        page.keyboard.press("Enter")
        page.wait_for_selector(".pc-original[open] mark")
        page.keyboard.press("Escape")
        page.wait_for_selector(".pc-original", state="detached")
        assert "pc-open-original" in page.evaluate("document.activeElement.className")
        _tab_to(page, "pc-shelf-open", backwards=True)
        page.keyboard.press("Enter")
        page.wait_for_selector(".pc-shelf-list li")
        _tab_to(page, "pc-open-conversation")
        page.keyboard.press("Enter")
        page.wait_for_selector("#pc-past .pc-turn")
        page.keyboard.press("Escape")
        assert not page.is_visible("#pc-shelf")
        assert page.evaluate("document.activeElement.id") == "pc-shelf-open"


def _tab_to(page, name, backwards=False, most=60):
    """Press Tab until the element of that id or class has the focus, which must be seen."""
    for _ in range(most):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        here = page.evaluate(
            "(() => { const e = document.activeElement;"
            " return [e.id + ' ' + e.className, getComputedStyle(e).outlineStyle]; })()"
        )
        if name in here[0].split():
            assert here[1] == "solid"
            return
    raise AssertionError(f"{name} cannot be reached with the Tab key")


@pytest.mark.parametrize("language", ["en", "ar", "de"])
def test_at_twice_the_size_nothing_is_cut_off(app, opened, ask, language):
    """A window of half as many points is what a browser makes of a page at 200 %."""
    with opened(app.url, width=640, height=430, locale=language) as page:
        ask(page, QUESTION)
        for tab in TABS:
            page.click(f"#pc-tab-{tab}-button")
            page.wait_for_timeout(300)
            assert page.evaluate("document.documentElement.scrollWidth") <= 640, tab
        for element in ("#pc-ask", "#pc-shelf-open", "#pc-live .pc-copy", "#pc-live .pc-edit"):
            page.locator(element).first.scroll_into_view_if_needed()
            assert page.locator(element).first.is_visible(), element


def test_progress_is_told_without_being_looked_at(app, opened, ask):
    """One polite live region says what happens, in the words of the page."""
    with opened(app.url) as page:
        page.wait_for_selector("#pc-status[role=status][aria-live=polite]", state="attached")
        page.evaluate(
            """() => {
                window.heard = [];
                new MutationObserver(() => {
                    const text = document.querySelector('#pc-status').innerText.trim();
                    if (text && window.heard.at(-1) !== text) window.heard.push(text);
                }).observe(document.querySelector('#pc-status'), {subtree: true, childList: true, characterData: true});
            }"""
        )
        ask(page, QUESTION)
        page.wait_for_timeout(500)
        heard = page.evaluate("window.heard")
        assert heard[0] == "Searching…"
        assert heard[-1] == "The answer is ready."


def test_nothing_moves_for_those_who_ask_for_calm(app, opened, ask):
    """Neither animation nor transition runs."""
    with opened(app.url, reduced_motion="reduce") as page:
        ask(page, QUESTION)
        page.locator("#pc-live .pc-chip").first.click()
        moving = page.evaluate(
            "document.getAnimations().filter(one => one.playState === 'running').length"
        )
        assert moving == 0


def test_axe_would_find_a_fault(app, opened):
    """The check can fail: a button without a name and pale text are reported."""
    with opened(app.url) as page:
        page.evaluate(
            """() => {
                const button = document.createElement('button');
                const text = document.createElement('p');
                text.textContent = 'pale';
                text.style = 'color: #ccc; background: #fff';
                document.querySelector('.pc-welcome').append(button, text);
            }"""
        )
        found = " ".join(faults(page))
        assert "button-name" in found
        assert "color-contrast" in found
