"""Elements of a web page that a browser does not show, or shows so that nobody reads them.

Styles are read from `style` attributes and from style sheets inside the page. Where a page has
style sheets elsewhere, what they do to colours is unknown, and colours are not judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from rag.load.hidden import WHITE, alike, colour

_BLOCK_OF_RULES = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(\w*)(?:([.#])([\w-]+))?")
_GONE = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|content-visibility:hidden"
    r"|(?:^|;)opacity:0?\.?0*(?:;|$)|font-size:0*\.?0*[1-2]?(?:px|pt|em|rem|%)?(?:!|;|$)"
    r"|text-indent:-\d{3,}|(?:left|top|right|bottom):-\d{3,}|clip:rect\(0"
    r"|clip-path:(?:inset\(50%|circle\(0)|transform:scale\(0\)"
)
_FLAT = re.compile(r"(?:^|;)(?:max-)?(?:height|width):0(?:px)?(?:!|;|$)")
_TEXT_KEEPING = frozenset(("script", "style", "template", "noscript", "title", "head", "meta"))

Styles = Mapping[tuple[str, str, str], str]
"""(tag, "." or "#" or "", name) -> declarations without spaces."""


def remove_hidden(page: etree._Element) -> int:
    """Take hidden elements out of a page; returns how many characters they held."""
    rules = _rules(page)
    elsewhere = any("stylesheet" in (link.get("rel") or "").lower() for link in page.iter("link"))
    removed, gone = 0, set()
    for element in list(page.iter(etree.Element)):
        if element.getparent() in gone:
            gone.add(element)
            continue
        if element.tag in _TEXT_KEEPING or element.getparent() is None:
            continue
        if element.tag in ("body", "html") or not _is_hidden(element, rules, elsewhere):
            continue
        removed += _length(element)
        _take_out(element)
        gone.add(element)
    return removed


def _is_hidden(element: etree._Element, rules: Styles, elsewhere: bool) -> bool:
    if element.get("hidden") is not None:
        return True
    style = _style(element, rules)
    if _GONE.search(style) or ("overflow:hidden" in style and _FLAT.search(style)):
        return True
    return not elsewhere and _is_invisible(element, style, rules)


def _is_invisible(element: etree._Element, style: str, rules: Styles) -> bool:
    """Whether its text has the colour of what is behind it."""
    own = _declared(style, "color") or (element.get("color") or "")
    text = colour(own)
    if text is None:
        return own.strip() == "transparent"
    for around in (element, *element.iterancestors()):
        declared = _style(around, rules)
        behind = _declared(declared, "background-color") or _declared(declared, "background")
        behind = behind or around.get("bgcolor") or around.get("background") or ""
        if behind and behind not in ("transparent", "none", "inherit"):
            back = colour(behind)
            return back is not None and alike(text, back)
    return alike(text, WHITE)


def _declared(style: str, name: str) -> str:
    """The last value that a style declares; "" without one."""
    values: list[str] = re.findall(rf"(?:^|;){name}:([^;!]+)", style)
    return values[-1] if values else ""


def _style(element: etree._Element, rules: Styles) -> str:
    """All declarations that are known for an element, its own last."""
    own = re.sub(r"\s+", "", element.get("style") or "").lower()
    if not rules:
        return own
    tag = element.tag if isinstance(element.tag, str) else ""
    names = [("", ""), ("#", element.get("id") or "")]
    names += [(".", name) for name in (element.get("class") or "").split()]
    found = [
        rules[key] for kind, name in names for key in ((tag, kind, name), ("", kind, name)) if key in rules
    ]  # fmt: skip
    return ";".join([*found, own])


def _rules(page: etree._Element) -> Styles:
    """Rules with a simple selector of the style sheets in the page; those for print do not count."""
    rules: dict[tuple[str, str, str], str] = {}
    for sheet in page.iter("style"):
        text = _BLOCK_OF_RULES.sub(" ", _COMMENT.sub(" ", sheet.text or ""))
        for selectors, declarations in _RULE.findall(text):
            flat = re.sub(r"\s+", "", declarations).lower().strip(";")
            for selector in selectors.split(","):
                match = _SELECTOR.fullmatch(selector.strip())
                if match and (match[1] or match[3]):
                    key = (match[1].lower(), match[2] or "", match[3] or "")
                    rules[key] = f"{rules[key]};{flat}" if key in rules else flat
    return rules


def _length(element: etree._Element) -> int:
    return len("".join("".join(element.itertext()).split()))


def _take_out(element: etree._Element) -> None:
    """Remove an element and keep the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
