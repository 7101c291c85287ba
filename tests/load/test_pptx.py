import pytest

from rag.chunk.windows import WindowChunker
from rag.errors import SourceError
from tests.load.making import zip_bytes
from tests.load.office_making import A, pptx_bytes, shape

CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    f'xmlns:a="{A}"><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Ördek sayımı</a:t></a:r></a:p>'
    "</c:rich></c:tx></c:title><c:plotArea><c:barChart>{series}</c:barChart></c:plotArea></c:chart>"
    "</c:chartSpace>"
)
SERIES = (
    "<c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>{name}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    "<c:cat><c:strRef><c:strCache><c:pt idx='0'><c:v>2019</c:v></c:pt><c:pt idx='1'><c:v>2020</c:v></c:pt>"
    "</c:strCache></c:strRef></c:cat><c:val><c:numRef><c:numCache><c:formatCode>0.0%</c:formatCode>"
    "<c:pt idx='0'><c:v>{first}</c:v></c:pt><c:pt idx='1'><c:v>0.5</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>"
)


def frame(graphic):
    """A table or chart on a slide."""
    return (
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='4' name='T'/><p:cNvGraphicFramePr/><p:nvPr/>"
        f"</p:nvGraphicFramePr><a:graphic><a:graphicData>{graphic}</a:graphicData></a:graphic></p:graphicFrame>"
    )


def table_cell(text, attributes=""):
    """A cell of a table on a slide."""
    return f"<a:tc {attributes}><a:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></a:txBody></a:tc>"


def test_slides_come_in_the_order_of_the_show(load):
    """Titles are headings wherever they are drawn; a place is a slide, in any language."""
    slides = [
        shape("Ο νόμος ψηφίστηκε.") + shape("Λιμάνι", "ctrTitle"),
        shape("الميناء مفتوح."),
        shape("항구", "title") + shape("배가 왔다.\n사람들이 내렸다."),
    ]

    document = load("talk.pptx", pptx_bytes(slides))

    assert document.text == (
        "Λιμάνι\n\nΟ νόμος ψηφίστηκε.\n\nالميناء مفتوح.\n\n항구\n\n배가 왔다.\n사람들이 내렸다."
    )
    assert document.title == "Λιμάνι"
    assert [passage.place for passage in WindowChunker(160).split(document)] == [
        "slide 1 · Λιμάνι",
        "slide 2",
        "slide 3 · 항구",
    ]


def test_speaker_notes_follow_their_slide_with_a_place_of_their_own(load):
    """They are said, not shown; the passage knows the slide's title."""
    content = pptx_bytes([shape("Plan", "title"), shape("Fin.")], notes={1: "Dire merci à tous."})

    document = load("talk.pptx", content)
    passages = WindowChunker(160).split(document)

    assert document.text == "Plan\n\nDire merci à tous.\n\nFin."
    assert [passage.place for passage in passages] == [
        "slide 1 · Plan",
        "slide 1 (notes) · Plan",
        "slide 2",
    ]
    assert "Plan" in passages[1].context


def test_hidden_slides_are_left_out_and_said_so(load):
    """Numbers go on, so that slide 3 is slide 3 in the program."""
    document = load("t.pptx", pptx_bytes([shape("一"), shape("二"), shape("三")], hidden={2}))

    assert document.text == "一\n\n三"
    assert [mark.place for mark in document.marks] == ["slide 1", "slide 3"]
    assert document.notes == ("1 hidden slide was left out",)


def test_what_repeats_on_every_slide_is_no_text(load):
    """Footers, dates and numbers."""
    repeated = shape("Firma GmbH", "ftr") + shape("3", "sldNum") + shape("1.1.2024", "dt")

    assert load("t.pptx", pptx_bytes([shape("Inhalt") + repeated])).text == "Inhalt"


def test_groups_are_read_and_fallback_copies_are_not(load):
    """Shapes within groups within groups, once."""
    group = f"<p:grpSp><p:grpSp>{shape('внутри')}</p:grpSp>{shape('рядом')}</p:grpSp>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    choice = (
        f"<mc:AlternateContent {mc}><mc:Choice Requires='a14'>{shape('новое')}</mc:Choice>"
        f"<mc:Fallback>{shape('новое')}</mc:Fallback></mc:AlternateContent>"
    )

    assert load("t.pptx", pptx_bytes([group + choice])).text == "внутри\n\nрядом\n\nновое"


def test_tables_are_lines_with_merged_cells_in_each_row(load):
    """A cell over two rows stands in both, one over two columns once."""
    rows = [
        table_cell("देश", "gridSpan='2'") + table_cell("", "hMerge='1'"),
        table_cell("भारत", "rowSpan='2'") + table_cell("2020"),
        table_cell("", "vMerge='1'") + table_cell("2021"),
    ]
    xml = "".join(f"<a:tr>{row}</a:tr>" for row in rows)

    text = load("t.pptx", pptx_bytes([frame(f"<a:tbl>{xml}</a:tbl>")])).text

    assert text == "देश\nभारत | 2020\nभारत | 2021"


def test_lists_that_number_themselves_have_their_numbers(load):
    """Also with a start of their own, within levels, and in other scripts."""

    def item(text, kind, level=0, start=""):
        number = f"<a:buAutoNum type='{kind}' {start}/>"
        return f"<a:p><a:pPr lvl='{level}'>{number}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>"

    items = (
        item("bir", "arabicPeriod") + item("alt", "alphaLcParenR", 1) + item("iki", "arabicPeriod")
        + "<a:p><a:r><a:t>ara</a:t></a:r></a:p>"
        + item("甲乙", "ea1ChsPeriod", 0, "startAt='11'") + item("สอง", "thaiNumPeriod")
    )  # fmt: skip
    body = f"<p:sp><p:nvSpPr/><p:txBody>{items}</p:txBody></p:sp>"

    text = load("t.pptx", pptx_bytes([body])).text

    assert text == "1. bir\na) alt\n2. iki\nara\n十一. 甲乙\n๑. สอง"


def test_a_chart_is_a_line_for_each_category(load):
    """The numbers that it keeps, shown as it shows them."""
    series = SERIES.format(name="Tatlı su", first="0.125") + SERIES.format(
        name="Deniz", first="0.2"
    )
    chart = '<c:chart xmlns:c="urn:c" r:id="rId2"/>'
    content = pptx_bytes(
        [frame(chart)], parts={"ppt/charts/chart1.xml": CHART.format(series=series)}
    )

    assert load("t.pptx", content).text == (
        "Ördek sayımı\n2019; Tatlı su: 12.5%; Deniz: 20.0%\n2020; Tatlı su: 50.0%; Deniz: 50.0%"
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (pptx_bytes([]), "t.pptx: has no slides; open it and save it again."),
        (pptx_bytes([shape("")]), "t.pptx: holds no text, only pictures; run text recognition (OCR) on it first."),
        (zip_bytes({"ppt/presentation.xml": "<p"}), "t.pptx: holds damaged XML; save it again."),
        (zip_bytes({"ppt/other.xml": "<p/>"}), "t.pptx: is not a PowerPoint presentation; open it and save it again."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_presentation_is_said(load, content, sentence):
    """One sentence: the file, the reason, what to do."""
    with pytest.raises(SourceError) as caught:
        load("t.pptx", content)

    assert str(caught.value) == sentence
