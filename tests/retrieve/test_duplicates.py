"""Near-duplicates among hits."""

import pytest

from rag.retrieve.duplicates import merge_near_duplicates
from rag.types import Hit, Passage, Source


def hit(number: int, text: str) -> Hit:
    """A hit of that id and rank."""
    passage = Passage(number, f"d{number}", 0, 0, len(text), text, "", "und", "")
    return Hit(passage, Source(f"d{number}", "/a", "a", "und"), number, 1.0 / number)


@pytest.mark.parametrize(
    "text",
    [
        "Walmart operates more than eleven thousand stores in the world.",
        "沃尔玛在全球经营一万多家门店，雇用了两百多万名员工。",
        "يدير متجر وول مارت أكثر من أحد عشر ألف فرع حول العالم.",
        "Сеть насчитывает больше одиннадцати тысяч магазинов по всему миру.",
    ],
)
def test_the_same_text_in_another_document_is_shown_once(text):
    """The better one stands for the other and says so; spaces and case do not matter."""
    merged = merge_near_duplicates([hit(1, text), hit(2, f" {text.upper()}  ")])

    assert [item.passage.id for item in merged] == [1]
    assert merged[0].merged == (2,)


def test_texts_that_differ_in_a_figure_are_two_sources():
    """A report of 2021 and one of 2022 stay apart however alike their words are."""
    report = "In {} the company sold goods worth {} million euros through its shops in the whole country."

    merged = merge_near_duplicates(
        [hit(1, report.format(2021, 84)), hit(2, report.format(2022, 91))]
    )

    assert len(merged) == 2


def test_different_texts_stay_and_ranks_are_counted_anew():
    """Different texts stay, with ranks counted anew."""
    merged = merge_near_duplicates(
        [
            hit(1, "The plan was signed in November."),
            hit(2, "The plan was signed in November."),
            hit(3, "La vente a été annulée au printemps."),
        ]
    )

    assert [(item.passage.id, item.rank) for item in merged] == [(1, 1), (3, 2)]
