import pytest

from rag.errors import SourceError


def rtf(body, head="\\ansi\\ansicpg1252\\deff0"):
    """A document from its body."""
    return f"{{\\rtf1{head}{body}}}".encode("latin-1")


def escaped(text, encoding):
    """Text as the bytes of a code page, each written as an escape."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


@pytest.mark.parametrize(
    ("text", "page", "charset"),
    [
        ("Příliš žluťoučký kůň", "cp1250", 238), ("Съешь ещё этих булок", "cp1251", 204),
        ("Ξεσκεπάζω την ψυχοφθόρα", "cp1253", 161), ("Pijamalı hasta yağız", "cp1254", 162),
        ("שלום עולם", "cp1255", 177), ("مرحبا بالعالم", "cp1256", 178), ("Įlinkdama fechtuotojo", "cp1257", 186),
        ("สวัสดีชาวโลก", "cp874", 222), ("古書店で処刑記録", "cp932", 128), ("안녕하세요", "cp949", 129),
        ("你好世界", "gb18030", 134), ("繁體中文", "cp950", 136), ("garçon où", "cp1252", 0),
    ],
)  # fmt: skip
def test_bytes_are_read_in_the_code_page_of_their_font_or_file(load, text, page, charset):
    """Thirteen languages, nine scripts: by the font's character set, and by the file's page."""
    fonts = f"{{\\fonttbl{{\\f0\\fcharset0 Arial;}}{{\\f7\\fnil\\fcharset{charset} Own;}}}}"
    number = {"gb18030": "936"}.get(page, page.removeprefix("cp"))

    by_font = load("a.rtf", rtf(f"{fonts}{{\\f7 {escaped(text, page)}}}\\par"))
    by_file = load("b.rtf", rtf(f"\\pard {escaped(text, page)}\\par", f"\\ansi\\ansicpg{number}"))
    as_bytes = load(
        "c.rtf", b"{\\rtf1\\ansi\\ansicpg%b " % number.encode() + text.encode(page) + b"}"
    )

    assert by_font.text == by_file.text == text
    assert "\\" in text.encode(page).decode("latin-1") or as_bytes.text == text


def test_unicode_escapes_replace_what_follows_them(load):
    """Signed numbers, halves of emoji, and copies for old programs of any length."""
    body = "\\uc1 \\u1055?\\u1088\\'3f\\u1080{\\uc2\\u-9983??\\u12354\\'82\\'a0}\\uc0\\u-10179\\u-8704 !\\par"

    assert load("a.rtf", rtf(body)).text == "При\ud901あ😀!".replace("\ud901", "\ufffd")


def test_headings_come_from_outlines_and_styles(load):
    """By level, by the style's level or by its name."""
    head = "{\\stylesheet{\\s0 Normal;}{\\s1\\outlinelevel0 Titulek;}{\\s2 heading 2;}}"
    body = (
        f"{head}\\pard\\s1 Vinohrad\\par\\pard\\plain Zbiera sa v októbri.\\par\\pard\\s2 Víno\\par"
        "\\pard Leží rok.\\par\\pard\\outlinelevel2 Archív\\par\\pard Je suchý.\\par"
    )

    document = load("a.rtf", body_bytes(body))

    assert [(mark.place, mark.level) for mark in document.marks] == [
        ("Vinohrad", 1), ("Víno", 2), ("Archív", 3),
    ]  # fmt: skip
    assert "Titulek" not in document.text


def body_bytes(body):
    """A document with letters beyond Latin-1 written as Unicode escapes."""
    return rtf("".join(char if ord(char) < 256 else f"\\u{ord(char)}?" for char in body))


