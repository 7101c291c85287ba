"""The second half of the straight line: question -> hits -> evidence -> prose -> checked answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Generator as Steps
from dataclasses import dataclass, replace

from rag.cite.verify import check_answer
from rag.conversations import Turn, condense, language_of
from rag.errors import ModelError, QuestionError, RagError, ServerError
from rag.generate.prompts import build_messages
from rag.generate.queue import ModelQueue
from rag.generate.quotes import framed
from rag.phrases import refusal
from rag.protocols import Embedder, Entailment, Generator, Reader
from rag.read.question_types import asked_kind
from rag.read.small_talk import is_no_question, spoken_in
from rag.retrieve.retriever import Retriever
from rag.short.answer import find_short_answer
from rag.types import (
    UNKNOWN_LANGUAGE,
    Answer,
    Answered,
    Checked,
    Condensed,
    Conflict,
    Event,
    Evidence,
    Failed,
    Filter,
    FloatMatrix,
    Outcome,
    Quoted,
    RefusalReason,
    Refused,
    Searched,
    Seconds,
    Sentence,
    ShortAnswer,
    Waiting,
    Written,
)
from rag.verdict import both_sides, refusal_reason, spread

LONGEST_QUESTION = 2000
"""Characters; a longer text is a document rather than a question."""
WAIT_S = 0.25
"""Seconds after which someone who waits for the model is told again how many are ahead."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question with everything that may differ from one question to the next."""

    question: str
    history: Sequence[Turn] = ()
    language: str | None = None
    """Language of the answer; None: the question's."""
    keep: Filter | None = None
    llm: bool = True
    stop: Callable[[], bool] = lambda: False
    condensed: str = ""
    """The question as it shall be searched, where somebody has edited it; else it is condensed."""
    client: str = ""
    """Who asks: those who ask much let others go between at the language model."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What bounds an answer."""

    read_hits: int
    evidence: int
    refuse_above: float
    near: float = 0.33
    """Cosine from which a passage is about the question, whether it answers it or not."""
    prose_languages: frozenset[str] | None = None
    """Languages in which the model is asked to write; None: all. Elsewhere the quote is the answer."""


class Answerer:
    """Answers questions over one library; holds no state between questions."""

    def __init__(
        self,
        retriever: Retriever,
        reader: Reader,
        embedder: Embedder,
        generator: Generator | None,
        limits: Limits,
        entailment: Entailment | None = None,
        queue: ModelQueue | None = None,
    ) -> None:
        self._retriever, self._reader, self._embedder = retriever, reader, embedder
        self._entailment = entailment
        self._generator, self._limits = generator, limits
        self._queue = queue or ModelQueue()

    @property
    def generator_identity(self) -> str:
        """Which model writes; empty when none does."""
        return self._generator.identity if self._generator is not None else ""

    def ask(self, request: Request) -> Iterator[Event]:
        """The events of one question, ending with Answered, Refused or Failed.

        Raises `QuestionError` at the first step when there is no question to answer.
        """
        question = checked_question(request.question)
        try:
            yield from self._steps(replace(request, question=question))
        except RagError as error:
            yield Failed(str(error))

    def _steps(self, request: Request) -> Iterator[Event]:
        clock = _Clock()
        if is_no_question(request.question):
            said = spoken_in(request.question)
            language = request.language or language_of(request.question, request.history, said)
            yield Refused(_refused(request, language, "no_question", (), clock))
            return
        query = request.condensed or condense(request.question, request.history)
        if query != request.question:
            yield Condensed(request.question, query)
        found = self._retriever.search(query, self._limits.read_hits, request.keep)
        own = language_of(request.question, request.history, found.language)
        language = request.language or own
        yield Searched(found.hits, own, clock.mark("search"))
        evidence = self._reader.read(query, found.hits)
        answering = [item for item in evidence if item.absent <= self._limits.refuse_above]
        shown = spread(evidence, self._limits.evidence)
        if not any(item.absent <= self._limits.refuse_above for item in shown):
            reason = refusal_reason(query, found.language, found.hits, self._limits.near)
            yield Refused(_refused(request, language, reason, shown, clock))
            return
        shown, conflict = both_sides(
            query, found.language, language, shown, answering, self._similarity
        )
        # One fact as a headline would hide that sources differ.
        short = None if conflict else self._short(shown[0], query, found.language, language)
        yield Quoted(shown, language, clock.mark("quote"), short)
        answer = yield from self._finish(request, query, shown, conflict, language, clock)
        yield Answered(replace(answer, short=short))

    def _finish(
        self,
        request: Request,
        query: str,
        shown: tuple[Evidence, ...],
        conflict: Conflict | None,
        language: str,
        clock: _Clock,
    ) -> Steps[Event, None, Answer]:
        """Prose where a model may write it; returns the answer."""
        sentences: tuple[Sentence, ...] = ()
        note = ""
        if self._generator is not None and request.llm and self._writes(language):
            try:
                sentences = yield from self._written(
                    self._generator, request, query, shown, language, clock
                )
            except (ModelError, ServerError) as error:
                # The quote does not need the model: it stands, and what broke is told beside it.
                note = str(error)
        answer = _finished(request, language, shown, sentences, conflict, clock)
        return replace(answer, note=note)

    def _short(
        self, best: Evidence, query: str, asked_in: str, language: str
    ) -> ShortAnswer | None:
        """The fact itself, from a quote that is likely enough to hold it."""
        if best.absent > self._limits.refuse_above:
            return None
        return find_short_answer(best, query, language, asked_kind(query, asked_in))

    def prompt(
        self, question: str, evidence: Sequence[Evidence], language: str
    ) -> list[dict[str, str]]:
        """What the model is told, word for word; empty where none is asked."""
        if self._generator is None or not self._writes(language):
            return []
        return build_messages(question, evidence, language)

    def load(self) -> None:
        """Make the model ready now rather than at the first question. Raises `ModelError`."""
        if self._generator is not None:
            self._generator.load()

    def _writes(self, language: str) -> bool:
        """Whether the model is asked to write in this language."""
        allowed = self._limits.prose_languages
        return allowed is None or language.split("-")[0] in allowed

    def _written(
        self,
        generator: Generator,
        request: Request,
        query: str,
        evidence: tuple[Evidence, ...],
        language: str,
        clock: _Clock,
    ) -> Steps[Event, None, tuple[Sentence, ...]]:
        """Stream the model's prose, then check it; returns the sentences that are supported."""
        pieces: list[str] = []
        messages = self.prompt(query, evidence, language)
        # Whoever stops listening closes this generator, and the ticket's place is free again.
        with self._queue.take(request.client) as ticket:
            while (ahead := ticket.ahead(WAIT_S)) and not request.stop():
                yield Waiting(ahead, clock.now())
            for piece in generator.stream(messages, request.stop):
                yield Written(piece, clock.mark("first_token") if not pieces else clock.now())
                pieces.append(piece)
        checked = check_answer(
            "".join(pieces),
            evidence,
            language,
            self._similarity,
            query,
            entailment=self._entailment,
        )
        yield Checked(tuple(checked), clock.now())
        return tuple(sentence for sentence in checked if sentence.supported)

    def _similarity(self, ours: list[str], theirs: list[str]) -> FloatMatrix:
        """(n, m) cosines of sentences across languages."""
        return self._embedder.embed_passages(ours) @ self._embedder.embed_passages(theirs).T


