import pytest

from rag.errors import SourceError
from tests.load.making import zip_bytes
from tests.load.office_making import odf_bytes

OUTLINE = (
    "<text:outline-style>"
    '<text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
    "</text:outline-style>"
)
NUMBERS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
    'style:num-format="а, б, .., аа, аб, ... (ru)" style:num-suffix=")"/>'
    '<text:list-level-style-bullet text:level="2"/></text:list-style>'
)


def test_headings_have_the_numbers_that_the_program_counts(load):
    """Their words and numbers are text and place, in any language."""
    body = (
        '<text:p text:style-name="Title">Σχέδιο</text:p>'
        '<text:h text:outline-level="1">Αρχή</text:h><text:p>Πρώτο κείμενο.</text:p>'
        '<text:h text:outline-level="2">Όροι</text:h><text:p>Δεύτερο κείμενο.</text:p>'
        '<text:h text:outline-level="1" text:is-list-header="true">Τέλος</text:h>'
    )

    document = load("a.odt", odf_bytes("text", body, common=OUTLINE))

    assert document.text == (
        "Σχέδιο\n\n1. Αρχή\n\nΠρώτο κείμενο.\n\n1.1 Όροι\n\nΔεύτερο κείμενο.\n\nΤέλος"
    )
    assert [(mark.place, mark.level) for mark in document.marks] == [
        ("Σχέδιο", 1), ("1. Αρχή", 1), ("1.1 Όροι", 2), ("Τέλος", 1),
    ]  # fmt: skip
    assert document.language == "el"


def test_lists_are_numbered_and_go_on_where_they_say(load):
    """Letters of the list's own script; a list within a list; paragraphs of one item."""

    def items(*texts):
        return "".join(
            f"<text:list-item><text:p>{text}</text:p></text:list-item>" for text in texts
        )

    inner = f"<text:list>{items('соль', 'перец')}</text:list>"
    body = (
        f'<text:list text:style-name="L">{items("хлеб")}<text:list-item><text:p>приправы</text:p>'
        f"<text:p>по вкусу</text:p>{inner}</text:list-item></text:list>"
        f'<text:list text:style-name="L" text:continue-numbering="true">{items("сыр")}</text:list>'
        f'<text:list text:style-name="L">{items("чай")}</text:list>'
    )

    text = load("a.odt", odf_bytes("text", body, styles=NUMBERS)).text

    assert text == "а) хлеб\nб) приправы\nпо вкусу\n- соль\n- перец\nв) сыр\nа) чай"


def test_what_nobody_sees_is_not_read(load):
    """Deleted text, hidden text and sections, readings, remarks, tables of contents."""
    styles = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>削除</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>目次 1</text:p></text:index-body></text:table-of-content>"
        "<text:p><text:ruby><text:ruby-base>山路</text:ruby-base><text:ruby-text>やまみち</text:ruby-text></text:ruby>を登る。"
        "<office:annotation><dc:creator>K</dc:creator><text:p>直す</text:p></office:annotation>"
        '<text:span text:style-name="H">隠し</text:span></text:p>'
        '<text:section text:display="none"><text:p>節</text:p></text:section>'
    )

    document = load("a.odt", odf_bytes("text", body, styles=styles))

    assert document.text == "山路を登る。"
    assert document.notes == ("1 comment was left out",)


def test_a_footnote_follows_its_paragraph_and_does_not_break_the_sentence(load):
    """Spaces, tabs and line breaks are elements; white space of the source is one space."""
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Nota.</text:p></text:note-body></text:note>"
    body = (
        f"<text:p>El   puente{note} es\n viejo<text:s text:c='3'/>y<text:tab/>ancho.<text:line-break/>"
        "Fin. <text:span> Otra</text:span></text:p><text:p>Más.</text:p>"
    )

    text = load("a.odt", odf_bytes("text", body)).text

    assert text == "El puente es viejo   y\tancho.\nFin. Otra\n\nNota.\n\nMás."


def test_tables_are_lines_with_merged_cells_in_each_row(load):
    """Rows of a head too; a table within a table is read by itself."""

    def cell(text, attributes=""):
        return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"

    covered = "<table:covered-table-cell/>"
    wide, high = (f'table:number-{name}-spanned="2"' for name in ("columns", "rows"))
    table = (
        f"<table:table><table:table-header-rows><table:table-row>"
        f"{cell('بلد', wide)}{covered}</table:table-row></table:table-header-rows>"
        f"<table:table-row>{cell('مصر', high)}{cell('١')}</table:table-row>"
        f"<table:table-row>{covered}{cell('٢')}</table:table-row></table:table>"
    )
    outer = (
        f"<table:table><table:table-row><table:table-cell><text:p>قبل</text:p>{table}</table:table-cell>"
        "</table:table-row></table:table>"
    )

    assert load("a.odt", odf_bytes("text", table)).text == "بلد\nمصر | ١\nمصر | ٢"
    assert load("b.odt", odf_bytes("text", outer)).text == "قبل\n\nبلد\nمصر | ١\nمصر | ٢"


def test_boxes_and_formulas_are_read(load):
    """A box after its paragraph, once; a formula within its sentence."""
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>c</mi><mn>2</mn></msup></math>'
    )
    body = (
        "<text:p>Energia to <draw:frame><draw:object xlink:href='./Object 1'/></draw:frame>, mówi."
        "<draw:frame><draw:text-box><text:p>W ramce</text:p></draw:text-box></draw:frame></text:p>"
    )

    document = load("a.odt", odf_bytes("text", body, parts={"Object 1/content.xml": formula}))

    assert document.text == "Energia to c^2, mówi.\n\nW ramce"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (odf_bytes("text", ""), "a.odt: holds no text."),
        (
            odf_bytes("text", "<text:p>x</text:p>", parts={"META-INF/manifest.xml": '<m:manifest xmlns:m="u"><m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'}),
            "a.odt: is protected by a password; save a copy without one.",
        ),
        (zip_bytes({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt: is not an OpenDocument file; open it and save it again."),
        (odf_bytes("text", "<a><b></a>"), "a.odt: holds damaged XML; save it again."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_document_is_said(load, content, sentence):
    """One sentence: the file, the reason, what to do."""
    with pytest.raises(SourceError) as caught:
        load("a.odt", content)

    assert str(caught.value) == sentence
