"""Which sentences of an answer are supported, and why the others are not."""

from __future__ import annotations

import numpy as np
import pytest

from rag.cite.verify import REASONS, check_answer
from rag.embed.hashing import HashingEmbedder
from tests.cite.samples import evidence

SHOPS = evidence(
    1,
    "Die Handelskette Walmart führt 11.600 Läden in Deutschland und China. Sie wächst seit 1962.",
    "de",
)
SALE = evidence(
    2,
    "Le décret fixait la vente au 12 novembre 2020. Le prix allait de 20 à 30 milliards de dollars.",
    "fr",
)
REFUSED = evidence(3, "El ministerio no autorizó la venta de la fábrica.", "es")
EVIDENCE = (SHOPS, SALE, REFUSED)

SUPPORTED = [
    ("en", "Walmart runs 11,600 shops [1]."), ("fr", "Walmart exploite 11 600 magasins en Allemagne [1]."),
    ("de", "Walmart führt 11.600 Läden [1]."), ("es", "La cadena tiene 11.600 tiendas en China [1]."),
    ("it", "La catena gestisce 11.600 negozi [1]."), ("pt", "A rede tem 11.600 lojas na Alemanha [1]."),
    ("nl", "De keten heeft 11.600 winkels [1]."), ("pl", "Sieć prowadzi 11 600 sklepów [1]."),
    ("ru", "Сеть управляет 11 600 магазинами в Германии [1]."), ("zh", "该连锁店在中国和德国有1.16万家门店[1]。"),
    ("ja", "同社は11,600店舗を運営しています[1]。"), ("ar", "تدير السلسلة ١١٬٦٠٠ متجر في ألمانيا [1]."),
    ("tr", "Zincirin Almanya'da 11.600 mağazası var [1]."), ("hi", "इस कंपनी की जर्मनी में 11,600 दुकानें हैं [1]।"),
    ("en", "The sale was set for November 12, 2020 [2]."), ("ru", "Продажа была назначена на 12 ноября 2020 года [2]."),
    ("ja", "売却は2020年11月12日に決まった[2]。"), ("en", "The price was 20–30 billion dollars [2]."),
    ("en", "The ministry did not approve the sale of the factory [3]."), ("en", "11,600 [1]."),
]  # fmt: skip

UNSUPPORTED = [
    ("en", "Walmart runs 11,700 shops [1].", "number_missing"), ("zh", "该连锁店有1.17万家门店[1]。", "number_missing"),
    ("en", "The price was 20–30 million dollars [2].", "number_missing"), ("en", "Amazon runs 11,600 shops [1].", "name_missing"),
    ("de", "Amazon führt 11.600 Läden [1].", "name_missing"), ("ru", "В Японии 11 600 магазинов [1].", "name_missing"),
    ("ar", "تدير السلسلة ١١٬٦٠٠ متجر في فرنسا [1].", "name_missing"), ("en", "The sale was set for November 13 [2].", "date_missing"),
    ("fr", "La vente était fixée au 12 décembre 2020 [2].", "date_missing"), ("tr", "Satış 12 Ekim 2020 için kararlaştırıldı [2].", "date_missing"),
    ("en", "Walmart runs 11,700 shops.", "no_citation"), ("en", "Walmart runs 11,600 shops [9].", "unknown_citation"),
    ("en", "Die Handelskette führt 11.600 Läden in vielen Städten [1].", "wrong_language"),
    ("de", "The chain runs 11,600 shops in many towns [1].", "wrong_language"), ("zh", "The chain runs 11,600 shops in many towns [1].", "wrong_language"),
    ("en", "Walmart does not run 11,600 shops [1].", "negation"), ("en", "The ministry approved the sale of the factory [3].", "negation"),
    ("en", "Walmart runs only 11,600 shops [1].", "negation"), ("en", "How many shops does Walmart run? [1]", "repeats_question"),
    ("en", "Walmart does run how many shops [1].", "repeats_question"), ("en", "", "empty"), ("en", "[1]", "empty"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "text"), SUPPORTED)
def test_a_true_sentence_in_any_language_is_supported(language, text):
    """Numbers, dates and names agree by value with a German, French or Spanish passage."""
    (sentence,) = check_answer(text, EVIDENCE, language)

    assert sentence.supported, (sentence.reason, sentence.detail)


def test_a_sentence_without_marks_gets_that_of_the_evidence_that_supports_it():
    """The second passage holds the date; the first does not."""
    (sentence,) = check_answer("The sale was set for November 12, 2020.", EVIDENCE, "en")

    assert (sentence.supported, sentence.citations) == (True, (2,))


@pytest.mark.parametrize(("language", "text", "reason"), UNSUPPORTED)
def test_a_sentence_that_fails_says_why(language, text, reason):
    """The first check that fails is the reason; every reason is a known key."""
    (sentence,) = check_answer(
        text, EVIDENCE, language, question="How many shops does Walmart run?"
    )

    assert (sentence.supported, sentence.reason) == (False, reason)
    assert sentence.reason in REASONS


def test_sentences_are_judged_one_by_one():
    """A wrong sentence does not spoil the right one beside it."""
    first, second = check_answer(
        "Walmart runs 11,600 shops [1]. It opened in 1999 [1].", EVIDENCE, "en"
    )

    assert (first.supported, second.supported) == (True, False)
    assert (second.reason, second.detail) == ("date_missing", "1999")


def test_a_sentence_far_from_its_source_is_not_supported():
    """With similarities given, the nearest sentence of what is cited must be near enough."""
    text = "Everybody was very happy about that [1]."

    (far,) = check_answer(
        text,
        EVIDENCE,
        "en",
        lambda ours, theirs: np.full((len(ours), len(theirs)), 0.1, np.float32),
    )
    (near,) = check_answer(
        text,
        EVIDENCE,
        "en",
        lambda ours, theirs: np.full((len(ours), len(theirs)), 0.9, np.float32),
    )

    assert (far.reason, near.supported) == ("not_similar", True)


def test_an_embedder_gives_the_similarities():
    """The function that the program passes is made from an embedder."""
    embedder = HashingEmbedder(384)

    def similarity(ours, theirs):
        return embedder.embed_passages(ours) @ embedder.embed_passages(theirs).T

    (sentence,) = check_answer("Walmart führt 11.600 Läden [1].", EVIDENCE, "de", similarity)

    assert sentence.supported, sentence.reason


def test_no_evidence_supports_nothing():
    """Without evidence every mark points nowhere."""
    (sentence,) = check_answer("Walmart runs 11,600 shops [1].", (), "en")

    assert sentence.reason == "unknown_citation"


def test_a_language_that_is_not_known_is_not_held_against_a_sentence():
    """When the answer's language is unknown, only facts and citations are checked."""
    (sentence,) = check_answer("Walmart runs 11,600 shops [1].", EVIDENCE, "und")

    assert sentence.supported
