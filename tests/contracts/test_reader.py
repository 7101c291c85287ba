"""What every reader promises."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.build import READER_CALIBRATION, SHIPPED_EMBEDDER, SHIPPED_READER
from rag.embed.hashing import HashingEmbedder
from rag.read.calibration import Calibration
from rag.read.cross_encoder import Absence, CrossEncoderReader
from rag.read.overlap import OverlapReader
from rag.read.span_model import SpanModel
from tests.read.samples import ROWS, make_hits

QUESTIONS = [
    "How many shops does the chain run?", "Wann war der Verkauf geplant?", "Combien d'autobus l'usine a-t-elle produits ?",
    "¿Cuándo abrió el parque?", "Сколько человек там работает?", "车站什么时候开放？", "魚はどれくらい売れる？",
    "كم حاوية استقبل الميناء؟", "मेले में कितने लोग आते हैं?", "สวนสาธารณะมีต้นไม้กี่ต้น", "Πότε άνοιξε το μουσείο;",
    "מתי נפתח הגשר?", "책이 몇 권 있나요?", "Köprünün uzunluğu ne kadar?", "1998?", "…",
]  # fmt: skip


def overlap():
    """The reader without a model of its own, over the embedder without weights."""
    return OverlapReader(HashingEmbedder(384), Calibration.for_hashing())


def cross_encoder():
    """The trained reader that ships."""
    absence = Absence.from_file(READER_CALIBRATION)
    return CrossEncoderReader(SpanModel(SHIPPED_READER, SHIPPED_EMBEDDER), absence.coefficients)


@pytest.fixture(
    params=[overlap, pytest.param(cross_encoder, marks=pytest.mark.slow)],
    ids=["overlap", "cross_encoder"],
    scope="module",
)
def reader(request):
    return request.param()


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_quote_is_a_slice_of_its_passage_and_document(reader, question):
    """Offsets are exact in the passage and in the document around it; nothing to trim is left."""
    for item in reader.read(question, make_hits(ROWS)):
        start = item.start - item.passage.start
        assert item.passage.text[start : item.end - item.passage.start] == item.quote
        assert item.passage.start <= item.start < item.end <= item.passage.end
        assert item.quote == item.quote.strip()


@pytest.mark.parametrize("question", QUESTIONS)
def test_evidence_is_numbered_from_one_best_first(reader, question):
    """Numbers in order, scores falling, both figures between 0 and 1, one for each passage."""
    evidence = reader.read(question, make_hits(ROWS))
    scores = [item.score for item in evidence]

    assert [item.n for item in evidence] == list(range(1, len(evidence) + 1))
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= figure <= 1.0 for item in evidence for figure in (item.score, item.absent))
    assert len({item.passage.id for item in evidence}) == len(evidence)


def test_no_hits_give_no_evidence(reader):
    """Nothing found is nothing read."""
    assert reader.read("How many shops?", []) == []


def test_evidence_carries_the_passage_and_source_it_was_read_from(reader):
    """What was retrieved comes back unchanged."""
    hits = make_hits(ROWS)
    known = {hit.passage.id: hit for hit in hits}

    for item in reader.read("How many shops does the chain run?", hits):
        assert (item.passage, item.source) == (
            known[item.passage.id].passage,
            known[item.passage.id].source,
        )


def test_boilerplate_is_never_evidence(reader):
    """Navigation and notices are not quoted, even if a search were to return them."""
    assert (
        reader.read(
            "Wie viele Läden?", make_hits([("de", "11.600 Läden hier klicken.")], boilerplate=True)
        )
        == []
    )


def test_a_passage_without_words_gives_no_evidence(reader):
    """Punctuation alone is no quote."""
    assert reader.read("Wie viele Läden?", make_hits([("de", "*** \n --- \n")])) == []


def test_reading_twice_gives_the_same(reader):
    """No chance is involved."""
    hits = make_hits(ROWS)

    assert reader.read(QUESTIONS[0], hits) == reader.read(QUESTIONS[0], hits)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.text(alphabet="ab 1.,!?\nж中ก।ا", min_size=1, max_size=80), max_size=4),
    st.text(max_size=40),
)
def test_any_text_and_question_keep_offsets_exact(reader, texts, question):
    """Whatever is asked of whatever text, quotes are slices."""
    for item in reader.read(question, make_hits([("und", text) for text in texts])):
        own = item.passage
        assert own.text[item.start - own.start : item.end - own.start] == item.quote
