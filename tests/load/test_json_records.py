import json
from pathlib import Path

import pytest

from rag.errors import SourceError
from rag.load.json_records import leaves, plain
from rag.load.walk import load_document

DOCUMENTS = Path(__file__).parents[1] / "data" / "documents"


def test_records_with_the_paths_of_their_values():
    """The list inside the object is the records; null is left out, HTML becomes text."""
    document = load_document(DOCUMENTS / "bunko.json")

    assert document.text == (
        "title: 町の図書館\nopen: true\n\n"
        "name: 山の地図\nauthor.name: 田中花\npages: 212\ntags: 地理; 山\n\n"
        "name: 海の歌\nauthor.name: 森一郎\npages: 98\nnote: 子ども向けの本です。"
    )
    assert [mark.place for mark in document.marks] == ["record 1", "record 2"]
    assert document.text[document.marks[1].offset :].startswith("name: 海の歌")
    assert (document.title, document.language) == ("町の図書館", "ja")


def test_json_lines_are_records():
    """One value per line is read as a list of them."""
    document = load_document(DOCUMENTS / "mudun.jsonl")

    assert document.text == "مدينة: طنجة\nسكان: 1065000\n\nمدينة: أصيلة\nسكان: 31000"
    assert [mark.place for mark in document.marks] == ["record 1", "record 2"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ('{"a": 1,}', r"is not valid JSON \(line 1: "),
        ('{"a": 1}\n{"b"', r"is not valid JSON \(line 2: "),
        ("[" * 100_000, "is not valid JSON"),
        (
            json.dumps({"a": "x"}).replace('"x"', "[" * 70 + '"x"' + "]" * 70),
            "is not valid JSON|JSON",
        ),
        ('{"a": null}', "holds no text"),
    ],
)
def test_what_is_wrong_is_said(load, content, sentence):
    """Broken, too deep and empty files are one sentence each."""
    with pytest.raises(SourceError, match=sentence):
        load("bad.json", content)


def test_leaves_of_nested_values():
    """Keys are joined by dots; lists of values stand on one line."""
    value = {"a": {"b": ["x", 2, True, None]}, "c": [{"d": "y"}, {"d": ["z"]}], "e": "  "}

    assert list(leaves(value)) == [("a.b", "x; 2; true"), ("c.d", "y"), ("c.d", "z")]


def test_comparisons_are_no_markup():
    """Text with angle brackets that is not HTML stays as it is."""
    assert plain("a < b and b > c") == "a < b and b > c"
    assert plain("<p>один</p><p>два<br>три &amp; четыре</p>") == "один\nдва\nтри & четыре"
