"""What is measured of a sentence and of a passage; each figure is 0 or near 0 when it says nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.facts.fact import Fact, FactKind
from rag.facts.find import find_facts
from rag.facts.names import held_names, holds_name
from rag.language import detect
from rag.read.candidates import word_count
from rag.read.question_types import asked_kind
from rag.terms import passage_terms, query_terms

_ENDS = (".", "!", "。", "！", "।", "؟", "۔", "…", '."', ".”", "”", "»", ".)", "」", "）")
_FEW_WORDS = 9.0


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what is looked for in sentences."""

    text: str
    language: str
    terms: frozenset[str]
    names: tuple[Fact, ...]
    numbers: frozenset[str]
    kind: FactKind | None


def read_question(text: str) -> Question:
    """The question taken apart; it may be in any language."""
    language = detect(text)
    facts = find_facts(text, language)
    return Question(
        text,
        language,
        frozenset(query_terms(text, language)),
        tuple(fact for fact in facts if fact.kind == "name" and fact.required),
        frozenset(
            value
            for fact in facts
            if fact.kind != "name" and fact.required
            for value in fact.values
        ),
        asked_kind(text, language),
    )


def rarity(texts: Iterable[Iterable[str]], terms: frozenset[str]) -> dict[str, float]:
    """Weight of each term: the fewer of the texts hold it, the more it says."""
    sets = [terms.intersection(text) for text in texts]
    counts = Counter(term for held in sets for term in held)
    return {term: math.log(1.0 + len(sets) / (counts[term] + 0.5)) for term in terms}


def overlap(terms: Iterable[str], weights: dict[str, float]) -> float:
    """Share, 0 to 1, of the question's weighted terms that are among the terms."""
    total = sum(weights.values())
    return sum(weights[term] for term in set(terms) if term in weights) / total if total else 0.0


@lru_cache(maxsize=4096)
def terms_of(text: str, language: str) -> frozenset[str]:
    """Terms of a text, as the index has them."""
    return frozenset(passage_terms(text, language))


def names_held(question: Question, text: str, language: str) -> float:
    """Share of the question's names that the text holds, less a half; 0 without names."""
    if not question.names:
        return 0.0
    held = held_names(text, language)
    return sum(holds_name(held, name) for name in question.names) / len(question.names) - 0.5


def sentence_facts(
    question: Question, text: str, language: str, names_around: float
) -> dict[str, float]:
    """Names and numbers shared with the question, and whether the kind of fact asked for is there.

    `names_around` is what `names_held` gives for the passage: what it lacks, no sentence has.
    """
    facts: list[Fact] = []
    if question.kind or question.numbers:  # else nobody looks at them, and finding them takes time
        facts = [fact for fact in find_facts(text, language) if fact.required]
    values = {value for fact in facts if fact.kind != "name" for value in fact.values}
    shared = (
        len(question.numbers & values) / len(question.numbers) - 0.5 if question.numbers else 0.0
    )
    return {
        "names": names_held(question, text, language) if names_around > -0.5 else names_around,
        "numbers": shared,
        "kind": _kind(question, facts),
    }


def _kind(question: Question, facts: Sequence[Fact]) -> float:
    """1 when a fact of the kind asked for is there that the question has not, -1 when none is."""
    if question.kind is None:
        return 0.0
    asked = {value for name in question.names for value in name.values} | question.numbers
    return (
        1.0
        if any(fact.kind == question.kind and not fact.values & asked for fact in facts)
        else -1.0
    )


def shape(text: str) -> dict[str, float]:
    """Whether the text is a heading or a fragment, is a question itself, and its length."""
    words = word_count(text)
    finished = text.rstrip().endswith(_ENDS)
    return {
        "fragment": float(not finished and words < _FEW_WORDS),
        "asks": float(text.rstrip().endswith(("?", "？", "؟"))),
        "length": math.log1p(words) - 3.0,
    }
