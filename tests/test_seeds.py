"""The sample collection and its questions: whole, in many languages, and true to each other."""

import json
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from rag.load.walk import find_files, load_document

SEEDS = Path(__file__).resolve().parents[1] / "seeds"
QUESTIONS_FILE = SEEDS / "questions.jsonl"
DOCUMENTS = sorted(find_files([SEEDS]))
QUESTIONS = [json.loads(line) for line in QUESTIONS_FILE.read_text(encoding="utf-8").splitlines()]
ANSWERABLE = [question for question in QUESTIONS if question["documents"]]
KINDS = {
    "fact", "number", "date", "name", "why", "list", "disagree", "follow_up", "unanswerable",
}  # fmt: skip


@cache
def loaded(name):
    """A document of the collection as the program stores it."""
    return load_document(SEEDS / name)


def folded(text):
    """Text as answers are compared: NFKC, without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def holds(name, answer):
    """Whether a document's stored text holds an answer."""
    return folded(answer) in folded(loaded(name).text)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_document_can_be_read_and_has_text(path):
    """Each file goes through its loader and gives a text of some length in a known language."""
    document = loaded(path.name)

    assert len(document.text) > 300
    assert document.language != "und"


def test_the_collection_has_many_languages_and_formats():
    """At least fourteen documents, ten languages and six formats."""
    languages = {loaded(path.name).language for path in DOCUMENTS}

    assert len(DOCUMENTS) >= 14
    assert len(languages) >= 10
    assert len({path.suffix for path in DOCUMENTS}) >= 6


def test_the_readme_lists_every_document_and_no_other():
    """A reader of seeds/README.md finds each file in its table."""
    lines = (SEEDS / "README.md").read_text(encoding="utf-8").splitlines()
    listed = {
        line.split("`")[1] for line in lines if line.startswith("| `") and "." in line.split("`")[1]
    }

    assert listed == {path.name for path in DOCUMENTS}


def test_questions_are_well_formed_and_all_different():
    """Every question has its fields and a kind that fits them, and is asked once."""
    for question in QUESTIONS:
        assert question["id"] and question["language"] and question["question"].strip()
        assert question["kind"] in KINDS
        assert bool(question["documents"]) == bool(question["answers"])
        assert (question["kind"] == "unanswerable") == (not question["documents"])
    asked = {(question["question"], question.get("previous")) for question in QUESTIONS}
    assert len(asked) == len(QUESTIONS) == len({question["id"] for question in QUESTIONS})


def test_questions_cover_languages_kinds_and_refusals():
    """Ninety questions or more, thirteen languages, a quarter without an answer, some hard kinds."""
    kinds = [question["kind"] for question in QUESTIONS]

    assert len(QUESTIONS) >= 90
    assert len({question["language"] for question in QUESTIONS}) >= 13
    assert len(QUESTIONS) - len(ANSWERABLE) >= len(QUESTIONS) / 4
    assert kinds.count("follow_up") >= 6
    assert kinds.count("disagree") >= 4
    assert all(
        question.get("previous") for question in QUESTIONS if question["kind"] == "follow_up"
    )


def test_most_questions_are_in_another_language_than_every_document_that_answers():
    """The collection asks across languages first of all."""
    across = [
        question
        for question in ANSWERABLE
        if question["language"] not in {loaded(name).language for name in question["documents"]}
    ]

    assert len(across) > len(ANSWERABLE) * 2 / 3


@pytest.mark.parametrize("question", ANSWERABLE, ids=lambda question: question["id"])
def test_every_answer_stands_in_its_documents(question):
    """Each document named holds one of the answers, and each answer stands in one of them."""
    names, answers = question["documents"], question["answers"]

    assert all((SEEDS / name).is_file() for name in names)
    assert [name for name in names if not any(holds(name, answer) for answer in answers)] == []
    assert [answer for answer in answers if not any(holds(name, answer) for name in names)] == []


def test_questions_on_which_sources_disagree_have_several_documents_and_answers():
    """Where papers differ, each of them and each figure is named."""
    for question in QUESTIONS:
        if question["kind"] == "disagree":
            assert len(question["documents"]) >= 2
            assert len(question["answers"]) >= 2
