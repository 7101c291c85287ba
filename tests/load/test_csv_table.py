from pathlib import Path

import pytest

from rag.load.csv_table import delimiter, header_row, read_rows, row_text
from rag.load.walk import load_document

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def test_every_row_says_what_its_values_are():
    """A row is found and quoted on its own, so it carries the names of its columns."""
    document = load_document(DOCUMENTS / "ceny.csv")

    assert document.text == (
        "Nazwa; Miasto; Cena\nNazwa: Chleb żytni; Miasto: Łódź; Cena: 7,50\n"
        "Nazwa: Ser kozi; Miasto: Gdańsk; Cena: 31,00\nNazwa: Miód; lipowy; Miasto: Kraków; Cena: 42,00"
    )
    assert [mark.place for mark in document.marks] == ["row 1", "row 2", "row 3", "row 4"]
    assert document.text[document.marks[2].offset :].startswith("Nazwa: Ser kozi")
    assert (document.title, document.language) == ("ceny", "pl")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_are_found(mark):
    """The one that gives rows of equal width, not the one that stands most often in the text."""
    rows = [
        ["город", "население", "дата"],
        ["Казань", "1.3", "а, б, в, г"],
        ["Пермь", "1.0", "д, е"],
    ]
    text = "\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows)

    assert delimiter(text) == mark
    assert [cells for _, cells in read_rows(text)] == rows


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["name", "ville"], ["Anna", "Lyon"]], 0),
        ([["1", "2"], ["3", "4"]], None),
        ([["رقم", "مدينة"], ["1", "طنجة"]], 0),
        ([["Report of the year"], ["名前", "住所"], ["花", "東京"]], 1),
        ([["a", "a"], ["b", "c"]], None),
        ([["only"], ["one"]], None),
    ],
)
def test_the_row_of_names(rows, expected):
    """The first row as wide as most that is words, none of them twice; titles above it are passed."""
    assert header_row(list(enumerate(rows, 1))) == expected


def test_a_value_without_a_name_stands_alone():
    """Rows longer than the row of names, empty cells and names repeated as values."""
    assert row_text(["a", "", "c", "d"], ["x", "y", "", ""]) == "x: a; c; d"
    assert row_text(["x"], ["x"]) == "x"


def test_rows_keep_the_numbers_of_the_file(load):
    """Empty rows are left out and still counted; lines inside quotes belong to their row."""
    document = load("t.tsv", 'ürün\tfiyat\n\nkayısı\t42\n"in\ncir"\t55\n')

    assert document.text == "ürün; fiyat\nürün: kayısı; fiyat: 42\nürün: in cir; fiyat: 55"
    assert [mark.place for mark in document.marks] == ["row 1", "row 3", "row 4"]
