import pytest

from rag.api import Collection
from rag.settings import resolve
from rag.web.original import MOST_PAGES, Spot, digest, original, page_picture
from rag.web.same_files import SameFiles
from tests.load.making import pdf_bytes

TEXTS = {
    "de": ("Vorher steht dies.\n\nDer Turm ist 97 Meter hoch. Danach.\n", "Der Turm ist 97 Meter hoch."),
    "fr": ("Avant cela.\n\nLa tour mesure 97 mètres. Après.\n", "La tour mesure 97 mètres."),
    "ru": ("До этого.\n\nБашня высотой 97 метров. После.\n", "Башня высотой 97 метров."),
    "el": ("Πριν από αυτό.\n\nΟ πύργος έχει ύψος 97 μέτρα. Μετά.\n", "Ο πύργος έχει ύψος 97 μέτρα."),
    "ar": ("قبل ذلك.\n\nاستقبل الميناء سبعة ملايين حاوية. بعد ذلك.\n", "استقبل الميناء سبعة ملايين حاوية."),
    "he": ("לפני כן.\n\nגובה המגדל 97 מטרים. אחר כך.\n", "גובה המגדל 97 מטרים."),
    "hi": ("पहले यह।\n\nकुल 340 बसें बनीं। फिर यह।\n", "कुल 340 बसें बनीं।"),
    "th": ("ก่อนหน้านี้\n\nหอคอยสูง 97 เมตร หลังจากนี้\n", "หอคอยสูง 97 เมตร"),
    "zh": ("前文在此。\n\n北京大学站每天有三万名乘客。后文。\n", "北京大学站每天有三万名乘客。"),
    "ja": ("前の文です。\n\n塔の高さは97メートルです。後の文です。\n", "塔の高さは97メートルです。"),
    "ko": ("앞의 글입니다.\n\n탑의 높이는 97미터입니다. 뒤의 글입니다.\n", "탑의 높이는 97미터입니다."),
    "tr": ("Önce bu.\n\nKule 97 metre yüksekliğindedir. Sonra.\n", "Kule 97 metre yüksekliğindedir."),
}  # fmt: skip
PAGES = [
    ["The tower was built in the old town.", "It stands beside the river since then."],
    ["The tower is 97 metres high.", "Nobody has ever measured the cellar under it."],
]


@pytest.fixture
def collection(tmp_path):
    settings = resolve({"library": str(tmp_path / "library"), "embedder": "hashing"}, {}).settings
    with Collection(settings, create=True) as opened:
        yield opened


def added(collection, file, data):
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(data)
    collection.add([file])
    return collection.document(str(file))


def spot_of(document, quote):
    start = document.text.index(quote)
    return Spot(document.id, start, start + len(quote), digest(quote))


@pytest.mark.parametrize(("language", "case"), TEXTS.items())
def test_the_quote_is_the_marked_block_of_the_text(collection, tmp_path, language, case):
    """In every script; the blocks together are the document's text."""
    text, quote = case
    document = added(collection, tmp_path / "files" / f"{language}.txt", text.encode())
    found = original(collection, spot_of(document, quote), 1000)
    assert [block["text"] for block in found["blocks"] if block["quote"]] == [quote]
    assert "".join(block["text"] for block in found["blocks"]) == document.text
    assert (found["state"], found["before"], found["after"]) == ("here", False, False)


def test_only_what_stands_around_is_shown_of_a_long_text(collection, tmp_path):
    """With a word that more follows on both sides."""
    text = "Eins zwei drei. " * 400 + "Der Turm ist hoch. " + "Vier fünf sechs. " * 400
    document = added(collection, tmp_path / "files" / "long.txt", text.encode())
    found = original(collection, spot_of(document, "Der Turm ist hoch."), 50)
    assert (found["before"], found["after"]) == (True, True)
    assert sum(len(block["text"]) for block in found["blocks"]) == 100 + len("Der Turm ist hoch.")


