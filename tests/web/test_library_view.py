import json

import pytest

from rag.types import LibraryEntry, LibraryStats, Source
from rag.web.library_view import PAGE, ListPage, documents, shelf, totals
from rag.web.strings import words
from tests.web.payloads import PAYLOADS
from tests.web.test_render import read

SAY = words("en")


def entry(n=1, title="Gemeinsame Sache", path="/d/filialen.txt", notes=(), pages=0, collections=()):
    source = Source(f"{n:016x}", path, title, "de")
    return LibraryEntry(
        source, 12, 3400, "2026-11-22T04:00:00+00:00", "", notes, pages, collections
    )


def test_each_document_has_a_box_with_its_name():
    """Choosing works for those who hear the page."""
    page = read(
        documents(ListPage((entry(pages=31, collections=("Verträge", "عقود")),)), ["Verträge"], SAY)
    )
    boxes = [attrs for tag, attrs in page.tags if attrs.get("class") == "pc-select"]
    assert [(box["value"], box["aria-label"]) for box in boxes] == [
        (f"{1:016x}", "Select Gemeinsame Sache")
    ]
    for expected in (
        "Gemeinsame Sache",
        "filialen.txt",
        "Deutsch",
        "31",
        "12",
        "Nov 22, 2026",
        "Verträge",
        "عقود",
    ):
        assert expected in page.text


def test_the_pager_is_there_only_when_there_are_more():
    """Small libraries have no buttons that do nothing."""
    few = tuple(entry(n) for n in range(3))
    assert "pc-pager" not in documents(ListPage(few), [], SAY)
    page = read(documents(ListPage(few, offset=2 * PAGE, more=True), [], SAY))
    assert [attrs["data-offset"] for _, attrs in page.tags if "data-offset" in attrs] == [
        "25",
        "53",
    ]
    assert "51 to 53" in page.text
    page = read(documents(ListPage(few, offset=2 * PAGE, more=True, total=10_000), [], SAY))
    assert "51 to 53 of 10,000" in page.text
    assert [attrs["data-offset"] for _, attrs in page.tags if "data-offset" in attrs] == [
        "0",
        "25",
        "53",
        "9975",
    ]


def test_a_search_without_a_match_says_so():
    """And an empty library shows no empty table."""
    assert "No document matches." in documents(ListPage((), search="x"), [], SAY)
    assert documents(ListPage(()), [], SAY) == ""


def test_the_shelf_says_what_may_be_dropped_and_offers_samples():
    """What the page's script says while files are added comes with it, in the page's language."""
    page = read(shelf(7, ["a.txt", "ß.md"], words("ru")))
    box = page.tags[0][1]
    assert box["data-upload-bytes"] == "7000000"
    assert json.loads(box["data-samples"]) == ["a.txt", "ß.md"]
    assert json.loads(box["data-adding"])["adding"] == "Добавляется файл {done} из {total}"
    assert [attrs for tag, attrs in page.tags if tag == "input"] != []
    assert "data-samples-button" in shelf(7, ["a.txt"], SAY)
    assert "data-samples-button" not in shelf(7, [], SAY)


def test_totals_are_written_as_the_language_does():
    """Thousands apart."""
    assert "Documents: 3 · Passages: 1,234" in totals(LibraryStats(3, 1234, {}, 1, 1, "x"), SAY)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_element(payload):
    """Titles, paths, notes, samples and collections can hold what they like."""
    item = entry(title=payload, path=f"/d/{payload}", notes=(payload,), collections=(payload,))
    page = documents(ListPage((item,)), [payload], SAY) + shelf(1, [payload], SAY)
    tags = read(page).tags
    assert {tag for tag, _ in tags} <= {
        "div", "table", "thead", "tbody", "tr", "th", "td", "input", "span", "bdi", "button", "p",
        "label", "datalist", "option",
    }  # fmt: skip
    assert not any(
        key.startswith("on") or key in ("src", "href", "style")
        for _, attrs in tags
        for key in attrs
    )
