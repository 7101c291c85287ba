"""XML of any kind (.xml): its words, without knowing what its elements are called.

An element is a block of text when words stand in it directly; elements inside it are then part of
its sentences. Elements that only hold others are containers. Siblings of one name whose parts are
all short are records, as of a table: "name: value; name: value".
"""

from __future__ import annotations

import html.entities
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.load.json_records import plain
from rag.types import Document

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&([A-Za-z][\w.-]{0,30});")
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL)
_OWN = frozenset(("amp", "lt", "gt", "quot", "apos"))
_TITLES = re.compile(r"\w{0,20}title|heading|head|titletext|caption", re.IGNORECASE)
_LONGEST_TITLE = 300
_SHORT = 120  # characters of a value in a record
_SENTENCE = re.compile(r".{60}.*[.!?;:。！？؟।]$", re.DOTALL)
_LABEL = 8  # characters of a number or letter that stands before its text
_MOST_FIELDS = 60
_LEAST_RECORDS = 2
_DEEPEST = 200


class XmlLoader:
    """Reads .xml files; places are headings and records ("country 2")."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        declared = _DECLARED.match(data[:400].lstrip(b"\xef\xbb\xbf"))
        name = declared[1].decode("ascii") if declared else None
        decoded = decode_file(str(path), data, name)
        builder = DocumentBuilder(path, data, "application/xml")
        builder.notes += decoded.notes
        root = _parsed(path, decoded.text, builder.notes)
        reader = _Reader(builder)
        reader.read(root, 0, 1)
        reader.flush()
        return builder.finish(reader.title)


def _parsed(path: Path, text: str, notes: list[str]) -> etree._Element:
    """The root element. No entity of the file's own is expanded: they can grow without bound.

    Raises `SourceError` when nothing of it can be parsed.
    """
    source = _without_doctype(_DECLARATION.sub("", text).replace("\0", "").strip())
    unknown: set[str] = set()

    def character(match: re.Match[str]) -> str:
        if match[1] in _OWN:
            return match[0]
        code = html.entities.name2codepoint.get(match[1])
        if code is None:
            unknown.add(match[1])
            return ""
        return chr(code)

    source = _REFERENCE.sub(character, source)
    if unknown:
        names = ", ".join(sorted(unknown)[:5])
        notes.append(f"entities of the file's own were left out: {names}")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=True,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(path, "is not XML that can be read", "save it again") from error
    if root is None:
        raise SourceError(path, "is not XML that can be read", "save it again")
    errors = [entry for entry in parser.error_log if entry.level_name in ("ERROR", "FATAL")]
    errors = [entry for entry in errors if "NS_ERR" not in entry.type_name]
    if errors:
        notes.append(f"its XML is damaged from line {errors[0].line} on: parts may be missing")
    return root


def _without_doctype(source: str) -> str:
    """The source without its declaration of a document type; only the first is looked at."""
    start = source.find("<!DOCTYPE", 0, 10_000)
    found = _DOCTYPE.match(source, start) if start >= 0 else None
    return source[:start] + source[found.end() :] if found else source


class _Reader:
    """Adds an element and what is in it to a document."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self.title = ""
        self._labels: list[str] = []

    def read(self, element: etree._Element, depth: int, level: int) -> None:
        """Add an element; `level` is that of a heading directly inside."""
        children = [child for child in element if isinstance(child.tag, str)]
        if not children or depth > _DEEPEST or _holds_words(element):
            self._block(element, level)
            return
        records = _record_names(children)
        counts: Counter[str] = Counter()
        for child in children:
            name = _name(child)
            if name in records:
                counts[name] += 1
                self._record(child, f"{name} {counts[name]}")
            else:
                self.read(child, depth + 1, level + _opens_section(child))
        self.flush()
        self._builder.separate()

    def _block(self, element: etree._Element, level: int) -> None:
        words = _words(element)
        if not words:
            return
        if _TITLES.fullmatch(_name(element)) and len(words) <= _LONGEST_TITLE:
            self.flush()
            self.title = self.title or words
            self._builder.heading(words, level)
        elif len(words) <= _LABEL:
            self._labels.append(words)
        else:
            self._builder.block(" ".join([*self._labels, words]))
            self._labels = []

    def flush(self) -> None:
        """Add labels that no text followed."""
        self._builder.block(" ".join(self._labels))
        self._labels = []

    def _record(self, element: etree._Element, place: str) -> None:
        self.flush()
        self._builder.mark("row", place)
        fields = [f"{name}: {words}" for name, words in _fields(element) if words]
        self._builder.block("; ".join(fields), gap="\n")


def _record_names(children: list[etree._Element]) -> frozenset[str]:
    """Names that several siblings share, each of them made of named values alone."""
    counts = Counter(_name(child) for child in children)
    shared = {name for name, times in counts.items() if times >= _LEAST_RECORDS}
    for child in children:
        if _name(child) in shared and not _is_record(child):
            shared.discard(_name(child))
    return frozenset(shared)


def _is_record(element: etree._Element) -> bool:
    fields = _fields(element)
    return (
        2 <= len(fields) <= _MOST_FIELDS
        and len({name for name, _ in fields}) >= 2
        and not _holds_words(element)
        and all(len(part) == 0 for part in _parts(element))
        and not any(len(words) > _SHORT or _SENTENCE.match(words) for _, words in fields)
    )


def _fields(element: etree._Element) -> list[tuple[str, str]]:
    """Names and values of a record: its parts or, when it has none, its attributes."""
    parts = [(_name(part), _words(part)) for part in _parts(element)]
    if parts or _holds_words(element):
        return parts
    return [
        (str(name), str(value))
        for name, value in element.items()
        if ":" not in name and "}" not in name
    ]


def _parts(element: etree._Element) -> Iterator[etree._Element]:
    return (child for child in element if isinstance(child.tag, str))


def _holds_words(element: etree._Element) -> bool:
    """Whether words stand directly in an element, between those inside it."""
    return any(text and text.strip() for text in (element.text, *(child.tail for child in element)))


def _opens_section(element: etree._Element) -> int:
    """1 when an element holds a heading of its own, which is then one level lower."""
    return int(any(_TITLES.fullmatch(_name(child)) is not None for child in _parts(element)))


def _words(element: etree._Element) -> str:
    """All words of an element on one line; markup written inside as text is taken away."""
    text = "".join(element.itertext())
    return " ".join(plain(text).split()) if "<" in text else " ".join(text.split())


def _name(element: etree._Element) -> str:
    """An element's name without its namespace."""
    return str(etree.QName(element).localname)
