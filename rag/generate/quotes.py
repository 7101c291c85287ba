"""Answers without a language model: the quote itself in a one-line frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rag.errors import ModelError
from rag.generate.prompts import language_of, passages_in
from rag.phrases import frame
from rag.types import Evidence


def framed(evidence: Sequence[Evidence], language: str) -> str:
    """The best evidence word for word, presented in the reader's language, with its mark [n].

    `evidence` is best first and not empty.
    """
    best = evidence[0]
    return frame(best.quote, best.source.title, best.n, language, best.source.language)


class QuotesGenerator:
    """A generator that copies the first passage of the prompt; needs no weights.

    It stands in for a model in trials and tests: what it writes is what the prompt shows.
    """

    def load(self) -> None:
        """See `Generator.load`; there is nothing to load."""

    @property
    def identity(self) -> str:
        """Name and version of the frame."""
        return "quotes-1"

    def stream(self, messages: Sequence[dict[str, str]], stop: Callable[[], bool]) -> Iterator[str]:
        """The framed passage, word by word. Raises `ModelError` when the prompt holds none."""
        passages = passages_in(messages)
        if not passages:
            raise ModelError("The prompt holds no passage to quote; ask with documents added.")
        first = passages[0]
        text = frame(first.text, first.title, first.n, language_of(messages), "")
        for at, word in enumerate(text.split(" ")):
            if stop():
                return
            yield f" {word}" if at else word
