"""Markdown: its words without the marks, its headings as places.

What a reader of the rendered page sees is kept: link texts, list markers, code. Of the front matter
stay the fields that a reader may ask for.
"""

from __future__ import annotations

import html
import re
from pathlib import Path

from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.load.front_matter import split_front_matter
from rag.load.lines import join_all
from rag.types import Document

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^\s{0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"^\s{0,3}(#{1,6})(?:\s+(.*?))?(?:\s+#+)?\s*$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*$")
_RULE = re.compile(r"^\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_ITEM = re.compile(r"^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$")
_TABLE_LINE = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?\s*$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]^]+\]:\s+\S+.*$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_INLINE = (
    (re.compile(r"!\[([^\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\([^()]*(?:\([^()]*\)[^()]*)*\)"), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)[^<>\s]+)>"), r"\1"),
    (_TAG, ""),
    (re.compile(r"(\*\*|__|~~)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"\{[:#.][^{}]*\}\s*$"), ""),
)
_LONGEST_BLOCK = 50_000  # characters; more is no prose, and the rules take quadratic time
_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


_PRIVATE = 0xF0000
_WAITING = re.compile("[\U000f0020-\U000f007e]")


class MarkdownLoader:
    """Reads .md files; places are headings."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        decoded = decode_file(str(path), data)
        builder = DocumentBuilder(path, data, "text/markdown")
        builder.notes += decoded.notes
        fields, body = split_front_matter(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
        title = fields.pop("title", "")
        builder.heading(title, 1)
        for name, words in fields.items():
            builder.block(f"{name}: {words}", gap="\n")
        add_markdown(builder, body)
        return builder.finish(title)


def add_markdown(builder: DocumentBuilder, text: str) -> None:
    """Add Markdown to a document, block by block."""
    lines = text.split("\n")
    paragraph: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if _FENCE.match(line):
            _flush(builder, paragraph)
            position = _add_code(builder, lines, position)
            continue
        underline = _UNDERLINE.match(lines[position + 1]) if position + 1 < len(lines) else None
        if (
            underline
            and line.strip()
            and not _ITEM.match(line)
            and not paragraph
            and "|" not in line
        ):
            builder.heading(inline(line), 1 if "=" in underline[1] else 2)
            position += 2
            continue
        _add_line(builder, paragraph, line)
        position += 1
    _flush(builder, paragraph)


def inline(text: str) -> str:
    """One block without emphasis, links, images and tags; the words inside code stay untouched."""
    if len(text) > _LONGEST_BLOCK:
        return text
    parts, last = [], 0
    for match in _CODE.finditer(text):
        parts += [_plain(text[last : match.start()]), match[2].strip()]
        last = match.end()
    return "".join([*parts, _plain(text[last:])])


def _add_line(builder: DocumentBuilder, paragraph: list[str], line: str) -> None:
    """Add a line that is not code, or keep it until its paragraph is complete."""
    heading, item = _HEADING.match(line), _ITEM.match(line)
    if heading:
        _flush(builder, paragraph)
        builder.heading(inline(heading[2] or ""), len(heading[1]))
    elif (
        not line.strip() or _RULE.match(line) or _DEFINITION.match(line) or _TABLE_LINE.match(line)
    ):
        _flush(builder, paragraph)
    elif item:
        _flush(builder, paragraph)
        paragraph.append(f"{item[1]}{item[2]} {item[3]}")
    elif line.lstrip().startswith("|"):
        _flush(builder, paragraph)
        cells = [inline(cell).strip() for cell in line.strip().strip("|").split("|")]
        builder.block(" | ".join(cells), gap="\n")
    else:
        paragraph.append(re.sub(r"^\s*(?:>\s?)+", "", line))


def _flush(builder: DocumentBuilder, paragraph: list[str]) -> None:
    """Add the kept lines as one block."""
    if paragraph:
        indent = re.match(r"\s*", paragraph[0])
        is_item = _ITEM.match(paragraph[0]) is not None
        lead = indent[0] if indent and is_item else ""
        builder.block(
            lead + inline(_COMMENT.sub("", join_all(paragraph).strip())),
            "\n" if is_item else "\n\n",
        )
        paragraph.clear()


def _add_code(builder: DocumentBuilder, lines: list[str], start: int) -> int:
    """Add fenced code verbatim; returns the position after it."""
    opening = _FENCE.match(lines[start])
    fence = opening[1] if opening else "```"
    end = start + 1
    while end < len(lines) and not lines[end].strip().startswith(fence):
        end += 1
    builder.block("\n".join(lines[start + 1 : end]))
    return end + 1


def _plain(text: str) -> str:
    # Escaped marks wait as private characters until the rules have run.
    text = _ESCAPE.sub(lambda match: chr(_PRIVATE + ord(match[1])), text)
    for rule, words in _INLINE:
        text = rule.sub(words, text)
    return html.unescape(_WAITING.sub(lambda match: chr(ord(match[0]) - _PRIVATE), text))
