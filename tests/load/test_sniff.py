from pathlib import Path

import pytest

from rag.load.sniff import UnreadableError, format_of, is_binary
from tests.load.making import zip_bytes

MAIL = b"Received: from a\nFrom: x@example.org\nTo: y@example.org\nSubject: z\n\nbody"


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.pdf", b"%PDF-1.4", "pdf"),
        ("a.txt", b"junk\n%PDF-1.4", "pdf"),
        ("a.txt", b"<!DOCTYPE html><html>", "html"),
        ("a", b"<?xml version='1.0'?>\n<!-- c --><html xmlns='x'>", "html"),
        ("a.pdf", b"\xef\xbb\xbf  <HTML>", "html"),
        ("a.txt", "<!doctype html><p>é".encode("utf-16"), "html"),
        ("a.txt", MAIL, "eml"),
        ("mail", MAIL, "eml"),
        ("a.md", MAIL, "md"),
        ("notes.txt", b"From: Anna\nTo: Ben\nSubject: lunch\n\nhello", "txt"),
        ("a.eml", b"hello", "eml"),
        ("data", b'{"a": 1}', "json"),
        ("data", b"[1] a footnote", "txt"),
        ("a.md", b"# <html> in a heading", "md"),
        ("a.csv", b"<html>;1", "csv"),
        ("a.xyz", "просто текст".encode(), "txt"),
        ("a.DOCX", b"plain words", "txt"),
        ("a.JSONL", b'{"a": 1}', "json"),
        ("a.rst", b"Title\n=====\n", "rst"),
        ("a.srt", b"no times", "srt"),
        ("a.txt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nhi", "vtt"),
        ("film", b"1\r\n00:00:01,000 --> 00:00:02,000\r\nhi", "srt"),
        ("a.txt", b"% note\n\\documentclass{book}", "tex"),
        ("a.txt", b"<?xml version='1.0'?><law/>", "xml"),
        ("a.xml", b"<law/>", "xml"),
        ("a.xml", b"<?xml version='1.0'?><html xmlns='x'>", "html"),
        ("data", b'{"cells": [{"cell_type": "code"}]}', "ipynb"),
        ("archive", b"From a@b.org Mon Jun  1 04:28:28 2009\nSubject: x\n\nhi", "mbox"),
        ("a.txt", b"From here it is 12:30 hours\nby train", "txt"),
        ("a.doc", zip_bytes({"notes/a.txt": "x"}), "zip"),
        ("a.bin", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"), "msg"),
    ],
)
def test_content_decides_and_the_name_where_content_is_plain(name, head, expected):
    """Signatures first; the ending only among kinds of text."""
    assert format_of(head, Path(name)) == expected


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "an image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "an image"),
        (b"\x1f\x8b\x08\0\0\0", "a compressed archive"),
        (b"\x7fELF\x02\x01\x01\0", "a program"),
        (bytes(range(256)) * 4, "binary data"),
        (zip_bytes({"xl/workbook.bin": "x"}), "a binary Excel workbook"),
        (b"PK\x03\x04 torn", "a damaged archive"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "an old Word document",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
    ],
)
def test_what_is_no_readable_document_is_named(data, what):
    """A person is told what the file is, whatever it is called."""
    with pytest.raises(UnreadableError) as caught:
        format_of(data, Path("report.txt"), data)

    assert str(caught.value) == what


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"{\\rtf1 text}", "rtf"),
        (zip_bytes({"word/document.xml": "x"}), "docx"),
        (zip_bytes({"ppt/slides/slide1.xml": "x"}), "pptx"),
        (zip_bytes({"xl/workbook.xml": "x"}), "xlsx"),
        (zip_bytes({"mimetype": "application/epub+zip", "a": "b"}), "epub"),
        (zip_bytes({"META-INF/container.xml": "b"}), "epub"),
        (zip_bytes({"mimetype": "application/vnd.oasis.opendocument.text"}), "odt"),
        (zip_bytes({"mimetype": "application/vnd.oasis.opendocument.text-template"}), "odt"),
        (
            zip_bytes({"a": "b", "mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "ods",
        ),
        (zip_bytes({"mimetype": "application/vnd.oasis.opendocument.presentation"}), "odp"),
    ],
)
def test_office_files_are_told_by_what_is_in_them(data, expected):
    """Whatever they are called: by what they say of themselves, else by their parts."""
    assert format_of(data[:8192], Path("report.txt"), data) == expected


def test_words_that_begin_like_a_signature_are_text():
    """BMW is no bitmap, MZ no program."""
    assert format_of(b"BZh and MZ are letters", Path("a.txt")) == "txt"
    assert format_of(b"MZ: a study of letters", Path("a.txt")) == "txt"
    assert format_of(b"BMW baut Motoren in Steyr.", Path("a.txt")) == "txt"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "koi8-r", "cp932", "iso2022_jp"]
)
def test_text_in_old_encodings_is_no_binary_data(encoding):
    """Bytes above 127 and escapes belong to text."""
    text = (
        "会議は金曜日です。plain words beside it."
        if encoding in ("cp932", "iso2022_jp")
        else "Собрание в пятницу, words."
    )

    assert not is_binary(text.encode(encoding))


def test_a_stray_zero_byte_is_no_binary_data():
    """One damaged byte does not make a text unreadable."""
    assert not is_binary(b"words " * 500 + b"\0" + b"words " * 500)
    assert is_binary(b"a\0\0bc" * 500)


@pytest.mark.timeout(10)
def test_hostile_heads_take_no_time():
    """Many comments before nothing do not make the rules try without end."""
    assert format_of(b"<!-- -->" * 1000 + b"x", Path("a.txt")) == "txt"
    assert format_of(b"a: b\n" * 1600, Path("a.txt")) == "txt"
