"""A question asked on the page: which turn it becomes, what it is answered with, and its keeping."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.web.answering import answering
from rag.web.desk import Desk, log
from rag.web.kept import now
from rag.web.people import person_of
from rag.web.turn import Turn, stopped


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the tab, and the person whose conversations it shows."""

    session: str
    person: str | None


def asker(request: gr.Request) -> Asker:
    """Who sent a request."""
    return Asker(str(request.session_hash), person_of(str(request.headers.get("cookie") or "")))


@dataclass(slots=True)
class Talk:
    """The conversation that a question continues."""

    turns: list[Turn]
    key: str
    """Its id on the shelf; empty while it is not kept."""
    told: str = ""
    """Why it could not be kept."""


def first_turn(question: str, before: Sequence[Turn], searched: str = "") -> Turn:
    """The turn that a question begins; `searched` is what the person wants to be searched instead."""
    asked, query = " ".join(question.split()), " ".join(searched.split())
    return Turn(
        number=len(before) + 1,
        question=asked,
        condensed=query if query != asked else "",
        given_query=bool(query),
        asked=now(),
    )


def asked_turns(
    desk: Desk, who: Asker, turn: Turn, talk: Talk, language: str | None
) -> Generator[Turn]:
    """The turn as it grows; at its end it is the last of `talk.turns` and kept on the shelf.

    Where the browser goes away in the middle, what is known by then is kept as stopped.
    """
    signal = desk.stops.start(who.session)
    scope = desk.scopes.of(who.session)
    latest = turn
    try:
        with closing(answering(desk, turn, talk.turns, language, signal, scope)) as growing:
            for latest in growing:
                yield latest
    finally:
        desk.stops.end(who.session, signal)
        ended = latest if latest.ended else stopped(latest)
        _keep(desk, who, replace(ended, **_record(desk, ended)), talk)


def _keep(desk: Desk, who: Asker, turn: Turn, talk: Talk) -> None:
    """Put the turn at the end of the conversation and the conversation on the shelf."""
    talk.turns = [*talk.turns, replace(turn, hits=())]
    try:
        talk.key = desk.shelf.save(who.person, talk.key, talk.turns)
    except RagError as error:
        talk.told = str(error)
    except Exception:
        log.exception("A conversation could not be kept.")


def _record(desk: Desk, turn: Turn) -> dict[str, Any]:
    """What a later reader needs to check the answer: hashes of the files, and what answered."""
    if not turn.evidence:
        return {}
    try:
        found = {item.source.id: desk.collection.document(item.source.id) for item in turn.evidence}
        hashes = {key: document.sha256 for key, document in found.items() if document}
        return {"hashes": hashes, "models": desk.bot.models}
    except RagError:
        log.exception("What answered a question could not be recorded.")
        return {}
