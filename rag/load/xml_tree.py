"""XML parsed without entities, network or unbounded trees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from rag.errors import SourceError

MOST_NODES = 6_000_000
"""Elements and attributes, roughly, of a part that is held as a tree: about 1 GB of memory."""

_PIECE = 2**16  # bytes
_OPTIONS = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}


def parse_xml(path: Path, data: bytes, most: int = MOST_NODES) -> etree._Element:
    """Root element of an XML part.

    Raises `SourceError` when it is not well-formed or would be a tree of more than `most` nodes.
    """
    # Counted before parsing: "<a/>" takes four bytes in a file and a hundred and twenty in memory.
    if data.count(b"<") + data.count(b"=") > most:
        raise _too_large(path)
    parser = etree.XMLParser(**_OPTIONS)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(path) from error


def stream_xml(
    path: Path, data: bytes, names: frozenset[str], most: int = MOST_NODES
) -> Iterator[etree._Element]:
    """Elements of the given local names as they end, each freed when the next is asked for.

    What stands before an element is freed with it, but for the elements around it, so memory does
    not grow with the part. Elements of these names must not stand inside each other. Raises
    `SourceError` when it is not well-formed, or has more than `most` nodes between two of them.
    """
    tags = [f"{{*}}{name}" for name in names]
    parser = etree.XMLPullParser(events=("end",), tag=tags, **_OPTIONS)
    held = 0
    try:
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            held += piece.count(b"<") + piece.count(b"=")
            if held > most:
                raise _too_large(path)
            parser.feed(piece)
            for _, element in parser.read_events():
                yield element
                _free(element)
                held = 0
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(path) from error


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, "" for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its local name, None when there is none, or no element."""
    if element is not None:
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == name:
                return str(value)
    return None


def number_of(element: etree._Element | None, name: str, other: int) -> int:
    """An attribute as a whole number that is not negative; `other` when it is none."""
    value = attribute(element, name) or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else other


def _free(element: etree._Element) -> None:
    """Forget what is in an element and all that was read before it."""
    element.clear()
    for level in (element, *element.iterancestors()):
        parent = level.getparent()
        while parent is not None and level.getprevious() is not None:
            del parent[0]


def _damaged(path: Path) -> SourceError:
    return SourceError(path, "holds damaged XML", "save it again")


def _too_large(path: Path) -> SourceError:
    return SourceError(path, "is too large to be read at once", "split it into smaller files")
