"""An answer as a model wrote it -> its sentences and what each cites."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from rag.facts.digits import plain_digits
from rag.sentences import sentence_spans

_NUMBERS = r"\d{1,3}(?:\s*(?:[,،、;，]|[-–—]|(?<=\s)(?:and|et|und|y|e|и|و)(?=\s))\s*\d{1,3})*"
_MARK = rf"[\[【［〔]\s*{_NUMBERS}\s*(?:†[^\]】］〕]*)?[\]】］〕]"
MARKS = re.compile(rf"\s*{_MARK}(?:\s*{_MARK})*")
"""Citation marks in a row with the space before them, in a text whose digits are ASCII (`plain_digits`)."""

_MOST_IN_RANGE = 20
_NO_SPACE_BEFORE = re.compile(r"[\s.,;:!?…)\]»”’。，、；：！？）」』】،؛؟।]")
_CLOSING = ("]", "】", "］", "〕")
_READABLE = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence without its marks, the evidence that it cites, and marks that point nowhere."""

    text: str
    citations: tuple[int, ...]
    unknown: tuple[int, ...] = ()


def parse(text: str, language: str, known: Collection[int]) -> list[CitedSentence]:
    """Sentences of an answer in order, each with its citations; marks never stay in the text.

    "[1]", "[1][2]", "[1, 2]", "[1-3]", "【1】", "［１］" and "[١]" are marks. One after the full stop
    belongs to the sentence before it; where an answer begins with a mark and does not end with
    one, marks belong to the sentence after them. Numbers outside `known` are reported as unknown.
    """
    bare, marks = _without_marks(text)
    spans = [
        span for span in sentence_spans(bare, language) if _READABLE.search(bare[slice(*span)])
    ]
    if not spans:
        return []
    leading = bool(marks) and marks[0][0] == 0 and not text.rstrip(" \n.。").endswith(_CLOSING)
    cited: list[list[int]] = [[] for _ in spans]
    for place, numbers in marks:
        cited[_sentence_at(spans, bare, place, leading)].extend(numbers)
    return [
        _sentence(bare[start:end], numbers, known)
        for (start, end), numbers in zip(spans, cited, strict=True)
    ]


def _sentence(text: str, numbers: list[int], known: Collection[int]) -> CitedSentence:
    unique = list(dict.fromkeys(numbers))
    return CitedSentence(
        text.strip(),
        tuple(n for n in unique if n in known),
        tuple(n for n in unique if n not in known),
    )


def _without_marks(text: str) -> tuple[str, list[tuple[int, list[int]]]]:
    """The text without marks, and for each mark where it stood in that text and its numbers."""
    pieces: list[str] = []
    marks: list[tuple[int, list[int]]] = []
    length = end = 0
    for match in MARKS.finditer(plain_digits(text)):
        piece = text[end : match.start()]
        pieces.append(piece)
        length += len(piece)
        marks.append((length, _numbers(match[0])))
        end = match.end()
        following = text[end : end + 1]
        if match[0][0].isspace() and length and following and not _NO_SPACE_BEFORE.match(following):
            pieces.append(" ")
            length += 1
    return "".join([*pieces, text[end:]]), marks


def _numbers(written: str) -> list[int]:
    """The numbers of marks; a range stands for all in it."""
    numbers: list[int] = []
    for match in re.finditer(r"(\d+)\s*[-–—]\s*(\d+)|\d+", written):
        if match[1]:
            first, last = int(match[1]), int(match[2])
            numbers.extend(range(first, min(last, first + _MOST_IN_RANGE) + 1))
        else:
            numbers.append(int(match[0]))
    return numbers


def _sentence_at(spans: list[tuple[int, int]], text: str, place: int, leading: bool) -> int:
    """Index of the sentence that a mark at `place` belongs to."""
    if leading:
        after = len(text) - len(text[place:].lstrip())
        return next((i for i, (_, end) in enumerate(spans) if end > after), len(spans) - 1)
    before = len(text[:place].rstrip())
    return max((i for i, (start, _) in enumerate(spans) if start < before), default=0)
