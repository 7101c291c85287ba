"""An answer with its sources as text: to paste somewhere else, or to write into a file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from rag.types import UNKNOWN_LANGUAGE, Answer, Evidence

COPY_FORMATS = ("plain", "markdown", "references")
"""Kinds of copy; texts of the page have the keys `copy_…`."""
# Every character that Markdown may read as markup, also at the beginning of a line.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&:-])")
_NUMBERED = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)


def copied(answer: Answer, form: str) -> str:
    """The answer in one of `COPY_FORMATS`."""
    if form == "markdown":
        return "\n\n".join([markdown_text(answer.text), markdown_quotes(answer.evidence)])
    if form == "references":
        return references(answer.evidence)
    return with_sources(answer)


def with_sources(answer: Answer) -> str:
    """The answer as plain text with a numbered list of its quotes and where they stand."""
    return "\n\n".join([answer.text, *(_quoted(item) for item in answer.evidence)])


def references(evidence: Sequence[Evidence]) -> str:
    """A numbered list of sources: title, place, language, file and offsets."""
    return "\n".join(f"[{item.n}] {where(item)}" for item in evidence)


def where(item: Evidence) -> str:
    """Where a quote stands, on one line."""
    language = "" if item.passage.language == UNKNOWN_LANGUAGE else item.passage.language
    offsets = f"{item.start}–{item.end}"
    parts = (
        item.source.title,
        item.passage.place,
        language,
        Path(item.source.path).name,
        offsets,
    )
    return ", ".join(" ".join(part.split()) for part in parts if part)


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it is: no link, picture, heading or list comes of it."""
    escaped = _MARKUP.sub(r"\\\1", text)
    return _NUMBERED.sub(r"\1\\\2", escaped)


def markdown_quotes(evidence: Sequence[Evidence], hashes: Mapping[str, str] | None = None) -> str:
    """Each quote as a block with its number and place, and the SHA-256 of its file where it is known."""
    return "\n\n".join(_in_block(item, (hashes or {}).get(item.source.id, "")) for item in evidence)


def _in_block(item: Evidence, sha256: str) -> str:
    quote = markdown_text(item.quote.strip()).replace("\n", "\n> ")
    digest = f"\n> SHA-256 {sha256}" if sha256 else ""
    return f"> {quote}\n>\n> {markdown_text(f'[{item.n}] {where(item)}')}{digest}"


def _quoted(item: Evidence) -> str:
    return f"[{item.n}] “{' '.join(item.quote.split())}”\n    {where(item)}"
