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


def test_a_page_of_links_keeps_its_links(load):
    """On a small front page the note in the middle is not the whole text."""
    links = "".join(f"<p><a href='/{n}'>{words}</a></p>" for n, words in enumerate(
        ("Registrer en virksomhed", "Meld en flytning til kommunen", "Søg om byggetilladelse",
         "Bestil et nyt pas på nettet", "Find åbningstider for genbrugspladsen")))  # fmt: skip
    note = "<h2>Vejledning</h2><p>Her kan du læse, hvordan du bruger siden. Det tager kun et øjeblik.</p>"

    document = load("forside.html", f"<html><body>{links}{note}</body></html>")

    assert "Søg om byggetilladelse" in document.text
    assert "Her kan du læse" in document.text


def test_reading_aids_over_characters_are_left_out(load):
    """Ruby says how a word is read; mixed in, it would hide the word from search."""
    document = load(
        "news.html",
        "<html><body><p><ruby>港<rp>（</rp><rt>みなと</rt><rp>）</rp></ruby>が開いた。</p></body></html>",
    )

    assert "港が開いた。" in document.text


def test_a_page_inside_an_open_noscript_is_read(load):
    """Its end tag is forgotten on many pages, and then the whole page stands in it."""
    story = "<p>Il porto è stato aperto in primavera. La gru più alta misura 63 metri.</p>" * 30

    document = load("porto.html", f"<html><body><noscript>{story}</body></html>")

    assert "La gru più alta misura 63 metri." in document.text


def test_a_page_without_headings_begins_with_its_title(load):
    """What the window's title says is part of the page."""
    document = load(
        "a.html",
        "<html><head><title>百科全书</title></head><body><p>港口已开放。</p></body></html>",
    )

    assert document.text.startswith("百科全书\n\n")
