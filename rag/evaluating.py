"""Runs a file of questions for `rag evaluate`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rag.api import Bot, Collection
from rag.conversations import Turn
from rag.errors import RagError, SourceError
from rag.evaluate import Outcome, Question, evaluate
from rag.proposals import as_lines, propose, write_new
from rag.report import report
from rag.terminal import ProgressLine
from rag.types import Answer, Answered, Failed, Hit, Refused, Searched


def measured(
    collection: Collection, questions: Sequence[Question], progress: ProgressLine
) -> list[Outcome]:
    """The outcome of every question over a library, in order."""
    outcomes: list[Outcome] = []
    bot = Bot(collection)
    for outcome in evaluate(questions, lambda question: _asked(bot, question), collection.document):
        outcomes.append(outcome)
        progress.show(f"{len(outcomes)}/{len(questions)}")
    progress.clear()
    return outcomes


def write_report(
    file: Path, collection: Collection, figures: dict[str, Any], outcomes: Sequence[Outcome]
) -> None:
    """The figures and the failures as one HTML file. Raises `SourceError`."""
    stats, settings = collection.stats(), collection.settings
    about = [
        f"Library: {settings.library}: {stats.documents} documents, {stats.passages} passages",
        f"Embedder: {stats.embedder}; generator: {settings.generator}",
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    ]
    _write(file, report(figures, outcomes, about))


def write_questions(file: Path, collection: Collection, count: int) -> int:
    """Propose questions on the documents of a library; returns how many. Raises `SourceError`."""
    keys = [entry.source.id for entry in collection.every_document()]
    documents = [document for key in keys if (document := collection.document(key)) is not None]
    questions = propose(documents, count)
    try:
        write_new(file, as_lines(questions))
    except FileExistsError as error:
        raise SourceError(
            file, "is there already and would be overwritten", "name a new file"
        ) from error
    except OSError as error:
        raise SourceError(
            file, f"cannot be written ({error.strerror})", "name another place"
        ) from error
    return len(questions)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SourceError(
            file, f"cannot be written ({error.strerror})", "name another place"
        ) from error


def write_details(file: Path, outcomes: Sequence[Outcome]) -> None:
    """One JSON object a line for every question."""
    lines = [json.dumps(_detail(outcome), ensure_ascii=False) for outcome in outcomes]
    _write(file, "\n".join(lines) + "\n")


def _asked(bot: Bot, question: Question) -> tuple[Answer, tuple[Hit, ...]]:
    """Answer a question and keep the hits that were found for it."""
    history: list[Turn] = []
    if question.previous:
        history = [(question.previous, bot.answer(question.previous, llm=False))]
    hits: tuple[Hit, ...] = ()
    for event in bot.ask(question.text, history=history):
        if isinstance(event, Searched):
            hits = event.hits
        elif isinstance(event, Answered | Refused):
            return event.answer, hits
        elif isinstance(event, Failed):
            raise RagError(event.message)
    raise RagError("The answer ended without a result.")


def _detail(outcome: Outcome) -> dict[str, Any]:
    question = outcome.question
    return {
        "id": question.id,
        "question": question.text,
        "pair": outcome.pair,
        "kind": question.kind,
        "document_first": outcome.document_first,
        "quote_first": outcome.quote_first,
        "quote_any": outcome.quote_any,
        "refused": outcome.refused,
        "language_right": outcome.language_right,
        "citations_valid": outcome.citations_valid,
        "cited_right": outcome.cited_right,
        "reason": outcome.reason,
        "conflict": outcome.conflict,
        "prose": outcome.prose,
        "text": outcome.text,
        "seconds": round(outcome.seconds, 3),
    }
