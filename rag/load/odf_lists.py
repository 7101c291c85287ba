"""Numbers of headings and list items in OpenDocument files, counted as its list styles say."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from rag.load.counters import numeral
from rag.load.xml_tree import attribute, local_name, number_of

_FORMS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "": "none", "一, 二, 三, ...": "chineseCounting", "１, ２, ３, ...": "decimalFullWidth",
    "①, ②, ③, ...": "decimalEnclosedCircle", "ア, イ, ウ, ...": "aiueoFullWidth",
    "イ, ロ, ハ, ...": "irohaFullWidth", "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac", "가, 나, 다, ...": "ganada", "ㄱ, ㄴ, ㄷ, ...": "chosung",
    "أ, ب, ت, ...": "arabicAlpha", "ก, ข, ฃ, ...": "thaiLetters", "א, ב, ג, ...": "hebrew2",
    "א, י, ק, ...": "hebrew1", "А, Б, .., Аа, Аб, ... (ru)": "russianUpper",
    "а, б, .., аа, аб, ... (ru)": "russianLower",
}  # fmt: skip
_LEVELS = 10


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    prefix: str
    suffix: str
    start: int
    shown: int
    """How many levels a label shows: 2 for "1.2"."""


class OdfLists:
    """Counts the items of the lists of one file, in its order."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[str, dict[int, _Level]] = {}
        self._outline: dict[int, _Level] = {}
        for root in roots:
            for style in root.iter("{*}list-style", "{*}outline-style") if root is not None else ():
                levels = {number_of(item, "level", 1): _level(item) for item in style}
                if local_name(style) == "outline-style":
                    self._outline = levels
                else:
                    self._styles[attribute(style, "name") or ""] = levels
        self._counts: dict[str, list[int]] = {}
        self._headings = [0] * (_LEVELS + 1)

    def begin(self, style: str, level: int, goes_on: bool) -> None:
        """A list begins; it counts from its start unless it goes on from an earlier one."""
        counts = self._counts.setdefault(style, [0] * (_LEVELS + 1))
        if not goes_on and level <= _LEVELS:
            counts[level:] = [0] * (_LEVELS + 1 - level)

    def item(self, style: str, level: int, start: int | None) -> str:
        """Count an item and give its label: "2.", "b)", "-" for a bullet."""
        levels = self._styles.get(style, {})
        counts = self._counts.setdefault(style, [0] * (_LEVELS + 1))
        return _counted(levels, counts, level, start) if level in levels else "-"

    def heading(self, level: int) -> str:
        """Count a heading and give its number, "" when headings have none."""
        return (
            _counted(self._outline, self._headings, level, None) if level in self._outline else ""
        )


def _level(item: etree._Element) -> _Level:
    is_number = local_name(item) in ("list-level-style-number", "outline-level-style")
    form = _FORMS.get(attribute(item, "num-format") or "", "decimal") if is_number else "bullet"
    return _Level(
        form,
        attribute(item, "num-prefix") or "",
        attribute(item, "num-suffix") or "",
        number_of(item, "start-value", 1),
        number_of(item, "display-levels", 1),
    )


def _counted(levels: dict[int, _Level], counts: list[int], level: int, start: int | None) -> str:
    rule = levels[level]
    if not 0 < level <= _LEVELS:
        return "-"
    counts[level] = start if start is not None else (counts[level] or rule.start - 1) + 1
    counts[level + 1 :] = [0] * (_LEVELS - level)
    if rule.form == "bullet":
        return "-"
    first = max(1, level - rule.shown + 1)
    numbers = (
        numeral(counts[n] or levels[n].start, levels[n].form)
        for n in range(first, level + 1)
        if n in levels and levels[n].form != "bullet"
    )
    label = ".".join(number for number in numbers if number)
    return f"{rule.prefix}{label}{rule.suffix}".strip() if label else ""
