"""Words that deny or bound a statement."""

from __future__ import annotations

import pytest

from rag.cite.polarity import turn_in


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The sale does not go ahead."), ("en", "It isn't sold."), ("fr", "La vente n'aura pas lieu."),
        ("de", "Der Verkauf findet nicht statt."), ("es", "La venta no se realiza."), ("it", "La vendita non avviene."),
        ("pt", "A venda não acontece."), ("nl", "De verkoop gaat niet door."), ("pl", "Sprzedaż nie dojdzie do skutku."),
        ("ru", "Продажа не состоится."), ("zh", "这笔交易没有完成。"), ("ja", "売却は行われない。"), ("ar", "لن تتم الصفقة."),
        ("tr", "Satış gerçekleşmedi, bu doğru değil."), ("hi", "बिक्री नहीं होगी।"), ("he", "המכירה לא תתקיים."),
        ("ko", "매각은 이루어지지 않는다."), ("el", "Η πώληση δεν θα γίνει."),
    ],
)  # fmt: skip
def test_a_denial_is_seen(language, text):
    """One denial in each language is found."""
    assert turn_in(text, "not", language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Not only shops but depots grow."), ("en", "A notable northern plan."), ("fr", "Non seulement les magasins grandissent."),
        ("de", "Nicht nur die Läden wachsen."), ("es", "No solo crecen las tiendas."), ("ru", "Растут не только магазины."),
        ("zh", "不仅门店在增长，员工也不断增加。"), ("ja", "店舗だけでなく社員も増えている。"), ("ar", "الشركة تنمو بسرعة."), ("tr", "Mağazalar büyüyor."),
    ],
)  # fmt: skip
def test_an_affirmation_is_not_taken_for_a_denial(language, text):
    """Phrases that hold the word and affirm, and words that only look alike."""
    assert not turn_in(text, "not", language)


@pytest.mark.parametrize(
    ("turn", "language", "text"),
    [
        ("only", "en", "It has only three shops."), ("only", "de", "Es hat nur drei Läden."), ("only", "zh", "它只有三家店。"),
        ("least", "fr", "Il a au moins trois magasins."), ("least", "ar", "لديها أكثر من ثلاثة متاجر."), ("most", "es", "Tiene como máximo tres tiendas."),
        ("most", "de", "Knapp eine Milliarde."), ("most", "en", "Almost one billion."),
    ],
)  # fmt: skip
def test_a_bound_is_seen(turn, language, text):
    """Only, at least and at most in several languages."""
    assert turn_in(text, turn, language)