def checked_question(question: str) -> str:
    """The question without outer space. Raises `QuestionError` when empty or too long."""
    trimmed = " ".join(question.replace("\0", " ").split())
    if not any(char.isalnum() for char in trimmed):
        raise QuestionError("The question is empty; type what you want to know.")
    if len(trimmed) > LONGEST_QUESTION:
        raise QuestionError(
            f"The question has {len(trimmed)} characters and at most {LONGEST_QUESTION} are read; "
            "shorten it, or add the text as a document."
        )
    return trimmed


class _Clock:
    """Seconds since the question, kept for each stage."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.seconds = Seconds()

    def now(self) -> float:
        return time.perf_counter() - self._start

    def mark(self, stage: str) -> float:
        now = self.now()
        self.seconds = replace(self.seconds, **{stage: now})
        return now


def _refused(
    request: Request,
    language: str,
    reason: RefusalReason,
    nearest: tuple[Evidence, ...],
    clock: _Clock,
) -> Answer:
    """Says why there is no answer, with the nearest passages."""
    text = refusal(language, reason, shows_passages=bool(nearest))
    answer = _answer(request, language, "refused", text, nearest, clock)
    return replace(answer, reason=reason)


def _finished(
    request: Request,
    language: str,
    evidence: tuple[Evidence, ...],
    supported: tuple[Sentence, ...],
    conflict: Conflict | None,
    clock: _Clock,
) -> Answer:
    """The supported prose, or the framed quote where nothing of it is supported.

    Where sources disagree, the text says so: after the prose, or before a quote of every side.
    """
    told = [conflict.text] if conflict else []
    if supported:
        text = "\n".join([" ".join(with_marks(sentence) for sentence in supported), *told])
        answer = _answer(request, language, "answered", text, evidence, clock, supported)
        return replace(answer, conflict=conflict)
    sides = {side.n for side in conflict.sides} if conflict else {evidence[0].n}
    quoted = [
        Sentence(framed([item], language), (item.n,), supported=True)
        for item in evidence
        if item.n in sides
    ]
    text = "\n".join([*told, *(sentence.text for sentence in quoted)])
    answer = _answer(request, language, "quoted", text, evidence, clock, tuple(quoted))
    return replace(answer, conflict=conflict)


def with_marks(sentence: Sentence) -> str:
    """A sentence followed by its citation marks."""
    return sentence.text + "".join(f" [{n}]" for n in sentence.citations)


def _answer(
    request: Request,
    language: str,
    outcome: Outcome,
    text: str,
    evidence: tuple[Evidence, ...],
    clock: _Clock,
    sentences: tuple[Sentence, ...] = (),
) -> Answer:
    clock.mark("total")
    return Answer(
        question=request.question,
        language=language or UNKNOWN_LANGUAGE,
        outcome=outcome,
        text=text,
        sentences=sentences,
        evidence=evidence,
        seconds=clock.seconds,
    )
