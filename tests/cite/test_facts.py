"""Facts of a claim against those of a passage, over the table in tests/data/facts.tsv."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from rag.cite.facts import missing_facts

TABLE = Path(__file__).parents[1] / "data" / "facts.tsv"
PAIRS = [
    tuple(line.split("\t"))
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("verdict", "claim_language", "claim", "language", "passage"), PAIRS)
def test_facts_are_compared_by_value_across_languages(
    verdict, claim_language, claim, language, passage
):
    """A claim whose facts are in the passage misses none; one with another fact misses it."""
    missing = missing_facts(claim, claim_language, [(passage, language)])

    assert bool(missing) == (verdict == "different"), missing


def test_the_table_covers_many_languages_and_both_verdicts():
    """At least 300 pairs, twelve languages, and a third of them different."""
    languages = {row[1] for row in PAIRS} | {row[3] for row in PAIRS}

    assert len(PAIRS) >= 300
    assert len(languages) >= 12
    assert sum(row[0] == "different" for row in PAIRS) >= len(PAIRS) / 3


def test_facts_may_be_spread_over_the_cited_passages():
    """Each fact needs one passage that holds it, not all the same."""
    passages = [("Die Kette führt 11.600 Läden.", "de"), ("La chaîne a ouvert en 1962.", "fr")]

    assert missing_facts("It opened in 1962 and runs 11,600 shops.", "en", passages) == []


def test_the_missing_fact_is_named_as_it_is_written():
    """Kind and text of what was not found come back, for the person who asks why."""
    (missing,) = missing_facts(
        "Il compte 12 500 boutiques.", "fr", [("Es hat 11.600 Läden.", "de")]
    )

    assert (missing.kind, missing.text) == ("number", "12 500")


def test_a_claim_without_facts_misses_nothing():
    """Nothing is asked of the passage, whatever it says."""
    assert missing_facts("The group is growing quickly.", "en", [("", "de")]) == []


def test_no_passages_hold_nothing():
    """A fact without any passage is missing."""
    assert [fact.text for fact in missing_facts("It has 40 shops.", "en", [])] == ["40"]


def test_an_unknown_language_is_still_compared():
    """Digits, Latin names and dates need no language."""
    assert (
        missing_facts("Walmart 11600, 2020-11-12", "und", [("Walmart: 11600 (2020-11-12)", "und")])
        == []
    )


def test_a_sentence_is_checked_within_milliseconds():
    """Once tables are loaded, a sentence against a new passage takes a few milliseconds."""
    claim, passage = (
        "Walmart runs 11,600 shops in Germany.",
        "Walmart führt in Deutschland 11.600 Läden. " * 5,
    )
    missing_facts(claim, "en", [(passage, "de")])
    began = time.process_time()
    for number in range(20):
        missing_facts(claim, "en", [(passage + str(number), "de")])

    assert (time.process_time() - began) / 20 < 0.02
