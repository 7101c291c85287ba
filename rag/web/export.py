"""A conversation as a file: Markdown, JSON, or a page that holds all its evidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

from rag.json_form import answer as answer_form
from rag.json_form import evidence as evidence_form
from rag.web.citing import markdown_quotes, markdown_text
from rag.web.conversation import reason
from rag.web.evidence_pack import evidence_pack
from rag.web.kept import Kept
from rag.web.strings import Words
from rag.web.turn import Rating, Turn


def exported(kept: Kept, form: str, words: Words) -> tuple[str, str]:
    """(text, media type) of a conversation in one of `FORMATS`."""
    write, media_type = FORMATS[form]
    return write(kept, words), media_type


def as_json(kept: Kept, words: Words) -> str:
    """Everything that is kept, with the names that `rag ask --json` uses."""
    whole = {
        "program": f"PolyCite {version('polycite')}",
        "id": kept.id,
        "name": kept.name,
        "created": kept.created,
        "changed": kept.changed,
        "turns": [_turn(turn) for turn in kept.rated()],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _turn(turn: Turn) -> dict[str, Any]:
    return {
        "number": turn.number,
        "asked": turn.asked,
        "question": turn.question,
        "searched": turn.searched,
        "outcome": turn.stage,
        "message": turn.message,
        "answer": answer_form(turn.answer) if turn.answer else None,
        "checked": [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "supported": sentence.supported,
                "reason": sentence.reason,
                "detail": sentence.detail,
            }
            for sentence in turn.checked
        ],
        "evidence": [
            {**evidence_form(item), "sha256": turn.hashes.get(item.source.id)}
            for item in turn.evidence
        ],
        "models": turn.models,
        "rating": _rating(turn.rating),
    }


def _rating(rating: Rating | None) -> dict[str, str] | None:
    return {"verdict": rating.verdict, "reason": rating.reason} if rating else None


def as_markdown(kept: Kept, words: Words) -> str:
    """Questions, answers, and under each its quotes with offsets and hashes. Nothing in it is markup of a document."""
    parts = [f"# {markdown_text(kept.name)}", words("kept_from", time=kept.created[:10])]
    for turn in kept.rated():
        parts += _markdown_turn(turn, words)
    return "\n\n".join(parts) + "\n"


def _markdown_turn(turn: Turn, words: Words) -> Iterator[str]:
    yield f"## {turn.number}. {markdown_text(turn.question)}"
    if turn.condensed:
        yield markdown_text(words("searched_as", question=turn.condensed))
    if turn.answer is not None:
        yield markdown_text(turn.answer.text)
    for sentence in turn.checked:
        if not sentence.supported and sentence.text:
            why = f"{words('unsupported')}: {reason(sentence, words)}"
            yield f"~~{markdown_text(sentence.text)}~~ ({markdown_text(why)})"
    if turn.stage in ("failed", "stopped"):
        yield markdown_text(turn.message or words("stopped" if turn.was_stopped else "failed"))
    if turn.stage == "refused" and turn.evidence:
        yield markdown_text(words("nearest"))
    if turn.evidence:
        yield markdown_quotes(turn.evidence, turn.hashes)


FORMATS: dict[str, tuple[Callable[[Kept, Words], str], str]] = {
    "md": (as_markdown, "text/markdown"),
    "json": (as_json, "application/json"),
    "html": (evidence_pack, "text/html"),
}
"""What a conversation can be written as, by the ending of the file."""
