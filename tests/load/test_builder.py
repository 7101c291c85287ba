from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import SourceError
from rag.language import normalise
from rag.load.builder import LARGEST_TEXT, DocumentBuilder, first_real_line
from rag.load.lines import join_all, joined

PATH = Path("/somewhere/harbour_report.txt")


def builder():
    return DocumentBuilder(PATH, b"bytes", "text/plain")


def test_blocks_marks_and_what_is_said_of_a_document():
    """Blocks stand apart, close ones on lines; a mark is where its next block begins."""
    made = builder()
    made.mark("page", "p. 1")
    made.heading("Ο  λιμένας", 1)
    made.block("- ένα", gap="\n")
    made.block("- δύο", gap="\n")
    made.mark("page", "p. 2")
    made.block("\n  Το λιμάνι άνοιξε.  \n")

    document = made.finish()

    assert document.text == "Ο λιμένας\n\n- ένα\n- δύο\n\n  Το λιμάνι άνοιξε."
    assert [(mark.place, document.text[mark.offset]) for mark in document.marks] == [
        ("p. 1", "Ο"), ("Ο λιμένας", "Ο"), ("p. 2", "Τ"),
    ]  # fmt: skip
    assert (document.title, document.language, document.path) == ("Ο λιμένας", "el", str(PATH))
    assert len(document.id) == 16
    assert len(document.sha256) == 64


def test_a_mark_without_text_after_it_is_dropped():
    """An empty page has no place of its own; the next page takes over."""
    made = builder()
    for page in ("p. 1", "p. 2"):
        made.mark("page", page)
    made.block("Words.")
    made.mark("page", "p. 3")

    assert [mark.place for mark in made.finish().marks] == ["p. 2"]


@pytest.mark.parametrize("text", ["", " \n ", "...", "—\n***", "\u200b\u200e"])
def test_a_document_without_a_letter_or_digit_is_refused(text):
    """What has nothing to read is no document."""
    made = builder()
    made.block(text)

    with pytest.raises(SourceError, match=r"^harbour_report\.txt: holds no text\.$"):
        made.finish()


@pytest.mark.slow
def test_a_document_of_endless_text_is_refused():
    """The text of one document is bounded."""
    made = builder()
    made.block("x" * (LARGEST_TEXT - 10))

    with pytest.raises(SourceError, match="more than 20 million characters"):
        made.block("y" * 20)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Anzeige\n\nDie Fähre\n\nText.", "Die Fähre"),
        ("[ad_1]\nПаром открыт\nТекст.", "Паром открыт"),
        ("12.5\n---\n渡轮通航", "渡轮通航"),
        ("", ""),
    ],
)
def test_the_first_real_line(text, line):
    """Neither boilerplate nor figures."""
    assert first_real_line(text) == line


@given(st.lists(st.tuples(st.sampled_from("bhm"), st.text(max_size=30)), max_size=12))
def test_text_is_normal_and_marks_are_sorted_and_inside(steps):
    """Whatever is added: NFC throughout, offsets of marks point at something readable."""
    made = builder()
    made.block("e")
    for kind, text in steps:
        if kind == "b":
            made.block(text)
        elif kind == "h":
            made.heading(text, 2)
        else:
            made.mark("page", text or "p")

    document = made.finish()

    assert normalise(document.text) == document.text
    offsets = [mark.offset for mark in document.marks]
    assert offsets == sorted(offsets)
    assert all(not document.text[offset].isspace() for offset in offsets)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["eins", "zwei"], "eins zwei"),
        (["第一行", "第二行"], "第一行第二行"),
        (["ひらがな、", "カタカナ"], "ひらがな、カタカナ"),
        (["สวัสดี", "ครับ"], "สวัสดีครับ"),
        (["한국어", "문장"], "한국어 문장"),
        (["中文", "Latin"], "中文 Latin"),
        (["", "a", "", "b "], "a b"),
    ],
)
def test_lines_are_joined_as_the_script_asks(lines, text):
    """A space between words, none where the script writes without."""
    assert join_all(lines) == text
    assert joined(text, "") == text.rstrip()
