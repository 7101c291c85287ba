"""The reader that needs no model of its own."""

from __future__ import annotations

import pytest

from rag.embed.hashing import HashingEmbedder
from rag.read.calibration import Calibration
from rag.read.overlap import OverlapReader
from tests.read.samples import ROWS, make_hits


@pytest.fixture(scope="module")
def reader():
    return OverlapReader(HashingEmbedder(384), Calibration.for_hashing())


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Wie viele Läden führt der Konzern?", "11.600"), ("Le prix allait de combien à combien de dollars ?", "20 à 30 milliards"),
        ("Сколько автобусов выпустил завод?", "340"), ("车站什么时候开放？", "1998"), ("魚は一日にどれくらい売れる？", "二百トン"),
        ("كم حاوية استقبل الميناء؟", "سبعة ملايين"), ("मेले में कितने लोग आते हैं?", "40 लाख"), ("Πόσα εκθέματα έχει το μουσείο;", "5.000"),
        ("מה אורכו של הגשר?", "340"), ("Köprünün uzunluğu kaç metredir?", "1.560"), ("¿Cuántos árboles tiene el parque?", "900"),
    ],
)  # fmt: skip
def test_the_sentence_with_the_answer_is_quoted_first(reader, question, quote):
    """In the question's own language shared words are enough."""
    assert quote in reader.read(question, make_hits(ROWS))[0].quote


def test_a_question_of_how_many_prefers_the_sentence_with_a_number(reader):
    """Of two sentences about the same thing, the one with the kind of fact asked for."""
    hits = make_hits(
        [
            (
                "en",
                "The chain runs shops in many towns and is proud of its shops. The chain runs 420 shops.",
            )
        ]
    )

    assert "420" in reader.read("How many shops does the chain run?", hits)[0].quote


def test_a_passage_without_the_name_asked_for_is_likelier_to_lack_the_answer(reader):
    """Names are compared across scripts."""
    hits = make_hits(
        [("ru", "Газпром выпустил 340 автобусов."), ("ru", "Лукойл выпустил 340 автобусов.")]
    )
    absent = {
        item.passage.text: item.absent
        for item in reader.read("How many buses did Gazprom make?", hits)
    }

    assert absent["Газпром выпустил 340 автобусов."] < absent.get(
        "Лукойл выпустил 340 автобусов.", 1.0
    )


def test_quotes_that_say_the_same_are_given_once(reader):
    """The better passage stands for its copies."""
    text = "Der Konzern führt 11.600 Läden."

    assert (
        len(
            reader.read(
                "Wie viele Läden?",
                make_hits([("de", text), ("de", text + " "), ("fr", "Rien ici.")]),
            )
        )
        == 2
    )


def test_an_answer_there_is_less_absent_than_one_that_is_not(reader):
    """The probability of absence falls with the answer in the pool."""
    there = min(
        item.absent for item in reader.read("Wie viele Läden führt der Konzern?", make_hits(ROWS))
    )
    gone = min(
        item.absent
        for item in reader.read("Wie viele Läden führt der Konzern?", make_hits(ROWS[1:]))
    )

    assert there < gone
