import pytest

from rag.types import AddResult, LibraryEntry, LibraryStats, Source
from rag.web.library_view import PAGE, ListPage, documents, results, statistics
from rag.web.strings import words
from tests.web.payloads import PAYLOADS
from tests.web.test_render import read

SAY = words("en")


def entry(n=1, title="Gemeinsame Sache", path="/d/filialen.txt", notes=()):
    source = Source(f"{n:016x}", path, title, "de")
    return LibraryEntry(source, 12, 3400, "2026-11-22T04:00:00+00:00", notes=notes)


def test_each_file_has_a_line_with_what_became_of_it():
    """Added, replaced, unchanged or failed, and why."""
    done = [
        AddResult("/d/a.txt", "added", "1", 3, "fr"),
        AddResult("/d/b.txt", "replaced", "2", 4, "de", notes=("read as windows-1252",)),
        AddResult("/d/c.txt", "unchanged", "3", 5, "ru"),
        AddResult("/d/d.bin", "failed", None, 0, "und", "d.bin: it is not text."),
    ]
    page = read(results(done, 5, SAY))
    for expected in (
        "a.txt",
        "added",
        "français",
        "Passages: 3",
        "replaced",
        "read as windows-1252",
        "unchanged",
        "failed",
        "d.bin: it is not text.",
        "Adding file 5 of 5",
    ):
        assert expected in page.text
    assert ("progress", {"max": "5", "value": "4", "aria-label": "Adding file 5 of 5"}) in page.tags


def test_the_progress_bar_goes_when_all_files_are_read():
    """What is finished does not look busy."""
    page = read(results([AddResult("/d/a.txt", "added", "1", 3, "fr")], 1, SAY))
    assert "Files read: 1" in page.text
    assert "progress" not in [tag for tag, _ in page.tags]


def test_each_document_has_a_box_with_its_name():
    """Choosing works for those who hear the page."""
    page = read(documents(ListPage((entry(),)), SAY))
    boxes = [attrs for tag, attrs in page.tags if tag == "input"]
    assert [(box["value"], box["aria-label"]) for box in boxes] == [
        (f"{1:016x}", "Select Gemeinsame Sache")
    ]
    for expected in ("Gemeinsame Sache", "filialen.txt", "Deutsch", "12", "Nov 22, 2026"):
        assert expected in page.text


def test_the_pager_is_there_only_when_there_are_more():
    """Small libraries have no buttons that do nothing."""
    few = tuple(entry(n) for n in range(3))
    assert "pc-pager" not in documents(ListPage(few), SAY)
    page = read(documents(ListPage(few, offset=2 * PAGE, more=True), SAY))
    assert [attrs["data-offset"] for _, attrs in page.tags if "data-offset" in attrs] == [
        "25",
        "53",
    ]
    assert "51 to 53" in page.text


def test_a_search_without_a_match_says_so():
    """And an empty library shows no empty table."""
    assert "No document matches." in documents(ListPage((), search="x"), SAY)
    assert documents(ListPage(()), SAY) == ""


def test_statistics_name_each_language_in_itself():
    """Bars have their numbers beside them."""
    page = read(
        statistics(LibraryStats(3, 1234, {"de": 1000, "ar": 200, "und": 34}, 1, 1, "x"), SAY)
    )
    for expected in (
        "Documents: 3 · Passages: 1,234",
        "Deutsch",
        "1,000",
        "العربية",
        "Language unknown",
    ):
        assert expected in page.text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_element(payload):
    """Titles, paths, notes and errors can hold what they like."""
    page = documents(ListPage((entry(title=payload, path=f"/d/{payload}", notes=(payload,)),)), SAY)
    page += results(
        [AddResult(f"/d/{payload}", "failed", None, 0, "und", payload, (payload,))], 1, SAY
    )
    tags = read(page).tags
    assert {tag for tag, _ in tags} <= {
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "input",
        "span",
        "bdi",
        "button",
        "p",
        "ul",
        "li",
        "strong",
    }
    assert not any(
        key.startswith("on") or key in ("src", "href", "style")
        for _, attrs in tags
        for key in attrs
    )
