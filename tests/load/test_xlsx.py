import pytest

from rag.chunk.windows import WindowChunker
from rag.errors import SourceError
from tests.load.making import zip_bytes
from tests.load.office_making import S, cell, relations, rows_xml, xlsx_bytes


def places(document):
    """What a person is told of each row."""
    return [mark.place for mark in document.marks if mark.kind == "row"]


def test_each_row_says_what_its_values_are(load):
    """Names of columns stand before the values; the place is the first filled cell."""
    rows = rows_xml(
        [
            ["Город", "Жители", "Год"],
            ["Москва", 13_010_112, 2021],
            ["Казань", None, 2020],
            [None, 7, 2019],
        ]
    )

    document = load("города.xlsx", xlsx_bytes({"Лист1": rows}))

    assert document.text == (
        "Город; Жители; Год\nГород: Москва; Жители: 13010112; Год: 2021\n"
        "Город: Казань; Год: 2020\nЖители: 7; Год: 2019"
    )
    assert places(document) == ["Лист1!A1", "Лист1!A2", "Лист1!A3", "Лист1!B4"]
    assert [passage.place for passage in WindowChunker(160).split(document)] == ["Лист1!A1–B4"]
    assert document.title == "города"


def test_values_are_shown_as_their_cells_show_them(load):
    """Formats, shared and rich strings without readings, truth values, results of formulas."""
    values = (
        cell("A1", 0.125, 1) + cell("B1", 43831, 2) + '<c r="C1" t="s"><v>0</v></c>'
        '<c r="D1" t="b"><v>1</v></c><c r="E1" t="str"><f>A1&amp;"x"</f><v>отчёт</v></c>'
        '<c r="F1" t="s"><v>99</v></c><c r="G1" t="d"><v>2024-02-29</v></c>'
    )
    shared = ["<r><t>豊</t></r><r><t>田</t></r><rPh sb='0' eb='2'><t>トヨタ</t></rPh>"]

    content = xlsx_bytes(
        {"Sheet1": f'<row r="1">{values}</row>'}, formats=["0.0%", "d.m.yy"], shared=shared
    )

    assert load("a.xlsx", content).text == "12.5%; 2020-01-01; 豊田; TRUE; отчёт; 2024-02-29"


def test_hidden_sheets_are_left_out_and_named(load):
    """Hidden rows are not: a filter hides what is meant to be seen."""
    rows = '<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>filtré</t></is></c></row>'

    document = load(
        "a.xlsx", xlsx_bytes({"geheim": rows_xml([["x"]]), "Feuil1": rows}, hidden={"geheim"})
    )

    assert document.text == "filtré"
    assert document.notes == ("hidden and left out: geheim",)


def test_a_sheet_with_a_name_of_its_own_has_it_as_a_heading(load):
    """Names that programs give by themselves, in any language, say nothing."""
    sheets = {"משכורות": rows_xml([["דנה", 5]]), "工作表2": rows_xml([["王", 6]])}

    document = load("a.xlsx", xlsx_bytes(sheets))

    assert document.text == "משכורות\n\nדנה; 5\n\n王; 6"
    assert [passage.place for passage in WindowChunker(160).split(document)] == [
        "משכורות!A1",
        "工作表2!A1",
    ]


def test_merged_cells_count_for_each_row_and_set_columns_apart(load):
    """A group over several rows stands in each; a head over several columns before their names."""
    rows = rows_xml(
        [[None, "Xuân", None, "Hạ", None], ["Vùng", "Lúa", "Ngô", "Lúa", "Ngô"],
         ["Bắc", 1, 2, 3, 4], [None, 5, 6, 7, 8], ["Nam", 9, 10, 11, 12]]
    )  # fmt: skip

    text = load("a.xlsx", xlsx_bytes({"Sheet1": rows}, merged=["B1:C1", "D1:E1", "A3:A4"])).text

    assert text.splitlines()[2:] == [
        "Vùng: Bắc; Xuân Lúa: 1; Xuân Ngô: 2; Hạ Lúa: 3; Hạ Ngô: 4",
        "Vùng: Bắc; Xuân Lúa: 5; Xuân Ngô: 6; Hạ Lúa: 7; Hạ Ngô: 8",
        "Vùng: Nam; Xuân Lúa: 9; Xuân Ngô: 10; Hạ Lúa: 11; Hạ Ngô: 12",
    ]


