"""`rag evaluate` from a library to its files."""

import json

import pytest

from rag.api import open_library
from rag.errors import SourceError
from rag.evaluate import read_questions, summary
from rag.evaluating import measured, write_details, write_questions, write_report
from rag.terminal import ProgressLine


@pytest.fixture
def collection(tmp_path, collection_folder):
    """The small collection, found by words and without a language model."""
    settings = {"embedder": "hashing", "generator": "quotes"}
    with open_library(tmp_path / "library", **settings) as opened:
        opened.add([collection_folder])
        yield opened


def test_questions_are_proposed_asked_and_reported(collection, tmp_path):
    """The whole way of a first check."""
    file, page, lines = (tmp_path / name for name in ("own.jsonl", "own.html", "own-details.jsonl"))

    count = write_questions(file, collection, 6)
    outcomes = measured(collection, read_questions(file), ProgressLine())
    figures = summary(outcomes)
    write_report(page, collection, figures, outcomes)
    write_details(lines, outcomes)

    assert count == len(outcomes) == figures["questions"] > 0
    assert figures["document_in_five"]["rate"] > 0.5
    assert figures["citations_valid"]["rate"] == 1.0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    details = [json.loads(line) for line in lines.read_text(encoding="utf-8").splitlines()]
    assert [detail["id"] for detail in details] == [outcome.question.id for outcome in outcomes]


def test_a_file_of_questions_is_never_overwritten(collection, tmp_path):
    """Somebody may have corrected it by hand."""
    file = tmp_path / "own.jsonl"
    file.write_text("mine", encoding="utf-8")

    with pytest.raises(SourceError, match="is there already"):
        write_questions(file, collection, 3)
    assert file.read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_one_sentence(collection, tmp_path):
    """A folder that is not there."""
    with pytest.raises(SourceError, match="cannot be written"):
        write_report(tmp_path / "none" / "x.html", collection, summary([]), [])
