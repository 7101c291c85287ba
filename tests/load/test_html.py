from pathlib import Path

import pytest

from rag.errors import SourceError
from rag.load.walk import load_document

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def test_the_article_without_its_frame():
    """Menus, scripts, hidden text and the footer stay out; headings, rows and items are kept."""
    document = load_document(DOCUMENTS / "marche.html")

    assert "ouvre chaque samedi à huit heures" in document.text
    assert "Sardines | 9 €" in document.text
    assert "- Parking gratuit derrière l'église" in document.text
    for unseen in ("Météo", "ne pas lire", "caché", "color:red", "Contact"):
        assert unseen not in document.text
    assert [(mark.place, mark.level) for mark in document.marks] == [
        ("Le marché du port", 1), ("Les prix", 2),
    ]  # fmt: skip
    assert (document.language, document.media_type) == ("fr", "text/html")
    assert document.title.startswith("Le marché du port")


def test_a_page_without_paragraphs_is_read_whole(load):
    """Where the main text is not found, all that a browser shows is the text."""
    rows = "".join(f"<div>Строка {n}<br>цена {n * 7} крон</div>" for n in range(1, 9))

    text = load("plain.html", f"<html><body>{rows}</body></html>").text

    assert all(f"Строка {n}" in text and f"цена {n * 7} крон" in text for n in range(1, 9))


def test_the_lead_above_the_text_is_kept(load):
    """News pages set the first sentences apart, and extractors lose them."""
    lead = (
        "Das alte Hafenbecken soll im nächsten Jahr zugeschüttet werden, sagte die Stadt am Montag."
    )
    body = "".join(
        f"<p>Der {n}. Abschnitt erzählt lang und breit, was die Leute am Hafen dazu meinen und warum sie "
        "lieber ein Bad hätten als einen Parkplatz.</p>" for n in range(6)
    )  # fmt: skip
    page = f"<html><body><h1>Hafen</h1><div class='teaser-x'>{lead}</div><article>{body}</article></body></html>"

    assert lead in load("lead.html", page).text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="windows-1251">', "cp1251"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">', "koi8-r"),
        ("", "cp1251"),
        ('<meta charset="utf-8">', "cp1251"),
    ],
)
def test_declared_and_undeclared_encodings(load, head, encoding):
    """The page's own word is taken when it fits, else the bytes decide."""
    words = "Музей открыт каждый день, кроме понедельника, и в нём хранится пять тысяч картин."
    page = f"<html><head>{head}<title>Музей</title></head><body><p>{words}</p></body></html>"

    assert words in load("m.html", page.encode(encoding)).text


def test_the_page_is_never_fetched_or_run(load):
    """Frames, images and entities are not followed."""
    page = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body>'
        '<iframe src="http://127.0.0.1:9/x"></iframe><img src="http://127.0.0.1:9/y" alt="">'
        "<p>Only these words &x; are read.</p></body></html>"
    )

    text = load("e.html", page).text

    assert "Only these words" in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "page", ["<html></html>", "<html><body><script>1</script></body></html>", "<!DOCTYPE html>"]
)
def test_a_page_without_text_is_refused(load, page):
    """Nothing to read is said, not stored."""
    with pytest.raises(SourceError, match=r"empty\.html: holds no text"):
        load("empty.html", page)
