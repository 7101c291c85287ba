"""Files made to hurt: each is read or refused in one sentence, in bounded time and memory."""

import json
import random
import time
import zlib

import pytest

from rag.errors import SourceError
from rag.load.walk import load_document
from tests.load.making import msg_bytes, ole_bytes, pdf_bytes, zip_bytes

LONGEST = 10.0
"""Processor seconds for one file; without bounds most of these take for ever."""

N = 20_000


def nested_mail(depth):
    """A message in a message in a message."""
    text = "Subject: inner\n\ndeepest"
    for n in range(depth):
        text = f"Subject: m{n}\nFrom: a@b.c\nTo: d@e.f\nContent-Type: message/rfc822\n\n{text}"
    return text


def nested_parts(depth):
    """Parts within parts, each with a boundary of its own."""
    text = "Content-Type: text/plain\n\ndeepest"
    for n in range(depth):
        text = f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n{text}\n--b{n}--'
    return f"From: a@b.c\nSubject: x\n{text}"


def pdf_with(objects):
    """A PDF whose page tree is the given objects."""
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in objects.items())
    return f"%PDF-1.7\n{body}trailer << /Root 1 0 R >>\n%%EOF".encode("latin-1")


def macro_bomb():
    """Each command stands for nine of the next."""
    lines = (
        "\\newcommand{\\m" + chr(97 + n) + "}{" + ("words \\m" + chr(98 + n) + " ") * 9 + "}"
        for n in range(20)
    )
    return "\n".join([*list(lines)[::-1], "\\begin{document}\\ma\\end{document}"])


def flate_bomb():
    """A page whose content is zeros, packed a thousandfold, twice over."""
    data = zlib.compress(zlib.compress(b"\0" * 50_000_000, 9), 9).decode("latin-1")
    filters = f"<< /Filter [/FlateDecode /FlateDecode] /Length {len(data)} >>"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    return pdf_with({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                     3: page, 4: f"{filters}\nstream\n{data}\nendstream"})  # fmt: skip


