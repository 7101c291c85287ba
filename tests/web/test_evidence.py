from dataclasses import replace

import pytest

from rag.web.evidence import around, card, panel, quoted, section
from rag.web.strings import words
from tests.web.payloads import PAYLOADS
from tests.web.samples import QUOTE, TEXT, answered, evidence, passage, turn
from tests.web.test_render import read

SAY = words("en")
ALLOWED = {
    "section",
    "h3",
    "article",
    "header",
    "span",
    "bdi",
    "blockquote",
    "mark",
    "strong",
    "p",
    "footer",
    "button",
}


def test_the_quote_is_marked_inside_its_passage():
    """What stands around the quote is shown with it."""
    body = quoted(evidence())
    assert f'<mark class="pc-quote">{QUOTE}</mark>' in body
    assert read(body).text == TEXT.rstrip()


def test_empty_lines_around_a_quote_are_closed_up_and_the_quote_is_not_touched():
    """Room on the page is for words; what is marked is the document's, letter for letter."""
    page = quoted(
        evidence(text="Titel\n\n \nVorher. Eins.\n\nZwei. Danach.", quote="Eins.\n\nZwei.")
    )
    assert "Titel\nVorher. " in page
    assert '<mark class="pc-quote">Eins.\n\nZwei.</mark>' in page


def test_the_mark_follows_code_points_in_any_script():
    """Offsets are those of the stored text, whatever the script."""
    for text, quote in (
        ("前の文。北京大学站每天有三万名乘客。後。", "北京大学站每天有三万名乘客。"),
        ("🙂🙂 कुल 340 बसें बनीं। अंत।", "कुल 340 बसें बनीं।"),
        ("قبل. استقبل الميناء سبعة ملايين حاوية. بعد.", "استقبل الميناء سبعة ملايين حاوية."),
    ):
        assert f'<mark class="pc-quote">{quote}</mark>' in quoted(evidence(text=text, quote=quote))


def test_the_words_that_answer_are_set_off_inside_the_quote():
    """Where the reader has found them; a span outside the quote sets nothing off."""
    item = evidence()
    at = item.start + QUOTE.index("11.600")
    exact = quoted(replace(item, span_start=at, span_end=at + 6))
    assert 'betreibt <strong class="pc-span">11.600</strong> Filialen.</mark>' in exact
    assert read(exact).text == TEXT.rstrip()
    for start, end in ((0, 5), (at, at), (item.start, item.end), (at, item.end + 9)):
        assert "<strong" not in quoted(replace(item, span_start=start, span_end=end))
    assert "<strong" not in quoted(replace(item, span_start=at, span_end=at + 6), nearest=True)


def test_offsets_that_do_not_fit_show_the_quote_alone():
    """Nothing else may ever be marked as the quote."""
    item = replace(evidence(), start=evidence().start + 1)
    assert read(quoted(item)).text == QUOTE


def test_a_card_tells_language_title_place_score_and_file():
    """Everything by which a person recognises a source."""
    page = read(card(evidence(), 4, SAY))
    for expected in ("Deutsch", "Gemeinsame Sache", "p. 3", "0.87", "filialen.txt"):
        assert expected in page.text
    article = page.tags[0][1]
    assert (article["data-turn"], article["data-n"], article["tabindex"]) == ("4", "1", "-1")
    assert article["aria-label"] == "Quote 1: Gemeinsame Sache"


def test_a_passage_id_keeps_all_its_digits():
    """It is a string in the page: a script's numbers have only 53 bits."""
    item = replace(evidence(), passage=replace(passage(), id=2**63 - 1))
    assert 'data-passage="9223372036854775807"' in card(item, 1, SAY)


def test_nearest_passages_of_a_refusal_are_labelled_and_not_marked():
    """They are not evidence."""
    page = section(turn(stage="refused", answer=answered(outcome="refused")), SAY)
    assert "which do not answer the question" in page
    assert "<mark" not in page
    assert 'aria-label="Passage 1: ' in page


def test_a_turn_without_passages_takes_no_room():
    """Nothing is shown where nothing was found."""
    assert panel([turn(stage="searching", answer=None)], SAY) == ""


def test_neighbours_are_plain_values():
    """The page makes text nodes of them."""
    before, here = replace(passage("Davor.\n"), id=6), passage()
    assert around([before, here], 7) == [
        {"text": "Davor.\n", "language": "de", "place": "p. 3", "here": False},
        {"text": TEXT, "language": "de", "place": "p. 3", "here": True},
    ]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_element(payload):
    """Title, path, place, text and quote can hold what they like."""
    item = evidence(
        text=f"a {payload} b", quote=payload, title=payload, path=f"/d/{payload}", place=payload
    )
    page = read(section(turn(question=payload, evidence=(item,)), SAY))
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert not any(
        key.startswith("on") or key in ("src", "href", "style")
        for _, attrs in page.tags
        for key in attrs
    )
