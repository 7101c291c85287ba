"""What a file is, by its first bytes; its name decides only among kinds of text."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from pathlib import Path

HEAD = 8192
"""Bytes of a file that are looked at."""

TEXT_SUFFIXES = {
    ".txt": "txt", ".text": "txt", ".log": "txt", ".md": "md", ".markdown": "md",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".csv": "csv", ".tsv": "csv", ".tab": "csv",
    ".json": "json", ".jsonl": "json", ".ndjson": "json", ".geojson": "json", ".eml": "eml",
    ".rst": "rst", ".rest": "rst", ".tex": "tex", ".latex": "tex", ".ltx": "tex", ".ipynb": "ipynb",
    ".mbox": "mbox", ".mbx": "mbox", ".srt": "srt", ".vtt": "vtt", ".xml": "xml",
}  # fmt: skip
"""Endings of the formats that are text, and the format each names."""

NOT_YET = {
    ".ppt": "an old PowerPoint presentation", ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook", ".doc": "an old Word document",
}  # fmt: skip
"""Endings of documents that cannot be read, and what they are."""

# Signatures of files that are no documents.
_OTHER = (
    (b"\x89PNG", "an image"), (b"\xff\xd8\xff", "an image"), (b"GIF8", "an image"),
    (b"BM", "an image"), (b"II*\0", "an image"), (b"MM\0*", "an image"),
    (b"\x1f\x8b", "a compressed archive"), (b"7z\xbc\xaf", "a compressed archive"),
    (b"Rar!", "a compressed archive"), (b"BZh", "a compressed archive"),
    (b"\xfd7zXZ", "a compressed archive"), (b"(\xb5/\xfd", "a compressed archive"),
    (b"ID3", "a sound file"), (b"OggS", "a sound file"), (b"fLaC", "a sound file"),
    (b"\x7fELF", "a program"), (b"MZ", "a program"), (b"SQLite format 3", "a database"),
    (b"\xca\xfe\xba\xbe", "a program"), (b"wOFF", "a font"),
)  # fmt: skip
_STRAY_ZEROS = 0.002  # share of zero bytes that damaged text may have
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PARTS = (
    ("word/", "docx"), ("ppt/", "pptx"), ("xl/", "xlsx"), ("META-INF/container.xml", "epub"),
)  # fmt: skip
_MIMETYPES = (
    (b"opendocument.text", "odt"), (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.presentation", "odp"), (b"epub+zip", "epub"),
)  # fmt: skip
_LONGEST_MIMETYPE = 200  # bytes
_HTML = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_HEADER = re.compile(rb"^([A-Za-z][A-Za-z0-9-]*):[ \t]", re.MULTILINE)
_MAIL = frozenset(
    (b"from", b"to", b"subject", b"date", b"received", b"message-id", b"mime-version", b"return-path",
     b"content-type", b"delivered-to", b"reply-to")
)  # fmt: skip
_SURE_MAIL = frozenset(
    (b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to")
)
_BY_NAME = frozenset(("md", "csv", "json", "rst", "tex", "ipynb", "srt", "vtt", "mbox"))
_MAILBOX = re.compile(rb"From \S+@?\S* [^\r\n]*\d{2}:\d{2}[^\r\n]*\r?\n[!-9;-~]{1,80}:")
_BEGINNINGS = (
    (
        "ipynb",
        re.compile(
            rb'\s*\{\s*"(?:cells|metadata|nbformat)"\s*:.{0,4000}"(?:cell_type|nbformat)"', re.S
        ),
    ),
    ("json", re.compile(rb'\s*(?:\{\s*"|\[\s*[{"])')),
    ("vtt", re.compile(rb"(?:\xef\xbb\xbf)?WEBVTT[ \t\r\n]")),
    ("srt", re.compile(rb"(?:\xef\xbb\xbf)?\s*\d+\s*\r?\n\d\d:\d\d:\d\d,\d{3} --> ")),
    ("xml", re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")),
    ("tex", re.compile(rb"(?:\s*%[^\n]*\n)*\s*\\documentclass\b")),
)
_SURE = frozenset(("vtt", "srt", "xml", "tex"))


class UnreadableError(Exception):
    """The bytes are no document that can be read; `str()` says what they are."""


def format_of(head: bytes, path: Path, whole: bytes | None = None) -> str:
    """The format's name ("pdf", "docx", "txt"…) of a file that begins with `head`.

    `whole` are all bytes of a ZIP file, whose parts tell what it is. Raises `UnreadableError`.
    """
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_format(head if whole is None else whole)
    if head.startswith(_OLE):
        return _ole_format(head if whole is None else whole)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    what = next((words for start, words in _OTHER if head.startswith(start)), None)
    if is_binary(head):
        raise UnreadableError(what or "binary data")
    return _text_format(head, path)


def is_binary(head: bytes) -> bool:
    """Whether bytes are no text in any encoding: zero bytes (but UTF-16) or many control codes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return False
    if head.count(0) > _STRAY_ZEROS * len(head):
        even, odd = head[0::2].count(0), head[1::2].count(0)
        half = max(1, len(head) // 2)
        return not (max(even, odd) > 0.3 * half and min(even, odd) < 0.05 * half)
    control = sum(head.count(code) for code in bytes(set(range(32)) - {9, 10, 12, 13, 27}))
    return control > 0.02 * max(1, len(head))


def _text_format(head: bytes, path: Path) -> str:
    """The format of text, by content where it is plain, else by the name's ending."""
    named = TEXT_SUFFIXES.get(path.suffix.lower())
    plain = head.replace(b"\0", b"").lstrip(b"\xff\xfe") if b"\0" in head else head
    if named in _BY_NAME:
        return named
    if _HTML.match(plain):
        return "html"
    if named in ("html", "eml", "xml"):
        return named
    if _MAILBOX.match(plain):
        return "mbox"
    if _is_mail(plain, sure=named == "txt"):
        return "eml"
    found = next((name for name, start in _BEGINNINGS if start.match(plain)), "txt")
    return found if named in (None, "txt") and (named is None or found in _SURE) else named or found


def _is_mail(head: bytes, sure: bool) -> bool:
    """Whether text begins with the headers of a message; `sure` asks for one only mail has."""
    block = re.split(rb"\r?\n\r?\n", head.lstrip(b"\r\n"), maxsplit=1)[0]
    first = _HEADER.match(block) or re.match(rb"From \S+", block)
    names = {name.lower() for name in _HEADER.findall(block)} & _MAIL
    return bool(first) and len(names) >= 3 and (not sure or bool(names & _SURE_MAIL))


def _zip_format(data: bytes) -> str:
    """The format of a ZIP file, by what it says of itself or by the parts that it holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names, said = file.namelist(), _mimetype(file)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, OSError):
        raise UnreadableError("a damaged archive") from None
    if "xl/workbook.bin" in names:
        raise UnreadableError(NOT_YET[".xlsb"])
    found = next((name for mark, name in _MIMETYPES if mark in said), None)
    if found is None:
        # Other archives may have a folder of such a name, with documents of a person in it.
        parts = [name for name in names if name.endswith((".xml", ".rels"))]
        kinds = (kind for start, kind in _PARTS if any(name.startswith(start) for name in parts))
        found = next(kinds, None)
    return found or "zip"


def _mimetype(file: zipfile.ZipFile) -> bytes:
    """The part in which OpenDocument files and e-books say what they are; empty without one."""
    if "mimetype" not in file.namelist():
        return b""
    with file.open("mimetype") as part:
        return part.read(_LONGEST_MIMETYPE)


def _ole_format(data: bytes) -> str:
    """The format of an OLE container, by the names of its streams. Raises `UnreadableError`."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableError("protected by a password")
    if "__substg1.0_".encode("utf-16-le") in data:
        return "msg"
    for stream, what in (
        ("WordDocument", NOT_YET[".doc"]), ("Workbook", NOT_YET[".xls"]),
        ("PowerPoint Document", NOT_YET[".ppt"]),
    ):  # fmt: skip
        if stream.encode("utf-16-le") in data:
            raise UnreadableError(what)
    raise UnreadableError("an old Office file")
