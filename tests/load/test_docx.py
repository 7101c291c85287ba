import pytest

from rag.errors import SourceError
from tests.load.making import docx_bytes, paragraph, zip_bytes


def test_headings_paragraphs_and_lists(load):
    """Styles make headings with levels, numbering makes list items, in any language."""
    items = "".join(
        paragraph(text, properties='<w:numPr><w:ilvl w:val="0"/></w:numPr>')
        for text in ("хлеб", "сыр")
    )
    body = (
        paragraph("Das Lager", "berschrift1") + paragraph("Es wurde im Herbst gebaut.")
        + paragraph("Покупки", "berschrift2") + items + paragraph("Конец списка.")
    )  # fmt: skip

    document = load("lager.docx", docx_bytes(body))

    assert document.text == (
        "Das Lager\n\nEs wurde im Herbst gebaut.\n\nПокупки\n\n- хлеб\n- сыр\n\nКонец списка."
    )
    assert [(mark.place, mark.level) for mark in document.marks] == [
        ("Das Lager", 1),
        ("Покупки", 2),
    ]
    assert document.title == "Das Lager"


def test_a_style_inherits_its_level(load):
    """A person's own style based on a heading is a heading."""
    document = load("own.docx", docx_bytes(paragraph("प्रस्तावना", "Mine") + paragraph("पाठ यहाँ है।")))

    assert [(mark.place, mark.level) for mark in document.marks] == [("प्रस्तावना", 2)]


def test_words_split_over_runs_are_whole(load):
    """Word cuts words into runs as it likes; tabs, breaks and soft hyphens are characters."""
    body = (
        "<w:p><w:r><w:t>zap</w:t></w:r><w:r><w:t>isy</w:t><w:tab/><w:t>co\u00addzienne</w:t>"
        "<w:br/><w:t>dalej</w:t><w:noBreakHyphen/><w:t>tak</w:t></w:r></w:p>"
    )

    assert load("runs.docx", docx_bytes(body)).text == "zapisy\tcodzienne\ndalej-tak"


def test_deleted_text_is_not_read_and_inserted_text_is(load):
    """Tracked changes are read as if they had been accepted; field codes never show."""
    body = (
        "<w:p><w:r><w:t>The price is </w:t></w:r>"
        "<w:del><w:r><w:delText>forty</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>fifty</w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>"
        "<w:r><w:instrText>FORMTEXT</w:instrText></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>old row</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>new row</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )

    assert load("changes.docx", docx_bytes(body)).text == "The price is fifty\n\nnew row"


def test_a_table_is_a_line_for_each_row(load):
    """Cells stand beside each other; a short cell merged over rows stands in each of them."""
    cell = "<w:tc>{}<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    merged = "<w:tcPr><w:vMerge/></w:tcPr>"
    rows = [("城市", "人口", ""), ("北京", "两千万", ""), ("x", "三千万", merged)]
    table = "".join(
        f"<w:tr>{cell.format(first_properties, a)}{cell.format('', b)}</w:tr>"
        for a, b, first_properties in rows
    )

    text = load("table.docx", docx_bytes(f"<w:tbl>{table}</w:tbl>")).text

    assert text == "城市 | 人口\n北京 | 两千万\n北京 | 三千万"


def test_a_text_box_is_read_once(load):
    """A drawing carries its text twice, for new and for old programs."""
    box = f"<w:txbxContent>{paragraph('Inside the box')}</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Before</w:t><mc:AlternateContent><mc:Choice><wps:txbx>"
        f"{box}</wps:txbx></mc:Choice><mc:Fallback><v:textbox>{box}</v:textbox></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>" + paragraph("After")
    )

    assert load("box.docx", docx_bytes(body)).text == "Before\n\nInside the box\n\nAfter"


def test_a_footnote_follows_its_paragraph(load):
    """Notes are text, where they are referred to; the line that separates them is not."""
    notes = (
        '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f'<w:footnote w:type="separator" w:id="0">{paragraph("-----")}</w:footnote>'
        f'<w:footnote w:id="1">{paragraph("Смотри архив.")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("Of a deleted reference.")}</w:footnote></w:footnotes>'
    )
    body = (
        '<w:p><w:r><w:t>Мост ста</w:t><w:footnoteReference w:id="1"/><w:t>рый.</w:t></w:r></w:p>'
        + paragraph("Он из камня.")
    )

    text = load("n.docx", docx_bytes(body, footnotes=notes)).text

    assert text == "Мост старый.\n\nСмотри архив.\n\nОн из камня."


def test_entities_are_not_expanded(load):
    """A part cannot read files of the machine or blow up through entities."""
    evil = (
        '<!DOCTYPE w [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY a "aaaa">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>Safe &e;&a; text</w:t></w:r></w:p></w:body></w:document>"
    )

    text = load("evil.docx", zip_bytes({"word/document.xml": evil})).text

    assert "root:" not in text
    assert "aaaa" not in text


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"word/document.xml": "<w:document"}, "holds damaged XML"),
        ({"word/other.xml": "<a/>"}, "is not a Word document"),
        ({"word/document.xml": '<d xmlns="x"><body/></d>'}, "holds no text"),
    ],
)
def test_what_is_wrong_with_a_document_is_said(load, files, reason):
    """Damaged, foreign and empty documents are refused in one sentence."""
    with pytest.raises(SourceError, match=rf"^bad\.docx: {reason}"):
        load("bad.docx", zip_bytes(files))
