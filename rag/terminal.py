"""What results look like in a terminal."""

from __future__ import annotations

import json
import sys
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import TextIO

from rag.types import AddResult, Answer, Evidence, Hit, LibraryEntry, LibraryStats, ShortAnswer

_INDENT = "    "
_NOTE = " " * 11


def safe(text: str) -> str:
    """Text without control and direction-override characters, which a terminal would obey."""
    return "".join(
        char
        for char in text
        if char in "\n\t"
        or unicodedata.category(char) not in ("Cc", "Cs")
        and char not in "\u202a\u202b\u202d\u202e"
    )


def print_result(value: object) -> None:
    """One result on standard output: an object as JSON, anything else as it is."""
    print(json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value, flush=True)


def wrapped(text: str) -> str:
    """Text in lines of at most 96 characters, indented."""
    lines = []
    for line in safe(text).splitlines():
        lines.extend(
            textwrap.wrap(line, 96, initial_indent=_INDENT, subsequent_indent=_INDENT) or [""]
        )
    return "\n".join(lines)


def add_line(result: AddResult) -> str:
    """One file of `rag add`."""
    if result.status == "failed":
        return f"failed     {safe(result.error or result.path)}"
    size = f"{result.passages} passage{'' if result.passages == 1 else 's'}"
    notes = [f"{_NOTE}{safe(note)}" for note in result.notes]
    return "\n".join(
        [f"{result.status:<10} {safe(result.path)}  {result.language}  {size}", *notes]
    )


def removed_line(entry: LibraryEntry) -> str:
    """One document that `rag add --sync` removed."""
    return f"{'removed':<10} {safe(entry.source.path)}"


def evidence_block(item: Evidence) -> str:
    """One quote with where it stands."""
    parts = [
        safe(item.source.title),
        item.passage.language,
        safe(item.passage.place),
        f"characters {item.start}–{item.end}",
    ]
    return f"[{item.n}] {' · '.join(part for part in parts if part)}\n{wrapped(item.quote)}"


def answer_block(answer: Answer) -> str:
    """An answer with its quotes; of a refusal, the nearest passages."""
    headline = [headline_line(answer.short)] if answer.short else []
    blocks = [*headline, safe(answer.text), *(evidence_block(item) for item in answer.evidence)]
    return "\n\n".join(blocks)


def headline_line(short: ShortAnswer) -> str:
    """The short answer with its mark, and the words of the source where they are others."""
    beside = f"  ({short.original})" if short.original != short.text else ""
    return safe(f"{short.text} [{short.n}]{beside}")


def hit_block(hit: Hit, explain: bool) -> str:
    """One hit of `rag search`, with all its ranks when asked for."""
    passage = hit.passage
    head = " · ".join(
        part for part in (safe(hit.source.title), passage.language, safe(passage.place)) if part
    )
    lines = [f"{hit.rank}. {head}  (characters {passage.start}–{passage.end})"]
    if explain:
        lines.append(_INDENT + ranks_line(hit))
    lines.append(wrapped(passage.text.strip()))
    return "\n".join(lines)


def ranks_line(hit: Hit) -> str:
    """Every rank of a hit and what balance changed."""
    legs = ", ".join(
        _leg(name, rank, score)
        for name, rank, score in (
            ("dense", hit.dense_rank, hit.dense_score),
            ("lexical", hit.lexical_rank, hit.lexical_score),
            ("translated", hit.translated_rank, hit.translated_score),
        )
    )
    moved = (hit.fused_rank or hit.rank) - hit.rank
    change = f"balance {moved:+d}" if moved else "balance 0"
    merged = f", stands for {len(hit.merged)} near-duplicates" if hit.merged else ""
    return f"{legs}, fused {hit.fused_rank}, {change}{merged}"


def _leg(name: str, rank: int | None, score: float | None) -> str:
    """The rank that one leg gave, with its score."""
    return f"{name} –" if score is None else f"{name} {rank} ({score:.2f})"


def entry_line(entry: LibraryEntry) -> str:
    """One document of `rag list`."""
    source = entry.source
    return f"{source.id}  {source.language:<4} {entry.passages:>6}  {entry.added[:10]}  {safe(source.title)}  {safe(source.path)}"


def stats_line(stats: LibraryStats) -> str:
    """Counts over the library in one line."""
    languages = ", ".join(
        f"{name} {count}"
        for name, count in sorted(stats.languages.items(), key=lambda item: -item[1])
    )
    return f"{stats.documents} documents, {stats.passages} passages ({languages}), {stats.bytes_on_disk / 1e6:.1f} MB"


class ProgressLine:
    """A line on standard error that is rewritten; silent where nobody watches."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()

    def show(self, text: str) -> None:
        """Replace the line."""
        if self._live:
            self._stream.write(f"\r\x1b[K{safe(text)[:110]}")
            self._stream.flush()

    def clear(self) -> None:
        """Remove the line."""
        self.show("")


def joined(blocks: Sequence[str]) -> str:
    """Blocks with an empty line between them."""
    return "\n\n".join(blocks)
