"""What Word keeps beside the text: which styles are headings, and how lists and headings count."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from rag.load.counters import numeral
from rag.load.xml_tree import attribute, number_of

HEADING_STYLE = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|nagłówek|заголовок|标题|見出し)\s*(\d)", re.I
)
_CONTENTS_STYLE = re.compile(r"toc \d", re.I)
_LEVELS = 9
_MOST_INHERITED = 10  # a damaged file can make styles inherit in a circle
_PLACEHOLDER = re.compile(r"%(\d)")


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style as far as it matters, what it inherits included."""

    level: int = 0
    """Outline level from 1; 0 when it is no heading."""
    list_id: str = ""
    list_level: int | None = None
    is_contents: bool = False
    """Whether it is a line of a table of contents."""
    is_hidden: bool | None = None
    """Whether its text is hidden; None when it does not say."""


class Styles:
    """The styles of a document, of paragraphs and of characters."""

    def __init__(self, root: etree._Element | None) -> None:
        own, bases, default = {}, {}, ""
        for style in root.iter("{*}style") if root is not None else ():
            key = attribute(style, "styleId") or ""
            own[key] = _own(style)
            bases[key] = attribute(style.find("./{*}basedOn"), "val") or ""
            if attribute(style, "type") == "paragraph" and is_on(style, "default"):
                default = key
        self._styles = {key: _inherited(key, own, bases) for key in own}
        self._default = self._styles.get(default, Style())

    def of(self, paragraph: etree._Element) -> tuple[str, Style]:
        """Id and style of a paragraph; the default style when it names none."""
        key = attribute(paragraph.find("./{*}pPr/{*}pStyle"), "val")
        return ("", self._default) if key is None else (key, self._styles.get(key, self._default))

    def hides(self, run: etree._Element, style: Style) -> bool:
        """Whether a run in a paragraph of that style is hidden text."""
        properties = run.find("./{*}rPr")
        own = None if properties is None else toggle(properties, "vanish")
        if own is not None:
            return own
        key = None if properties is None else attribute(properties.find("./{*}rStyle"), "val")
        named = self._styles.get(key or "", Style()).is_hidden
        return bool(style.is_hidden) != bool(named)  # as ECMA-376, 17.7.3 says of toggles


def is_on(element: etree._Element, name: str) -> bool:
    """Whether an attribute that is yes or no says yes."""
    return attribute(element, name) in ("1", "true", "on")


def toggle(properties: etree._Element, name: str) -> bool | None:
    """What a property that is on or off says; None when it is not there."""
    found = properties.find(f"./{{*}}{name}")
    return None if found is None else attribute(found, "val") not in ("0", "false", "off")


def outline_level(properties: etree._Element) -> int | None:
    """The outline level that paragraph properties give, from 1, 0 for body text; None without."""
    level = number_of(properties.find("./{*}outlineLvl"), "val", -1)
    return None if level < 0 else (level + 1) % 10


def list_of(properties: etree._Element | None) -> tuple[str, int | None]:
    """Id and level of the list that paragraph properties name; "" and None without."""
    found = None if properties is None else properties.find("./{*}numPr")
    if found is None:
        return "", None
    level = number_of(found.find("./{*}ilvl"), "val", -1)
    name = attribute(found.find("./{*}numId"), "val") or "?"
    return name, None if level < 0 else min(level, _LEVELS - 1)


def _own(style: etree._Element) -> Style:
    shown = attribute(style.find("./{*}name"), "val") or ""
    match = HEADING_STYLE.match(shown)
    level = int(match[1]) if match else 1 if shown.casefold() == "title" else 0
    properties = style.find("./{*}pPr")
    if properties is not None:
        outline = outline_level(properties)
        level = level if outline is None else outline
    letters = style.find("./{*}rPr")
    is_hidden = None if letters is None else toggle(letters, "vanish")
    return Style(level, *list_of(properties), bool(_CONTENTS_STYLE.match(shown)), is_hidden)


def _inherited(key: str, own: dict[str, Style], bases: dict[str, str]) -> Style:
    chain: list[Style] = []
    while key in own and len(chain) < _MOST_INHERITED:
        chain.append(own[key])
        key = bases[key]
    return Style(
        next((style.level for style in chain if style.level), 0),
        next((style.list_id for style in chain if style.list_id), ""),
        next((style.list_level for style in chain if style.list_level is not None), None),
        any(style.is_contents for style in chain),
        next((style.is_hidden for style in chain if style.is_hidden is not None), None),
    )


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts."""

    start: int
    form: str
    pattern: str
    style: str
    is_legal: bool
    """Whether all numbers of the label are decimal."""


class Numbering:
    """Counts the items of all lists of a document, in its order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._lists: dict[str, dict[int, _Level]] = {}
        self._of_number: dict[str, str] = {}
        self._overrides: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a list keeps for a style; 0 when it keeps none."""
        levels = self._lists.get(self._of_number.get(list_id, ""), {})
        return next((n for n, level in levels.items() if level.style and level.style == style), 0)

    def label(self, list_id: str, level: int) -> str:
        """Count one item and give its label: "2.1", "a)", "-" for a bullet."""
        name = self._of_number.get(list_id, "")
        levels = self._lists.get(name, {})
        if level not in levels:
            return "-"
        counts = self._counts.setdefault(name, [None] * _LEVELS)
        before = counts[level]
        override = self._overrides.get(list_id, {}).get(level)
        if override is not None and (list_id, level) not in self._begun:
            counts[level] = override
        else:
            counts[level] = levels[level].start if before is None else before + 1
        self._begun.add((list_id, level))
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return _label(levels, counts, level)

    def _read(self, root: etree._Element) -> None:
        links: dict[str, str] = {}
        for item in root.iterfind("./{*}abstractNum"):
            key = attribute(item, "abstractNumId") or ""
            self._lists[key] = {
                number_of(level, "ilvl", 0): _level(level) for level in item.iterfind("./{*}lvl")
            }
            if style := attribute(item.find("./{*}styleLink"), "val"):
                links[style] = key
        for item in root.iterfind("./{*}abstractNum"):
            linked = links.get(attribute(item.find("./{*}numStyleLink"), "val") or "")
            if linked is not None:
                self._lists[attribute(item, "abstractNumId") or ""] = self._lists[linked]
        for item in root.iterfind("./{*}num"):
            key = attribute(item, "numId") or ""
            self._of_number[key] = attribute(item.find("./{*}abstractNumId"), "val") or ""
            for change in item.iterfind("./{*}lvlOverride"):
                start = number_of(change.find("./{*}startOverride"), "val", -1)
                if start >= 0:
                    self._overrides.setdefault(key, {})[number_of(change, "ilvl", 0)] = start


def _level(item: etree._Element) -> _Level:
    return _Level(
        number_of(item.find("./{*}start"), "val", 1),
        attribute(item.find("./{*}numFmt"), "val") or "decimal",
        attribute(item.find("./{*}lvlText"), "val") or "",
        attribute(item.find("./{*}pStyle"), "val") or "",
        bool(toggle(item, "isLgl")),
    )


def _label(levels: dict[int, _Level], counts: list[int | None], level: int) -> str:
    rule = levels[level]
    if rule.form == "bullet":
        return "-"

    def counted(match: re.Match[str]) -> str:
        n = int(match[1]) - 1
        if n not in levels or not 0 <= n < _LEVELS:
            return ""
        count = counts[n]
        form = "decimal" if rule.is_legal else levels[n].form
        return numeral(levels[n].start if count is None else count, form)

    return _PLACEHOLDER.sub(counted, rule.pattern).strip()
