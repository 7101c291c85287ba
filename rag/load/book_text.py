"""The pages of an electronic book (XHTML) as headings, paragraphs, lists and tables."""

from __future__ import annotations

import html
import re
from pathlib import Path

from lxml import etree
from lxml import html as lxml_html

from rag.errors import SourceError
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.load.formula import formula_text
from rag.load.html import declared_encoding
from rag.load.lines import join_all
from rag.load.table import LONGEST_CELL, Cell, TableLines
from rag.load.xml_tree import attribute, local_name, number_of, parse_xml

_UNSEEN_NAMES = "head script style template rt rp rtc svg audio video iframe object select button"
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_BLOCKS_NAMES = (
    "address article aside blockquote body caption center dd details div dl dt figcaption figure footer "
    "header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_HEADING = re.compile(r"h([1-6])$")
_UNREAD_LISTS = frozenset(("page-list", "landmarks"))
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,4}|[*†‡§↑↩︎]{1,3})[\])]?$")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_XML_ENTITIES = frozenset((b"lt", b"gt", b"amp", b"quot", b"apos"))
_LICENCE = "pg-boilerplate"
_BREAK = "\x1e"  # a line break that the page asks for, not one of its source
_LONGEST_PAGE = 12  # characters of a page number
_MOST_NESTED = 150


def book_page(path: Path, data: bytes) -> etree._Element | None:
    """The body of a page; None when it has none.

    It should be XML. Pages that are not quite are read as web browsers do.
    """
    try:
        root = parse_xml(path, _ENTITY.sub(_as_number, data))
    except SourceError:
        text = decode_file(str(path), data, declared_encoding(data)).text
        source = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\0", "").strip()
        if not source:
            return None
        try:
            root = lxml_html.document_fromstring(
                source, parser=lxml_html.HTMLParser(no_network=True, huge_tree=False)
            )
        except (etree.ParserError, ValueError):
            return None
    return root.find(".//{*}body")


def _as_number(match: re.Match[bytes]) -> bytes:
    """A named character of HTML as the number that XML knows; others stay."""
    if match[1] in _XML_ENTITIES:
        return match[0]
    named = html.unescape(match[0].decode("ascii"))
    return match[0] if named.startswith("&") else named.encode("ascii", "xmlcharrefreplace")


