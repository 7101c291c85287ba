"""Figures over questions with known answers."""

import pytest

from rag.errors import SourceError
from rag.evaluate import Question, evaluate, read_questions, summary, table
from rag.types import Answer, Document, Evidence, Passage, Sentence, Source

TEXT = "Im Jahr 2020 betrieb der Konzern 11.600 Filialen."
SOURCE = Source("d1", "/press/a.txt", "A", "de")
OTHER = Source("d2", "/press/b.txt", "B", "fr")


def evidence(quote=TEXT, source=SOURCE, start=0):
    """A quote of the document."""
    passage = Passage(1, source.id, 0, 0, len(TEXT), TEXT, "", source.language, "")
    return Evidence(1, source, passage, start, start + len(quote), quote, 0.9, 0.1)


def question(**changes):
    """A question whose answer is the number of shops."""
    values = {
        "id": "q",
        "text": "How many shops?",
        "language": "en",
        "documents": ("a.txt",),
        "answers": ("11.600",),
        "kind": "number",
        **changes,
    }
    return Question(**values)


def outcome(asked, answer):
    """The outcome of one question."""
    document = Document("d1", SOURCE.path, "A", "de", "text/plain", "0", TEXT)
    return next(evaluate([asked], lambda _: (answer, ()), {"d1": document}.get))


def answered(text="It had 11,600 shops.", citations=(1,), **changes):
    """An answer in prose."""
    return Answer(
        "q", "en", "answered", text, (Sentence(text, citations, True),), (evidence(**changes),)
    )


def test_a_right_answer_counts_everywhere():
    """Document, quote, language, citations."""
    found = outcome(question(), answered())

    assert found.pair == "en→de"
    assert (found.document_first, found.quote_first, found.quote_any) == (True, True, True)
    assert (found.language_right, found.citations_valid, found.refused) == (True, True, False)


def test_a_quote_that_is_not_in_the_document_is_not_valid():
    """One changed digit."""
    assert outcome(question(), answered(quote=TEXT.replace("11", "12"))).citations_valid is False


def test_a_citation_of_nothing_is_not_valid():
    """[4] where there is one piece of evidence."""
    assert outcome(question(), answered(citations=(4,))).citations_valid is False


def test_the_wrong_document_is_seen():
    """The quote is from another paper."""
    assert outcome(question(), answered(source=OTHER)).document_first is False


def test_an_answer_in_another_language_is_seen():
    """Asked in English, answered in Russian."""
    answer = answered(text="У компании было одиннадцать тысяч шестьсот магазинов по всему миру.")

    assert outcome(question(), answer).language_right is False


def test_refusals_are_counted_apart():
    """Right for the unanswerable, wrong for the answerable."""
    refused = Answer("q", "en", "refused", "")
    rows = [
        outcome(question(documents=(), answers=()), refused),
        outcome(question(), refused),
        outcome(question(), answered()),
    ]

    figures = summary(rows)

    assert figures["refused_unanswerable"]["rate"] == 1.0
    assert figures["refused_answerable"]["rate"] == 0.5
    assert "en→∅" in figures["pairs"]
    assert "unanswerable refused" in table(figures)


def test_a_bad_line_is_named(tmp_path):
    """File and line."""
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "a", "documents": []}\n{"documents": []}\n', encoding="utf-8")

    with pytest.raises(SourceError, match="line 2"):
        read_questions(file)


def test_an_empty_file_is_told(tmp_path):
    """No questions is not a result of zero."""
    file = tmp_path / "questions.jsonl"
    file.write_text("\n", encoding="utf-8")

    with pytest.raises(SourceError, match="holds no questions"):
        read_questions(file)
