"""Runs of a Word document that Word does not show, or shows white on white or a point high."""

from __future__ import annotations

from lxml import etree

from rag.load.hidden import WHITE, alike, colour

_OFF = frozenset(("0", "false", "off", "none"))
_SMALLEST = 3
"""Half points of a letter that can be read at all."""


def remove_hidden(root: etree._Element) -> int:
    """Take hidden runs out of a part of a document; returns how many characters they held."""
    removed = 0
    filled_page = root.find("./{*}background") is not None
    for run in list(root.iter("{*}r")):
        properties = run.find("./{*}rPr")
        if properties is None or not _is_hidden(run, properties, filled_page):
            continue
        texts = list(run.iter("{*}t"))
        removed += sum(len("".join((text.text or "").split())) for text in texts)
        for text in texts:
            text.text = ""
    return removed


def _is_hidden(run: etree._Element, properties: etree._Element, filled_page: bool) -> bool:
    vanish = properties.find("./{*}vanish")
    if vanish is not None and (_value(vanish, "val") or "on").lower() not in _OFF:
        return True
    size = properties.find("./{*}sz")
    points = (_value(size, "val") or "") if size is not None else ""
    if points.isdigit() and int(points) <= _SMALLEST:
        return True
    written = properties.find("./{*}color")
    text = colour(_value(written, "val") or "") if written is not None else None
    if text is None or not alike(text, WHITE) or filled_page:
        return False
    return properties.find("./{*}highlight") is None and not _is_filled(run, properties)


def _is_filled(run: etree._Element, properties: etree._Element) -> bool:
    """Whether something behind a run has, or may have, another colour than white."""
    around = [properties, *(item.find(f"./{{*}}{_tag(item)}Pr") for item in run.iterancestors())]
    for item in around:
        shade = item.find("./{*}shd") if item is not None else None
        fill = (_value(shade, "fill") or "auto") if shade is not None else "auto"
        if fill != "auto" and not alike(colour(fill) or (0, 0, 0), WHITE):
            return True
    for item in run.iterancestors():
        if _tag(item) == "txbxContent":
            return True
        if _tag(item) == "tbl" and item.find("./{*}tblPr/{*}tblStyle") is not None:
            return True
    return False


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _value(element: etree._Element | None, name: str) -> str | None:
    if element is None:
        return None
    return next(
        (value for key, value in element.attrib.items() if etree.QName(key).localname == name), None
    )
