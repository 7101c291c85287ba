"""OpenDocument texts (.odt): headings, paragraphs, lists, tables, text boxes, notes, formulas.

What a reader of the document does not see stays out: deleted text of tracked changes, hidden text and
sections, readings above characters, tables of contents, and remarks of reviewers. A footnote follows the
paragraph that refers to it.
"""

from __future__ import annotations

from pathlib import Path

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.odf import OdfPackage, OdfReader, OdfStyles
from rag.load.odf_lists import OdfLists
from rag.load.odf_text import OdfText
from rag.load.xml_tree import parse_xml
from rag.types import Document

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


class OdtLoader:
    """Reads .odt files; places are headings, with their numbers."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        with Archive(path, data) as archive:
            package = OdfPackage(path, archive)
            root, common = parse_xml(path, package.content()), package.xml("styles.xml")
            body = root.find("./{*}body/{*}text")
            if body is None:
                raise SourceError(path, "is not an OpenDocument text", "open it and save it again")
            reader = OdfReader(package, OdfStyles(common, root))
            OdfText(builder, reader, OdfLists(common, root)).read(body)
            reader.note_comments(builder)
            title = package.title()
        return builder.finish(
            title if title and title.casefold() in builder.text[:2000].casefold() else ""
        )
