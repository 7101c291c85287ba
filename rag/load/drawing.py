"""What Office draws (DrawingML): text of shapes, tables, charts, diagrams; on slides, pages and sheets."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from rag.load.builder import DocumentBuilder
from rag.load.counters import numeral
from rag.load.formula import formula_text
from rag.load.number_format import shown
from rag.load.ooxml import Package
from rag.load.table import Cell, TableLines, on_one_line
from rag.load.xml_tree import attribute, local_name, number_of

_UNSEEN = frozenset(("Fallback", "rPr", "pPr", "endParaRPr"))
_UNSEEN_FIELDS = ("slidenum", "datetime")
_UNSEEN_POINTS = frozenset(("pres", "parTrans", "sibTrans"))  # of a diagram: its layout
_AUTOMATIC = re.compile(
    r"(arabic|alphaLc|alphaUc|romanLc|romanUc|thaiAlpha|thaiNum|hindiNum|hindiAlpha|ea1\w\w\w|hebrew2|circleNum)"
    r"\w*?(Period|ParenR|ParenBoth|Minus|Plain)$"
)
_FORMS = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter",
    "romanLc": "lowerRoman", "romanUc": "upperRoman", "thaiAlpha": "thaiLetters",
    "thaiNum": "thaiNumbers", "hindiNum": "hindiNumbers", "hindiAlpha": "hindiVowels",
    "ea1Chs": "chineseCounting", "ea1Cht": "chineseCounting", "ea1Jpn": "japaneseCounting",
    "hebrew2": "hebrew2", "circleNum": "decimalEnclosedCircle",
}  # fmt: skip
_SIGNS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Minus": "{} -", "Plain": "{}"}
_MOST_LEVELS = 9


def paragraphs(body: etree._Element | None) -> list[str]:
    """The paragraphs of a shape or cell; those numbered by themselves begin with their number."""
    counts: dict[tuple[int, str], int] = {}
    found = []
    for paragraph in body.iterfind("./{*}p") if body is not None else ():
        text = _words(paragraph)
        if not text.strip():
            continue
        properties = paragraph.find("./{*}pPr")
        level = number_of(properties, "lvl", 0)
        rule = None if properties is None else properties.find("./{*}buAutoNum")
        kind = attribute(rule, "type") or ""
        counts = {
            key: count
            for key, count in counts.items()
            if key[0] < level or (key[0] == level and key[1] == kind)
        }
        if rule is not None:
            key = (level, kind)
            counts[key] = counts.get(key, number_of(rule, "startAt", 1) - 1) + 1
            text = f"{_label(kind, counts[key])} {text.lstrip()}"
        found.append(text)
    return found


def add_paragraphs(builder: DocumentBuilder, body: etree._Element | None) -> None:
    """Add the text of one shape: its paragraphs stand close, the next shape apart."""
    for text in paragraphs(body):
        builder.block(text, gap="\n")
    builder.separate()


def add_table(builder: DocumentBuilder, table: etree._Element) -> None:
    """Add a table of a slide, one line per row."""
    lines = TableLines()
    builder.separate()
    for row in table.iterfind("./{*}tr"):
        cells = [
            Cell(
                on_one_line(paragraphs(cell.find("./{*}txBody"))),
                continues=attribute(cell, "vMerge") in ("1", "true"),
            )
            for cell in row.iterfind("./{*}tc")
        ]
        builder.block(lines.line(cells), gap="\n")
    builder.separate()


def add_anchored(
    builder: DocumentBuilder, package: Package, part: str, element: etree._Element
) -> None:
    """Add the chart or diagram that an element ("chart", "relIds") of a part refers to."""
    is_chart = local_name(element) == "chart"
    relation = package.relations(part).get(attribute(element, "id" if is_chart else "dm") or "")
    root = None if relation is None else package.shown_first(relation.part)
    if root is not None:
        for line in chart_lines(root) if is_chart else diagram_lines(root):
            builder.block(line, gap="\n")
        builder.separate()


def chart_lines(root: etree._Element) -> list[str]:
    """Titles of a chart and its axes, then a line for each category with the value of each series."""
    lines = [words for title in root.iter("{*}title") if (words := _title(title))]
    rows: dict[int, list[str]] = defaultdict(list)
    categories: dict[int, str] = {}
    for series in root.iter("{*}ser"):
        name = _title(series.find("./{*}tx"))
        for label in ("cat", "xVal"):
            categories = {**_points(series.find(f"./{{*}}{label}")), **categories}
        for label in ("val", "yVal"):
            for place, value in _points(series.find(f"./{{*}}{label}")).items():
                rows[place].append(f"{name}: {value}" if name else value)
    for place in sorted(rows):
        first = [categories[place]] if place in categories else []
        lines.append("; ".join(first + rows[place]))
    return lines


def diagram_lines(root: etree._Element) -> list[str]:
    """The words of a diagram (SmartArt), one item a line."""
    items = (
        point for point in root.iter("{*}pt") if attribute(point, "type") not in _UNSEEN_POINTS
    )
    texts = (on_one_line(paragraphs(point.find("./{*}t"))) for point in items)
    return [f"- {text}" for text in texts if text]


def _words(paragraph: etree._Element) -> str:
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = local_name(element)
        is_unseen = name == "fld" and (attribute(element, "type") or "").startswith(_UNSEEN_FIELDS)
        if not name or name in _UNSEEN or is_unseen:
            continue
        if name == "t":
            parts.append(element.text or "")
        elif name == "br":
            parts.append("\n")
        elif name == "oMath":
            parts.append(formula_text(element))
        else:
            stack.extend(reversed(element))
    return "".join(parts)


def _label(kind: str, count: int) -> str:
    match = _AUTOMATIC.match(kind)
    if match is None:
        return f"{count}."
    return _SIGNS[match[2]].format(numeral(count, _FORMS.get(match[1], "decimal")))


def _title(element: etree._Element | None) -> str:
    """The words of a title or of a series' name, written or taken from a cell."""
    if element is None:
        return ""
    written = [_words(paragraph) for paragraph in element.iter("{*}p")]
    return on_one_line(written or [value.text or "" for value in element.iter("{*}v")])


def _points(element: etree._Element | None) -> dict[int, str]:
    """The values that a chart keeps of its cells, by position; of several levels the innermost."""
    if element is None:
        return {}
    level = element.find(".//{*}lvl")
    cache = element.find("./*/{*}numCache") if level is None else level
    code = "" if cache is None else (cache.findtext("./{*}formatCode") or "")
    found = {}
    for point in (element if level is None else level).iter("{*}pt"):
        value = (point.findtext("./{*}v") or "").strip()
        if value:
            found[number_of(point, "idx", 0)] = _formatted(value, code) if code else value
    return found


def _formatted(value: str, code: str) -> str:
    try:
        return shown(float(value), code)
    except ValueError:
        return value
