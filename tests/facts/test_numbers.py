"""Numbers found in a text, as plain values with units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.facts.numbers import find_numbers


def values(text: str, language: str) -> list[set[str]]:
    """Alternatives of each number that is surely one, in order."""
    return [set(fact.values) for fact in find_numbers(text, language) if fact.required]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "11.600 Läden", ["11600"]), ("fr", "11 600 magasins", ["11600"]), ("ar", "١١٬٦٠٠ متجر", ["11600"]),
        ("zh", "1.16万家门店", ["11600"]), ("ja", "1万1600店舗", ["11600"]), ("ko", "1만 1600개", ["11600"]),
        ("tr", "11 bin 600 mağaza", ["11600"]), ("hi", "१,१६,०००", ["116000"]), ("th", "2 ล้านคน", ["2000000"]),
        ("es", "mil millones de euros", ["1000000000"]), ("it", "centocinquanta negozi", ["150"]),
        ("nl", "vijfentwintig winkels", ["25"]), ("de", "dreihundertfünfzig Gäste", ["350"]), ("fr", "quatre-vingt-douze ans", ["92"]),
        ("ru", "двести тысяч квартир", ["200000"]), ("pl", "pięćset milionów", ["500000000"]), ("ar", "ثلاثة آلاف", ["3000"]),
        ("en", "twenty-five thousand three hundred", ["25300"]), ("pt", "duzentos e cinquenta mil", ["250000"]),
        ("en", "two, three and four", ["2", "3", "4"]), ("en", "Version 3.11.4", ["3.11.4"]),
    ],
)  # fmt: skip
def test_every_way_of_writing_gives_one_value(language, text, expected):
    """Digits of any script, grouping, scales and words."""
    assert values(text, language) == [{value} for value in expected]


def test_an_ambiguous_separator_keeps_both_readings():
    """English reads 11.600 as a decimal, but the text may be German by habit."""
    assert values("It has 11.600 shops", "en") == [{"11.6", "11600"}]
    assert values("Es hat 11.600 Läden", "de") == [{"11600"}]


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "$20 million", "dollar"), ("fr", "20 milliards d'euros", "euro"), ("zh", "300亿美元", "dollar"), ("ja", "300円", "yen"),
        ("tr", "%40", "percent"), ("tr", "yüzde 40", "percent"), ("zh", "百分之40", "percent"), ("ar", "40 في المئة", "percent"),
        ("de", "acht Jahre", "year"), ("ja", "8年間", "year"), ("ru", "5 месяцев", "month"), ("en", "40 shops", ""), ("de", "1,5 Mio. Euro", "euro"),
    ],
)  # fmt: skip
def test_the_unit_is_read_before_or_after(language, text, unit):
    """Per cent, money and time, whichever side they stand on."""
    assert [fact.unit for fact in find_numbers(text, language) if fact.required] == [unit]


def test_a_range_shares_scale_and_unit():
    """The words "20 à 30 milliards de dollars" are two amounts in billions of dollars."""
    first, second = find_numbers("de 20 à 30 milliards de dollars", "fr")

    assert (first.values, first.unit) == (frozenset({"20000000000"}), "dollar")
    assert (second.values, second.unit) == (frozenset({"30000000000"}), "dollar")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "one of the shops"),
        ("fr", "un accord"),
        ("zh", "一个问题"),
        ("de", "eine Firma"),
        ("es", "una tienda"),
        ("en", "a plan"),
    ],
)
def test_articles_are_not_asked_for(language, text):
    """Words that are articles too can support a claim but are no fact of it."""
    assert values(text, language) == []


@given(st.integers(0, 10**12))
def test_any_number_is_read_alike_in_every_grouping(number):
    """Grouped by comma, point, space or in Arabic digits: one value."""
    arabic = f"{number:,}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    for text, language in [
        (f"{number:,}", "en"), (f"{number:,}".replace(",", "."), "de"), (f"{number:,}".replace(",", "\u202f"), "fr"), (arabic, "ar"),
    ]:  # fmt: skip
        assert values(text, language)[0] == {str(number)}


@given(st.text(max_size=80), st.sampled_from(["en", "zh", "ar", "hi", "tr", "und"]))
def test_offsets_point_at_the_text_of_the_number(text, language):
    """Whatever the text, each number is a slice of it and nothing fails."""
    for fact in find_numbers(text, language):
        assert text[fact.start : fact.end] == fact.text
