from pathlib import Path

import pytest

from rag.load.front_matter import split_front_matter
from rag.load.markdown import inline
from rag.load.walk import load_document

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def test_a_page_as_a_reader_sees_it():
    """Marks, tags and front matter go; headings, items, rows and code stay."""
    document = load_document(DOCUMENTS / "bruecke.md")

    assert document.text == (
        "Die alte Brücke\n\n"
        "Die Brücke über die Aue ist 340 Meter lang. Sie wurde 1911 gebaut; die Stadtwerke pflegen sie.\n\n"
        "Maße und Gewicht\n\nTeil | Länge\nBogen | 120 m\nRampe | 55 m\n- Tragkraft: 12 Tonnen\n"
        "- Breite: vier Meter\n\nIm Winter ist sie gesperrt.\n\n# kein Titel\nhoehe = 9\n\n"
        "Zufahrt\n\nVon Norden kommt man über die B 7 hin."
    )
    assert [(mark.place, mark.level) for mark in document.marks] == [
        ("Die alte Brücke", 1), ("Maße und Gewicht", 2), ("Zufahrt", 2),
    ]  # fmt: skip
    assert (document.title, document.language) == ("Die alte Brücke", "de")


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("**жирный** и *курсив*", "жирный и курсив"),
        ("[見出し](https://example.jp/a_(b)) と ![図](x.png)", "見出し と 図"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("`**code** <b>`, <b>bold</b>", "**code** <b>, bold"),
        ("&eacute;t&eacute; &amp; \\*star\\*", "été & *star*"),
        ("<https://example.org> <mailto:a@b.c>", "https://example.org mailto:a@b.c"),
        ("~~old~~ __new__ _kursiv_", "old new kursiv"),
        ("a < b and c > d", "a < b and c > d"),
        ("[text][ref] and [^1]", "text and [^1]"),
    ],
)
def test_inline_marks(source, seen):
    """Emphasis, links, images and tags leave their words."""
    assert inline(source) == seen


def test_lines_of_a_paragraph_are_one(load):
    """Line ends inside a paragraph are spaces, but not between Chinese characters."""
    assert load("a.md", "eins\nzwei\n\n第一行\n第二行\n\n> zitiert\n> weiter").text == (
        "eins zwei\n\n第一行第二行\n\nzitiert weiter"
    )


def test_front_matter_without_a_title_is_left_out():
    """Only a block at the very start between two lines of dashes is front matter."""
    assert split_front_matter("---\nlang: ar\n---\nنص") == ({}, "نص")
    assert split_front_matter("text\n---\nmore\n---\n") == ({}, "text\n---\nmore\n---\n")


def test_code_that_is_never_closed_is_kept(load):
    """The rest of the file is code then, not lost."""
    assert load("a.md", "Text\n```\n# code\nlast").text == "Text\n\n# code\nlast"
