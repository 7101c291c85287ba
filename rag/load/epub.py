"""Electronic books (.epub): the chapters in the order of reading.

The order comes from the book's own list (the spine), not from names of files. Chapters are named by their
headings, and by the table of contents where they have none. Readings above characters (ruby), marks of
notes, and the licence that Project Gutenberg puts around its books are no text; notes are.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag

from lxml import etree

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.archive import Archive
from rag.load.book_text import BookText, book_page
from rag.load.builder import DocumentBuilder
from rag.load.xml_tree import attribute, local_name, parse_xml
from rag.types import Document

_MEDIA_TYPE = "application/epub+zip"
_PACKAGE_TYPE = "application/oebps-package+xml"
# Scrambled fonts are no protection of the text.
_OF_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_MOST_CHAPTERS = 5000


class EpubLoader:
    """Reads .epub files; places are chapters, and pages where the book says where they begin."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        with Archive(path, data) as archive:
            book = _Book(path, archive)
            text = BookText(builder)
            for name in book.chapters:
                content = archive.read(name)
                page = None if content is None else book_page(path, content)
                if page is not None:
                    text.add(page, book.labels.get(name, ""))
            if text.left_out:
                builder.notes.append("the licence of Project Gutenberg was left out")
        return builder.finish(
            book.title,
            empty="holds no text, only pictures",
            action="run text recognition (OCR) on it first",
        )


@dataclass(slots=True)
class _Item:
    """A part that the book lists."""

    name: str
    media_type: str
    properties: list[str] = field(default_factory=list)


class _Book:
    """What a book says of itself: title, chapters in order, names of chapters."""

    def __init__(self, path: Path, archive: Archive) -> None:
        """Raises `SourceError` when it is no book or is protected."""
        self._path, self._archive = path, archive
        self._refuse_protected()
        main = self._main_part()
        root = self._xml(main)
        if root is None:
            raise self._no_book()
        self._folder = posixpath.dirname(main)
        self._items = {
            attribute(item, "id") or "": _Item(
                self._name(attribute(item, "href") or ""),
                attribute(item, "media-type") or "",
                (attribute(item, "properties") or "").split(),
            )
            for item in root.iterfind("./{*}manifest/{*}item")
        }
        titles = root.iterfind("./{*}metadata/{*}title")
        self.title = next((words for item in titles if (words := item.text or "").strip()), "")
        self.chapters = self._chapters(root)[:_MOST_CHAPTERS]
        """Names of the parts to be read, in order."""
        if not self.chapters:
            raise self._no_book()
        self.labels = self._labels()
        """What the table of contents calls a part."""

    def _chapters(self, root: etree._Element) -> list[str]:
        found = []
        for reference in root.iterfind("./{*}spine/{*}itemref"):
            item = self._items.get(attribute(reference, "idref") or "")
            # A table of contents that is not among the pages is for the reading program.
            aside = attribute(reference, "linear") == "no"
            if item is not None and not (aside and "nav" in item.properties):
                found.append(item.name)
        return list(dict.fromkeys(found))

    def _labels(self) -> dict[str, str]:
        labels: dict[str, str] = {}
        for item in self._items.values():
            is_old = item.media_type == "application/x-dtbncx+xml"
            if not is_old and "nav" not in item.properties:
                continue
            folder = posixpath.dirname(item.name)
            root = self._xml(item.name)
            for target, words in _entries(root) if root is not None else ():
                name = posixpath.normpath(posixpath.join(folder, unquote(urldefrag(target)[0])))
                labels.setdefault(name, words)
        return labels

    def _main_part(self) -> str:
        """The part that describes the book."""
        root = self._xml("META-INF/container.xml")
        files = list(root.iter("{*}rootfile")) if root is not None else []
        files.sort(key=lambda item: attribute(item, "media-type") != _PACKAGE_TYPE)
        name = attribute(files[0], "full-path") if files else None
        if not name:
            raise self._no_book()
        return name

    def _refuse_protected(self) -> None:
        root = self._xml("META-INF/encryption.xml")
        methods = root.iter("{*}EncryptionMethod") if root is not None else ()
        if any(attribute(item, "Algorithm") not in _OF_FONTS for item in methods):
            raise SourceError(
                self._path, "is protected against copying (DRM)", "get a copy without protection"
            )

    def _name(self, href: str) -> str:
        return posixpath.normpath(posixpath.join(self._folder, unquote(urldefrag(href)[0])))

    def _xml(self, name: str) -> etree._Element | None:
        data = self._archive.read(name)
        return None if data is None else parse_xml(self._path, data)

    def _no_book(self) -> SourceError:
        return SourceError(self._path, "is not an e-book (EPUB)", "get the file again")


def _entries(root: etree._Element) -> list[tuple[str, str]]:
    """Targets and words of a table of contents, of either of the two kinds that books have."""
    found = []
    for item in root.iter("{*}a", "{*}navPoint"):
        if local_name(item) == "a":
            target, words = attribute(item, "href"), "".join(item.itertext())
        else:
            target = attribute(item.find("./{*}content"), "src")
            words = "".join(item.findtext("./{*}navLabel/{*}text") or "")
        if target and words.strip():
            found.append((target, " ".join(words.split())))
    return found
