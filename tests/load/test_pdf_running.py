import pytest

from rag.load.pdf_lines import PageLine
from rag.load.pdf_running import without_running_heads

WORDS = ("oak", "elm", "ash", "fir", "yew", "box", "bay", "fig")


def page(*texts):
    """A page of lines from top to bottom."""
    tops = (800.0 - 14 * n for n in range(len(texts)))
    return [
        PageLine(text, top=top, bottom=top - 10) for text, top in zip(texts, tops, strict=False)
    ]


def kept(pages):
    """Words of the lines that stay, by page."""
    return [[line.text for line in lines] for lines in without_running_heads(pages)]


def body(n):
    """Three lines that come on no other page."""
    return f"The {WORDS[n]} grows.", f"It is an {WORDS[n]}.", f"So an {WORDS[n]}."


def test_running_heads_and_page_numbers_go():
    """What stands at the edge of most pages is kept once, page numbers not at all."""
    found = kept([page("Harbour Report 2021", *body(n), f"{n + 1}") for n in range(4)])

    assert found[0] == ["Harbour Report 2021", *body(0)]
    assert found[3] == list(body(3))


def test_two_pages_have_no_running_heads():
    """Two pages that begin alike are too few to say so."""
    assert kept([page("Walls", "Stone."), page("Walls", "Brick.")]) == [
        ["Walls", "Stone."],
        ["Walls", "Brick."],
    ]


@pytest.mark.parametrize(
    "form", ["{}", "– {} –", "Page {} of 9", "Seite {}", "стр. {}", "{} / 9", "第 {} 页", "[{}]"]
)
def test_numbers_that_count_the_pages_go_even_from_two_pages(form):
    """In whatever words; a number that stays the same is no page number."""
    assert kept([page(*body(n), form.format(n + 7)) for n in range(2)]) == [
        list(body(0)),
        list(body(1)),
    ]
    same = kept([page(*body(n), "7") for n in range(2)])
    assert same == [[*body(0), "7"], [*body(1), "7"]]


def test_heads_of_left_and_right_pages_go():
    """A book has its name on the left and the chapter on the right."""
    pages = [page("The Trees" if n % 2 else "A History", *body(n)) for n in range(8)]

    assert kept(pages)[4:] == [list(body(n)) for n in range(4, 8)]


def test_the_name_of_a_chapter_goes_where_it_comes_at_one_place():
    """Three pages of twenty are not most, but they stand together and at the same height."""
    pages = [
        page(f"Before {WORDS[n % 8]} {'x' * n}", f"text {'y' * n}", "a", "b", f"end {'z' * n}")
        for n in range(15)
    ]
    for n, number in enumerate((3, 4, 5)):
        pages[number] = page("Von den Eichen", f"Zeile {'y' * n}", "a", "b", f"Ende {'z' * n}")

    found = kept(pages)

    assert found[3][0] == "Von den Eichen"
    assert [found[n][0][:5] for n in (4, 5)] == ["Zeile", "Zeile"]


def test_a_head_that_the_file_holds_last_is_found_by_its_place():
    """Some programs write the head after the text of the page."""
    pages = [
        [*page("", *body(n))[1:], PageLine("Bericht", top=800.0, bottom=790.0)] for n in range(4)
    ]

    assert kept(pages)[1:] == [list(body(n)) for n in range(1, 4)]
