"""reStructuredText (.rst): its words without the marks, its titles as headings.

Read by rules of our own, not by docutils, which knows none of the directives and roles that Sphinx
and its extensions add, takes the words inside them for errors, and can be told to read other files.
Nothing is included, run or fetched here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.load.lines import join_all
from rag.load.rst_inline import Inline, substitutions
from rag.load.rst_tables import table_rows
from rag.types import Document

_RULE = re.compile(r"^([!-/:-@\[-`{-~])\1{2,}\s*$")
_DIRECTIVE = re.compile(r"^\.\.\s+(?:\|[^|]+\|\s+)?([\w:.+-]+)::(?:\s+(.*))?$")
_FOOTNOTE = re.compile(r"^\.\.\s+(\[[^\]]+\])\s+(.*)$")
_MARKUP = re.compile(r"^(?:\.\.|__)(?:\s|$)")
_FIELD = re.compile(r"^:((?:[^:\\\s`]|\\.|:(?!\s|$))(?:[^:\\]|\\.|:(?!\s|$))*):(?:\s+(.*))?$")
_ITEM = re.compile(
    r"^([-*+•‣]|(?:#|\d{1,4}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\((?:\d{1,4}|[a-zA-Z])\))\s+(\S.*)$"
)
_TABLE = re.compile(r"^(?:\+[-=+]+\+|=+(?:\s+=+)+)\s*$")
_LITERAL = re.compile(r"::\s*$")
_DROPPED_NAMES = (
    "toctree include raw contents index meta image role default-role highlight currentmodule "
    "replace unicode date literalinclude autosummary automodule autoclass autofunction sectnum "
    "target-notes default-domain tabularcolumns only-toc plot ifconfig grid-item-card-img highlightlang"
)
_DROPPED = frozenset(_DROPPED_NAMES.split())
_VERBATIM_NAMES = (
    "code code-block sourcecode parsed-literal literal-block math prompt console ipython doctest "
    "testcode testoutput productionlist graphviz mermaid"
)
_VERBATIM = frozenset(_VERBATIM_NAMES.split())
_WITHOUT_ARGUMENT = frozenset(
    ("figure", "list-table", "container", "class", "rst-class", "cssclass")
)
_BEGINS_NAMES = (
    "note warning tip hint important caution danger error attention seealso todo versionadded "
    "versionchanged versionremoved deprecated epigraph highlights pull-quote"
)
_BEGINS_WITH_ARGUMENT = frozenset(_BEGINS_NAMES.split())
_DEEPEST = 20


class RstLoader:
    """Reads .rst files; places are headings."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        decoded = decode_file(str(path), data)
        builder = DocumentBuilder(path, data, "text/x-rst")
        builder.notes += decoded.notes
        text = re.sub(r"\r\n?", "\n", decoded.text).expandtabs(8)
        reader = _Reader(builder, Inline(substitutions(text)))
        reader.read([line.rstrip() for line in text.split("\n")], 0)
        return builder.finish()