FILES = {
    "mail-in-mail.eml": nested_mail(400),
    "parts-in-parts.eml": nested_parts(300),
    "many-parts.eml": "From: a@b.c\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n" * 5_000,
    "long-header.eml": "From: a@b.c\nTo: d\nSubject: " + "=?utf-8?q?=C3=A9?= " * N + "\n\nx",
    "separators.mbox": "From a Mon Jun  1 04:28:28 2009\nSubject: x\n\n" * 5_000,
    "laughs.xml": '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(f'<!ENTITY a{n} "&a;&a;&a;">' for n in range(99)) + "]><x>&a9; end</x>",
    "doctypes.xml": "<!DOCTYPE [" * N + "<x>words</x>",
    "deep.xml": "<a>" * N + "words" + "</a>" * N,
    "wide.xml": "<a>" + "<b><c>1</c><d>2</d></b>" * 5_000 + "</a>",
    "attributes.xml": "<a " + " ".join(f"x{n}='y'" for n in range(5_000)) + ">words</a>",
    "deep.html": "<div>" * N + "words",
    "tables.html": "<table><tr><td>" * 2_000 + "words",
    "deep.json": "[" * N + "]" * N,
    "deep.ipynb": '{"cells": ' + "[" * N + "]" * N + "}",
    "cells.ipynb": json.dumps({"cells": [{"cell_type": "markdown", "source": ["*" * 9]}] * 5_000}),
    "braces.tex": "{" * N + "words",
    "sections.tex": "\\section{" * 5_000 + "words",
    "dollars.tex": "$" * (N + 1) + "words",
    "environments.tex": "\\begin{verbatim}" * 5_000 + "words",
    "macros.tex": macro_bomb(),
    "loop.tex": "\\newcommand{\\ma}{words \\mb}\\newcommand{\\mb}{\\ma}\\begin{document}\\ma\\end{document}",
    "brackets.tex": "\\item[{" * N + "words",
    "indents.rst": "\n".join(" " * n + "x" for n in range(800)),
    "rules.rst": "=" * N + "\n" + "-" * N + "\nwords",
    "marks.rst": "*`|" * N + "\nwords",
    "tables.rst": "+---+\n" * N + "words",
    "simple.rst": "=== ===\n" * 5_000 + "words",
    "fields.md": "---\n" + "a:\n" * N + "words",
    "quotes.md": ">" * N + "words",
    "stars.md": "*_[" * 5_000 + "words",
    "arrows.srt": "00:00:01,000 --> 00:00:02,000\n" * 5_000 + "words",
    "tags.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * N + "words",
    "one-line.txt": "word " * 100_000,
    "one-word.txt": "w" * 500_000,
    "quotes.csv": 'a,b\n"' + "x,\n" * N,
    "columns.csv": ",".join("abc" for _ in range(N)) + "\n1",
    "quotes.tsv": 'a\tb\n"open\t1\nshut\t2\n',
    "surrogates.json": json.dumps([{"a": "\ud800 words \udfff"}] * 99),
    "surrogates.ipynb": '{"cells": [{"cell_type": "markdown", "source": "words \\ud83d alone"}]}',
    "surrogates.txt": "words \ud800".encode("utf-8", "surrogatepass"),
    "noise.txt": random.Random(1).randbytes(200_000),
    "noise.eml": b"From: a@b.c\nSubject: x\n\n" + random.Random(2).randbytes(100_000),
    "noise.msg": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(3).randbytes(100_000),
    "noise.zip": b"PK\x03\x04" + random.Random(4).randbytes(100_000),
    "noise.pdf": b"%PDF-1.7\n" + random.Random(5).randbytes(100_000),
    "itself.pdf": pdf_with({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99 >>"}),
    "count.pdf": pdf_with({1: "<< /Type /Catalog /Pages 2 0 R >>", 2: "<< /Type /Pages /Kids [] /Count 999999999 >>"}),
    "bomb.pdf": flate_bomb(),
    "outline.pdf": pdf_bytes([["The harbour opened."]], outline=[("The harbour opened.", 0)] * 500),
    "letters.pdf": pdf_bytes([[(50, 800 - n % 700, 10, "word") for n in range(1_000)]]),
    "rings.msg": msg_bytes(subject="x", body="words").replace(b"\xfe\xff\xff\xff", b"\0\0\0\0"),
    "streams.msg": ole_bytes({"__properties_version1.0": bytes(32), **{f"__substg1.0_{n:04X}001F": b"x" for n in range(600)}}),
    "dense.zip": zip_bytes({"a.txt": b"a" * 5_000_000}),
    "many.zip": zip_bytes({f"{n}.txt": "x1" for n in range(10_001)}),
    "same-name.zip": zip_bytes({"a.txt": "words", "A.TXT": "Words", "a.txt/": ""}),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_hurt_is_read_or_refused(tmp_path, name):
    """One clear sentence or a document in normal form; nothing else, and soon."""
    content = FILES[name]
    path = tmp_path / name
    path.write_bytes(
        content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    )
    started = time.process_time()

    try:
        document = load_document(path)
    except SourceError as error:
        sentence = str(error)
        assert sentence.startswith(f"{name}: ")
        assert sentence.endswith(".")
        assert len(sentence) < 300
        assert "\n" not in sentence
    else:
        document.text.encode("utf-8")
        assert any(map(str.isalnum, document.text))
    assert time.process_time() - started < LONGEST


def test_an_open_quote_does_not_swallow_a_table(load):
    """Tables between tabs are seldom quoted; a sign for inches begins a cell there."""
    document = load("pipes.tsv", 'size\tdepth\n"2 inch\t12\n3 inch\t14\n')

    assert document.text.splitlines() == [
        "size\tdepth".replace("\t", "; "),
        'size: "2 inch; depth: 12',
        "size: 3 inch; depth: 14",
    ]
