"""What every loader promises."""

import json
import unicodedata
from importlib import import_module
from pathlib import Path

import pytest

from rag.errors import SourceError
from rag.files import sha256_of_file
from rag.language import normalise
from rag.load.walk import LOADERS, load_document
from tests.load.making import docx_bytes, msg_bytes, paragraph, pdf_bytes, zip_bytes
from tests.load.office_making import (
    epub_bytes,
    odf_bytes,
    pptx_bytes,
    rows_xml,
    shape,
    xlsx_bytes,
)

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"
# Decomposed accents, line ends of other systems and hidden characters, in five scripts.
WORDS = "Cafe\u0301 größer, Йод и ёж, ぱんがある。 가\u200b나다 नमस्ते\u00ad"


def samples(folder):
    """A small file of each format with the same words."""
    html = f"<html><body><h1>{WORDS}</h1><p>{WORDS} again.</p></body></html>"
    mail = f"From: a@example.org\nTo: b@example.org\nSubject: {WORDS}\nReceived: x\n\n{WORDS}"
    contents = {
        "txt": f"{WORDS}\r\n\r\n{WORDS}\r\n",
        "md": f"# {WORDS}\r\n\r\n{WORDS}\r\n",
        "html": html,
        "pdf": pdf_bytes([[normalise(WORDS)], ["Second page."]]),
        "docx": docx_bytes(paragraph(WORDS, "berschrift1") + paragraph(WORDS)),
        "csv": f"a,b\r\n{WORDS.replace(',', '')},2\r\n",
        "json": f'[{{"a": "{WORDS}"}}, {{"a": "x"}}]',
        "eml": mail,
        "mbox": f"From a@example.org Mon Jun  1 04:28:28 2009\n{mail}\n",
        "msg": msg_bytes(subject=WORDS, body=WORDS),
        "rst": f"{WORDS}\r\n{'=' * 60}\r\n\n{WORDS}\r\n",
        "tex": f"\\documentclass{{article}}\n\\begin{{document}}\n{WORDS}\n\\end{{document}}\n",
        "ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": [f"# {WORDS}"]}]}),
        "srt": f"1\r\n00:00:01,000 --> 00:00:02,500\r\n{WORDS}\r\n",
        "vtt": f"WEBVTT\n\n00:01.000 --> 00:02.500\n{WORDS}\n",
        "xml": f"<?xml version='1.0'?><book><title>{WORDS}</title><p>{WORDS} again.</p></book>",
        "zip": zip_bytes({"letters/a.txt": WORDS, "b.md": f"# {WORDS}"}),
        "pptx": pptx_bytes([shape(WORDS, "title") + shape(WORDS)]),
        "xlsx": xlsx_bytes({"Лист": rows_xml([[WORDS], ["a", 2]])}),
        "odt": odf_bytes("text", f"<text:h>{WORDS}</text:h><text:p>{WORDS}</text:p>"),
        "odp": odf_bytes(
            "presentation",
            f"<draw:page><draw:frame><text:p>{WORDS}</text:p></draw:frame></draw:page>",
        ),
        "ods": odf_bytes("spreadsheet", _sheet(WORDS)),
        "epub": epub_bytes([f"<h1>{WORDS}</h1><p>{WORDS}</p>"]),
        "rtf": "{\\rtf1 " + "".join(f"\\u{_signed(char)}?" for char in WORDS) + "\\par}",
    }
    paths = {}
    for name, content in contents.items():
        paths[name] = folder / f"sample file.{name}"
        paths[name].write_bytes(content if isinstance(content, bytes) else content.encode())
    return paths


def _sheet(words):
    cell = f"<table:table-cell><text:p>{words}</text:p></table:table-cell>"
    return f'<table:table table:name="S"><table:table-row>{cell}</table:table-row></table:table>'


def _signed(char):
    """A character as RTF writes it: a signed number of sixteen bits."""
    return ord(char) - 0x10000 if ord(char) > 0x7FFF else ord(char)


@pytest.fixture(params=sorted(LOADERS))
def sample(request, tmp_path):
    """Format, loader and a file of that format."""
    module, _, kind = LOADERS[request.param].partition(":")
    return request.param, getattr(import_module(module), kind)(), samples(tmp_path)[request.param]


def test_the_text_is_normal_and_can_be_read(sample):
    """NFC, line feeds, nothing hidden, no white space around, and the words are there."""
    _, loader, path = sample

    text = loader.load(path).text

    assert normalise(text) == text == unicodedata.normalize("NFC", text)
    assert "\r" not in text
    assert text == text.rstrip()
    assert "Café größer" in text
    assert "Йод и ёж" in text


def test_a_document_says_what_it_is(sample):
    """Path, hash of the bytes, title on one line, language, media type."""
    _, loader, path = sample

    document = loader.load(path)

    assert document.path == str(path)
    assert document.sha256 == sha256_of_file(path)
    assert 0 < len(document.title) <= 150
    assert "\n" not in document.title
    assert document.language
    assert "/" in document.media_type


def test_marks_are_sorted_places_in_the_text(sample):
    """Every mark points at something readable, says a place, and levels belong to headings."""
    _, loader, path = sample

    document = loader.load(path)

    assert [mark.offset for mark in document.marks] == sorted(
        mark.offset for mark in document.marks
    )
    for mark in document.marks:
        assert not document.text[mark.offset].isspace()
        assert mark.place
        assert (mark.level > 0) == (mark.kind == "heading")


def test_the_same_file_gives_the_same_document(sample):
    """Nothing depends on time or on what was read before."""
    name, loader, path = sample

    assert loader.load(path) == loader.load(path) == load_document(path)
    assert name in LOADERS


def test_a_missing_and_an_empty_file_are_one_sentence(sample, tmp_path):
    """Whichever loader is asked."""
    _, loader, path = sample
    empty = tmp_path / f"empty{path.suffix}"
    empty.write_bytes(b"")

    for wrong in (tmp_path / "missing", empty, tmp_path):
        with pytest.raises(SourceError) as caught:
            loader.load(wrong)
        assert str(caught.value).startswith(wrong.name)
        assert str(caught.value).endswith(".")
        assert "\n" not in str(caught.value)


def test_damaged_files_are_one_sentence_or_read(sample):
    """Cut short or with flipped bytes: a document or a SourceError, never anything else."""
    _, _, path = sample
    data = path.read_bytes()
    for n in range(40):
        place = n * len(data) // 40
        wrong = (
            data[:place]
            if n % 2
            else data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        )
        path.write_bytes(wrong)
        try:
            assert load_document(path).text
        except SourceError as error:
            assert str(error).startswith("sample file.")


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_every_test_document_is_read(path):
    """Each of the written files has text and a language."""
    document = load_document(path)

    assert document.language != "und"
    assert len(document.text) > 40
