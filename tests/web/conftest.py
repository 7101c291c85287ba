"""A Chromium that must not reach beyond this machine, and pages in it."""

import os
import shutil
from contextlib import contextmanager

import pytest

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
LOCAL = ("http://127.0.0.1:", "data:", "blob:")
PATIENCE_MS = 60_000


def executable():
    """Path of a Chromium."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    if os.environ.get("CI"):
        pytest.fail("There is no Chromium on this machine, and CI must not skip; install chromium.")
    return pytest.skip("There is no Chromium on this machine; install chromium to run these tests.")


@pytest.fixture(scope="module")
def chromium():
    """A running browser; while it runs, playwright keeps an event loop in this thread."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium):
    """Open the app in a fresh browser profile; at the end nothing may have left this machine.

    Every request to elsewhere, every refused one and every error of a script fails the test.
    """
    wrong = []

    @contextmanager
    def open_page(url, *, width=1280, height=860, ready=".pc-welcome", **context):
        own = chromium.new_context(viewport={"width": width, "height": height}, **context)
        page = own.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on(
            "request", lambda request: request.url.startswith(LOCAL) or wrong.append(request.url)
        )
        page.on("pageerror", lambda error: wrong.append(f"script: {error}"))
        page.on(
            "console", lambda said: said.type == "error" and wrong.append(f"console: {said.text}")
        )
        page.on(
            "dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss())
        )
        try:
            page.goto(url)
            page.wait_for_selector(ready)
            yield page
            page.wait_for_timeout(200)
            assert page.evaluate("window.hacked") is None
        finally:
            own.close()

    yield open_page
    assert wrong == []


def ask(page, question, *, wait=True):
    """Type a question and send it; wait for the end of its answer."""
    page.wait_for_selector("#pc-ask", state="visible")
    number = page.locator(".pc-turn").count() + 1
    page.fill("#pc-question textarea", question)
    page.press("#pc-question textarea", "Enter")
    if wait:
        page.wait_for_selector(f'#pc-live [data-turn="{number}"] .pc-answer:not([aria-busy])')
        page.wait_for_selector("#pc-ask", state="visible")


@pytest.fixture(name="ask")
def ask_fixture():
    """Type a question and send it."""
    return ask
