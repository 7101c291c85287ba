"""Numbers in scripts without spaces."""

from __future__ import annotations

import pytest

from rag.facts.han_numbers import han_value, spaceless_numbers


@pytest.mark.parametrize(
    ("written", "value"),
    [("三十五", 35), ("十二", 12), ("二〇二〇", 2020), ("两千万", 20_000_000), ("一百零五", 105), ("二十億", 2_000_000_000), ("三億八千四百万", 384_000_000), ("九", 9)],
)  # fmt: skip
def test_a_number_in_han_characters_has_its_value(written, value):
    """Digits, tens and scales, simplified and traditional."""
    assert han_value(written) == value


def test_a_scale_alone_is_no_number():
    """亿 needs something to multiply."""
    assert han_value("亿") is None


@pytest.mark.parametrize("letters", ["千米外", "百度公司", "万一下雨"])
def test_words_that_hold_a_scale_are_not_counted(letters):
    """Kilometre, a company, by chance: after digits none of them multiplies."""
    assert not any(item.power for item in spaceless_numbers(letters, after_digits=True))
