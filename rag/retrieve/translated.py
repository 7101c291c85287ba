"""The translated leg: passages in other languages that hold translations of the question's words.

Probabilistic structured queries (Darwish and Oard 2003): a word of the question occurs in a passage
as often as its translations do, each counted by its probability, and those counts go into BM25. A
word that has no translation, a name or a number, is looked for as it is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from rag.protocols import Library
from rag.terms import STEM_MARK, passage_terms, query_terms
from rag.translations import base, languages, translations, units
from rag.types import Filter, Passage

CANDIDATES = 100  # of a language, weighed anew
_SAME_WORD = 0.5  # probability that a word which has translations stands there unchanged
_K1, _B = 1.2, 0.75  # as in the lexical leg

Groups = list[dict[str, float]]
"""For each word of the question the terms it may be found as, with their probabilities."""


def translated(
    library: Library,
    question: str,
    language: str,
    targets: Iterable[str],
    k: int,
    keep: Filter | None,
) -> dict[str, list[tuple[int, float]]]:
    """(id, score) of up to k passages of each target language, best first, ties by id.

    Target languages without a table, and the question's own, are left out.
    """
    documents = keep.documents if keep else None
    found: dict[str, list[tuple[int, float]]] = {}
    for target in targets:
        if base(target) == base(language) or not {base(language), base(target)} <= languages():
            continue
        groups = term_groups(question, language, target)
        terms = list(dict.fromkeys(term for group in groups for term in group))
        if not terms:
            continue
        matched = library.matching(terms, CANDIDATES, Filter(documents, frozenset({target})))
        passages = library.passages([passage for passage, _ in matched])
        scored = weighed(groups, passages)
        if scored:
            found[target] = scored[:k]
    return found


def term_groups(question: str, language: str, target: str) -> Groups:
    """What each word of a question may be found as in a text of the target language."""
    groups: Groups = []
    translated_words: set[str] = set()
    stems = units(question, language)
    for unit in stems:
        options = dict(translations(unit, language, target))
        if options:
            groups.append(options)
            translated_words.add(unit)
    return groups + _unchanged(question, language, translated_words)


def _unchanged(question: str, language: str, translated_words: set[str]) -> Groups:
    """Words that are looked for as they are; those with translations count half."""
    groups: Groups = []
    terms = query_terms(question, language)
    for term, after in zip(terms, [*terms[1:], ""], strict=True):
        if not term.startswith(STEM_MARK):
            known = term in translated_words or after in translated_words
            groups.append({term: _SAME_WORD if known else 1.0})
    return groups


def weighed(
    groups: Sequence[Mapping[str, float]], passages: Sequence[Passage]
) -> list[tuple[int, float]]:
    """(id, score) of the passages that hold any of the groups' terms, best first, ties by id.

    How rare a word is, is told from the passages given: they are all that hold any of it.
    """
    counts = [Counter(passage_terms(_whole(passage), passage.language)) for passage in passages]
    lengths = [sum(count.values()) for count in counts]
    mean = sum(lengths) / max(1, len(lengths)) or 1.0
    frequencies = [
        [sum(share * count[term] for term, share in group.items()) for group in groups]
        for count in counts
    ]
    holding = [sum(row[at] > 0 for row in frequencies) for at in range(len(groups))]
    rarity = [math.log(1.0 + len(passages) / (count + 0.5)) for count in holding]
    scored = []
    for passage, row, length in zip(passages, frequencies, lengths, strict=True):
        floor = _K1 * (1.0 - _B + _B * length / mean)
        score = sum(
            weight * frequency * (_K1 + 1.0) / (frequency + floor)
            for weight, frequency in zip(rarity, row, strict=True)
        )
        if score > 0.0:
            scored.append((passage.id, score))
    return sorted(scored, key=lambda item: (-item[1], item[0]))


def _whole(passage: Passage) -> str:
    return f"{passage.context}\n{passage.text}"
