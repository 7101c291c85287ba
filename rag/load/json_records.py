"""JSON and JSON lines: every value with the path of keys that leads to it, record by record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.types import Document

_DEEPEST = 60
_MARKUP = re.compile(
    r"</?(?:p|br|a|b|i|em|strong|div|span|ul|ol|li|h[1-6]|table|img)\b[^<>]*>", re.IGNORECASE
)
_TITLE_KEYS = ("title", "name", "headline", "titel", "titre", "título", "titolo")


class JsonLoader:
    """Reads .json and .jsonl files; places are the records of the file's list ("record 3")."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        decoded = decode_file(str(path), data)
        builder = DocumentBuilder(path, data, "application/json")
        builder.notes += decoded.notes
        try:
            value = _parsed(decoded.text)
        except (ValueError, RecursionError) as error:
            raise SourceError(path, f"is not valid JSON ({_where(error)})", "correct it") from error
        _add(builder, value)
        return builder.finish(_title(value))


def leaves(value: Any, key: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Key path ("author.name") and text of every value, in order; empty values are left out.

    Raises `ValueError` when values are nested more than 60 deep.
    """
    if depth > _DEEPEST:
        raise ValueError(f"nested more than {_DEEPEST} deep")
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, f"{key}.{name}" if key else str(name), depth + 1)
    elif isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        for inner in value:
            yield from leaves(inner, key, depth + 1)
    else:
        items = value if isinstance(value, list) else [value]
        words = "; ".join(word for word in map(_scalar, items) if word)
        if words:
            yield key, words


def _scalar(value: Any) -> str:
    """Text of a value that holds no others, as JSON writes it; "" for null."""
    if isinstance(value, str):
        return plain(value).strip()
    return "" if value is None else json.dumps(value)


def plain(text: str) -> str:
    """A string without HTML, when it holds any."""
    if not _MARKUP.search(text):
        return text
    try:
        page = lxml_html.fragment_fromstring(
            text, create_parent="div", parser=lxml_html.HTMLParser(no_network=True)
        )
    except (etree.ParserError, ValueError):
        return text
    for element in page.iter("p", "br", "li", "div", "tr", "h1", "h2", "h3", "h4", "h5", "h6"):
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in str(page.text_content()).split("\n"))
    return "\n".join(line for line in lines if line)


def _parsed(text: str) -> Any:
    """The value of a JSON text, or the list of values of a text with one on each line."""
    try:
        return json.loads(text)
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        try:
            return [json.loads(line) for line in lines]
        except ValueError:
            raise error from None


def _add(builder: DocumentBuilder, value: Any) -> None:
    """Add every record: the entries of a list, or of the one long list inside an object."""
    records, inside = _records(value)
    if records is None:
        _add_leaves(builder, value)
        return
    if isinstance(value, dict):
        _add_leaves(builder, {key: inner for key, inner in value.items() if key != inside})
    for number, record in enumerate(records, 1):
        builder.mark("row", f"record {number}")
        _add_leaves(builder, record)


def _add_leaves(builder: DocumentBuilder, value: Any) -> None:
    """One line per value; a long text stands as a paragraph under its key."""
    for key, text in leaves(value):
        builder.block(f"{key}: {text}" if key else text, "\n\n" if len(text) > 200 else "\n")
    builder.separate()


def _records(value: Any) -> tuple[list[Any] | None, str]:
    """The list of records, and the key it lies under when the file is one object."""
    if isinstance(value, list):
        return value, ""
    if isinstance(value, dict):
        lists = [key for key, inner in value.items() if isinstance(inner, list) and len(inner) > 1]
        objects = [key for key in lists if all(isinstance(item, dict) for item in value[key])]
        if len(objects) == 1:
            return value[objects[0]], objects[0]
    return None, ""


def _title(value: Any) -> str:
    """What the outermost object calls itself."""
    if not isinstance(value, dict):
        return ""
    return next((str(value[key]) for key in _TITLE_KEYS if isinstance(value.get(key), str)), "")


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}: {error.msg}"
    return "nested too deep" if isinstance(error, RecursionError) else str(error)
