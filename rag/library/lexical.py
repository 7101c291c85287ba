"""How terms are stored and weighed, the same in every backend."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rag.terms import passage_terms
from rag.types import Passage

BODY_WEIGHT = 1.0
CONTEXT_WEIGHT = 0.5
"""A word of the title or a heading counts half: it speaks for every passage below it."""
_SEPARATORS = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")
_LONGEST = 200  # characters; longer "words" are data, not language


@dataclass(frozen=True, slots=True)
class TermLists:
    """The terms of a passage in order, from its words and from its title and headings."""

    body: tuple[str, ...]
    context: tuple[str, ...]

    def packed(self) -> bytes:
        """The lists as compressed UTF-8: terms apart by spaces, the two by a line end."""
        return zlib.compress(
            "\n".join((" ".join(self.body), " ".join(self.context))).encode("utf-8")
        )


def unpacked(data: bytes) -> TermLists:
    """The lists that `packed` wrote. Raises `zlib.error` or `ValueError` when damaged."""
    body, context = zlib.decompress(data).decode("utf-8").split("\n")
    return TermLists(
        tuple(body.split(" ") if body else ()), tuple(context.split(" ") if context else ())
    )


def term_lists(passage: Passage) -> TermLists:
    """The terms of a passage as they are stored."""
    body = stored_forms(passage_terms(passage.text, passage.language))
    return TermLists(body, stored_forms(passage_terms(passage.context, passage.language)))


def stored_forms(terms: Iterable[str]) -> tuple[str, ...]:
    """Terms without what could split them, in lower case; empty ones left out."""
    return tuple(_SEPARATORS.sub("\ufffd", term[:_LONGEST]).lower() for term in terms if term)


def wanted_forms(terms: Sequence[str]) -> tuple[str, ...]:
    """The terms of a query as they are stored, each once, in order."""
    return tuple(dict.fromkeys(stored_forms(terms)))