class _Reader:
    """Adds blocks of lines to a document, those that are indented under others as well."""

    def __init__(self, builder: DocumentBuilder, inline: Callable[[str], str]) -> None:
        self._builder, self._inline = builder, inline
        self._styles: list[str] = []

    def read(self, lines: list[str], depth: int) -> None:
        """Add all lines of one indentation."""
        position = 0
        while position < len(lines):
            line = lines[position]
            if not line.strip():
                position += 1
            elif line[0] == " ":
                inner, position = _indented(lines, position)
                self._nested(inner, depth)
            elif (title := self._title(lines, position)) is not None:
                position = title
            elif _TABLE.match(line) and (rows := table_rows(lines, position)) is not None:
                cells, position = rows
                self._rows(cells)
            elif _MARKUP.match(line):
                position = self._markup(lines, position, depth)
            else:
                position = self._paragraph(lines, position, depth)

    def _nested(self, lines: list[str], depth: int) -> None:
        if depth < _DEEPEST:
            self.read(lines, depth + 1)
        else:
            self._builder.block("\n".join(lines))

    def _title(self, lines: list[str], position: int) -> int | None:
        """Add a section's title, a line with a rule below or around; the position after it."""
        line, following = lines[position], (lines[position + 1 : position + 3] + ["", ""])
        rule = _RULE.match(line)
        if (
            rule
            and following[0].strip()
            and _RULE.match(following[1])
            and following[1][0] == line[0]
        ):
            words, style, after = following[0].strip(), line[0] * 2, position + 3
        elif not rule and (under := _RULE.match(following[0])) and _long_enough(line, following[0]):
            words, style, after = line.strip(), under[1], position + 2
        elif rule:  # a line of dashes between paragraphs
            return position + 1
        else:
            return None
        if style not in self._styles:
            self._styles.append(style)
        self._builder.heading(self._inline(words), self._styles.index(style) + 1)
        return after

    def _rows(self, rows: list[list[str]]) -> None:
        self._builder.separate()
        for row in rows:
            cells = [self._inline(cell) for cell in row]
            self._builder.block(" | ".join(cell for cell in cells if cell), gap="\n")
        self._builder.separate()

    def _markup(self, lines: list[str], position: int, depth: int) -> int:
        """Add what a directive or footnote holds; comments and targets are left out."""
        line = lines[position]
        inner, after = _indented(lines, position + 1)
        if directive := _DIRECTIVE.match(line):
            self._directive(directive[1], directive[2] or "", inner, depth)
        elif footnote := _FOOTNOTE.match(line):
            first = f"{footnote[1]} {footnote[2]}"
            self._nested([first, *inner] if inner else [first], depth)
        return after

    def _directive(self, name: str, argument: str, inner: list[str], depth: int) -> None:
        name = name.rpartition(":")[2].lower()
        if name in _DROPPED:
            return
        options = 0
        while options < len(inner) and _FIELD.match(inner[options]):
            options += 1
        content = inner[options:]
        if name in _VERBATIM:
            self._builder.block(argument if name == "math" else "")
            self._builder.block("\n".join(content))
            return
        if name.startswith(("version", "deprecated")):
            argument = f"{name} {argument}"
        if argument and name in _BEGINS_WITH_ARGUMENT:
            content = [argument, *content]
        elif argument and name not in _WITHOUT_ARGUMENT:
            self._builder.block(self._inline(argument))
        self._nested(content, depth)

    def _paragraph(self, lines: list[str], position: int, depth: int) -> int:
        """Add a paragraph, an entry of a list or a field, and the literal block after it."""
        line = lines[position]
        field = _FIELD.match(line)
        if field and not field[2] and not _is_indented(lines, position + 1):
            return position + 1  # a switch for the program that publishes the file, as ":orphan:"
        item = _ITEM.match(line)
        if field or item:
            return self._entry(lines, position, depth)
        if line.startswith((">>> ", "| ")):
            return self._kept(lines, position)
        words, after = [], position
        while after < len(lines) and lines[after].strip() and lines[after][0] != " ":
            words.append(lines[after])
            after += 1
        return self._words(words, lines, after)

    def _entry(self, lines: list[str], position: int, depth: int) -> int:
        """Add an entry of a list or a field with all that is indented under it."""
        line, after = lines[position], position + 1
        words = [f"{field[1]}: {field[2] or ''}" if (field := _FIELD.match(line)) else line]
        while after < len(lines) and lines[after].startswith(" "):
            words.append(lines[after].strip())
            after += 1
        after = self._words(words, lines, after, gap="\n")
        if _is_indented(lines, after):
            inner, after = _indented(lines, after)
            self._nested(inner, depth)
        return after

    def _words(self, words: list[str], lines: list[str], after: int, gap: str = "\n\n") -> int:
        """Add the lines as one block; after a last "::" what is indented is kept as it is."""
        literal = bool(words) and _LITERAL.search(words[-1]) is not None
        text = join_all(words)
        if literal:
            text = re.sub(r"\s*::\s*$", lambda match: ":" if match.start() else "", text)
        self._builder.block(self._inline(text), gap)
        if literal and _is_indented(lines, after):
            inner, after = _indented(lines, after)
            self._builder.block("\n".join(inner))
        return after

    def _kept(self, lines: list[str], position: int) -> int:
        """Add lines whose ends count: a trial of code, or verse."""
        after = position
        while after < len(lines) and lines[after].strip():
            after += 1
        shown = lines[position:after]
        if shown[0].startswith("| "):
            shown = [self._inline(line.lstrip("| ")) for line in shown]
        self._builder.block("\n".join(shown))
        return after


def _long_enough(title: str, rule: str) -> bool:
    """Whether a rule underlines a title: as long as it, or nearly (wide letters count double)."""
    return len(rule.strip()) >= min(len(title.strip()), 4)


def _is_indented(lines: list[str], position: int) -> bool:
    """Whether the next line with words is indented."""
    while position < len(lines) and not lines[position].strip():
        position += 1
    return position < len(lines) and lines[position].startswith(" ")


def _indented(lines: list[str], position: int) -> tuple[list[str], int]:
    """The lines from here that are indented, without what they share of it; the position after."""
    end = position
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith(" ")):
        end += 1
    block = lines[position:end]
    shared = min((len(line) - len(line.lstrip()) for line in block if line.strip()), default=0)
    dedented = [line[shared:] for line in block]
    while dedented and not dedented[0].strip():
        dedented.pop(0)
    while dedented and not dedented[-1].strip():
        dedented.pop()
    return dedented, end
