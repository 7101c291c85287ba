"""The JSON contract: names of fields that scripts rely on."""

from rag import json_form
from rag.types import (
    AddResult,
    Answer,
    Document,
    Evidence,
    Hit,
    Mark,
    Passage,
    Seconds,
    Sentence,
    Source,
)

SOURCE = Source("0123456789abcdef", "/a/b.txt", "Titel", "de")
PASSAGE = Passage(5, SOURCE.id, 0, 10, 21, "Elf Läden …", "Titel", "de", "¶ 2")
EVIDENCE = Evidence(1, SOURCE, PASSAGE, 10, 20, "Elf Läden", 0.9, 0.1)


def test_answer_has_the_fields_of_the_contract():
    """Names and nesting are fixed."""
    answer = Answer(
        "Q",
        "en",
        "answered",
        "T [1]",
        (Sentence("T", (1,), True),),
        (EVIDENCE,),
        None,
        Seconds(0.1, 0.2),
    )

    form = json_form.answer(answer)

    assert {
        "question",
        "language",
        "outcome",
        "text",
        "sentences",
        "evidence",
        "short",
        "seconds",
    } <= set(form)
    assert form["sentences"] == [{"text": "T", "citations": [1], "supported": True}]
    assert {"n", "document", "place", "start", "end", "quote", "passage", "score"} <= set(
        form["evidence"][0]
    )
    assert form["evidence"][0]["document"] == {
        "id": SOURCE.id,
        "path": "/a/b.txt",
        "title": "Titel",
        "language": "de",
    }
    assert form["seconds"] == {"search": 0.1, "quote": 0.2, "first_token": None, "total": None}


def test_search_has_the_fields_of_the_contract():
    """A passage found by one leg only has null for the other's rank."""
    form = json_form.searched("Q", "en", (Hit(PASSAGE, SOURCE, 1, 0.5, 3, 0.6),))

    assert {"question", "language", "hits"} == set(form)
    hit = form["hits"][0]
    assert {
        "rank",
        "document",
        "place",
        "start",
        "end",
        "text",
        "score",
        "dense_rank",
        "lexical_rank",
    } <= set(hit)
    assert (hit["dense_rank"], hit["lexical_rank"]) == (3, None)


def test_add_has_the_fields_of_the_contract():
    """One object per file."""
    form = json_form.added(AddResult("/a/b.txt", "failed", None, 0, "und", "b.txt: is empty."))

    assert {"path", "status", "document", "passages", "language", "error"} <= set(form)
    assert form["document"] is None


def test_show_has_the_fields_of_the_contract():
    """Marks are offsets with places."""
    document = Document(
        SOURCE.id, "/a/b.txt", "T", "de", "text/plain", "00", "abc", (Mark(0, "page", "p. 1"),)
    )

    form = json_form.document(document)

    assert {"document", "text", "marks"} <= set(form)
    assert form["marks"][0]["offset"] == 0
    assert form["marks"][0]["place"] == "p. 1"
