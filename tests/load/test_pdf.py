import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.errors import SourceError
from rag.load.pdf_page import paragraphs, rejoin_hyphens
from rag.load.walk import load_document
from tests.load.making import pdf_bytes

LINES = {
    "en": "The harbour opened in spring.",
    "de": "Die Brücke ist 340 Meter lang.",
    "fr": "Le marché ouvre à huit heures.",
    "pl": "Źródło leży wysoko w górach.",
    "ru": "Завод построен в Казани.",
    "el": "Το λιμάνι είναι μεγάλο.",
    "zh": "北京大学站每天有三万名乘客。",
    "ja": "図書館は九時に開きます。",
    "ko": "도서관은 아홉 시에 엽니다.",
    "hi": "पुस्तकालय सुबह खुलता है।",
    "th": "ห้องสมุดเปิดเก้าโมงเช้า",
    "tr": "Kütüphane sabah açılıyor.",
}


@pytest.mark.parametrize("language", LINES)
def test_a_line_in_any_script_comes_out_as_written(load, language):
    """The letters of a page are those that its fonts name."""
    document = load("page.pdf", pdf_bytes([[LINES[language]]]))

    assert LINES[language] in document.text
    assert document.media_type == "application/pdf"


def test_pages_are_places(load):
    """Each page begins with its mark, numbered as a reader counts."""
    document = load("three.pdf", pdf_bytes([["One harbour."], ["Two bridges."], ["Three mills."]]))

    pages = [mark for mark in document.marks if mark.kind == "page"]

    assert [mark.place for mark in pages] == ["p. 1", "p. 2", "p. 3"]
    assert document.text[pages[2].offset :].startswith("Three mills.")


def test_an_outline_entry_makes_its_line_a_heading(load):
    """The table of contents of the file says which lines are headings."""
    content = pdf_bytes([["The Harbour", "It opened in spring."]], outline=[("The Harbour", 0)])

    document = load("book.pdf", content)

    headings = [mark for mark in document.marks if mark.kind == "heading"]
    assert [(mark.place, mark.level) for mark in headings] == [("The Harbour", 1)]


def test_a_title_is_believed_when_its_words_are_on_the_page(load):
    """Titles of PDF files often name a program or another file."""
    lines = ["Annual Report on Bridges", "There are forty bridges."]

    assert load("a.pdf", pdf_bytes([lines], title="Report on bridges")).title == "Report on bridges"
    assert load("b.pdf", pdf_bytes([lines], title="Microsoft Word - x.doc")).title == lines[0]


def test_a_password_is_said_in_one_sentence(load):
    """A file that needs a password is refused with what to do."""
    with pytest.raises(SourceError, match=r"secret\.pdf: is protected by a password; save a copy"):
        load("secret.pdf", pdf_bytes([["Hidden."]], encrypted=True))


def test_images_of_pages_are_said_to_hold_no_text(load):
    """A scan is refused, not stored as an empty document."""
    with pytest.raises(SourceError, match="holds no text, only images of pages"):
        load("scan.pdf", pdf_bytes([[]], image=True))


def test_a_page_that_is_an_image_among_pages_of_text_is_noted(load):
    """What could not be read is told to the person."""
    document = load(
        "mixed.pdf", pdf_bytes([["A page with enough words on it."], ["7"]], image=True)
    )

    assert document.notes == ("hardly any text on pages that are images: 2",)


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.4\nnot a real file at all"])
def test_a_damaged_file_is_one_sentence(load, content):
    """What PDFium cannot open is a damaged file."""
    with pytest.raises(SourceError, match=r"^bad\.pdf: is a damaged PDF file; "):
        load("bad.pdf", content)


def test_threads_read_the_same_as_one(tmp_path):
    """PDFium is not thread-safe; our lock makes it so."""
    paths = []
    for n in range(12):
        paths.append(tmp_path / f"{n}.pdf")
        paths[-1].write_bytes(pdf_bytes([[f"Number {n} of the bridges."]] * 5))

    with ThreadPoolExecutor(6) as pool:
        texts = [document.text for document in pool.map(load_document, paths)]

    assert texts == [load_document(path).text for path in paths]


def test_lines_of_a_paragraph_are_joined():
    """A full line without a full stop goes on in the next; the last one ends the paragraph."""
    lines = [
        "1 Introduction",
        "The old harbour was built in the spring of the year when",
        "the railway came, and it served the whole coast for many",
        "years.",
        "Nobody knows who drew the first plan of it, because those",
        "papers are lost.",
    ]

    assert paragraphs(lines) == [lines[0], " ".join(lines[1:4]), " ".join(lines[4:])]


