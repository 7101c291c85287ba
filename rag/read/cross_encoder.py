"""The trained reader: reads each hit with the question and gives the span, the quote and its worth."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from rag.errors import ModelError
from rag.language import detect
from rag.read.calibration import probability
from rag.read.candidates import MOST_WORDS, sentences_of, word_count
from rag.read.repeats import without_repeats
from rag.read.span_model import SpanModel, Window
from rag.types import Evidence, Hit

FEATURES = ("presence", "margin", "first", "cross")
"""What absence is told from: the presence logit, the best span's score over that of "no answer",
1 / rank of the hit, and whether question and passage differ in language."""
_MOST_SPAN_TOKENS = 30


@dataclass(frozen=True, slots=True)
class Absence:
    """What `training/reader_calibrate.py` fitted: how features tell that an answer is not there."""

    coefficients: Mapping[str, float]
    """Of `FEATURES`, and a "bias"."""
    threshold: float
    """Refuse when the least `absent` of the evidence is above this."""

    @classmethod
    def from_file(cls, file: Path) -> Absence:
        """Read a calibration. Raises `ModelError` when it is missing or damaged."""
        try:
            values = json.loads(file.read_text(encoding="utf-8"))
            coefficients = {name: float(values["absent"][name]) for name in ("bias", *FEATURES)}
            threshold = float(values["threshold"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{file.name} of the reader is missing or damaged ({error}); install the program anew."
            ) from error
        if not all(map(math.isfinite, (*coefficients.values(), threshold))):
            raise ModelError(
                f"{file.name} of the reader holds no numbers; install the program anew."
            )
        return cls(coefficients, threshold)


@dataclass(frozen=True, slots=True)
class ReadHit:
    """A hit with the best span in it; offsets are in the passage's text."""

    hit: Hit
    span: tuple[int, int]
    quote: tuple[int, int]
    features: Mapping[str, float]


class CrossEncoderReader:
    """Reads with one model; `absent` holds the fitted coefficients of `FEATURES` and a "bias"."""

    def __init__(self, model: SpanModel, absent: Mapping[str, float]) -> None:
        self._model, self._absent = model, absent

    def read(self, question: str, hits: Sequence[Hit]) -> list[Evidence]:
        """Evidence with quotes, best first, numbered from 1, at most one for each passage.

        A quote is the sentence or sentences that the span lies in, of at most about 60 words.
        Quotes that say the same are given once.
        """
        rows = [self._evidence(item) for item in self.measure(question, hits)]
        rows.sort(key=lambda item: item.absent)
        return [replace(item, n=n) for n, item in enumerate(without_repeats(rows), start=1)]

    def measure(self, question: str, hits: Sequence[Hit]) -> list[ReadHit]:
        """The best span and the features of every hit that has something to quote."""
        hits = [hit for hit in hits if not hit.passage.boilerplate]
        language = detect(question)
        windows = self._model.read(
            (question, language), [(hit.passage.text, hit.passage.language) for hit in hits]
        )
        found = [_read(hit, own, language) for hit, own in zip(hits, windows, strict=True)]
        return [item for item in found if item is not None]

    def _evidence(self, item: ReadHit) -> Evidence:
        owner = item.hit.passage
        absent, _ = probability(self._absent, item.features)
        (start, end), (first, last) = item.quote, item.span
        return Evidence(
            n=0,
            source=item.hit.source,
            passage=owner,
            start=owner.start + start,
            end=owner.start + end,
            quote=owner.text[start:end],
            score=1.0 - absent,
            absent=absent,
            span_start=owner.start + first,
            span_end=owner.start + last,
        )


def _read(hit: Hit, windows: Sequence[Window], language: str) -> ReadHit | None:
    """The window that holds the answer most surely, and the best span and quote in it."""
    text = hit.passage.text
    sentences = sentences_of(text, hit.passage.language)
    windows = [window for window in windows if window.spans]
    if not windows or not sentences:
        return None
    window = max(windows, key=lambda item: item.presence)
    first, last, score = best_span(window)
    span = whole_words(text, window.spans[first][0], window.spans[last][1])
    start, end = quote_around(text, sentences, span)
    span = max(span[0], start), min(span[1], end)
    if span[0] >= span[1]:
        span = start, end
    other = language.split("-")[0] != hit.passage.language.split("-")[0]
    features = {
        "presence": window.presence,
        "margin": score - window.nothing,
        "first": 1.0 / hit.rank,
        "cross": float(other),
    }
    return ReadHit(hit, span, (start, end), features)


def best_span(window: Window) -> tuple[int, int, float]:
    """First and last token of the span with the highest sum of start and end, and that sum."""
    count = len(window.starts)
    table = window.starts[:, None] + window.ends[None, :]
    allowed = np.triu(np.ones((count, count), dtype=bool)) & ~np.triu(
        np.ones((count, count), dtype=bool), _MOST_SPAN_TOKENS
    )
    table = np.where(allowed, table, -np.inf)
    first, last = np.unravel_index(int(table.argmax()), table.shape)
    return int(first), int(last), float(table[first, last])


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span widened to whole words and trimmed; scripts without spaces stay as they are."""
    while 0 < start < end and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def _joined(text: str, at: int) -> bool:
    """Whether a cut at this place would go through a word or a number."""
    left, right = text[at - 1], text[at]
    if left.isdigit() or right.isdigit():
        return left.isdigit() and right.isdigit()
    return left.isalpha() and right.isalpha() and ord(left) < 0x0E00 and ord(right) < 0x0E00


def quote_around(
    text: str, sentences: Sequence[tuple[int, int]], span: tuple[int, int]
) -> tuple[int, int]:
    """The sentences that a span lies in; the one holding most of it when they are too long together."""
    touched = [own for own in sentences if own[0] < span[1] and span[0] < own[1]]
    if not touched:
        middle = (span[0] + span[1]) / 2
        return min(sentences, key=lambda own: abs((own[0] + own[1]) / 2 - middle))
    start, end = touched[0][0], touched[-1][1]
    if len(touched) > 1 and word_count(text[start:end]) > MOST_WORDS:
        return max(touched, key=lambda own: min(own[1], span[1]) - max(own[0], span[0]))
    return start, end
