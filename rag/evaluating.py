"""Runs a file of questions for `rag evaluate`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rag.api import Bot, Collection
from rag.conversations import Turn
from rag.errors import RagError
from rag.evaluate import Outcome, Question, evaluate
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


def write_details(file: Path, outcomes: Sequence[Outcome]) -> None:
    """One JSON object a line for every question."""
    lines = [json.dumps(_detail(outcome), ensure_ascii=False) for outcome in outcomes]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


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
        "prose": outcome.prose,
        "text": outcome.text,
        "seconds": round(outcome.seconds, 3),
    }
