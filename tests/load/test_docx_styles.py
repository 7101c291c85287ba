from rag.chunk.windows import WindowChunker
from tests.load.making import W, docx_bytes, paragraph

NUMBERING = (
    f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:pStyle w:val="berschrift1"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:pStyle w:val="berschrift2"/></w:lvl>'
    "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="第%1条"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/><w:lvlText w:val="\uf0b7"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1-%3"/><w:isLgl/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    "</w:numbering>"
)
STYLES = (
    f'<w:styles xmlns:w="{W}">'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Norm"><w:name w:val="Normal"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Seen"><w:name w:val="Seen"/><w:rPr><w:vanish w:val="0"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Secret"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Seen"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Seen"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="berschrift1"/></w:style>'
    "</w:styles>"
)  # fmt: skip


def numbered(number, level=0):
    """The properties of an item of a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_headings_have_the_numbers_that_word_counts(load):
    """By the style's own list; a heading taken out of it has none. The number is in the place."""
    body = (
        paragraph("Область", "berschrift1") + paragraph("Порт.", "Seen")
        + paragraph("Условия", "berschrift2") + paragraph("Плата.", "Seen")
        + paragraph("Сроки", "berschrift2") + paragraph("Год.", "Seen")
        + paragraph("Стороны", "berschrift1") + paragraph("Две.", "Seen")
        + paragraph("Подписи", "berschrift1", numbered(0)) + paragraph("Нет.", "Seen")
    )  # fmt: skip

    document = load("a.docx", docx_bytes(body, styles=STYLES, numbering=NUMBERING))

    assert [passage.place for passage in WindowChunker(160).split(document)] == [
        "1. Область", "1.1 Условия", "1.2 Сроки", "2. Стороны", "Подписи",
    ]  # fmt: skip
    assert "1.2 Сроки\n\nГод." in document.text


def test_items_have_their_labels_in_the_form_of_the_list(load):
    """In the list's own script, dashes for bullets, and anew where the list says so."""
    body = (
        paragraph("甲", properties=numbered(2)) + paragraph("点", properties=numbered(2, 1))
        + paragraph("乙", properties=numbered(2)) + paragraph("款", properties=numbered(2, 2))
        + paragraph("丙", properties=numbered(3)) + paragraph("丁", properties=numbered(3))
    )  # fmt: skip

    text = load("a.docx", docx_bytes(body, numbering=NUMBERING)).text

    assert text == "第一条 甲\n- 点\n第二条 乙\n2-1 款\n第一条 丙\n第二条 丁"


def test_hidden_text_is_not_read_whether_by_run_or_by_style(load):
    """A style can hide, a run can show what its style hides, and two styles undo each other."""
    body = (
        paragraph("versteckt")
        + "<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>doch</w:t></w:r></w:p>"
        + "<w:p><w:pPr><w:pStyle w:val='Seen'/></w:pPr><w:r><w:t>zu </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr>"
        "<w:t>nie </w:t></w:r><w:r><w:rPr><w:rStyle w:val='Secret'/></w:rPr><w:t>nie </w:t></w:r>"
        "<w:r><w:t>sehen</w:t></w:r></w:p>"
        + "<w:p><w:r><w:rPr><w:rStyle w:val='Secret'/></w:rPr><w:t>auch</w:t></w:r></w:p>"
    )

    assert load("a.docx", docx_bytes(body, styles=STYLES)).text == "doch\n\nzu sehen\n\nauch"


def test_a_table_of_contents_is_not_read(load):
    """Its lines are the headings again."""
    body = paragraph("1. Bölge .... 3", "TOC1") + paragraph("Bölge", "berschrift1")

    assert load("a.docx", docx_bytes(body, styles=STYLES)).text == "Bölge"


def test_styles_that_inherit_in_a_circle_end(load):
    """A damaged file cannot hold the reader up."""
    circle = (
        f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )

    assert load("a.docx", docx_bytes(paragraph("texte", "A"), styles=circle)).text == "texte"