def test_lines_of_scripts_without_spaces_are_joined_without():
    """A line end inside a Chinese sentence is not a space."""
    lines = [
        "题目",
        "这座港口建于铁路开通的那一年春天，此后许多年里它一直为整个",
        "海岸服务，没有人知道是谁画的图。",
    ]

    assert paragraphs(lines)[1] == lines[1] + lines[2]


@pytest.mark.parametrize(
    "rows",
    [
        ["Lisbon 14,200 3,411 81.2", "Porto 11,950 2,802 79.9", "Braga 4,120 1,009 75.0"],
        ["- bread from the old mill by the river", "- cheese from the farm up on the hill"],
        ["Why do you ask, said the miller to the boy?", "Because I must know, he answered."],
    ],
)
def test_rows_items_and_finished_sentences_stay_apart(rows):
    """Figures, list items and lines that end a sentence are not run together."""
    assert paragraphs(["A heading", *rows])[1:] == rows


def test_words_cut_at_line_ends_are_whole_again():
    """The hyphen goes unless the file writes the word with one, or it joins a name or number."""
    pages = [
        [
            "Information is re\ufffetrieved by the dual\ufffeencoder and by the Lucene\ufffeBM25 system."
        ],
        [
            "Each encoder has a dual use. It is well-known that the well\ufffeknown one is COVID\ufffe19."
        ],
    ]

    first, second = (page[0] for page in rejoin_hyphens(pages))

    assert "retrieved by the dual-encoder" in first
    assert "Lucene-BM25" in first
    assert "the well-known one is COVID-19" in second


def test_a_hyphen_before_a_small_letter_is_a_cut_word():
    """Hyphens that are plain characters at a line end are treated alike, in other scripts too."""
    blocks = paragraphs(["Наш завод", "Большой автомобиль-", "ный завод стоит у реки"])

    assert rejoin_hyphens([blocks])[0][1] == "Большой автомобильный завод стоит у реки"


def test_letters_set_apart_are_words_again(load):
    """Chinese set with spaces between the characters is searched without them."""
    assert "对国防问题的意见" in load("wide.pdf", pdf_bytes([["对 国 防 问 题 的 意 见"]])).text


def test_a_ligature_of_lam_and_alef_keeps_its_order(load):
    """PDFium turns the letters of the ligature round with the line; the loader turns them back."""
    seen_from_the_left = "\u0645\ue000\u0633 \u0645\u0644\u0642"

    assert load("peace.pdf", pdf_bytes([[seen_from_the_left]])).text == "قلم سلام"


def test_presentation_forms_are_letters(load):
    """Glyph codes of ligatures and Arabic shapes become the letters that they draw."""
    text = load("forms.pdf", pdf_bytes([["The ﬁrst oﬃce"]])).text

    assert text == "The first office"


HEBREW = "הנמל נפתח באביב 1998 (בעלות 42.5 מיליון)"
ARABIC = "افتتح الميناء عام 1998 (بكلفة 42.5 مليون)"


@pytest.mark.parametrize("words", [HEBREW, ARABIC], ids=["he", "ar"])
@pytest.mark.parametrize("pieces", ["drawn order", "reading order", "words in reading order"])
def test_right_to_left_lines_are_read_as_they_stand(load, words, pieces):
    """Whether a file stores a line as drawn, as read, or word by word: where glyphs stand decides."""
    drawn = _drawn(words)
    if pieces == "drawn order":
        content = pdf_bytes([[drawn]])
    elif pieces == "reading order":
        content = pdf_bytes([[(50 + 6 * len(drawn), 700, 10, "<-" + drawn[::-1])]])
    else:
        starts = [0, *(n + 1 for n, char in enumerate(drawn) if char == " ")]
        parts = [(50 + 6 * start, 700, 10, drawn[start:].split(" ")[0] + " ") for start in starts]
        content = pdf_bytes([parts[::-1]])

    assert load("harbour.pdf", content).text == words


def _drawn(words):
    """A right-to-left line as it is seen from left to right, brackets mirrored."""
    mirrored = str.maketrans("()", ")(")
    parts = re.findall(r"[\d.]+|.", words)
    return "".join(part if part[0].isdigit() else part.translate(mirrored) for part in parts[::-1])


def test_a_letter_without_a_name_is_counted(load):
    """What a font does not tell is said, not passed over."""
    document = load("a.pdf", pdf_bytes([["The \0harbour opened in spring."]]))

    assert document.notes == ("letters left out whose font does not say which they are: 1",)


