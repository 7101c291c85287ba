"""How long the page takes with a large library: first paint, tab switch, page turn, search.

    python -m benchmarks.web_library --documents 10000

A library of made-up documents in twelve languages is written in one transaction, served, and
looked at with Chromium. Each figure is the median and the worst of `--rounds`. The last line is JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import statistics
import tempfile
import time
from collections.abc import Callable

import numpy as np
from playwright.sync_api import Page, sync_playwright

from rag.api import Bot, Collection
from rag.library import lexical, writes
from rag.library.checks import checked_rows
from rag.settings import resolve
from rag.types import Document, Mark, Passage
from rag.web.server import build_app
from tests.web.conftest import FLAGS, executable
from tests.web.serving import running

LANGUAGES = ("en", "de", "fr", "es", "it", "ru", "zh", "ja", "ar", "tr", "pl", "und")
SENTENCES = (
    "The ferry leaves the old harbour at seven. ", "Die Fähre verlässt den Hafen um sieben. ",
    "Le bac quitte le port à sept heures. ", "El barco sale a las siete. ", "Il traghetto parte alle sette. ",
    "Паром отходит в семь. ", "渡轮七点离开旧港。", "フェリーは七時に出る。", "تغادر العبّارة في السابعة. ",
    "Vapur yedide kalkar. ", "Prom odpływa o siódmej. ", "7 7 7 ferry. ",
)  # fmt: skip


def main() -> None:
    """Fill, serve, look, print."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--documents", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        values = {"library": folder, "embedder": "hashing", "generator": "quotes"}
        settings = resolve(values, {}).settings
        with Collection(settings, create=True) as collection:
            started = time.perf_counter()
            fill(collection, given.documents)
            print(f"filled in {time.perf_counter() - started:.0f} s")
            with running(build_app(collection, Bot(collection), settings)) as url:
                found = look(url, given.rounds)
    for name, times in found.items():
        print(f"{name:<22} median {statistics.median(times):6.0f} ms   worst {max(times):6.0f} ms")
    figures = {name: round(statistics.median(times)) for name, times in found.items()}
    print(json.dumps({"documents": given.documents, "median_ms": figures}))


def fill(collection: Collection, count: int) -> None:
    """Documents of one to six passages, in one transaction: here only reading is timed."""
    library = collection.library
    dimension = collection.embedder.dimension
    random = np.random.default_rng(5)
    with library._connections.writing() as database:
        library._check_maker_for_writing()
        for number in range(count):
            document, passages = made(number)
            vectors = random.standard_normal((len(passages), dimension)).astype(np.float32)
            rows = checked_rows(document, passages, vectors, dimension)
            terms = [lexical.term_lists(item) for item in passages]
            writes.put(database, writes.Prepared(document, passages, rows, terms))


def made(number: int) -> tuple[Document, list[Passage]]:
    """The n-th document."""
    kind = number % len(LANGUAGES)
    path = f"/archive/{number % 97:02}/report-{number:05}.txt"
    identity = hashlib.sha256(path.encode()).hexdigest()[:16]
    texts = [f"{SENTENCES[kind]}{number}-{part}\n" for part in range(1 + number % 6)]
    passages, at = [], 0
    for index, text in enumerate(texts):
        key = int.from_bytes(hashlib.sha256(f"{path} {index}".encode()).digest()[:8], "little") >> 1
        passages.append(
            Passage(
                key,
                identity,
                index,
                at,
                at + len(text),
                text,
                "",
                LANGUAGES[kind],
                f"p. {index + 1}",
            )
        )
        at += len(text)
    marks = tuple(Mark(item.start, "page", item.place) for item in passages)
    body = "".join(texts)
    return Document(
        identity, path, f"Report {number}", LANGUAGES[kind], "text/plain",
        hashlib.sha256(body.encode()).hexdigest(), body, marks,
    ), passages  # fmt: skip


def look(url: str, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of everything, in a fresh page each round."""
    found: dict[str, list[float]] = {}

    def timed(name, act, until):
        start = time.perf_counter()
        act()
        until()
        found.setdefault(name, []).append((time.perf_counter() - start) * 1000)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        for _ in range(rounds):
            page = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
            page.set_default_timeout(120_000)
            look_once(page, url, timed)
            paint = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
            found.setdefault("first paint", []).append(page.evaluate(paint))
            page.context.close()
        browser.close()
    return found


def look_once(page: Page, url: str, timed: Callable[..., None]) -> None:
    """One person's way through the tabs, in a fresh page."""
    timed("page ready", lambda: page.goto(url), lambda: page.wait_for_selector(".pc-welcome"))
    timed(
        "library tab",
        lambda: page.click("#pc-tab-library-button"),
        lambda: page.wait_for_selector(".pc-documents tbody tr"),
    )
    page.wait_for_selector("#pc-language-table tbody tr")
    timed(
        "next page",
        lambda: page.locator(".pc-page").nth(2).click(),
        lambda: page.wait_for_function(
            "document.querySelector('.pc-pager').innerText.includes('26 to 50')"
        ),
    )
    timed(
        "last page",
        lambda: page.locator(".pc-page").last.click(),
        lambda: page.wait_for_function(
            "document.querySelector('.pc-pager').innerText.includes('9,976') || document.querySelector('.pc-page:last-child').disabled"
        ),
    )
    timed(
        "search",
        lambda: page.fill("#pc-search input", "report-07777"),
        lambda: page.wait_for_function("document.querySelectorAll('.pc-select').length <= 1"),
    )
    timed(
        "settings tab",
        lambda: page.click("#pc-tab-settings-button"),
        lambda: page.wait_for_selector("#pc-set-read_hits", state="visible"),
    )
    timed(
        "chat tab",
        lambda: page.click("#pc-tab-chat-button"),
        lambda: page.wait_for_selector("#pc-question textarea", state="visible"),
    )


if __name__ == "__main__":
    main()
