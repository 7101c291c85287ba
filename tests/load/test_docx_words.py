from tests.load.making import docx_bytes, paragraph

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def field(data, result="", instruction="FORMCHECKBOX"):
    """A field of a form, with its instruction and what it shows."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:t>unseen</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'<w:r><w:t>{result}</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def run(text):
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_form_says_what_was_chosen(load):
    """Boxes and lists of choices hold no text of their own."""
    on = "<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"
    off = "<w:checkBox><w:default w:val='0'/></w:checkBox>"
    choices = "<w:listEntry w:val='Tirol'/><w:listEntry w:val='Wien'/>"
    chosen = f"<w:ddList><w:result w:val='1'/>{choices}</w:ddList>"
    body = (
        f"<w:p>{field(on)}{run(' Ja ')}{field(off)}{run(' Nein')}</w:p>"
        f"<w:p>{run('Land: ')}{field(chosen)}</w:p>"
        f"<w:p>{run('Name: ')}{field('', 'Özge', 'FORMTEXT')}</w:p>"
    )

    assert load("a.docx", docx_bytes(body)).text == "☒ Ja ☐ Nein\n\nLand: Wien\n\nName: Özge"


def test_a_formula_stands_in_its_sentence(load):
    """On one line, as it is spoken."""
    power = (
        f'<m:oMath xmlns:m="{M}"><m:r><m:t>S=π</m:t></m:r><m:sSup><m:e><m:r><m:t>r</m:t></m:r></m:e>'
        "<m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>"
    )

    text = load("a.docx", docx_bytes(f"<w:p>{run('Площадь ')}{power}{run(', ясно.')}</w:p>")).text

    assert text == "Площадь S=πr^2, ясно."


def test_readings_are_not_read(load):
    """The base of a ruby is the text."""
    ruby = (
        f"<w:ruby><w:rt>{run('とうきょう')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby>"
    )

    assert (
        load("a.docx", docx_bytes(f"<w:p><w:r>{ruby}</w:r>{run('は雨')}</w:p>")).text == "東京は雨"
    )


def test_a_paragraph_whose_end_was_deleted_goes_on(load):
    """Accepted changes make one paragraph of two; nothing is lost at the end."""
    gone = "<w:rPr><w:del/></w:rPr>"
    body = (
        paragraph("الجملة ", properties=gone)
        + paragraph("كاملة.")
        + paragraph("نهاية", properties=gone)
    )

    assert load("a.docx", docx_bytes(body)).text == "الجملة كاملة.\n\nنهاية"


def test_remarks_of_reviewers_are_left_out_and_counted(load):
    """In paragraphs and in tables."""
    mark = '<w:r><w:commentReference w:id="1"/></w:r>'
    body = f"<w:p>{run('Mąka')}{mark}</w:p><w:tbl><w:tr><w:tc><w:p>{run('sól')}{mark}</w:p></w:tc></w:tr></w:tbl>"

    document = load("a.docx", docx_bytes(body))

    assert (document.text, document.notes) == ("Mąka\n\nsól", ("2 comments were left out",))
