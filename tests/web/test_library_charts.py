import pytest

from rag.types import LibraryEntry, LibraryStats, Source
from rag.web.library_charts import (
    MOST_BARS,
    Makeup,
    language_bars,
    language_table,
    makeup,
    size_bars,
    size_table,
)
from rag.web.strings import words
from tests.web.test_render import read

SAY = words("en")


def entry(language, passages):
    return LibraryEntry(
        Source("x", "/d/x", "x", language), passages, 1, "2026-11-22T04:00:00+00:00"
    )


def test_every_document_is_counted_once_by_language_and_size():
    """Passages come from the library's own counts, which leave boilerplate out."""
    stats = LibraryStats(5, 900, {"de": 700, "ar": 150, "und": 9}, 1, 8, "x")
    entries = [entry("de", 1), entry("de", 600), entry("ar", 4), entry("ar", 7), entry("und", 1)]
    found = makeup(stats, entries)
    assert found == Makeup(
        8, {"de": 2, "ar": 2, "und": 1}, stats.languages, {1: 2, 2: 1, 5: 1, 500: 1}
    )
    assert size_bars(found, SAY)["data"] == [["1", 2], ["2–4", 1], ["5–9", 1], ["500+", 1]]
    assert sum(count for _, count in size_bars(found, SAY)["data"]) == len(entries)


def test_the_table_has_every_language_and_the_chart_the_commonest():
    """By their own names, the unknown one in the page's language."""
    many = {f"x{chr(97 + n)}": n + 1 for n in range(20)} | {"zh": 99, "und": 3}
    found = Makeup(1, {"zh": 4, "hi": 1}, many, {})
    assert len(language_bars(found, SAY)["data"]) == MOST_BARS
    assert language_bars(found, SAY)["data"][0] == ["中文", 99]
    page = read(language_table(found, words("fr"))).text
    assert "中文" in page
    assert "हिन्दी" in page
    assert "Langue inconnue" in page


@pytest.mark.parametrize("make", [language_table, size_table])
def test_an_empty_library_has_no_table(make):
    """Nothing looks like a figure where there is none."""
    assert make(Makeup(), SAY) == ""