def test_headings_and_pages_are_named_where_they_begin(collection, tmp_path):
    """A reader knows where in the document this is."""
    document = added(
        collection, tmp_path / "files" / "a.md", b"# One\n\nFirst.\n\n# Two\n\nSecond one.\n"
    )
    found = original(collection, spot_of(document, "Second one."), 1000)
    assert [block["place"] for block in found["blocks"] if block["place"]] == ["One", "Two"]


def test_a_document_that_was_changed_or_removed_is_said_so(collection, tmp_path):
    """And nothing in it is marked."""
    file = tmp_path / "files" / "a.txt"
    spot = spot_of(
        added(collection, file, b"The tower is 97 metres high."), "The tower is 97 metres high."
    )
    added(collection, file, b"The tower is 12 metres high.")
    assert original(collection, spot, 100)["state"] == "changed"
    assert "blocks" not in original(collection, spot, 100)
    collection.remove([str(file)])
    assert original(collection, spot, 100) == {"state": "removed"}


def test_a_pdf_is_shown_as_its_page_with_the_quote_marked(collection, tmp_path):
    """As a picture in which the place of the quote has another colour."""
    quote = "The tower is 97 metres high."
    document = added(collection, tmp_path / "files" / "a.pdf", pdf_bytes(PAGES))
    spot = spot_of(document, quote)
    assert original(collection, spot, 100)["pages"] == [2]
    picture = page_picture(collection, spot, 2)
    assert picture.png.startswith(b"\x89PNG")
    assert 0.02 < picture.top < 0.1  # the first line of the page
    assert page_picture(collection, spot, 1) is None
    assert page_picture(collection, spot, 99) is None


def test_a_quote_over_two_pages_is_shown_on_both(collection, tmp_path):
    """Each page marks its part of it."""
    document = added(collection, tmp_path / "files" / "a.pdf", pdf_bytes(PAGES))
    start, end = document.text.index("It stands"), document.text.index("Nobody")
    quote = document.text[start:end]
    spot = Spot(document.id, start, end, digest(quote))
    assert original(collection, spot, 100)["pages"] == [1, 2][:MOST_PAGES]
    assert all(page_picture(collection, spot, page).top is not None for page in (1, 2))


def test_a_pdf_whose_file_is_gone_or_changed_is_shown_as_text(collection, tmp_path):
    """Nothing is marked on a page of another file."""
    file = tmp_path / "files" / "a.pdf"
    spot = spot_of(added(collection, file, pdf_bytes(PAGES)), "The tower is 97 metres high.")
    file.write_bytes(pdf_bytes([["Something else."]]))
    assert (original(collection, spot, 100)["file"], page_picture(collection, spot, 2)) == (
        "changed",
        None,
    )
    file.unlink()
    found = original(collection, spot, 100)
    assert (found["file"], found["pages"]) == ("gone", [])
    assert any(block["quote"] for block in found["blocks"])


@pytest.mark.parametrize(("start", "end"), [(0, 0), (5, 2), (-3, 4), (0, 10**9)])
def test_offsets_that_fit_no_text_mark_nothing(collection, tmp_path, start, end):
    """Whatever a request asks for."""
    document = added(collection, tmp_path / "files" / "a.txt", b"The tower is 97 metres high.")
    assert original(collection, Spot(document.id, start, end, "0" * 64), 10)["state"] == "changed"


def test_the_same_file_under_two_paths_is_known(collection, tmp_path):
    """By its bytes; and no longer once one of them is removed."""
    first = added(collection, tmp_path / "files" / "a.txt", b"The tower is 97 metres high.")
    second = added(collection, tmp_path / "copies" / "b.txt", b"The tower is 97 metres high.")
    added(collection, tmp_path / "files" / "c.txt", b"The bridge is 20 metres long.")
    same = SameFiles(collection)
    assert same.of(first.id) == [second.path]
    collection.remove([second.id])
    assert same.of(first.id) == []
    assert same.of("nothing") == []
