"""Spans said in another language, over the table in tests/data/short_answers.tsv, and what is left unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.language import CORE_LANGUAGES
from rag.short.answer import Asked, find_short_answer, said, short_answer
from rag.types import ShortAnswer
from tests.short.samples import evidence

TABLE = Path(__file__).parents[1] / "data" / "short_answers.tsv"


def _rows():
    """The cases; one that is known to come out wrong must do so until its reason is gone."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            source, original, target, expected, question, reason, *_ = [*line.split("\t"), "", ""]
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            yield pytest.param(source, original, target, expected, question, marks=marks)


ROWS = list(_rows())


def plain(text: str | None) -> str:
    """With spaces of one width; "∅" for nothing."""
    return " ".join(text.split()) if text else "∅"


@pytest.mark.parametrize(("source", "original", "target", "expected", "question"), ROWS)
def test_a_span_is_said_as_the_readers_language_writes_it(
    source, original, target, expected, question
):
    """Numbers, dates, units, places and names; nothing where a part is not certain."""
    assert plain(said(original, source, target, Asked(question))) == expected


def test_the_table_is_large_enough_and_right_enough():
    """At least 400 cases over thirteen languages on either side, at least .95 of them right."""
    values = [row.values for row in ROWS]

    assert len(values) >= 400
    assert {row[0] for row in values} == {row[2] for row in values} == set(CORE_LANGUAGES)
    assert sum(bool(row.marks) for row in ROWS) <= 0.05 * len(ROWS)


def test_the_original_stands_beside_and_the_number_is_that_of_the_evidence():
    """Text, the words of the source, n."""
    item = evidence("Le décret fixait la vente au 12 novembre.", "fr", "12 novembre", n=2)

    short = short_answer(item, (item.span_start, item.span_end), "When?", "en")

    assert short == ShortAnswer("November 12", "12 novembre", 2)


def test_text_that_is_in_the_readers_language_stays_as_it_is():
    """Nothing is written anew where nothing has to be."""
    item = evidence("Die Kette führt gut elftausend kleine Läden.", "de", "kleine Läden")

    short = short_answer(item, (item.span_start, item.span_end), "Was führt die Kette?", "de")

    assert short is not None
    assert short.text == short.original == "kleine Läden"


@pytest.mark.parametrize("language", ["fi", "und", "sw", ""])
def test_a_language_without_rules_gets_no_short_answer(language):
    """Never a language that the reader did not ask in."""
    item = evidence("Le décret fixait la vente au 12 novembre.", "fr", "12 novembre")

    assert short_answer(item, (item.span_start, item.span_end), "?", language) is None


@pytest.mark.parametrize(
    ("text", "language", "cut", "target", "expected"),
    [
        ("Es leben dort 11 Millionen Menschen.", "de", "11", "en", "11 million people"),
        ("Er bot knapp eine Milliarde Dollar.", "de", "eine Milliarde", "en", "almost 1 billion dollars"),
        ("La valeur va de 20 à 30 milliards de dollars.", "fr", "30 milliards", "en", "20–30 billion dollars"),
        ("La vente est fixée au 12 novembre 2020.", "fr", "novembre", "de", "12. November 2020"),
        ("Temperatura wynosiła −5 °C.", "pl", "5", "en", "−5 degrees Celsius"),
        ("Die Kette führt 11.600 Läden.", "de", "11", "fr", "11 600"),
        ("该公司有3亿8400万用户。", "zh", "8400万", "en", "384 million"),
        ("100人以上が参加した。", "ja", "100人", "en", "at least 100 people"),
        ("Погибло 5,5 млн человек.", "ru", "5,5", "tr", "5,5 milyon kişi"),
        ("بلغت القيمة ٢٫٥ مليار يورو.", "ar", "٢٫٥", "es", "2,5 mil millones de euros"),
        ("Mağazada 11 bin 600 çalışan var.", "tr", "bin", "en", "11,600"),
        ("I negozi sono 300 mila.", "it", "300", "nl", "300.000"),
    ],
)  # fmt: skip
def test_a_span_that_cuts_a_fact_is_made_whole(text, language, cut, target, expected):
    """Scale, unit, bound, sign and the other end of a range belong to the number."""
    item = evidence(text, language, cut)

    short = short_answer(item, (item.span_start, item.span_end), "?", target)

    assert short is not None
    assert plain(short.text) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Es waren nicht 40 Läden.", "de"), ("Il n'y en a pas 40.", "fr"), ("Tiene hasta 40 tiendas.", "es"), ("Não 40 lojas.", "pt"),
        ("Не 40 магазинов.", "ru"), ("Może mieć do 40 sklepów.", "pl"), ("Er zijn tot 40 winkels.", "nl"), ("不是40家店。", "zh"), ("Non 40 negozi.", "it"),
        ("There are not 40 shops.", "en"), ("ليس 40 متجرا.", "ar"),
    ],
)  # fmt: skip
def test_a_number_that_is_denied_or_may_be_a_bound_is_not_said_alone(text, language):
    """The quote alone is shown."""
    item = evidence(text, language, "40")
    target = "en" if language != "en" else "fr"

    assert short_answer(item, (item.span_start, item.span_end), "?", target) is None


def test_without_a_reader_the_one_fact_that_was_asked_for_is_the_answer():
    """The kind of the question and exactly one fact of it in the quote."""
    item = evidence("Der Konzern betreibt 11.600 Filialen seit März 1998.", "de")

    assert find_short_answer(item, "How many shops?", "en", "number").text == "11,600"
    assert find_short_answer(item, "When?", "en", "date").text == "March 1998"


@pytest.mark.parametrize(
    ("text", "kind", "question"),
    [
        ("Il compte 11 600 magasins et 2 millions d'employés.", "number", "How many employees?"),
        ("Il compte 11 600 magasins.", None, "What does it have?"),
        ("Il compte 11 600 magasins.", "date", "When was it founded?"),
        ("Il compte 11 600 magasins.", "number", "Who has 11,600 shops and how many staff?"),
        ("Il compte beaucoup de magasins à Paris.", "name", "Where are the shops?"),
    ],
)
def test_without_a_reader_nothing_is_guessed(text, kind, question):
    """Two facts, no kind, none of the kind, a fact of the question, a name: the quote alone."""
    assert find_short_answer(evidence(text, "fr"), question, "en", kind) is None


@pytest.mark.parametrize("span", [(5, 5), (9, 5), (-3, 4), (0, 900)])
def test_offsets_outside_the_passage_give_nothing(span):
    """No exception and no wrong words."""
    item = evidence("Il compte 11 600 magasins.", "fr")

    assert short_answer(item, span, "?", "en") is None
