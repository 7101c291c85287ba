from pathlib import Path

import pytest

from rag.load.walk import load_document

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def test_text_is_stored_as_it_is(load):
    """Nothing is joined, cut or cleaned; only line ends and the normal form change."""
    raw = "Überschrift\r\n\r\n  eingerückt\r\nletzte Zeile \u2013 Ende\r\n"

    assert load("a.txt", raw).text == "Überschrift\n\n  eingerückt\nletzte Zeile \u2013 Ende"


@pytest.mark.parametrize(
    ("name", "language", "words", "guessed"),
    [
        ("acta.txt", "es", "plantar doce árboles", False),
        ("yanshi.txt", "zh", "建于一九五八年", True),
        ("pismo.txt", "ru", "около пяти тысяч картин", True),
        ("kniznica.txt", "cs", "čtyřicet tisíc knih", True),
        ("haber.txt", "tr", "günde sekiz sefer", False),
    ],
)
def test_old_encodings_and_languages(name, language, words, guessed):
    """Files as people have them: five languages, four encodings."""
    document = load_document(DOCUMENTS / name)

    assert words in document.text
    assert document.language == language
    assert any("guessed" in note for note in document.notes) == guessed


def test_the_title_is_the_first_line_that_is_no_boilerplate():
    """An advertisement above the headline is not what the document is called."""
    assert load_document(DOCUMENTS / "haber.txt").title == "Yeni feribot hattı açıldı"


def test_a_long_first_line_is_cut_at_a_word(load):
    """A title is at most 150 characters."""
    title = load("long.txt", "Слово за словом идёт рассказ о старом порте " * 20).title

    assert len(title) <= 150
    assert (
        title.endswith("словом…")
        or title.rstrip("…").split()[-1] in "Слово за словом идёт рассказ о старом порте"
    )


def test_a_text_without_words_is_named_after_its_file(load):
    """Figures make no title."""
    assert load("meter_readings_2021.txt", "12 13 14\n15 16 17").title == "meter readings 2021"


def test_places_are_paragraphs(load):
    """Blocks between blank lines, numbered; lines where each is a paragraph of its own."""
    document = load("p.txt", "Erstens.\nweiter\n\n\nZweitens.\n \nDrittens.")
    long_lines = load("l.txt", "\n".join(["Satz " * 40] * 3) + "\n\nEnde.")

    assert [(mark.place, document.text[mark.offset :][:4]) for mark in document.marks] == [
        ("§ 1", "Erst"), ("§ 2", "Zwei"), ("§ 3", "Drit"),
    ]  # fmt: skip
    assert [mark.place for mark in long_lines.marks] == ["§ 1", "§ 2", "§ 3", "§ 4"]
