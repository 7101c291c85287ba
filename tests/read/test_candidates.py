"""Spans that may be quoted."""

from __future__ import annotations

import pytest

from rag.read.candidates import MOST_WORDS, candidates, sentences_of, word_count

LONG = "The council, which met in the old town hall for the first time in many years, heard about the budget; "


def test_sentences_are_trimmed_and_readable():
    """Spans begin and end with something to read; empty ones are left out."""
    text = "  One sentence here.   \n\n***\n\nAnother one.  "

    assert [text[start:end] for start, end in sentences_of(text, "en")] == [
        "One sentence here.",
        "Another one.",
    ]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (LONG * 8, "en"),
        ("理事会在多年之后首次在旧市政厅开会，听取了预算报告，" * 12 + "然后散会。", "zh"),
    ],
)
def test_a_sentence_that_is_too_long_is_cut_at_clauses(text, language):
    """Every piece is within the limit and ends where a clause ends."""
    spans = sentences_of(text, language)

    assert len(spans) > 1
    assert all(word_count(text[start:end]) <= MOST_WORDS for start, end in spans)
    assert all(text[end - 1] in ",;，。" for _, end in spans)


def test_a_number_is_never_cut():
    """The comma in 11,600 is no end of a clause."""
    text = "It has 11,600 shops and 2,300 depots in very many towns and villages of the north " * 6

    assert all(not text[end : end + 1].isdigit() for _, end in sentences_of(text, "en"))


def test_short_neighbours_are_offered_together():
    """Two short sentences of one paragraph make a pair, across paragraphs they do not."""
    text = "It is old. It is big.\n\nIt is far."

    found = candidates(text, sentences_of(text, "en"))

    assert [text[item.start : item.end] for item in found if len(item.sentences) == 2] == [
        "It is old. It is big."
    ]


def test_characters_without_spaces_count_half_a_word():
    """A limit in words holds for Chinese and Thai too."""
    assert word_count("一共有十个字呢好吧呀") == 5
    assert word_count("two words") == 2
