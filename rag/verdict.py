"""What is decided between reading and writing: which evidence is shown, refusal, disagreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rag.cite.conflicts import Similarity, sides_of
from rag.facts.find import find_facts
from rag.facts.names import held_names, holds_name
from rag.phrases import disagreement
from rag.read.question_types import asked_kind
from rag.types import Conflict, Evidence, Hit, RefusalReason, Side

MOST_OF_A_DOCUMENT = 2
"""Passages of one document among the evidence: no single file can fill it."""
LOOKED_AT = 8
"""Pieces of evidence, best first, among which other sides of an answer are looked for."""


def spread(
    evidence: Sequence[Evidence], most: int, of_a_document: int = MOST_OF_A_DOCUMENT
) -> tuple[Evidence, ...]:
    """The best `most` pieces, at most two of a document, numbered from 1."""
    counts: Counter[str] = Counter()
    kept: list[Evidence] = []
    for item in evidence:
        counts[item.source.id] += 1
        if counts[item.source.id] <= of_a_document and len(kept) < most:
            kept.append(item)
    return numbered(kept)


def numbered(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The same evidence with numbers from 1 in its order."""
    return tuple(replace(item, n=n) for n, item in enumerate(evidence, start=1))


def refusal_reason(question: str, language: str, hits: Sequence[Hit], near: float) -> RefusalReason:
    """Why there is no answer: nothing found is about the question, or what is does not say.

    Something is near when its vector is, by at least the cosine `near`, or when it holds all names
    of the question.
    """
    names = [
        fact for fact in find_facts(question, language) if fact.kind == "name" and fact.required
    ]
    for hit in hits:
        if (hit.dense_score or -1.0) >= near:
            return "not_answering"
        if names:
            held = held_names(f"{hit.passage.context}\n{hit.passage.text}", hit.passage.language)
            if all(holds_name(held, name) for name in names):
                return "not_answering"
    return "nothing_near"


def both_sides(
    question: str,
    asked_in: str,
    language: str,
    shown: Sequence[Evidence],
    evidence: Sequence[Evidence],
    similarity: Similarity,
) -> tuple[tuple[Evidence, ...], Conflict | None]:
    """The evidence to show with what disagrees with the best of it, and what they disagree on.

    `evidence` is all that answers the question, best first, `shown` the best of it; sides that are
    not among those are added to them. `language` is the reader's.
    """
    kind = asked_kind(question, asked_in)
    sides = sides_of(kind, question, asked_in, evidence[:LOOKED_AT], similarity)
    if kind is None or not sides:
        return tuple(shown), None
    there = {item.passage.id for item in shown}
    added = [item for item, _ in sides if item.passage.id not in there]
    everything = numbered([*shown, *added])
    numbers = {item.passage.id: item.n for item in everything}
    told = tuple(Side(numbers[item.passage.id], fact.text) for item, fact in sides)
    text = disagreement([(side.text, side.n) for side in told], language)
    return everything, Conflict(kind, told, text)
