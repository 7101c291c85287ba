"""Numbers inside scripts that put no spaces between words: Han, Hangul, Thai."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "兩": 2,
}
_TENS = {"十": 1, "百": 2, "千": 3}
_SCALES = {"万": 4, "萬": 4, "億": 8, "亿": 8, "兆": 12}
_AFTER_DIGITS = _SCALES | {
    "千": 3, "百": 2, "만": 4, "억": 8, "조": 12, "천": 3, "백": 2, "พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6,
}  # fmt: skip

# Characters of scale inside words that are no numbers: kilometre, department store, by chance…
_NOT_A_SCALE = re.compile(
    "千(?:米|克|瓦|字节|卡|葉|代田)|百(?:度|货|貨|科)|万(?:一|能|博)|兆(?:字节|赫)|조(?:직|사|건|치)|천연"
)
_NO_NUMBER = ("千万", "万一", "十分", "一千零一")
_RUN = re.compile("[〇零一二三四五六七八九十百千万萬億亿兆两兩]+")


@dataclass(frozen=True, slots=True)
class SpacelessNumber:
    """A number or, with `power`, a scale at `start` to `end` of the run of letters."""

    start: int
    end: int
    value: int = 0
    power: int = 0
    sure: bool = True


def han_value(written: str) -> int | None:
    """The value of a number in Han characters ("三十五", "二〇二〇", "两千万"); None when it is none."""
    if all(char in _DIGITS for char in written):
        return int("".join(str(_DIGITS[char]) for char in written))
    total = section = 0
    digit: int | None = None
    for char in written:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (digit or 1) * 10 ** _TENS[char]
            digit = None
        else:
            section += digit or 0
            if section == 0:
                return None
            total, section, digit = total + section * 10 ** _SCALES[char], 0, None
    return total + section + (digit or 0)


def spaceless_numbers(letters: str, after_digits: bool) -> Iterator[SpacelessNumber]:
    """Numbers in a run of letters; scales at its beginning count when digits stand before it."""
    position = 0
    while after_digits and position < len(letters):
        scale = next((name for name in _AFTER_DIGITS if letters.startswith(name, position)), "")
        if not scale or _NOT_A_SCALE.match(letters, position):
            break
        yield SpacelessNumber(position, position + len(scale), power=_AFTER_DIGITS[scale])
        position += len(scale)
    for match in _RUN.finditer(letters, position):
        value = han_value(match[0])
        if value is not None:
            yield SpacelessNumber(*match.span(), value=value, sure=_sure(match))


def _sure(match: re.Match[str]) -> bool:
    """One character alone ("一个", "三星") and set phrases may be no number."""
    word = match[0]
    return (
        len(word) > 1
        and word not in _NO_NUMBER
        and not _NOT_A_SCALE.match(match.string, match.end() - 1)
    )
