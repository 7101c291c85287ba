"""A conversation as it is kept: plain values in a JSON file, without the text around the quotes.

A quote is part of what was answered and stays with the answer. The passage around it is the
document's: it is read from the library again, and is gone when the document is.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from rag.types import Evidence, Passage
from rag.web.plain import as_plain, from_plain
from rag.web.turn import Rating, Turn

FORMAT = 1
LONGEST_NAME = 120
"""Characters."""
_ID = re.compile(r"[0-9a-f]{32}")

Passages = Callable[[Sequence[int]], list[Passage]]
"""Passages of the library by id; those that are gone are left out."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation with its name and times."""

    id: str
    name: str
    created: str
    """ISO 8601 time, UTC, as is `changed`."""
    changed: str
    turns: tuple[Turn, ...] = ()
    ratings: dict[str, Rating] = field(default_factory=dict)
    """By the time at which the rated turn was asked."""
    format: int = FORMAT

    def rated(self) -> tuple[Turn, ...]:
        """The turns with their ratings."""
        return tuple(replace(turn, rating=self.ratings.get(turn.asked)) for turn in self.turns)


def new_id() -> str:
    """128 random bits in hexadecimal: nobody guesses the id of another's conversation."""
    return secrets.token_hex(16)


def is_id(value: object) -> bool:
    """Whether a value from outside has the shape of an id; only then it may become part of a path."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def now() -> str:
    """The time as it is stored."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def named(name: str) -> str:
    """A name on one line, at most `LONGEST_NAME` characters; empty when nothing is left."""
    line = " ".join("".join(char for char in name if char.isprintable() or char.isspace()).split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def to_bytes(kept: Kept) -> bytes:
    """The file of a conversation."""
    turns = tuple(_without_passages(turn) for turn in kept.turns)
    plain = as_plain(replace(kept, turns=turns))
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def from_bytes(data: bytes) -> Kept:
    """The conversation of a file; its passages hold the quotes alone until `with_passages`.

    Raises `ValueError` when it is no conversation of this format.
    """
    values: Any = json.loads(data)
    if not isinstance(values, dict) or values.get("format") != FORMAT:
        raise ValueError("this is no conversation of this version")
    kept = from_plain(Kept, values)
    if not is_id(kept.id):
        raise ValueError("this conversation has no id")
    return replace(kept, turns=tuple(_with_answer(turn) for turn in kept.turns))


def with_passages(turns: Sequence[Turn], passages: Passages) -> tuple[Turn, ...]:
    """The turns with the text around each quote, where the library still holds it unchanged."""
    wanted = [item.passage.id for turn in turns for item in turn.evidence]
    found = {passage.id: passage for passage in passages(wanted)} if wanted else {}
    return tuple(
        _with_answer(
            replace(turn, evidence=tuple(_with_passage(item, found) for item in turn.evidence))
        )
        for turn in turns
    )


def _with_passage(item: Evidence, found: dict[int, Passage]) -> Evidence:
    passage = found.get(item.passage.id)
    if passage is None or passage.document_id != item.source.id:
        return item
    at = item.start - passage.start
    holds = at >= 0 and passage.text[at : at + len(item.quote)] == item.quote
    return replace(item, passage=passage) if holds else item


def _without_passages(turn: Turn) -> Turn:
    """What of a turn goes into a file."""
    evidence = tuple(_quote_only(item) for item in turn.evidence)
    answer = None if turn.answer is None else replace(turn.answer, evidence=())
    return replace(turn, hits=(), evidence=evidence, answer=answer, rating=None)


def _quote_only(item: Evidence) -> Evidence:
    passage = replace(item.passage, start=item.start, end=item.end, text=item.quote, context="")
    return replace(item, passage=passage)


def _with_answer(turn: Turn) -> Turn:
    """The answer refers to the same evidence as its turn."""
    if turn.answer is None:
        return turn
    return replace(turn, answer=replace(turn.answer, evidence=turn.evidence))
