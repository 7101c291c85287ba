"""Which evidence is shown, and why there is no answer."""

import pytest

from rag.types import Evidence, Hit, Passage, Source
from rag.verdict import refusal_reason, spread


def evidence(n, document):
    """A piece of evidence of a document."""
    passage = Passage(n, document, n, 0, 4, "text", "", "de", "")
    return Evidence(n, Source(document, f"/{document}", document, "de"), passage, 0, 4, "text", 0.9, 0.1)  # fmt: skip


def hit(text, cosine, context=""):
    """A hit with a cosine."""
    passage = Passage(1, "d", 0, 0, len(text), text, context, "de", "")
    return Hit(passage, Source("d", "/d", "d", "de"), 1, 0.5, 1, cosine)


def test_one_document_cannot_fill_the_evidence():
    """At most two of one; numbers run from 1."""
    rows = [evidence(n, document) for n, document in enumerate("aaaabcd", 1)]

    kept = spread(rows, 4)

    assert [item.source.id for item in kept] == ["a", "a", "b", "c"]
    assert [item.n for item in kept] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("question", "language", "text", "cosine", "reason"),
    [
        ("How high is Mount Everest?", "en", "Walmart betreibt Filialen.", 0.1, "nothing_near"),
        ("Какова высота Эвереста?", "ru", "Walmart betreibt Filialen.", 0.1, "nothing_near"),
        ("How much profit did Walmart make?", "en", "Walmart betreibt Filialen.", 0.1, "not_answering"),
        ("كم بلغ ربح وول مارت؟", "ar", "متاجر وول مارت كثيرة.", 0.5, "not_answering"),
        ("利润是多少？", "zh", "沃尔玛经营商店。", 0.4, "not_answering"),
    ],
)  # fmt: skip
def test_far_questions_are_told_from_unanswered_ones(question, language, text, cosine, reason):
    """By nearness or by the question's names."""
    assert refusal_reason(question, language, [hit(text, cosine)], 0.33) == reason


def test_without_hits_nothing_is_near():
    """An empty library."""
    assert refusal_reason("Wie viele?", "de", [], 0.33) == "nothing_near"