def test_several_tables_on_a_sheet_have_their_own_names(load):
    """A blank row ends a table, but for one between the names and their numbers."""
    rows = rows_xml(
        [["การขาย"], [], ["เมือง", "2022", "2023"], ["กรุงเทพ", 1, 2], ["ตรัง", 3, 4], [],
         [None, "Import", "Export"], [], ["Kenia", 5, 6], ["Benin", 7, 8]]
    )  # fmt: skip

    document = load("a.xlsx", xlsx_bytes({"Sheet1": rows}))

    assert document.text == (
        "การขาย\n\nเมือง; 2022; 2023\nเมือง: กรุงเทพ; 2022: 1; 2023: 2\nเมือง: ตรัง; 2022: 3; 2023: 4\n\n"
        "Import; Export\nKenia; Import: 5; Export: 6\nBenin; Import: 7; Export: 8"
    )
    assert [mark.place for mark in document.marks if mark.kind == "heading"] == ["การขาย"]


@pytest.mark.parametrize(
    "rows",
    [
        [["청계천", "관리", "하천"], ["청계천", "보수", "하천"], ["청계천", "정비", "하천"]],
        [["Name:", "Anna"], ["Ort:", "Graz"]],
        [["a", "b"], ["c", "d"]],
    ],
)
def test_what_may_be_no_names_of_columns_is_put_before_nothing(load, rows):
    """A false label would be a false statement."""
    text = load("a.xlsx", xlsx_bytes({"Sheet1": rows_xml(rows)})).text

    assert text == "\n".join("; ".join(row) for row in rows)


def test_remarks_at_cells_are_read_with_their_row(load):
    """They explain figures; a copy of a conversation for old programs is not read."""
    rels = relations(("comments", "../comments1.xml"))
    comments = (
        f'<comments xmlns="{S}"><authors><author>Ola</author><author>tc={{1}}</author></authors><commentList>'
        '<comment ref="B1" authorId="0"><text><r><t>تقدير </t></r><r><t>أولي</t></r></text></comment>'
        '<comment ref="A1" authorId="1"><text><t>Your version of Excel</t></text></comment>'
        '<comment ref="C9" authorId="0"><text><t>allein</t></text></comment></commentList></comments>'
    )
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": rels, "xl/comments1.xml": comments}

    document = load("a.xlsx", xlsx_bytes({"Sheet1": rows_xml([["sum", 5]])}, parts=parts))

    assert document.text == "sum; 5\nB1: تقدير أولي\n\nC9: allein"
    assert places(document) == ["Sheet1!A1", "Sheet1!A9"]


def test_formulas_without_a_result_are_said(load):
    """Some programs write formulas and leave the counting to others."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c><c r="B1"><f>SUM(A1)</f></c></row>'
    )

    document = load("a.xlsx", xlsx_bytes({"Sheet1": rows}))

    assert document.notes == (
        "1 formulas have no stored result; open it in a spreadsheet program and save it",
    )


def test_rows_and_cells_without_numbers_are_counted(load):
    """References may be left out; then they follow each other."""
    rows = '<row><c t="str"><v>un</v></c><c t="str"><v>dau</v></c></row><row><c t="str"><v>tri</v></c></row>'

    assert places(load("a.xlsx", xlsx_bytes({"Taflen": rows})))[-2:] == ["Taflen!A1", "Taflen!A2"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (xlsx_bytes({"Sheet1": ""}), "a.xlsx: holds no text."),
        (zip_bytes({"xl/workbook.xml": "<w"}), "a.xlsx: holds damaged XML; save it again."),
        (zip_bytes({"xl/other.xml": "<w/>"}), "a.xlsx: is not an Excel workbook; open it and save it again."),
        (zip_bytes({"xl/workbook.bin": "x"}), "a.xlsx: is a binary Excel workbook, which cannot be read; save it as PDF or text."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_workbook_is_said(load, content, sentence):
    """One sentence: the file, the reason, what to do."""
    with pytest.raises(SourceError) as caught:
        load("a.xlsx", content)

    assert str(caught.value) == sentence
