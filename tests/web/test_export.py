import json
import re

import pytest

from rag.types import Sentence
from rag.web.evidence_pack import evidence_pack
from rag.web.export import FORMATS, as_json, as_markdown, exported
from rag.web.kept import Kept
from rag.web.strings import INTERFACE_LANGUAGES, words
from rag.web.turn import Rating
from tests.web.payloads import PAYLOADS
from tests.web.samples import QUOTE, answered, evidence, turn
from tests.web.test_render import read

SAY = words("en")
HASH = "0f" * 32
WRONG = Sentence("It has 27 moons.", (1,), False, "number_missing", "27")
ALLOWED = set(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "h2",
        "p",
        "section",
        "article",
        "blockquote",
        "mark",
        "span",
        "strong",
        "bdi",
        "dl",
        "dt",
        "dd",
        "s",
    ]
)


def kept(**changes):
    """A conversation of one answer and one refusal."""
    first = turn(
        asked="t1",
        checked=(*answered().sentences, WRONG),
        hashes={"doc": HASH},
        models={"embedder": "e5", "reader": "overlap", "generator": "small"},
        **changes,
    )
    second = turn(stage="refused", answer=answered(outcome="refused", text="Nichts."), asked="t2")
    ratings = {"t1": Rating("bad", "quote")}
    return Kept("c" * 32, "Filialen", "2026-01-02T03:04:05+00:00", "t", (first, second), ratings)


def test_json_holds_everything_with_the_names_of_the_command_line():
    """Quotes, offsets, hashes, models, checks and the rating."""
    whole = json.loads(as_json(kept(), SAY))
    first = whole["turns"][0]
    assert first["evidence"][0]["quote"] == QUOTE
    assert (first["evidence"][0]["start"], first["evidence"][0]["end"]) == (108, 145)
    assert first["evidence"][0]["sha256"] == HASH
    assert first["checked"][1]["reason"] == "number_missing"
    assert first["models"]["generator"] == "small"
    assert first["rating"] == {"verdict": "bad", "reason": "quote"}
    assert first["answer"]["outcome"] == "answered"
    assert whole["turns"][1]["outcome"] == "refused"


def test_markdown_reads_without_the_program():
    """Questions, answers, struck sentences with their reason, quotes with place and hash."""
    text = as_markdown(kept(), SAY)
    assert text.startswith("# Filialen\n")
    assert "## 1. How many stores?" in text
    assert "> Der Konzern betreibt 11.600 Filialen." in text
    assert f"SHA-256 {HASH}" in text
    assert "~~It has 27 moons.~~ (Not supported" in text
    assert "Nichts." in text


def test_the_pack_holds_quotes_offsets_hashes_and_models():
    """On one page that loads nothing."""
    page = read(evidence_pack(kept(), SAY))
    for expected in (
        QUOTE,
        "108–145",
        HASH,
        "e5",
        "overlap",
        "small",
        "27 moons",
        "Nichts.",
        "Not helpful",
    ):
        assert expected in page.text
    assert "default-src 'none'" in evidence_pack(kept(), SAY)
    assert {tag for tag, _ in page.tags} <= ALLOWED


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_written_in_every_language(form, language):
    """No text is missing, and the quote is the document's whatever the language around it."""
    text, media_type = exported(kept(), form, words(language))
    assert QUOTE in text.replace("\\", "")
    assert "/" in media_type


def test_an_arabic_pack_runs_from_right_to_left():
    """While the German quote in it does not."""
    page = evidence_pack(kept(), words("ar"))
    assert '<html lang="ar" dir="rtl">' in page
    assert '<blockquote class="pc-passage" lang="de" dir="ltr">' in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_element_to_the_pack(payload):
    """Name, question, answer, sentence, title, place, path and quote can hold what they like."""
    found = evidence(
        text=f"a {payload} b", quote=payload, title=payload, path=f"/d/{payload}", place=payload
    )
    bad = Sentence(payload, (1,), False, "number_missing", payload)
    whole = turn(
        question=payload, condensed=payload, checked=(bad,), models={"embedder": payload},
        hashes={"doc": payload}, answer=answered((bad,), text=payload, items=(found,)),
    )  # fmt: skip
    page = read(evidence_pack(Kept("c" * 32, payload, payload, "t", (whole,)), SAY))
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert not any(
        key.startswith("on") or key in ("src", "href", "style")
        for _, attrs in page.tags
        for key in attrs
    )


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_markup_to_markdown(payload):
    """No link, picture or element of its own."""
    found = evidence(text=f"a {payload} b", quote=payload, title=payload)
    whole = turn(question=payload, answer=answered(text=payload, items=(found,)))
    text = as_markdown(Kept("c" * 32, payload, "t", "t", (whole,)), SAY)
    assert re.findall(r"(?<!\\)(?:<|\[)", text) == []
