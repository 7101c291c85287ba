"""Jupyter notebooks (.ipynb): the words of Markdown cells, code, and what it printed.

Form: nbformat 4 (cells at the top) and 3 (cells inside worksheets).
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.load.markdown import add_markdown, inline
from rag.types import Document

_LONGEST_OUTPUT = 4_000  # characters of the outputs of one cell; more is data, not text
_HEADING = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)


class NotebookLoader:
    """Reads .ipynb files; places are cells ("cell 3") and the headings of Markdown cells."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        decoded = decode_file(str(path), data)
        builder = DocumentBuilder(path, data, "application/x-ipynb+json")
        builder.notes += decoded.notes
        cells = _cells(path, decoded.text)
        prose, title = [], ""
        for number, cell in enumerate(cells, 1):
            builder.mark("row", f"cell {number}")
            before = len(builder.text)
            _add_cell(builder, cell)
            if cell.get("cell_type") == "markdown":
                prose.append(builder.text[before:])
                title = title or _title(cell)
            builder.separate()
        return builder.finish(title, "is a notebook without text", written="\n".join(prose))


def _cells(path: Path, text: str) -> list[dict[str, Any]]:
    """The cells in order. Raises `SourceError` when the file is no notebook."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(path, "is not a valid notebook", "save it again") from error
    if isinstance(value, dict) and "cells" not in value:
        sheets = value.get("worksheets")
        first = sheets[0] if isinstance(sheets, list) and sheets else None
        value = first if isinstance(first, dict) else value
    cells = value.get("cells") if isinstance(value, dict) else None
    if not isinstance(cells, list):
        raise SourceError(path, "is not a notebook: it has no cells", "save it again")
    return [cell for cell in cells if isinstance(cell, dict)]


def _title(cell: dict[str, Any]) -> str:
    """The words of a first-level heading in a Markdown cell."""
    found = _HEADING.search(_joined(cell.get("source")))
    return inline(found[1]) if found else ""


def _add_cell(builder: DocumentBuilder, cell: dict[str, Any]) -> None:
    kind, source = cell.get("cell_type"), _joined(cell.get("source", cell.get("input")))
    if kind in ("markdown", "raw"):
        add_markdown(builder, source)
    elif kind == "heading":
        level = cell.get("level")
        builder.heading(source, level if isinstance(level, int) else 1)
    else:
        builder.block(source)
        outputs = cell.get("outputs")
        _add_outputs(builder, outputs if isinstance(outputs, list) else [])


def _add_outputs(builder: DocumentBuilder, outputs: list[Any]) -> None:
    """What the code printed, in plain text; pictures and pages are left out."""
    left = _LONGEST_OUTPUT
    for output in outputs:
        words = _printed(output) if isinstance(output, dict) else ""
        if words and left > 0:
            builder.block(words[:left])
            if len(words) > left:
                builder.notes.append("long outputs of code were cut short")
            left -= len(words)


def _printed(output: dict[str, Any]) -> str:
    if output.get("output_type") in ("error", "pyerr"):
        return f"{output.get('ename', '')}: {output.get('evalue', '')}"
    data = output.get("data")
    inside = data.get("text/plain") if isinstance(data, dict) else None
    return _joined(output.get("text", inside))


def _joined(source: Any) -> str:
    """A text that is kept whole or as a list of lines."""
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
