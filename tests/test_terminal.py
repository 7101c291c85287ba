"""What results look like in a terminal."""

from __future__ import annotations

from dataclasses import replace

from rag.terminal import answer_block, headline_line
from rag.types import Answer, Sentence, ShortAnswer
from tests.short.samples import evidence

ANSWER = Answer(
    "When?",
    "en",
    "quoted",
    "The document says: “Am 12. November.” [1]",
    (Sentence("Am 12. November.", (1,), supported=True),),
    (evidence("Am 12. November.", "de"),),
    ShortAnswer("November 12", "12. November", 1),
)


def test_the_short_answer_is_the_headline_above_the_quote():
    """With its mark and the words of the source, before everything else."""
    first, *rest = answer_block(ANSWER).split("\n\n")

    assert first == "November 12 [1]  (12. November)"
    assert "Am 12. November." in rest[0]


def test_words_of_the_source_are_not_said_twice():
    """A short answer in the language of the document stands alone."""
    assert headline_line(ShortAnswer("11.600", "11.600", 2)) == "11.600 [2]"


def test_without_a_short_answer_there_is_no_headline():
    """The block begins with the text."""
    assert answer_block(replace(ANSWER, short=None)).startswith("The document says")


def test_a_headline_cannot_steer_the_terminal():
    """Control characters of a document do not reach the terminal."""
    assert "\x1b" not in headline_line(ShortAnswer("Ann\x1b[2J Lee", "Ann\x1b[2J Lee", 1))
