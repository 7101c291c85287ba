from rag.chunk.windows import WindowChunker
from tests.load.office_making import odf_bytes


def frame(text, kind=""):
    """A frame of a slide; lines are paragraphs."""
    lines = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    held = f' presentation:class="{kind}"' if kind else ""
    return f"<draw:frame{held}><draw:text-box>{lines}</draw:text-box></draw:frame>"


def slide(shapes, style=""):
    """A slide of a presentation."""
    return f'<draw:page draw:style-name="{style}">{shapes}</draw:page>'


def test_slides_have_titles_text_and_notes(load):
    """The title comes first, notes last with their own place; footers are no text."""
    notes = f"<presentation:notes>{frame('3', 'page-number')}{frame('Спасибо сказать.', 'notes')}</presentation:notes>"
    body = (
        slide(frame("Порт открыт.\nВход слева.") + frame("Начало", "title") + frame("ООО", "footer") + notes)
        + slide(f"<draw:g>{frame('Գինի')}<draw:g>{frame('Հաց')}</draw:g></draw:g>")
    )  # fmt: skip

    document = load("a.odp", odf_bytes("presentation", body))

    assert document.text == (
        "Начало\n\nПорт открыт.\nВход слева.\n\nСпасибо сказать.\n\nԳինի\n\nՀաց"
    )
    assert [passage.place for passage in WindowChunker(160).split(document)] == [
        "slide 1 · Начало",
        "slide 1 (notes) · Начало",
        "slide 2",
    ]


def test_hidden_slides_are_left_out_and_said_so(load):
    """They count, so that numbers are those of the program."""
    styles = (
        '<style:style style:name="dp" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="hidden"/></style:style>'
    )
    body = slide(frame("अ")) + slide(frame("आ"), "dp") + slide(frame("इ"))

    document = load("a.odp", odf_bytes("presentation", body, styles=styles))

    assert document.text == "अ\n\nइ"
    assert [mark.place for mark in document.marks] == ["slide 1", "slide 3"]
    assert document.notes == ("1 hidden slide was left out",)
