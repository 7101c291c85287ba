import pytest

from rag.chunk.windows import WindowChunker
from rag.errors import SourceError
from tests.load.making import zip_bytes
from tests.load.office_making import epub_bytes


def test_chapters_come_in_the_order_of_reading(load):
    """The book's list counts, not the names of files; headings are places."""
    chapters = ["<h1>Перша</h1><p>Ішов дощ.</p>", "<h1>Друга</h1><p>Стало сонячно.</p>"]

    document = load("b.epub", epub_bytes(chapters, title="Погода"))

    assert document.text == "Перша\n\nІшов дощ.\n\nДруга\n\nСтало сонячно."
    assert (document.title, document.language) == ("Погода", "uk")
    assert [passage.place for passage in WindowChunker(160).split(document)] == ["Перша", "Друга"]


def test_a_chapter_without_a_heading_is_called_what_the_contents_call_it(load):
    """Its name is place and context, not text."""
    toc = '<nav epub:type="toc"><a href="text/c2.xhtml#x">فصل ۱</a><a href="text/c1.xhtml">فصل ۲</a></nav>'

    document = load("b.epub", epub_bytes(["<p>باران آمد.</p>", "<h2>آفتاب</h2>"], toc=toc))

    assert document.text == "باران آمد.\n\nآفتاب"
    assert [mark.place for mark in document.marks] == ["فصل ۱", "آفتاب"]
    assert WindowChunker(160).split(document)[0].context == "A book › فصل ۱"


def test_readings_marks_of_notes_and_hidden_text_are_not_read(load):
    """Ruby gives its base; a note's number does not stick to a word; the note itself is text."""
    body = (
        "<p><ruby>山路<rp>（</rp><rt>やまみち</rt><rp>）</rp></ruby>を登りながら"
        '<a epub:type="noteref" href="#n1">1</a>、こう\n考えた<sup><a href="#n2">2</a></sup>。</p>'
        '<p hidden="hidden">見えない</p><p style="display: none">見えない</p>'
        '<aside epub:type="footnote" id="n1"><p><a href="#r">[1]</a> 注です。</p></aside>'
        '<nav epub:type="page-list"><a href="#p">12</a></nav>'
    )

    assert load("b.epub", epub_bytes([body])).text == "山路を登りながら、こう考えた。\n\n注です。"


def test_pages_of_the_printed_book_are_places(load):
    """Where the book marks them; their numbers are no text."""
    body = (
        '<p><span epub:type="pagebreak" title="iv">iv</span>Prvi odlomak.</p>'
        '<div role="doc-pagebreak" aria-label="5"/><p>Drugi odlomak.</p>'
    )

    document = load("b.epub", epub_bytes([body]))

    assert document.text == "Prvi odlomak.\n\nDrugi odlomak."
    assert [mark.place for mark in document.marks] == ["p. iv", "p. 5"]


def test_lists_tables_verses_and_formulas(load):
    """Numbers of lists are counted, rows are lines, line breaks that are meant stay."""
    body = (
        '<ol start="3"><li>ένα</li><li><p>δύο</p><ul><li>άλφα</li></ul></li></ol>'
        "<table><tr><th>χώρα</th><th>έτος</th></tr><tr><td>Κύπρος</td><td>1960</td></tr></table>"
        "<p>πρώτη γραμμή<br/>δεύτερη\n   γραμμή</p><pre>a\n  b</pre>"
        "<p>Είναι <math><mfrac><mi>a</mi><mn>2</mn></mfrac></math>.</p>"
    )

    assert load("b.epub", epub_bytes([body])).text == (
        "3. ένα\n4. δύο\n- άλφα\n\nχώρα | έτος\nΚύπρος | 1960\n\nπρώτη γραμμή\nδεύτερη γραμμή\n\na\nb\n\n"
        "Είναι a/2."
    )


def test_pages_that_are_not_quite_xml_are_read_as_browsers_do(load):
    """Named characters, unclosed elements, empty ones that are."""
    parts = {"OPS/text/c1.xhtml": "<html><body><p>Bún&nbsp;chả &amp; phở<p>Hết<br></body></html>"}
    named = "<p>Bún&nbsp;chả<a id='x'/> &eacute;t&eacute;</p><div/><p>Cuối</p>"

    assert load("a.epub", epub_bytes(["", "<p>sau</p>"][:1], parts=parts)).text == (
        "Bún\u00a0chả & phở\n\nHết"
    )
    assert load("b.epub", epub_bytes([named])).text == "Bún\u00a0chả été\n\nCuối"


def test_the_licence_around_a_book_is_left_out_and_said_so(load):
    """It is about the file, not of the book."""
    body = '<section class="pg-boilerplate"><p>You may copy it.</p></section><p>Mobby.</p>'

    document = load("b.epub", epub_bytes([body]))

    assert document.text == "Mobby."
    assert document.notes == ("the licence of Project Gutenberg was left out",)


def encrypted(algorithm):
    """A part that says with what other parts are encrypted."""
    return {
        "META-INF/encryption.xml": f'<e xmlns="u"><EncryptionMethod Algorithm="{algorithm}"/></e>'
    }


def test_scrambled_fonts_are_no_protection(load):
    """Many books have them."""
    parts = encrypted("http://www.idpf.org/2008/embedding")

    assert load("b.epub", epub_bytes(["<p>ნახვამდის</p>"], parts=parts)).text == "ნახვამდის"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (epub_bytes(["<p>x</p>"], parts=encrypted("http://www.w3.org/2001/04/xmlenc#aes128-cbc")),
         "b.epub: is protected against copying (DRM); get a copy without protection."),
        (epub_bytes(["<img src='a.png'/>"]), "b.epub: holds no text, only pictures; run text recognition (OCR) on it first."),
        (epub_bytes([]), "b.epub: is not an e-book (EPUB); get the file again."),
        (zip_bytes({"META-INF/container.xml": "<c/>"}), "b.epub: is not an e-book (EPUB); get the file again."),
        (epub_bytes(["<p>x</p>"], parts={"META-INF/container.xml": "<c"}), "b.epub: holds damaged XML; save it again."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_book_is_said(load, content, sentence):
    """One sentence: the file, the reason, what to do."""
    with pytest.raises(SourceError) as caught:
        load("b.epub", content)

    assert str(caught.value) == sentence


def test_names_that_lead_out_of_the_book_lead_nowhere(load):
    """A path is a name within the archive and nothing else."""
    parts = {
        "OPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        '<item id="a" href="../../../etc/passwd"/><item id="b" href="file:///etc/passwd"/>'
        '<item id="c" href="text/c1.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/>'
        '<itemref idref="c"/></spine></package>',
    }

    assert load("b.epub", epub_bytes(["<p>sécurité</p>"], parts=parts)).text == "sécurité"
