import json
from dataclasses import replace

import pytest

from rag.document_json import from_json, to_json
from rag.types import Document, Mark

DOCUMENT = Document(
    id="0123456789abcdef",
    path="/tmp/straße 漢字.txt",
    title="الميناء",
    language="ar",
    media_type="text/plain",
    sha256="ab" * 32,
    text="استقبل ميناء طنجة.\n\nПорт открыт. 港口已经开放。 ท่าเรือเปิดแล้ว 🚢",
    marks=(Mark(0, "heading", "§", 1), Mark(20, "page", "p. 2")),
    notes=("encoding guessed: ñ",),
)


def test_a_document_goes_through_json_unchanged():
    """Every field, in many scripts."""
    assert from_json(json.loads(json.dumps(to_json(DOCUMENT)))) == DOCUMENT


@pytest.mark.parametrize(
    "change",
    [
        {"text": None},
        {"text": "half \ud800 a character"},
        {"title": 3},
        {"notes": [1]},
        {"marks": 5},
        {"marks": [{"offset": 0}]},
        {"marks": [{"offset": 10**9, "kind": "page", "place": "p. 1", "level": 0}]},
        {"marks": [{"offset": -1, "kind": "page", "place": "p. 1", "level": 0}]},
        {"marks": [{"offset": True, "kind": "page", "place": "p. 1", "level": 0}]},
        {"marks": [{"offset": 0, "kind": "door", "place": "p. 1", "level": 0}]},
        {"marks": [{"offset": n, "kind": "page", "place": "p", "level": 0} for n in (5, 2)]},
    ],
)
def test_what_is_no_document_is_refused(change):
    """Whoever wrote it may be wrong or lie: types, kinds, and marks outside the text."""
    with pytest.raises(ValueError, match=r"."):
        from_json({**to_json(DOCUMENT), **change})


def test_a_missing_field_is_refused():
    """None has a default."""
    for name in to_json(DOCUMENT):
        with pytest.raises(ValueError, match="not a document"):
            from_json({key: value for key, value in to_json(DOCUMENT).items() if key != name})


def test_a_document_without_marks_and_notes_is_one():
    """Both may be empty."""
    plain = replace(DOCUMENT, marks=(), notes=())

    assert from_json(to_json(plain)) == plain
