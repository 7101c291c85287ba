"""Take the pictures of the web app that README and docs show.

    python -m tests.web.screenshots [docs/images]

The sample collection is indexed with the settings in force (`RAG_EMBEDDER`, `RAG_GENERATOR` …), a
question is asked for real, and each picture is what Chromium then shows.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from rag.api import Bot, Collection
from rag.settings import resolve
from rag.web.desk import SAMPLES
from rag.web.server import build_app
from tests.web.conftest import FLAGS, executable
from tests.web.serving import running

WIDE, NARROW = (1280, 800), (390, 844)
QUESTIONS = {
    "en": "When did Kevin Mayer leave TikTok?",
    "ar": "كم دفعت Walmart مقابل Jet.com؟",
}
ENDED = "#pc-live .pc-answer:not([aria-busy])"


def main(folder: Path) -> None:
    """Index, serve, ask, and write the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as library:
        settings = resolve({"library": library}).settings
        with Collection(settings, create=True) as collection:
            collection.add([SAMPLES])
            bot = Bot(collection)
            for question in QUESTIONS.values():
                bot.answer(question)  # as a person meets it: the models are loaded
            app = build_app(collection, bot, settings)
            with running(app) as url, sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
                _all(browser, url, folder)
                browser.close()


def _all(browser: Browser, url: str, folder: Path) -> None:
    for name, size, language, dark in (
        ("chat", WIDE, "en", False),
        ("chat-dark", WIDE, "en", True),
        ("chat-arabic", WIDE, "ar", False),
        ("chat-narrow", NARROW, "en", False),
    ):
        page = _open(browser, url, size, language, dark)
        page.fill("#pc-question textarea", QUESTIONS[language])
        page.press("#pc-question textarea", "Enter")
        page.wait_for_selector(ENDED)
        page.wait_for_selector("#pc-ask", state="visible")
        if page.locator("#pc-live .pc-chip").count() and size == WIDE:
            page.locator("#pc-live .pc-chip").first.click()
        page.wait_for_timeout(1500)  # the flash of the card fades
        page.screenshot(path=folder / f"{name}.png")
        page.context.close()
    page = _open(browser, url, WIDE, "en", False)
    page.screenshot(path=folder / "welcome.png")
    for tab in ("library", "settings"):
        page.click(f"#pc-tab-{tab}-button")
        page.wait_for_timeout(800)
        page.screenshot(path=folder / f"{tab}.png")
    page.click("#pc-tab-explain-button")
    page.fill("#pc-explain-question :is(input, textarea)", QUESTIONS["en"])
    page.click("#pc-explain-run")
    page.wait_for_selector(".pc-ranks")
    page.screenshot(path=folder / "explain.png")


def _open(browser: Browser, url: str, size: tuple[int, int], language: str, dark: bool) -> Page:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        color_scheme="dark" if dark else "light",
    )
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(url)
    page.wait_for_selector(".pc-welcome")
    page.wait_for_timeout(500)
    return page


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
