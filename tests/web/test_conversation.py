import pytest

from rag.types import Sentence, ShortAnswer
from rag.web.conversation import log, turn_block
from rag.web.strings import INTERFACE_LANGUAGES, words
from tests.web.payloads import PAYLOADS
from tests.web.samples import answered, evidence, turn
from tests.web.test_render import read

SAY = words("en")
ALLOWED = {
    "bdi",
    "section",
    "h2",
    "span",
    "div",
    "p",
    "button",
    "footer",
    "s",
    "small",
    "details",
    "summary",
    "strong",
    "blockquote",
    "q",
}


def test_an_answer_shows_its_prose_with_chips_and_its_times():
    """Question, sentence, citation, verdict and seconds are all there."""
    page = read(turn_block(turn(), SAY))
    assert "How many stores?" in page.text
    assert "Walmart has 11,600 stores." in page.text
    assert (
        "Every sentence is supported by its quote · quote after 0.21 s · answer after 2.1 s"
        in page.text
    )
    assert [attrs["data-n"] for _, attrs in page.tags if attrs.get("class") == "pc-chip"] == [
        "1",
        "1",
    ]


def test_an_unsupported_sentence_is_struck_out_with_the_reason():
    """It is never shown as if it were supported."""
    sentences = (
        Sentence("Walmart has 11,600 stores.", (1,), True),
        Sentence("It has 27 moons.", (1,), False, "number_missing", "27"),
    )
    page = turn_block(turn(checked=sentences), SAY)
    assert "<s>It has 27 moons." in page
    assert "Not supported: this number is not in the passage it cites (27)" in page
    assert "Sentences without support: 1" in page


def test_when_only_the_quote_stands_the_draft_is_set_aside():
    """The framed quote is the answer; what the model wrote can be looked at."""
    text = "The document “Gemeinsame Sache” says: “Siehe [2] dort.” [1]"
    wrong = (Sentence("It has 27 moons.", (1,), False, "number_missing", "27"),)
    page = turn_block(turn(answer=answered(outcome="quoted", text=text), checked=wrong), SAY)
    assert "<details" in page
    assert "Word for word from the document" in page


def test_marks_inside_a_quote_are_not_ours():
    """A quote may hold the marks of its own document; only the frame's mark can be clicked."""
    items = (evidence(1), evidence(2))
    text = "The document “T” says: “Siehe [2] dort.” [1]"
    page = read(
        turn_block(turn(answer=answered(outcome="quoted", text=text, items=items), checked=()), SAY)
    )
    assert [attrs["data-n"] for _, attrs in page.tags if attrs.get("class") == "pc-chip"] == ["1"]
    assert "Siehe [2] dort." in page.text


def test_a_quote_keeps_its_own_direction_inside_its_frame():
    """A German quote in an Arabic frame is set apart, letter for letter."""
    text = "جاء في المستند «T» (الألمانية): «Der Konzern betreibt 11.600 Filialen.» [1]"
    page = turn_block(
        turn(language="ar", answer=answered(outcome="quoted", text=text, language="ar")), SAY
    )
    assert '<bdi lang="de" dir="ltr">Der Konzern betreibt 11.600 Filialen.</bdi>' in page


def test_growing_prose_is_marked_as_not_yet_checked():
    """A draft looks different from an answer."""
    page = turn_block(turn(stage="writing", answer=None, checked=(), draft="Walmart has"), SAY)
    assert "pc-draft" in page
    assert 'aria-busy="true"' in page


def test_a_refusal_shows_its_sentence_and_nothing_to_copy():
    """There is no answer to copy."""
    page = turn_block(
        turn(stage="refused", answer=answered(outcome="refused", text="Nichts.", language="de")),
        SAY,
    )
    assert "Nichts." in page
    assert "data-copy" not in page


def test_a_failure_is_announced():
    """The sentence is read out as soon as it is there."""
    page = turn_block(
        turn(stage="failed", answer=None, checked=(), message="The model is missing."), SAY
    )
    assert 'role="alert"' in page
    assert "The model is missing." in page


