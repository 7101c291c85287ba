"""How an answer would come about: every rank on the way, what was read, and what a model is told."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from rag.answer import Answerer, Limits, Request
from rag.errors import RagError
from rag.protocols import Reader
from rag.types import Answered, Evidence, Failed, Hit, Quoted, Refused, Searched


@dataclass(frozen=True, slots=True)
class Explanation:
    """One question on its way to evidence and prompt."""

    question: str
    """As it was searched."""
    language: str
    """Of the answer."""
    hits: tuple[Hit, ...]
    """What was found, best first."""
    read: tuple[Evidence, ...]
    """What the reader made of every hit, best first."""
    shown: tuple[Evidence, ...]
    """The evidence of the answer; of a refusal, the nearest passages."""
    refused: bool
    limits: Limits
    messages: tuple[dict[str, str], ...]
    """The prompt, word for word; empty where no model is asked."""
    generator: str
    """Identity of the model; empty where there is none."""
    seconds: dict[str, float]
    """What each step took: "search", "read", "prompt"."""

    @property
    def absent(self) -> float:
        """Probability that none of the shown passages holds the answer, as the reader sees it."""
        return min((item.absent for item in self.shown), default=1.0)

    def reader_ranks(self) -> dict[int, int]:
        """Rank after reading of each passage that was read, by passage id."""
        return {item.passage.id: rank for rank, item in enumerate(self.read, start=1)}


class Explainer:
    """Goes the way of an answer up to the prompt, and looks at what is left aside there."""

    def __init__(
        self, answerer: Answerer, reader: Reader, limits: Limits, generator: str = ""
    ) -> None:
        self._answerer, self._reader = answerer, reader
        self._limits, self._generator = limits, generator

    def explain(self, request: Request) -> Explanation:
        """What happens to a question. Raises `QuestionError`, or `RagError` when something broke."""
        hits: tuple[Hit, ...] = ()
        shown: tuple[Evidence, ...] = ()
        refused, language, searched = False, request.language or "", 0.0
        for event in self._answerer.ask(replace(request, llm=False)):
            match event:
                case Searched():
                    hits, searched = event.hits, event.seconds
                    language = request.language or event.language
                case Quoted():
                    shown = event.evidence
                case Refused():
                    shown, refused = event.answer.evidence, True
                case Failed():
                    raise RagError(event.message)
                case Answered():
                    language = event.answer.language
        start = time.perf_counter()
        read = tuple(self._reader.read(request.question, hits))
        after_reading = time.perf_counter()
        messages = [] if refused else self._answerer.prompt(request.question, shown, language)
        return Explanation(
            question=request.question,
            language=language,
            hits=hits,
            read=read,
            shown=shown,
            refused=refused,
            limits=self._limits,
            messages=tuple(messages),
            generator=self._generator,
            seconds={
                "search": searched,
                "read": after_reading - start,
                "prompt": time.perf_counter() - after_reading,
            },
        )
