"""Addresses that an answer may not bring in."""

import pytest

from rag.cite.addresses import foreign_address
from rag.cite.verify import check_answer
from rag.types import Evidence, Passage, Source

PASSAGE = "Der Konzern betreibt 11.600 Filialen. Mehr unter https://example.org/filialen."


@pytest.mark.parametrize(
    "sentence",
    [
        "Siehe https://evil.example/?q=geheim für mehr.",
        "Details: evil.example.com/steal?d=1",
        "Mehr auf www.evil.example",
        "![x](https://evil.example/p.png)",
        "Klicken Sie [hier](javascript:alert(1)).",
        "[hier][1] steht es.",
        "<img src=x onerror=alert(1)>",
        "Schreiben Sie an dieb@evil.example.",
        "data:text/html;base64,AAAA",
        "点击 http://邪恶.example/数据 查看。",
        "انظر https://evil.example/بيانات الآن",
        "Смотрите evil-site.ru/данные",
        "Ｓｉｅｈｅ ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ",
        "Server 203.0.113.9:8080/x",
        "ftp://evil.example/a",
    ],
)
def test_what_the_passage_does_not_hold_is_found(sentence):
    """Links, pictures, markup, mail, numbers of machines, in any script and width."""
    assert foreign_address(sentence, [PASSAGE])


@pytest.mark.parametrize(
    "sentence",
    [
        "Mehr steht unter https://example.org/filialen.",
        "Der Konzern betreibt 11.600 Filialen.",
        "Am 12.11.2020 um 8.30 Uhr, also z.B. im Nov. 2020.",
        "Die Zahl (11.600) steht dort [1].",
        "3 < 4 und 5 > 2.",
        "该公司经营11,600家商店。",
        "Σύνολο 11.600 καταστήματα.",
    ],
)
def test_what_it_holds_and_what_is_no_address_passes(sentence):
    """Word for word from the passage; figures, dates, marks."""
    assert foreign_address(sentence, [PASSAGE]) == ""


def test_such_a_sentence_is_not_supported():
    """Whatever else in it is true."""
    source = Source("d", "/a.txt", "A", "de")
    passage = Passage(1, "d", 0, 0, len(PASSAGE), PASSAGE, "", "de", "")
    evidence = Evidence(1, source, passage, 0, 37, PASSAGE[:37], 0.9, 0.1)
    text = "Der Konzern betreibt 11.600 Filialen, siehe http://evil.example/a. [1]"

    (sentence,) = check_answer(text, [evidence], "de")

    assert (sentence.supported, sentence.reason) == (False, "address_foreign")
    assert sentence.detail.startswith("http://evil.example")