def test_waiting_tells_how_many_are_ahead():
    """Nobody waits without knowing for what."""
    assert "ahead of you: 3" in turn_block(
        turn(stage="waiting", answer=None, checked=(), ahead=3), SAY
    )


def test_a_condensed_follow_up_is_shown():
    """What was searched is no secret."""
    page = turn_block(turn(condensed="Shops? And 2021?"), SAY)
    assert "Searched as: \u2068Shops? And 2021?\u2069" in page


def test_a_short_answer_comes_before_the_sentences():
    """The fact first."""
    answer = answered()
    short = type(answer)(
        **{
            **{name: getattr(answer, name) for name in answer.__slots__},
            "short": ShortAnswer("11,600", "11.600", 1),
        }
    )
    page = turn_block(turn(answer=short), SAY)
    assert page.index(
        "11,600</strong>" if "11,600</strong>" in page else "<strong>11,600"
    ) < page.index("pc-prose")


def test_a_short_answer_is_there_with_the_quote_and_before_any_prose():
    """Nobody waits for a model to read a number."""
    short = ShortAnswer("11,600", "11.600", 1)
    page = turn_block(
        turn(stage="found", answer=None, checked=(), evidence=(evidence(),), short=short), SAY
    )
    assert page.index("<strong>11,600") < page.index("pc-lead-quote")


def test_an_arabic_answer_runs_from_right_to_left_on_an_english_page():
    """Direction goes with each text."""
    page = turn_block(turn(language="ar", answer=answered(language="ar", text="لا. [1]")), SAY)
    assert 'class="pc-prose" lang="ar" dir="rtl"' in page


def test_the_quote_is_there_before_the_prose_and_stays_with_it():
    """Word for word, with its chip and source, from the moment it is found."""
    found = turn_block(turn(stage="found", answer=None, checked=(), evidence=(evidence(),)), SAY)
    assert "Der Konzern betreibt 11.600 Filialen.</q>" in found
    assert "Gemeinsame Sache" in found
    done = turn_block(turn(), SAY)
    assert done.index("pc-lead-quote") < done.index("pc-prose")


def test_a_framed_quote_is_not_shown_twice():
    """The answer is the quote already; and a refusal has none."""
    framed = answered(outcome="quoted", text="“Der Konzern betreibt 11.600 Filialen.” [1]")
    assert "pc-lead" not in turn_block(turn(answer=framed, checked=()), SAY)
    refused = turn(stage="refused", answer=answered(outcome="refused", text="Nichts."))
    assert "pc-lead" not in turn_block(refused, SAY)


def test_a_condensed_question_can_be_changed():
    """What was searched is shown, and is the text that the editor begins with."""
    page = read(turn_block(turn(condensed="Shops? And 2021?"), SAY))
    edits = [attrs for _, attrs in page.tags if "pc-edit-search" in (attrs.get("class") or "")]
    assert [attrs["data-text"] for attrs in edits] == ["Shops? And 2021?"]


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize(
    "stage", ["searching", "found", "waiting", "writing", "checked", "stopped", "failed"]
)
def test_every_stage_can_be_shown_in_every_language(stage, language):
    """No stage lacks a word."""
    assert read(
        turn_block(turn(stage=stage, answer=None, checked=()), words(language))
    ).text.strip()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_element(payload):
    """Question, answer, sentence, reason, title and draft can hold what they like."""
    found = evidence(title=payload, path=f"/d/{payload}")
    bad = Sentence(payload, (1,), False, "number_missing", payload)
    whole = turn(
        question=payload,
        condensed=payload,
        checked=(bad,),
        message=payload,
        answer=answered((bad,), text=payload, items=(found,)),
    )
    framed = turn(answer=answered((bad,), "quoted", f"“{payload}” [1]", (found,)), checked=(bad,))
    draft = turn(stage="writing", answer=None, checked=(), draft=payload)
    page = read(log([whole, framed, draft], SAY))
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert not any(
        key.startswith("on") or key in ("src", "href", "style")
        for _, attrs in page.tags
        for key in attrs
    )
