from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.errors import SourceError
from rag.load.pdf_page import paragraphs, rejoin_hyphens, without_running_heads
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


def test_running_heads_and_page_numbers_go():
    """What stands at the edge of most pages is kept once, page numbers not at all."""
    words = ("oak", "elm", "ash", "fir")
    pages = [
        ["Harbour Report 2021", f"The {word} grows.", f"It is an {word}.", f"So an {word}.", f"{n}"]
        for n, word in enumerate(words, 1)
    ]

    kept = without_running_heads(pages)

    assert kept[0] == ["Harbour Report 2021", "The oak grows.", "It is an oak.", "So an oak."]
    assert kept[3] == ["The fir grows.", "It is an fir.", "So an fir."]


def test_two_pages_have_no_running_heads():
    """Two pages that begin alike are too few to say so."""
    pages = [["Walls", "Stone."], ["Walls", "Brick."]]

    assert without_running_heads(pages) == pages


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
