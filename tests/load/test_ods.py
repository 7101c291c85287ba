import pytest

from rag.errors import SourceError
from tests.load.office_making import odf_bytes


def cell(text, attributes=""):
    """A cell of a sheet."""
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def row(*cells, times=1):
    """A row of a sheet from texts or cells."""
    inner = "".join(item if item.startswith("<") else cell(item) for item in cells)
    return f'<table:table-row table:number-rows-repeated="{times}">{inner}</table:table-row>'


def sheet(name, rows, style=""):
    """A sheet of rows."""
    return f'<table:table table:name="{name}" table:style-name="{style}">{rows}</table:table>'


def test_rows_are_read_as_the_file_shows_them(load):
    """Names of columns before values, places by sheet and cell, titles above."""
    rows = (
        row("Kar zarar tablosu") + '<table:table-row table:number-rows-repeated="2"/>'
        + row("Yıl", "Gelir") + row("2022", cell("1.250,50 ₺", 'office:value="1250.5"')) + row("2023", "900,00 ₺")
    )  # fmt: skip

    document = load("a.ods", odf_bytes("spreadsheet", sheet("Sayfa1", rows)))

    assert document.text == (
        "Kar zarar tablosu\n\nYıl; Gelir\nYıl: 2022; Gelir: 1.250,50 ₺\nYıl: 2023; Gelir: 900,00 ₺"
    )
    assert [mark.place for mark in document.marks if mark.kind == "row"] == [
        "Sayfa1!A1", "Sayfa1!A4", "Sayfa1!A5", "Sayfa1!A6",
    ]  # fmt: skip
    assert document.title == "Kar zarar tablosu"


def test_hidden_sheets_are_left_out_and_named(load):
    """Their style says so, before or among the sheets."""
    styles = (
        '<style:style style:name="ta2" style:family="table"><style:table-properties '
        'table:display="false"/></style:style>'
    )
    body = sheet("隠し", row("秘密"), "ta2") + sheet("売上", row("東京"))

    document = load("a.ods", odf_bytes("spreadsheet", body, styles=styles))

    assert document.text == "売上\n\n東京"
    assert document.notes == ("hidden and left out: 隠し",)


def test_repeated_and_merged_cells_stand_where_they_are(load):
    """One element may stand for many cells and rows; blank ones only count."""
    blank = '<table:table-cell table:number-columns-repeated="3"/>'
    rows = (
        row(cell("ก", 'table:number-columns-repeated="2"'), blank, "ข", times=2)
        + row(cell("กลุ่ม", 'table:number-rows-spanned="2"'), "หนึ่ง")
        + row("<table:covered-table-cell/>", "สอง")
        + '<table:table-row table:number-rows-repeated="1000000"><table:table-cell/></table:table-row>'
    )

    document = load("a.ods", odf_bytes("spreadsheet", sheet("แผ่น1", rows)))

    assert document.text == "ก; ก; ข\nก; ก; ข\nกลุ่ม; หนึ่ง\nกลุ่ม; สอง"
    assert [mark.place for mark in document.marks if mark.kind == "row"] == [
        "แผ่น1!A1", "แผ่น1!A2", "แผ่น1!A3", "แผ่น1!A4",
    ]  # fmt: skip


def test_remarks_boxes_and_values_without_words_are_read(load):
    """A remark follows its row; a cell that only has a value shows it."""
    remark = (
        "<office:annotation><dc:creator>X</dc:creator><text:p>odhad</text:p></office:annotation>"
    )
    box = "<table:shapes><draw:frame><draw:text-box><text:p>V rámečku</text:p></draw:text-box></draw:frame></table:shapes>"
    first = f"<table:table-cell>{remark}<text:p>mzda</text:p></table:table-cell>"
    rows = row(first, '<table:table-cell office:value="7"/>')

    document = load("a.ods", odf_bytes("spreadsheet", sheet("List1", box + rows)))

    assert document.text == "mzda; 7\nA1: odhad\n\nV rámečku"


def test_rows_that_repeat_beyond_reason_are_read_once(load):
    """A formatted column of a million equal cells is one line, and that is said."""
    document = load("a.ods", odf_bytes("spreadsheet", sheet("S", row("0", "x", times=1_048_576))))

    assert document.text.endswith("0; x")
    assert document.notes == ("more than 1000 equal rows were read as one",)


def test_too_many_cells_are_refused(load):
    """A small file can stand for any number of cells."""
    wide = row(cell("x", 'table:number-columns-repeated="1000"'), times=1000)

    with pytest.raises(SourceError, match="holds more than 1 million filled cells; split it"):
        load("a.ods", odf_bytes("spreadsheet", sheet("S", wide + wide)))
