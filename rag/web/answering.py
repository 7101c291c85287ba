"""From a question to what the page shows of it, step by step."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace

from rag.errors import RagError
from rag.types import Answer, Event, Written
from rag.web.desk import Desk, log
from rag.web.scope import EVERYTHING, Scope
from rag.web.turn import Turn, after, stopped

UPDATE_S = 0.1
"""Seconds between two pictures of growing prose."""


def answering(
    desk: Desk,
    turn: Turn,
    history: Sequence[Turn],
    language: str | None,
    signal: threading.Event,
    scope: Scope = EVERYTHING,
) -> Generator[Turn]:
    """The turn as it grows; the last one given has ended. It is looked up in `scope` alone.

    The model stops within a token once `signal` is set, and closing this iterator, which happens
    when the browser has gone, sets it.
    """
    events: Iterator[Event] = iter(())
    latest = turn
    try:
        # What the person wrote to be searched is searched as it is.
        events = desk.bot.ask(
            turn.question,
            language=language,
            history=past(history),
            keep=scope.keep(desk.collection),
            stop=signal.is_set,
            condensed=turn.condensed if turn.given_query else "",
        )
        for latest in _following(turn, events):
            yield latest
        if signal.is_set() or not latest.ended:
            yield stopped(latest)
    except RagError as error:
        yield replace(latest, stage="failed", message=str(error))
    except Exception:
        log.exception("A question could not be answered.")
        yield replace(latest, stage="failed")
    finally:
        signal.set()
        close = getattr(events, "close", None)
        if close is not None:
            close()


def past(history: Sequence[Turn]) -> list[tuple[str, Answer]]:
    """Earlier questions as they were searched, with their answers."""
    return [(turn.searched, turn.answer) for turn in history if turn.answer is not None]


def _following(turn: Turn, events: Iterator[Event]) -> Iterator[Turn]:
    """The turn after each event; growing prose is shown every so often."""
    shown = 0.0
    for event in events:
        turn = after(turn, event)
        if isinstance(event, Written):
            if time.monotonic() - shown < UPDATE_S:
                continue
            shown = time.monotonic()
        yield turn
