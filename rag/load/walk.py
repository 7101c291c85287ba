"""From paths to files, and from a file to the loader that reads it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.sniff import NOT_YET, TEXT_SUFFIXES, UnreadableError, format_of
from rag.protocols import Loader
from rag.types import Document

LOADERS = {
    "txt": "rag.load.text:TextLoader",
    "md": "rag.load.markdown:MarkdownLoader",
    "html": "rag.load.html:HtmlLoader",
    "pdf": "rag.load.pdf:PdfLoader",
    "docx": "rag.load.docx:DocxLoader",
    "pptx": "rag.load.pptx:PptxLoader",
    "xlsx": "rag.load.xlsx:XlsxLoader",
    "odt": "rag.load.odt:OdtLoader",
    "odp": "rag.load.odp:OdpLoader",
    "ods": "rag.load.ods:OdsLoader",
    "epub": "rag.load.epub:EpubLoader",
    "rtf": "rag.load.rtf:RtfLoader",
    "csv": "rag.load.csv_table:CsvLoader",
    "json": "rag.load.json_records:JsonLoader",
    "eml": "rag.load.mail:EmlLoader",
    "mbox": "rag.load.mbox:MboxLoader",
    "msg": "rag.load.msg:MsgLoader",
    "rst": "rag.load.rst:RstLoader",
    "tex": "rag.load.tex:TexLoader",
    "ipynb": "rag.load.notebook:NotebookLoader",
    "srt": "rag.load.subtitles:SubtitlesLoader",
    "vtt": "rag.load.subtitles:SubtitlesLoader",
    "xml": "rag.load.xml_text:XmlLoader",
    "zip": "rag.load.zip_members:ZipLoader",
}
"""Module and class that reads each format; imported when the first file of its kind comes."""

IGNORE_FILE = ".ragignore"
"""A file of this name lists entries of its folder that are not documents: names or patterns."""

_FORMAT_OF_SUFFIX = {
    **TEXT_SUFFIXES,
    ".pdf": "pdf",
    **dict.fromkeys((".docx", ".docm", ".dotx", ".dotm"), "docx"),
    **dict.fromkeys((".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), "pptx"),
    **dict.fromkeys((".xlsx", ".xlsm", ".xltx", ".xltm"), "xlsx"),
    **dict.fromkeys((".odt", ".ott"), "odt"),
    **dict.fromkeys((".odp", ".otp"), "odp"),
    **dict.fromkeys((".ods", ".ots"), "ods"),
    ".epub": "epub",
    ".rtf": "rtf",
    ".msg": "msg",
    ".zip": "zip",
}

SUFFIXES = frozenset(_FORMAT_OF_SUFFIX)
"""Endings of the files that can be read."""

_NAMES = {
    "txt": "plain text", "md": "Markdown", "html": "a web page", "pdf": "PDF", "docx": "a Word document",
    "pptx": "a PowerPoint presentation", "xlsx": "an Excel workbook", "odt": "an OpenDocument text",
    "odp": "an OpenDocument presentation", "ods": "an OpenDocument spreadsheet",
    "epub": "an e-book (EPUB)", "rtf": "a rich text document",
    "csv": "a table", "json": "JSON", "eml": "an e-mail", "mbox": "a mailbox", "msg": "an Outlook message",
    "rst": "reStructuredText", "tex": "LaTeX", "ipynb": "a notebook", "srt": "subtitles",
    "vtt": "subtitles", "xml": "XML", "zip": "an archive of documents",
}  # fmt: skip


_SAMPLE = """<html><head><title>Ein Hafen</title></head><body><p>Der Hafen ist offen, die Schiffe kommen.</p>
<p>Le port est ouvert depuis le 12 mars. Порт открыт с марта. 港口已经开放。 الميناء مفتوح.</p>
<ul><li>Foto: niemand</li></ul></body></html>
"""


def find_files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files at `paths`, each once: those named, then in folders all that look like documents.

    Folders are read with all that is below them, in order of names; hidden files and links to
    folders are passed over, and what a folder's `.ragignore` names. Documents of formats that cannot be read yet are given too, so that
    whoever loads them says so. Raises `SourceError` for a path that is not there, before the
    first file.
    """
    for path in paths:
        if not path.exists():
            raise SourceError(path, "is not there", "check the path")
    seen: set[str] = set()
    for path in paths:
        for file in _below(path) if path.is_dir() else [path]:
            key = str(file.absolute())
            if key not in seen:
                seen.add(key)
                yield file


def prepare() -> None:
    """Import every loader and use the slow ones once, so that a copy of this process reads at once.

    Tables and patterns are made at first use; a copy would make them again for each file.
    """
    for name in LOADERS:
        _loader(name)
    with TemporaryDirectory() as folder:
        for suffix in (".txt", ".html"):
            sample = Path(folder, f"sample{suffix}")
            sample.write_text(_SAMPLE, encoding="utf-8")
            load_document(sample)


def load_document(path: Path) -> Document:
    """Read a file of any format that can be read; its content decides, not its ending.

    Raises `SourceError`, and nothing else, when it cannot be read.
    """
    name = ""
    try:
        name = _format(path)
        document = _loader(name).load(path)
    except SourceError:
        raise
    # The parsers run over whatever people have; what they raise on it cannot be listed.
    except Exception as error:
        kind = f" as {_NAMES[name]}" if name else ""
        reason = f"could not be read{kind} ({type(error).__name__})"
        raise SourceError(path, reason, "open it and save it again") from error
    named = _FORMAT_OF_SUFFIX.get(path.suffix.lower())
    if named not in (None, name):
        note = f"read as {_NAMES[name]}, whatever its name says"
        document = replace(document, notes=(note, *document.notes))
    return document


def _format(path: Path) -> str:
    """The format of a file's content. Raises `SourceError`."""
    data = read_bytes(path)
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise SourceError(path, "is empty")
    try:
        return format_of(data[:8192], path, data)
    except UnreadableError as found:
        what = str(found)
    if what.startswith("protected"):
        raise SourceError(path, f"is {what}", "save a copy without one")
    if what in NOT_YET.values():
        raise SourceError(path, f"is {what}, which cannot be read", "save it as PDF or text")
    raise SourceError(path, f"is {what}, not a document", "give a text, PDF, Word or web file")


def _loader(name: str) -> Loader:
    module, _, kind = LOADERS[name].partition(":")
    loader: Loader = getattr(import_module(module), kind)()
    return loader


def _below(folder: Path) -> Iterator[Path]:
    """Documents below a folder, in order of names."""

    def fail(error: OSError) -> None:
        raise SourceError(folder, f"cannot be read ({error.strerror})", "check its permissions")

    for base, folders, files in os.walk(folder, onerror=fail):
        left_out = _left_out(Path(base))
        folders[:] = sorted(name for name in folders if not _hidden(name, left_out))
        for name in sorted(files):
            suffix = Path(name).suffix.lower()
            if not _hidden(name, left_out) and (suffix in SUFFIXES or suffix in NOT_YET):
                yield Path(base) / name


def _hidden(name: str, left_out: Sequence[str]) -> bool:
    """Whether a folder's entry is passed over: hidden, an editor's lock, or named in `.ragignore`."""
    return name.startswith((".", "~$")) or any(fnmatchcase(name, pattern) for pattern in left_out)


def _left_out(folder: Path) -> list[str]:
    """Patterns of a folder's `.ragignore`, one a line; lines that begin with "#" are comments."""
    file = folder / IGNORE_FILE
    if not file.is_file():
        return []
    lines = read_bytes(file).decode("utf-8", "replace").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