class BookText:
    """Adds the pages of one book to a document, one after another."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._line: list[str] = []
        self._label = ""
        self._prefix = ""
        self._numbers: dict[etree._Element, int] = {}
        self.left_out = False
        """Whether a licence was left out."""

    def add(self, body: etree._Element, label: str) -> None:
        """Add a page; `label` names it unless it begins with a heading."""
        self._label = label
        self._builder.separate()
        self._inside(body, 0)
        self._end_block()
        self._numbers.clear()

    def _element(self, element: etree._Element, depth: int) -> None:
        """Add an element; the text after it is its parent's."""
        name = local_name(element)
        if not name or name in _UNSEEN or self._is_aside(element, name):
            return
        if depth > _MOST_NESTED:
            self._line += [text for text in element.itertext() if isinstance(text, str)]
        elif heading := _HEADING.match(name):
            self._end_block()
            self._inside(element, depth)
            self._end_block(int(heading[1]))
        elif name == "br":
            self._line.append(_BREAK)
        elif name == "math":
            self._line.append(formula_text(element))
        elif name == "table":
            self._end_block()
            self._table(element, depth)
        elif name == "li":
            self._item(element, depth)
        elif name in _BLOCKS:
            self._end_block()
            self._inside(element, depth)
            self._end_block()
        else:
            self._inside(element, depth)

    def _inside(self, element: etree._Element, depth: int) -> None:
        self._text(element.text, element)
        for child in element:
            self._element(child, depth + 1)
            self._text(child.tail, element)

    def _text(self, text: str | None, element: etree._Element) -> None:
        if text:
            is_kept = local_name(element) == "pre"
            self._line.append(text.replace("\n", _BREAK) if is_kept else text)

    def _is_aside(self, element: etree._Element, name: str) -> bool:
        """Whether an element is not part of the text: hidden, a mark of a page or note, a licence."""
        kinds = f"{attribute(element, 'type') or ''} {element.get('role') or ''}".split()
        classes = (element.get("class") or "").split()
        if "pagebreak" in kinds or "doc-pagebreak" in kinds or "x-ebookmaker-pageno" in classes:
            words = element.get("title") or element.get("aria-label") or "".join(element.itertext())
            page = " ".join(words.strip(" {}[]").split())
            if 0 < len(page) <= _LONGEST_PAGE:
                self._builder.mark("page", f"p. {page}")
            return True
        if _LICENCE in classes:
            self.left_out = True
            return True
        if name == "nav" and _UNREAD_LISTS & set(kinds):
            return True
        if element.get("hidden") is not None or "display:none" in _squeezed(element.get("style")):
            return True
        return "noteref" in kinds or "doc-noteref" in kinds or _is_note_mark(element, name)

    def _item(self, element: etree._Element, depth: int) -> None:
        """Add an item of a list with its number or a dash; what it holds besides follows it."""
        self._end_block()
        around = element.getparent()
        self._prefix = "- "
        if around is not None and local_name(around) == "ol":
            first = number_of(around, "start", 1)
            self._numbers[around] = self._numbers.get(around, first - 1) + 1
            self._prefix = f"{self._numbers[around]}. "
        self._inside(element, depth)
        self._end_block()
        self._prefix = ""

    def _table(self, table: etree._Element, depth: int) -> None:
        """Add a table, one line per row; rows that lay out a page, as blocks of their own."""
        lines = TableLines()
        self._builder.separate()
        for row in table.iter("{*}tr"):
            if next(row.iterancestors("{*}table")) is not table:
                continue
            cells = [cell for cell in row if local_name(cell) in ("td", "th")]
            # Asked first: reading inner tables twice at each depth would never end.
            is_layout = any(cell.find(".//{*}table") is not None for cell in cells)
            texts = [] if is_layout else [" ".join(self._words(cell).split()) for cell in cells]
            if is_layout or any(len(text) > LONGEST_CELL for text in texts):
                for cell in cells:
                    self._element(cell, depth + 1)
            else:
                self._add(lines.line([Cell(text) for text in texts]), "\n")
        self._builder.separate()

    def _words(self, cell: etree._Element) -> str:
        """The words of a cell by themselves."""
        inner = BookText(DocumentBuilder(Path(), b"", ""))
        inner.add(cell, "")
        return inner._builder.text

    def _end_block(self, level: int = 0) -> None:
        """Add what was collected, as a heading of a level or as a paragraph."""
        lines = ["".join(part).split("\n") for part in "".join(self._line).split(_BREAK)]
        text = "\n".join(
            re.sub(r"[ \t]+", " ", join_all([line for line in part if line.strip()])).strip()
            for part in lines
        ).strip("\n")
        self._line = []
        if not text:
            return
        if level:
            self._label = ""
            self._builder.heading(text, level)
        else:
            self._add(self._prefix + text, "\n" if self._prefix else "\n\n")
        self._prefix = ""

    def _add(self, text: str, gap: str) -> None:
        if text and self._label:
            self._builder.mark("heading", self._label, 1)
            self._label = ""
        self._builder.block(text, gap)


def _squeezed(style: str | None) -> str:
    return "".join((style or "").lower().split())


def _is_note_mark(element: etree._Element, name: str) -> bool:
    """Whether a link within the book is only the number of a note or of a page."""
    if name == "sup" and len(element) == 1 and not (element.text or "").strip():
        element, name = element[0], local_name(element[0])
    target = element.get("href") or ""
    if name != "a" or "#" not in target:
        return False
    words = "".join(text for text in element.itertext() if isinstance(text, str)).strip()
    return _NOTE_MARK.match(words) is not None
