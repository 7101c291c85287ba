"""One question on the page: what is known of it so far, as the events come in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from rag.types import (
    UNKNOWN_LANGUAGE,
    Answer,
    Answered,
    Checked,
    Condensed,
    Event,
    Evidence,
    Failed,
    Hit,
    Quoted,
    Refused,
    Searched,
    Sentence,
    ShortAnswer,
    Waiting,
    Written,
)

Stage = Literal[
    "searching", "found", "waiting", "writing", "checked", "done", "refused", "failed", "stopped"
]
ENDS = frozenset({"done", "refused", "failed", "stopped"})

Verdict = Literal["good", "bad"]
REASONS = ("wrong", "quote", "incomplete", "language", "other")
"""What somebody may say against an answer; texts of the page have the keys `rating_…`."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What the person who asked thinks of an answer. It is kept on this machine only."""

    verdict: Verdict
    reason: str = ""
    """One of `REASONS`, or empty."""


def rating_of(verdict: str, reason: str) -> Rating | None:
    """The rating that a page has sent; None when it takes one back, or sends something else."""
    if verdict not in ("good", "bad"):
        return None
    known = reason if verdict == "bad" and reason in REASONS else ""
    return Rating("good" if verdict == "good" else "bad", known)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer as far as it has come. Plain values, so it can be copied."""

    number: int
    """From 1 within its conversation."""
    question: str
    stage: Stage = "searching"
    condensed: str = ""
    """The question as it was searched when the conversation changed it."""
    language: str = UNKNOWN_LANGUAGE
    hits: tuple[Hit, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    quote_seconds: float | None = None
    short: ShortAnswer | None = None
    """The fact itself, known with the quote and before any prose."""
    draft: str = ""
    """Prose of the model, not yet checked."""
    checked: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    message: str = ""
    """Why it failed."""
    ahead: int = 0
    """Questions that the model answers before this one."""
    was_stopped: bool = False
    """Whether the person stopped it before its end."""
    asked: str = ""
    """ISO 8601 time, UTC; tells turns of a conversation apart."""
    given_query: bool = False
    """Whether the person wrote `condensed` themselves; then it is searched as it is."""
    hashes: dict[str, str] = field(default_factory=dict)
    """SHA-256 of the file of each document in the evidence, by the document's id."""
    models: dict[str, str] = field(default_factory=dict)
    """What answered: identities of `embedder`, `reader` and `generator`."""
    rating: Rating | None = None

    @property
    def searched(self) -> str:
        """The question as it was searched."""
        return self.condensed or self.question

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen."""
        return self.stage in ENDS


def after(turn: Turn, event: Event) -> Turn:
    """The turn after an event."""
    match event:
        case Condensed():
            return replace(turn, condensed=event.condensed)
        case Searched():
            return replace(turn, hits=event.hits, language=event.language)
        case Quoted():
            return replace(
                turn,
                stage="found",
                evidence=event.evidence,
                language=event.language,
                quote_seconds=event.seconds,
                short=event.short,
            )
        case Waiting():
            return replace(turn, stage="waiting", ahead=event.ahead)
        case Written():
            return replace(turn, stage="writing", draft=turn.draft + event.text)
        case Checked():
            return replace(turn, stage="checked", checked=event.sentences)
        case Answered():
            return _ended(turn, "done", event.answer)
        case Refused():
            return _ended(turn, "refused", event.answer)
        case Failed():
            return replace(turn, stage="failed", message=event.message)


def stopped(turn: Turn) -> Turn:
    """The turn when the person has stopped it.

    What was checked by then stays, and so do the quotes; a draft that was not checked goes.
    """
    if turn.ended:
        return replace(turn, was_stopped=True)
    return replace(turn, stage="stopped", draft="", was_stopped=True)


def _ended(turn: Turn, stage: Stage, answer: Answer) -> Turn:
    return replace(
        turn, stage=stage, answer=answer, evidence=answer.evidence, language=answer.language
    )