COLUMNS = {
    "en": ("The old harbour was built in the", "year in which the railway reached", "it, and it served the whole of"),
    "ru": ("Старый порт построили в том году", "когда до него дошла железная дорога", "и он служил всему побережью моря"),
    "el": ("Το παλιό λιμάνι χτίστηκε τη χρονιά", "που έφτασε ο σιδηρόδρομος και το", "εξυπηρετούσε όλη την ακτή μας εκεί"),
}  # fmt: skip


@pytest.mark.parametrize("language", COLUMNS)
@pytest.mark.parametrize("together", [True, False], ids=["one piece a line", "two pieces a line"])
def test_columns_stored_line_by_line_are_read_one_after_the_other(load, language, together):
    """A strip without letters between lines of prose divides columns."""
    left = [f"{COLUMNS[language][n % 3]}" for n in range(12)]
    right = [f"{COLUMNS[language][(n + 1) % 3]}" for n in range(12)]
    lines = []
    for n, (a, b) in enumerate(zip(left, right, strict=True)):
        lines += [(50, 700 - 14 * n, 10, a), (310, (700 if together else 700.9) - 14 * n, 10, b)]
    lines.append((50, 760, 16, "A title over both of the columns that stand below it"))

    text = load("paper.pdf", pdf_bytes([lines])).text
    words = "".join(text.split())

    assert "".join("".join(left).split()) in words
    assert "".join("".join(right).split()) in words


def test_rows_of_a_table_stay_rows(load):
    """Cells that leave their column half empty are no prose."""
    names = [
        "Oak",
        "Norway maple tree",
        "Ash",
        "Silver fir of the hills",
        "Elm",
        "Wild cherry",
        "Yew",
    ]
    rows = [
        (x, 700 - 14 * n, 10, words)
        for n, name in enumerate(names * 2)
        for x, words in ((50, name), (310, f"grows in {name.split()[0]} valley"[: 9 + n]))
    ]

    assert "Silver fir of the hills grows in Sil" in load("trees.pdf", pdf_bytes([rows])).text


def test_large_and_bold_lines_are_headings(load):
    """By size, then by weight; the text between them is none."""
    lines = [(50, 760, 20, "Порты и маяки"), (50, 730, 14, "Старый порт")]
    lines += [
        (50, 700 - 14 * n, 10, "Старый порт построили в том году, когда пришла дорога.")
        for n in range(9)
    ]
    lines += [(50, 560, 10, "**Маяк на мысе")]
    lines += [
        (50, 540 - 14 * n, 10, "Маяк виден за сорок миль, и он стоит на самом мысе.")
        for n in range(9)
    ]

    document = load("порты.pdf", pdf_bytes([lines]))
    headings = [(mark.level, mark.place) for mark in document.marks if mark.kind == "heading"]

    assert headings == [(1, "Порты и маяки"), (2, "Старый порт"), (3, "Маяк на мысе")]
    assert document.title == "Порты и маяки"


def test_a_page_set_in_one_size_has_no_headings(load):
    """Slides and posters in large letters, and files all in bold, are not full of headings."""
    poster = [(50, 760 - 40 * n, 20 + n % 3, f"Ένα μεγάλο γράμμα {n}") for n in range(9)]
    bold = [(50, 760 - 14 * n, 10, f"**Όλο το κείμενο είναι έντονο {n}") for n in range(9)]

    for content in (pdf_bytes([poster]), pdf_bytes([bold])):
        assert not [m for m in load("a.pdf", content).marks if m.kind == "heading"]


def test_the_outline_is_believed_before_the_letters(load):
    """With an outline, large letters make no further headings."""
    text = [
        (50, 700 - 14 * n, 10, "The harbour opened in the spring of that year.") for n in range(9)
    ]
    content = pdf_bytes(
        [[(50, 760, 20, "Large words"), (50, 730, 10, "The Harbour"), *text]],
        outline=[("The Harbour", 0)],
    )

    headings = [mark.place for mark in load("a.pdf", content).marks if mark.kind == "heading"]

    assert headings == ["The Harbour"]


def test_marks_drawn_apart_do_not_double_their_letters(load):
    """A copy over the first is one cluster with two glyphs; a copy beside it is a second word."""
    over = [(50, 700, 10, "है"), (62, 700, 10, "नया"), (52, 703, 8, "है")]
    beside = [(50, 700, 10, "है"), (62, 700, 10, "नया"), (80, 700, 10, "है")]

    assert load("a.pdf", pdf_bytes([over])).text.replace(" ", "") == "हैनया"
    assert load("b.pdf", pdf_bytes([beside])).text.replace(" ", "") == "हैनयाहै"
