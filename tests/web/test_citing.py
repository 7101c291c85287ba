import pytest

from rag.web.citing import COPY_FORMATS, copied, markdown_text, references, with_sources
from tests.web.payloads import PAYLOADS
from tests.web.samples import answered, evidence


def test_the_plain_copy_holds_every_quote_with_its_source():
    """What is pasted elsewhere can still be checked."""
    text = with_sources(answered())
    assert text.startswith("Walmart has 11,600 stores. [1]")
    assert "[1] “Der Konzern betreibt 11.600 Filialen.”" in text
    assert "Gemeinsame Sache, p. 3, de, filialen.txt, 108–145" in text


def test_the_list_of_sources_has_a_line_for_each():
    """Number, title, place, language, file and offsets."""
    lines = references((evidence(1), evidence(2, title="Rapport\nannuel"))).splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("[2] Rapport annuel, ")


def test_every_format_holds_the_title():
    """Whatever the kind of copy."""
    assert all("Gemeinsame Sache" in copied(answered(), form) for form in COPY_FORMATS)


@pytest.mark.parametrize(
    "text", ["# a", "- a", "1. a", "> a", "*a*", "`a`", "~~a~~", "| a | b |", "+ a"]
)
def test_markdown_shows_text_as_it_is(text):
    """No heading, list, quote, table or emphasis comes of it."""
    marked = markdown_text(text)
    assert marked.replace("\\", "") == text
    assert marked != text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_link_picture_or_element_comes_of_hostile_text(payload):
    """Every character that opens one is escaped."""
    marked = markdown_text(payload)
    for at, char in enumerate(marked):
        if char in "<[!`|":
            assert at > 0
            assert marked[at - 1] == "\\"
