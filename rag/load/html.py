"""Web pages: the main text by trafilatura, or all visible text where that would lose too much."""

from __future__ import annotations

import re
from pathlib import Path

import trafilatura
from lxml import etree
from lxml import html as lxml_html

from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.load.hidden import note
from rag.load.hidden_html import remove_hidden
from rag.types import Document

_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LEAST_KEPT = 0.3
"""Share of the visible text outside links that the main text must hold (trafilatura loses lists
and tables of some pages: its issues 430, 431, 531)."""

_SMALL_PAGE, _LEAST_OF_NOTE = 1_500, 0.5
"""Characters of a page that is small, and the share of them that its main text must then hold: on a
page of links, links are what there is, and a short note among them is easily taken for the text."""

_LEAST_LEAD, _LEAD_BLOCKS = 40, 25  # characters of a lead; blocks below the heading to look at
_LONGEST_CELL = 300  # characters

_BLOCKS_NAMES = (
    "address article aside blockquote body br caption center dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section "
    "summary table tbody td tfoot th thead title tr ul"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_UNSEEN_NAMES = "script style noscript template head svg math iframe object select button textarea"
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_FURNITURE = frozenset(("nav", "footer", "aside"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])$")


class HtmlLoader:
    """Reads .html files; places are headings."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        decoded = decode_file(str(path), data, declared_encoding(data))
        builder = DocumentBuilder(path, data, "text/html")
        builder.notes += decoded.notes
        title = add_html(builder, decoded.text)
        return builder.finish(title)


def declared_encoding(data: bytes) -> str | None:
    """What the page says of its own encoding in its first bytes."""
    head = data[:4096]
    match = _DECLARED.search(head) or _XML_DECLARED.search(head)
    return match[1].decode("ascii", "replace") if match else None


def add_html(builder: DocumentBuilder, text: str) -> str:
    """Add the page's text to a document; returns its title, "" when it has none."""
    source = _XML_DECLARATION.sub("", text).replace("\0", "").strip()
    if not source:
        return ""
    try:
        page = lxml_html.document_fromstring(source, parser=lxml_html.HTMLParser(no_network=True))
    except (etree.ParserError, ValueError):
        return ""
    hidden = remove_hidden(page)
    builder.notes += note(hidden)
    if _drop_reading_aids(page) or hidden:
        source = str(lxml_html.tostring(page, encoding="unicode"))
    visible = _Visible()
    visible.walk(page, 0)
    main = _main_text(source)
    seen = visible.finished()
    brief = _length(seen) < _SMALL_PAGE and _length(main) < _LEAST_OF_NOTE * _length(seen)
    enough = main and not brief and _length(main) >= _LEAST_KEPT * visible.unlinked
    blocks = _with_heading(_lead(seen, main) + main if enough else seen, page)
    for level, words, gap in blocks:
        if level:
            builder.heading(words, level)
        else:
            builder.block(words, gap)
    return _title(page)


def _drop_reading_aids(page: etree._Element) -> bool:
    """Take away how words are read (ruby), which is written over them; whether there was any."""
    aids = [item for item in page.iter("rt", "rp", "rtc") if item.getparent() is not None]
    for item in aids:
        item.drop_tree()
    for item in list(page.iter("ruby", "rb")):
        item.drop_tag()
    return bool(aids)


def _with_heading(blocks: list[Block], page: etree._Element) -> list[Block]:
    """The blocks with the page's one first-level heading, which trafilatura takes for the title.

    A page without headings has its name in the window's title alone.
    """
    found = [" ".join(item.text_content().split()) for item in page.iter("h1")]
    if not found and not any(level for level, _, _ in blocks):
        found = [" ".join((page.findtext(".//title") or "").split())]
    if len(found) != 1 or not found[0] or any(found[0] in words for _, words, _ in blocks[:5]):
        return blocks
    return [(1, found[0], "\n\n"), *blocks] if blocks else blocks


def _lead(seen: list[Block], main: list[Block]) -> list[Block]:
    """Sentences between the page's heading and its main text: the lead, which is often left out."""
    top = next((n for n, block in enumerate(seen) if block[0] == 1), None)
    first = next(
        (words for level, words, _ in main if not level and len(words) > _LEAST_LEAD), None
    )
    if top is None or first is None:
        return []
    start = next((n for n, block in enumerate(seen) if first[:40] in block[1]), 0)
    known = "\n".join(words for _, words, _ in main)
    return [
        block
        for block in seen[top + 1 : min(start, top + _LEAD_BLOCKS)]
        if len(block[1]) > _LEAST_LEAD
        and block[1][-1] in ".!?…。！？؟।"
        and block[1][:40] not in known
    ]


Block = tuple[int, str, str]
"""Heading level (0: none), words, and the gap after the block."""


def _length(blocks: list[Block]) -> int:
    return sum(len(words) for _, words, _ in blocks)


def _title(page: etree._Element) -> str:
    """What the page calls itself: to those who link to it, in its one main heading, or in tabs."""
    shared = [
        item.get("content") or ""
        for item in page.iter("meta")
        if item.get("property") == "og:title"
    ]
    headings = [item.text_content() for item in page.iter("h1")]
    candidates = [
        *shared,
        *(headings if len(headings) == 1 else []),
        page.findtext(".//title") or "",
    ]
    return next((words for item in candidates if (words := " ".join(item.split()))), "")


def _main_text(source: str) -> list[Block]:
    """The main text by trafilatura with a preference for recall; empty when it finds none."""
    try:
        # Without metadata: its search for a date can take a minute on a page in Ukrainian.
        found = trafilatura.bare_extraction(
            source, favor_recall=True, include_comments=False, with_metadata=False
        )
    except (ValueError, AssertionError, AttributeError, TypeError, RecursionError):
        return []  # its parser gave up; the visible text is read instead
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    blocks: list[Block] = []
    _collect(found.body, blocks)
    return blocks


def _collect(element: etree._Element, blocks: list[Block]) -> None:
    """Blocks of trafilatura's tree: head, p, list/item, table/row/cell, quote, code."""
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag == "head":
            level = _HEADING.match(child.get("rend") or "")
            blocks.append((int(level[1]) if level else 2, _words(child), "\n\n"))
        elif tag == "row":
            blocks += _row(child)
        elif tag == "item":
            blocks.append((0, f"- {_words(child)}" if _words(child) else "", "\n"))
        elif tag in ("table", "list", "div", "main", "quote") and len(child):
            if child.text and child.text.strip():
                blocks.append((0, " ".join(child.text.split()), "\n\n"))
            _collect(child, blocks)
        else:
            blocks += [(0, line, "\n\n") for line in _lines(child)]
        if child.tail and child.tail.strip():
            blocks.append((0, " ".join(child.tail.split()), "\n\n"))


def _row(row: etree._Element) -> list[Block]:
    """A line for a row of data; a row that only lays the page out gives the blocks in its cells."""
    cells = [words for words in map(_words, row) if words]
    if any(len(words) > _LONGEST_CELL for words in cells):
        return [(0, line, "\n\n") for cell in row for line in _lines(cell)]
    return [(0, " | ".join(cells), "\n")]


def _words(element: etree._Element) -> str:
    return " ".join(_lines(element))


def _lines(element: etree._Element) -> list[str]:
    """Text of an element, one string per line break in it."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag in ("lb", "p", "item", "row", "cell") and node is not element:
            parts.append("\n")
        parts.append(re.sub(r"\s+", " ", node.text or ""))
        if node is not element:
            parts.append(re.sub(r"\s+", " ", node.tail or ""))
    return [
        line for line in (" ".join(part.split()) for part in "".join(parts).split("\n")) if line
    ]


class _Visible:
    """All text that a browser would show, in order, without navigation."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._line: list[str] = []
        self._level = 0
        self._item = False
        self.unlinked = 0
        """Characters outside links: menus are nearly all links."""

    def walk(self, element: etree._Element, links: int) -> None:
        """Read an element and what is in it; `links` counts the links around it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if _is_seen(element, tag):
            is_block = tag in _BLOCKS
            if is_block:
                self._break()
            if tag == "tr" and (cells := _data_cells(element)):
                self._blocks.append((0, " | ".join(filter(None, cells)), "\n"))
                self.unlinked += (
                    sum(map(len, cells)) if next(element.iter("a"), None) is None else 0
                )
                self._text(element.tail, links)
                return
            self._item = tag == "li"
            heading = _HEADING.match(tag)
            self._level = int(heading[1]) if heading else self._level
            inside = links + (tag == "a")
            self._text(element.text, inside)
            for child in element:
                self.walk(child, inside)
            if is_block:
                self._break()
            self._level = 0 if heading else self._level
        self._text(element.tail, links)

    def finished(self) -> list[Block]:
        """The blocks, menus left out: lines that are only links side by side."""
        self._break()
        return self._blocks

    def _text(self, text: str | None, links: int) -> None:
        if text:
            self._line.append(text)
            self.unlinked += 0 if links else len(text.strip())

    def _break(self) -> None:
        words = " ".join("".join(self._line).split())
        self._line = []
        if words and self._item:
            self._blocks.append((0, f"- {words}", "\n"))
        elif words:
            self._blocks.append((self._level, words, "\n\n"))
        self._item = False if words else self._item


def _data_cells(row: etree._Element) -> list[str]:
    """The words in the cells of a row of data; none of a row that only lays the page out."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    inside = {item.tag for cell in cells for item in cell.iter() if item is not cell}
    if len(cells) < 2 or inside & (_BLOCKS | _UNSEEN):
        return []
    words = [" ".join(str(cell.text_content()).split()) for cell in cells]
    return words if all(len(cell) <= _LONGEST_CELL for cell in words) and any(words) else []


def _is_seen(element: etree._Element, tag: str) -> bool:
    """Whether a browser shows an element that is no navigation; `tag` is "" for comments."""
    if tag == "noscript":  # one that is never closed takes in the page
        return len(element.text_content()) > _SMALL_PAGE
    return bool(tag) and tag not in _UNSEEN and tag not in _FURNITURE and not _is_hidden(element)


def _is_hidden(element: etree._Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN_STYLE.search(element.get("style") or "") is not None
    )
