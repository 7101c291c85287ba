"""Which characters of a quote are the answer."""

from __future__ import annotations

import pytest

from rag.short.spans import span_of, whole
from tests.short.samples import START, evidence


def cut(item, span):
    """The words at document offsets."""
    return item.passage.text[span[0] - START : span[1] - START]


def test_the_span_of_the_reader_is_taken_as_it_is():
    """Whatever the question asks for."""
    item = evidence("Il vend des robes rouges.", "fr", "robes rouges")

    assert cut(item, span_of(item, "Was verkauft er?", "de", None)) == "robes rouges"


@pytest.mark.parametrize(
    ("text", "language", "kind", "expected"),
    [
        ("Die Kette führt 11.600 Läden.", "de", "number", "11.600"), ("Le décret date du 12 novembre 2020.", "fr", "date", "12 novembre 2020"),
        ("La valeur va de 20 à 30 milliards.", "fr", "number", "20 à 30 milliards"), ("该店于1998年开业。", "zh", "date", "1998年"),
    ],
)  # fmt: skip
def test_else_it_is_the_only_fact_of_the_kind(text, language, kind, expected):
    """Two ends of a range are one fact."""
    item = evidence(text, language)

    assert cut(item, span_of(item, "?", "en", kind)) == expected


@pytest.mark.parametrize(
    ("text", "language", "part", "expected"),
    [
        ("Er zahlte 11.600 Euro.", "de", "11", "11.600 Euro"), ("Ils sont près d'un milliard.", "fr", "un milliard", "près d'un milliard"),
        ("共有3亿8400万人。", "zh", "3亿", "3亿8400万人"), ("Прошло более 200 лет.", "ru", "200", "более 200 лет"), ("It rose to 2.5 million.", "en", "5", "2.5 million"),
        ("From 12 to 15 November it was shut.", "en", "15 November", "12 to 15 November"), ("Vanessa Pappas came.", "en", "appas", "Pappas"),
    ],
)  # fmt: skip
def test_no_fact_and_no_word_is_cut(text, language, part, expected):
    """The span grows to the whole of what it begins in."""
    item = evidence(text, language, part)

    assert cut(item, whole(item, (item.span_start, item.span_end))) == expected


def test_a_long_span_is_no_short_answer():
    """A sentence is a quote."""
    item = evidence("word " * 30, "en", "word " * 20)

    assert whole(item, (item.span_start, item.span_end)) is None
