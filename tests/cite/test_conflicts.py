"""Sources that state different facts where one is asked for."""

import numpy as np
import pytest

from rag.cite.conflicts import sides_of
from rag.types import Evidence, Passage, Source


def same(ours, theirs):
    """Everything speaks of the same thing."""
    return np.ones((len(ours), len(theirs)), dtype=np.float32)


def evidence(n, quote, language, document="", span=""):
    """A quote that is the whole of its passage; `span` is the answer in it."""
    source = Source(document or f"d{n}", f"/{n}.txt", f"{n}", language)
    passage = Passage(n, source.id, 0, 0, len(quote), quote, "Walmart", language, "")
    at = (quote.index(span), quote.index(span) + len(span)) if span else (None, None)
    return Evidence(n, source, passage, 0, len(quote), quote, 0.9, 0.1, *at)


def told(kind, question, language, *quotes, similarity=same):
    """The facts of the sides."""
    rows = [evidence(n, *quote) for n, quote in enumerate(quotes, 1)]
    return [fact.text for _, fact in sides_of(kind, question, language, rows, similarity)]


STORES = "How many stores does Walmart operate?"


@pytest.mark.parametrize(
    ("language", "quote", "fact"),
    [
        ("de", "Walmart betreibt 11.600 Filialen.", "11.600"),
        ("fr", "Walmart exploite 12 300 magasins.", "12 300"),
        ("es", "Walmart tiene 10.800 tiendas.", "10.800"),
        ("pl", "Walmart prowadzi 11 700 sklepów.", "11 700"),
        ("ru", "Walmart управляет 12 100 магазинами.", "12 100"),
        ("el", "Η Walmart έχει 10.500 καταστήματα.", "10.500"),
        ("ar", "تدير Walmart ١٢٬٣٠٠ متجر.", "١٢٬٣٠٠"),
        ("he", "Walmart מפעילה 12,400 חנויות.", "12,400"),
        ("hi", "Walmart की 12,500 दुकानें हैं।", "12,500"),
        ("th", "Walmart มี 12,600 สาขา", "12,600"),
        ("zh", "Walmart经营1.27万家商店。", "1.27万"),
        ("ja", "Walmartは12,800店を運営している。", "12,800"),
        ("ko", "Walmart는 매장 12,900개를 운영한다.", "12,900"),
    ],
)
def test_figures_that_differ_are_two_sides_in_any_language(language, quote, fact):
    """Values are compared, not spellings."""
    english = ("In all, Walmart operates 11,501 stores.", "en")

    found = told("number", STORES, "en", english, (quote, language))

    assert found[0] == "11,501"
    assert found[1].startswith(fact)


@pytest.mark.parametrize(
    ("quote", "language"),
    [
        ("Walmart betreibt 11.501 Filialen.", "de"),
        ("Walmart exploite environ 11 500 magasins.", "fr"),
        ("Walmart经营约1.15万家商店。", "zh"),
        ("Walmart owns 70 percent of it.", "en"),
        ("Walmart is a retailer.", "en"),
    ],
)
def test_what_agrees_rounds_or_counts_something_else_is_no_conflict(quote, language):
    """A reader is not bothered with it."""
    assert told("number", STORES, "en", ("Walmart operates 11,501 stores.", "en"), (quote, language)) == []  # fmt: skip


@pytest.mark.parametrize(("cosine", "sides"), [(0.65, 0), (0.8, 2)])
def test_figures_far_apart_must_speak_of_the_same_thing_for_sure(cosine, sides):
    """People and shops are counted in like words; a false figure may be any."""

    def similar(ours, theirs):
        return np.full((len(ours), len(theirs)), cosine, dtype=np.float32)

    quotes = [("Walmart operates 11,501 stores.", "en"), ("Walmart hat 2,2 Millionen davon.", "de")]

    assert len(told("number", STORES, "en", *quotes, similarity=similar)) == sides


def test_figures_of_two_years_are_no_conflict():
    """Both say when."""
    quotes = [("In 2020 Walmart had 11,501 stores.", "en"), ("2022 hatte Walmart 10.500 Filialen.", "de")]  # fmt: skip

    assert told("number", STORES, "en", *quotes) == []


def test_dates_that_differ_are_two_sides():
    """Day and month; a date that says less agrees."""
    quotes = [
        ("Le 20 septembre, Walmart sera interdit.", "fr"),
        ("Walmart wird am 15. September verboten.", "de"),
        ("Walmart is banned in September.", "en"),
    ]

    assert told("date", "When is Walmart banned?", "en", *quotes) == [
        "20 septembre",
        "15. September",
    ]


def test_names_are_compared_only_where_the_answer_is_marked():
    """A sentence holds many names."""
    quotes = [
        ("Walmart is led by Doug McMillon.", "en", "", "Doug McMillon"),
        ("Walmart wird von Greg Foran geführt.", "de", "", "Greg Foran"),
    ]
    question = "Who leads Walmart?"

    assert told("name", question, "en", *quotes) != []
    assert told("name", question, "en", *[quote[:2] for quote in quotes]) == []


def test_two_passages_of_one_document_are_one_source():
    """A document may tell a history."""
    quotes = [("Walmart operates 11,501 stores.", "en", "d"), ("Walmart operates 12,000 stores.", "en", "d")]  # fmt: skip

    assert told("number", STORES, "en", *quotes) == []


def test_quotes_of_something_else_are_no_conflict():
    """Not alike, or without the question's name."""
    quotes = [("Walmart operates 11,501 stores.", "en"), ("Walmart verkauft 12.000 Artikel.", "de")]

    def unlike(ours, theirs):
        return np.zeros((len(ours), len(theirs)), dtype=np.float32)

    assert told("number", STORES, "en", *quotes, similarity=unlike) == []
    assert told(None, STORES, "en", *quotes) == []
    assert told("number", "How many stores does Carrefour operate?", "en", *quotes) == []


def test_sides_that_agree_are_told_once():
    """Five texts that say the same are one side."""
    quotes = [("Walmart operates 11,501 stores.", "en"), *[(f"Walmart hat {word} 12.400 Filialen.", "de") for word in ("rund", "etwa", "jetzt")]]  # fmt: skip

    assert told("number", STORES, "en", *quotes) == ["11,501", "12.400"]
