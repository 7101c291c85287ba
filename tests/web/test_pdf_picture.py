import io

import pytest
from PIL import Image

from rag.errors import SourceError
from rag.web.pdf_picture import picture
from tests.load.making import pdf_bytes

LINES = [
    "The tower is 97 metres high.", "La tour mesure 97 mètres.", "Der Turm ist überaus hoch.",
    "Башня высотой 97 метров.", "Ο πύργος έχει ύψος 97 μέτρα.", "北京大学站每天有三万名乘客。",
    "塔の高さは97メートルです。", "탑의 높이는 97미터입니다.", "Kule 97 metre yüksekliğindedir.",
    "Wieża ma 97 metrów.", "A torre tem 97 metros.", "De toren is 97 meter hoog.",
]  # fmt: skip


def yellow_rows(png):
    """Rows of a picture that hold the colour of the mark."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    pixels = image.load()
    return {
        y for y in range(image.height) for x in range(0, image.width, 3)
        if pixels[x, y][0] > 200 and pixels[x, y][2] < 150
    }  # fmt: skip


@pytest.mark.parametrize("line", range(len(LINES)))
def test_the_mark_lies_on_the_line_of_the_quote(line):
    """On that line and no other, in every script."""
    drawn = picture(pdf_bytes([LINES]), 1, LINES[line], "a.pdf")
    rows = yellow_rows(drawn.png)
    height = Image.open(io.BytesIO(drawn.png)).height
    baseline = (842 - 800 + 14 * line) / 842 * height
    assert rows
    assert min(rows) - 3 <= baseline <= max(rows) + 3
    assert max(rows) - min(rows) < 40


def test_a_quote_that_was_put_right_is_found_all_the_same():
    """Hyphens at line ends, line breaks and ligatures differ between page and text."""
    page = [["It was a remark-", "able ﬁnding in the end."]]
    assert yellow_rows(picture(pdf_bytes(page), 1, "a remarkable finding in the end.", "a.pdf").png)


def test_a_page_without_the_quote_is_drawn_without_a_mark():
    """And says that it has none."""
    drawn = picture(pdf_bytes([LINES]), 1, "Quite another sentence about zebras.", "a.pdf")
    assert (drawn.top, yellow_rows(drawn.png)) == (None, set())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", pdf_bytes([LINES], encrypted=True)])
def test_a_file_that_cannot_be_drawn_is_told_in_one_sentence(data):
    """The child ends; this process does not."""
    with pytest.raises(SourceError, match="a.pdf: this page of it cannot be drawn"):
        picture(data, 1, "x", "a.pdf")


def test_a_page_that_is_not_there_is_told_in_one_sentence():
    """Whatever number is asked for."""
    with pytest.raises(SourceError, match="cannot be drawn"):
        picture(pdf_bytes([LINES]), 7, "x", "a.pdf")