def test_what_nobody_sees_is_not_read(load):
    """Deleted and hidden text, headers, pictures, fields' instructions, copies of shapes, remarks."""
    body = (
        "{\\info{\\title Geheim}{\\author X}}{\\header Kopf\\par}{\\footer Fuss\\par}"
        "Der Preis ist {\\deleted vierzig}{\\revised f\\'fcnfzig} Euro{\\v versteckt}.\\par"
        '{\\field{\\*\\fldinst HYPERLINK "http://example.org"}{\\fldrslt Verweis}}\\par'
        "{\\pict\\pngblip 89504e470d0a}{\\*\\unknown nichts}{\\pict\\bin7 {\\par}}x}"
        "{\\*\\annotation{\\*\\atnref 1}Pr\\'fcfen!}\\par"
        "{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt Im Kasten.\\par}}{\\shprslt{\\*\\do Im Kasten.\\par}}}\\par"
    )

    document = load("a.rtf", rtf(body))

    assert document.text == "Der Preis ist fünfzig Euro.\n\nVerweis\n\nIm Kasten."
    assert document.notes == ("1 comment was left out",)
    assert document.title == "Der Preis ist fünfzig Euro."


def test_a_footnote_follows_its_paragraph(load):
    """The sentence stays whole."""
    body = (
        "Il ponte \\'e8 antico{\\footnote\\pard Vedi l'archivio.\\par}, di pietra.\\par Fine.\\par"
    )

    assert (
        load("a.rtf", rtf(body)).text
        == "Il ponte è antico, di pietra.\n\nVedi l'archivio.\n\nFine."
    )


def test_tables_are_lines_also_within_cells(load):
    """Merged cells stand in each row; a table within a cell is read row by row."""
    merged = "\\trowd\\clvmgf\\cellx1\\cellx2 \\intbl Norte\\cell 1\\cell\\row"
    below = "\\trowd\\clvmrg\\cellx1\\cellx2 \\intbl \\cell 2\\cell\\row"
    inner = (
        "\\trowd\\cellx9 \\intbl antes\\par\\itap2 a\\nestcell b\\nestcell{\\*\\nesttableprops\\trowd"
        "\\cellx1\\cellx2\\nestrow}{\\nonesttables\\par}\\itap1 despu\\'e9s\\cell\\row\\pard fim\\par"
    )

    assert load("a.rtf", rtf(merged + below)).text == "Norte | 1\nNorte | 2"
    assert load("b.rtf", rtf(inner)).text == "antes\na | b\ndespués\n\nfim"


def test_lists_have_the_labels_that_the_file_holds(load):
    """Numbers as they are, signs of picture fonts as dashes."""
    fonts = "{\\fonttbl{\\f0\\fcharset0 A;}{\\f3\\fcharset2 Symbol;}}"
    body = (
        f"{fonts}{{\\listtext\\f0 1.\\tab}}eerste\\par{{\\listtext\\f0 2.\\tab}}tweede\\par"
        "\\pard{\\pntext\\f3\\'b7\\tab}punt\\par"
    )

    assert load("a.rtf", rtf(body)).text == "1. eerste\n2. tweede\n- punt"


def test_text_of_both_kinds_is_read_once(load):
    """A copy in the code page for old programs stands before the Unicode text."""
    body = "{\\upr{Gda?sk}{\\*\\ud{Gda\\u324?sk}}} le\\u380?y nad morzem.\\par"

    assert load("a.rtf", rtf(body)).text == "Gdańsk leży nad morzem."


def test_what_follows_the_document_is_no_part_of_it(load):
    """Some programs leave rubbish behind the last bracket."""
    assert load("a.rtf", rtf("Fin\\par") + b"rubbish {\\par").text == "Fin"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (rtf(""), "a.rtf: holds no text."),
        (
            b"{\\rtf1" + b"{" * 100_000,
            "a.rtf: is not a reasonable document; open it and save it again.",
        ),
        (b"{\\rtf1 \\bin99999999999 x", "a.rtf: holds no text."),
    ],
)
def test_what_is_wrong_with_a_document_is_said(load, content, sentence):
    """One sentence: the file, the reason, what to do."""
    with pytest.raises(SourceError) as caught:
        load("a.rtf", content)

    assert str(caught.value) == sentence


def test_a_torn_document_is_read_as_far_as_it_goes(load):
    """Brackets that are missing are as if they stood at the end."""
    assert (
        load("a.rtf", b"{\\rtf1\\ansi Eerste zin.\\par Tweede {\\b zi").text
        == "Eerste zin.\n\nTweede zi"
    )
