"""All facts of a text together."""

from __future__ import annotations

from rag.facts.find import find_facts


def test_each_part_of_a_text_is_one_fact():
    """The day of a date is no number, its month no name, and marks are nothing."""
    facts = [
        fact
        for fact in find_facts("On November 12, 2020 Walmart ran 11,600 shops [1].", "en")
        if fact.required
    ]

    assert [(fact.kind, fact.text) for fact in facts] == [
        ("date", "November 12, 2020"), ("name", "Walmart"), ("number", "11,600"),
    ]  # fmt: skip


def test_a_bare_year_is_a_date_and_a_count_is_a_number():
    """Four digits without grouping or unit are a year."""
    facts = find_facts("In 1998 it had 1,998 shops and paid 1998 dollars.", "en")

    assert [fact.kind for fact in facts if fact.required] == ["date", "number", "number"]
