"""A reader without a model of its own: sentences that are near the question and share its facts.

Sentences are compared with the question by the embedder (across languages), by shared terms, by
names and numbers in any script, and by whether they hold the kind of fact that is asked for. Two
small logistic models, fitted for the embedder, turn that into the score of a quote and into the
probability that the answer is not in the passage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from rag.protocols import Embedder
from rag.read.calibration import Calibration, probability
from rag.read.candidates import Candidate, candidates, sentences_of
from rag.read.features import (
    Question,
    names_held,
    overlap,
    rarity,
    read_question,
    sentence_facts,
    shape,
    terms_of,
)
from rag.read.repeats import without_repeats
from rag.types import Evidence, FloatMatrix, FloatVector, Hit

_READ_WHOLE = 8  # hits all of whose sentences are embedded; of the rest only the best by overlap
_MOST_SENTENCES = 16  # of one passage
_MOST_OF_REST = 2


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A hit with its candidates and what was measured of each; `best` is the one to quote."""

    hit: Hit
    candidates: list[Candidate]
    measured: list[dict[str, float]]
    logits: list[float]
    best: int
    around: float


class OverlapReader:
    """Reads the hits of one question; `calibration` must be the one fitted for the embedder."""

    def __init__(self, embedder: Embedder, calibration: Calibration) -> None:
        self._embedder, self._calibration = embedder, calibration

    def read(self, question: str, hits: Sequence[Hit]) -> list[Evidence]:
        """Evidence with quotes, best first, numbered from 1, at most one for each passage.

        A quote is whole sentences, or whole clauses of a sentence of more than 60 words. Quotes
        that say the same are given once.
        """
        asked = read_question(question)
        passages = self.measure(asked, hits)
        rows = [self._evidence(passage, features) for passage, features in zip(
            passages, self.passage_features(asked, passages), strict=True)]  # fmt: skip
        rows.sort(key=lambda item: -item.score)
        return [replace(item, n=n) for n, item in enumerate(without_repeats(rows), start=1)]

    def measure(self, question: Question, hits: Sequence[Hit]) -> list[ReadPassage]:
        """Features of every candidate of every hit; one call of the embedder for all sentences."""
        hits = [hit for hit in hits if not hit.passage.boilerplate]
        spans = [
            sentences_of(hit.passage.text, hit.passage.language)[:_MOST_SENTENCES] for hit in hits
        ]
        around = [
            terms_of(f"{hit.passage.context}\n{hit.passage.text}", hit.passage.language)
            for hit in hits
        ]
        weights = rarity(around, question.terms)
        chosen = [
            _chosen(hit, own, weights, index < _READ_WHOLE)
            for index, (hit, own) in enumerate(zip(hits, spans, strict=True))
        ]
        texts = [
            hit.passage.text[start:end]
            for hit, own in zip(hits, chosen, strict=True)
            for start, end in own
        ]
        if not texts:
            return []
        asked = self._embedder.embed_queries([question.text])[0]
        vectors = self._embedder.embed_passages(texts)
        read = []
        position = 0
        for hit, own, terms in zip(hits, chosen, around, strict=True):
            if own:
                rows = vectors[position : position + len(own)]
                read.append(
                    self._measured(
                        question, hit, own, rows, asked, weights, overlap(terms, weights)
                    )
                )
            position += len(own)
        return read

    def _measured(
        self,
        question: Question,
        hit: Hit,
        spans: list[tuple[int, int]],
        vectors: FloatMatrix,
        asked: FloatVector,
        weights: dict[str, float],
        around: float,
    ) -> ReadPassage:
        """One passage: its candidates, their features, and the best of them."""
        text, language = hit.passage.text, hit.passage.language
        found = candidates(text, spans)
        cosines = [_cosine(vectors, candidate, asked) for candidate in found]
        highest = max(cosines)
        names = names_held(question, text, language)
        measured = []
        for candidate, cosine in zip(found, cosines, strict=True):
            words = text[candidate.start : candidate.end]
            measured.append(
                {
                    "cosine": cosine,
                    "lead": cosine - highest,
                    "dense": dense_score(hit, highest),
                    "overlap": overlap(terms_of(words, language), weights),
                    "around": around,
                    **sentence_facts(question, words, language, names),
                    **shape(words),
                }
            )
        logits = [probability(self._calibration.quote, features)[1] for features in measured]
        return ReadPassage(hit, found, measured, logits, int(np.argmax(logits)), around)

    def passage_features(
        self, question: Question, passages: Sequence[ReadPassage]
    ) -> list[dict[str, float]]:
        """What the model of absence looks at, for each passage."""
        best = sorted(
            (passage.measured[passage.best]["cosine"] for passage in passages), reverse=True
        )
        rows = []
        for passage in passages:
            quote = passage.measured[passage.best]
            rival = best[1] if len(best) > 1 and quote["cosine"] == best[0] else best[0]
            whole = f"{passage.hit.passage.context}\n{passage.hit.passage.text}"
            language = passage.hit.passage.language
            rows.append(
                {
                    "quote": passage.logits[passage.best],
                    "cosine": quote["cosine"],
                    "dense": quote["dense"],
                    "margin": quote["cosine"] - rival,
                    "overlap": passage.around,
                    "names": names_held(question, whole, language),
                    "kind": quote["kind"],
                    "cross": float(language.split("-")[0] != question.language.split("-")[0]),
                    "first": 1.0 / passage.hit.rank,
                }
            )
        return rows

    def _evidence(self, passage: ReadPassage, features: Mapping[str, float]) -> Evidence:
        candidate = passage.candidates[passage.best]
        owner = passage.hit.passage
        score, _ = probability(self._calibration.quote, passage.measured[passage.best])
        absent, _ = probability(self._calibration.absent, features)
        return Evidence(
            n=0,
            source=passage.hit.source,
            passage=owner,
            start=owner.start + candidate.start,
            end=owner.start + candidate.end,
            quote=owner.text[candidate.start : candidate.end],
            score=score,
            absent=absent,
        )


def dense_score(hit: Hit, otherwise: float) -> float:
    """Cosine of question and passage; of a hit found by words alone, that of its best sentence."""
    return hit.dense_score if hit.dense_score is not None else otherwise


def _chosen(
    hit: Hit, spans: list[tuple[int, int]], weights: dict[str, float], whole: bool
) -> list[tuple[int, int]]:
    """All sentences of the first hits, of later ones those that share most with the question."""
    if whole or len(spans) <= _MOST_OF_REST:
        return spans
    text, language = hit.passage.text, hit.passage.language
    shares = [overlap(terms_of(text[start:end], language), weights) for start, end in spans]
    best = sorted(range(len(spans)), key=lambda index: (-shares[index], index))[:_MOST_OF_REST]
    return [spans[index] for index in sorted(best)]


def _cosine(vectors: FloatMatrix, candidate: Candidate, asked: FloatVector) -> float:
    """Cosine to the question; a pair's vector is the mean of its sentences', made unit again."""
    mean = vectors[list(candidate.sentences)].mean(axis=0)
    norm = float(np.linalg.norm(mean))
    return float(mean @ asked) / norm if norm else 0.0
