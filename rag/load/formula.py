"""Formulas as a line of text: Office Math (OMML) and MathML in the linear form of UnicodeMath.

`a^2+b^2=c^2`, `(n+1)/2`, `√(x)`, `∑_(k=0)^n x^k`: as close to how a formula is read aloud as a line
can be. The form is Unicode Technical Note 28 (Murray Sargent), "UnicodeMath", in its main parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lxml import etree

from rag.load.xml_tree import attribute, local_name

_MOST_NESTED = 60
_UNSEEN_NAMES = (
    "rPr ctrlPr fPr sSupPr sSubPr sSubSupPr sPrePr radPr naryPr dPr funcPr limLowPr limUppPr accPr "
    "barPr groupChrPr boxPr borderBoxPr mPr eqArrPr phantPr argPr oMathParaPr del moveFrom annotation "
    "annotation-xml mphantom none mprescripts"
)
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_WORDS = frozenset(("t", "mi", "mn", "mo", "mtext", "ms"))
_CLOSED = frozenset(("rad", "d", "mfenced", "msqrt", "mroot", "m", "mtable"))  # end in a bracket
_OVERBAR = "\u0305"


def formula_text(element: etree._Element) -> str:
    """The formula on one line."""
    return " ".join(_text(element, 0).split())


def _text(element: etree._Element, depth: int) -> str:
    name = local_name(element)
    if depth > _MOST_NESTED or not name or name in _UNSEEN:
        return ""
    if name in _WORDS:
        return element.text or ""
    if name == "mspace":
        return " "
    shape = _SHAPES.get(name)
    if shape is not None:
        return shape(element, depth + 1)
    return _in_a_row([(_text(child, depth + 1), local_name(child)) for child in element])


def _in_a_row(parts: Sequence[tuple[str, str]]) -> str:
    """Parts one after another: with a space where a letter would seem to belong to a script."""
    line, after_shape = "", False
    for text, name in parts:
        if text:
            line += f" {text}" if after_shape and text[0].isalnum() else text
            after_shape = name in _SHAPES and name not in _CLOSED
    return line


def _grouped(text: str) -> str:
    """In brackets unless it is one letter, one number or in brackets already."""
    text = text.strip()
    simple = len(text) < 2 or text.isalnum() or (text[0] == "(" and _closes(text))
    return text if simple else f"({text})"


def _closes(text: str) -> bool:
    """Whether the bracket that opens a text is closed by its last character."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if not depth:
            return place == len(text) - 1
    return False


def _part(element: etree._Element, name: str, depth: int) -> str:
    """Text of the child of that name, "" when there is none."""
    child = element.find(f"./{{*}}{name}")
    return "" if child is None else _text(child, depth)


def _children(element: etree._Element, depth: int) -> list[str]:
    """Text of each argument of a MathML element."""
    return [_text(child, depth) for child in element if local_name(child)]


def _property(element: etree._Element, name: str, other: str) -> str:
    """A character among the properties of an Office element."""
    found = element.find(f"./*/{{*}}{name}")
    return other if found is None else attribute(found, "val") or ""


def _scripted(base: str, below: str, above: str) -> str:
    return (
        base + (f"_{_grouped(below)}" if below else "") + (f"^{_grouped(above)}" if above else "")
    )


def _office_script(element: etree._Element, depth: int) -> str:
    base, below, above = (_part(element, name, depth) for name in ("e", "sub", "sup"))
    if local_name(element) == "sPre":
        return _scripted("", below, above) + base
    return _scripted(_grouped(base), below, above)


def _fraction(element: etree._Element, depth: int) -> str:
    parts = [_part(element, name, depth) for name in ("num", "den")]
    if _property(element, "type", "") == "noBar":
        return f"{parts[0]}¦{parts[1]}"
    return "/".join(map(_grouped, parts))


def _radical(element: etree._Element, depth: int) -> str:
    degree = _part(element, "deg", depth)
    return f"√{f'[{degree}]' if degree else ''}({_part(element, 'e', depth)})"


def _large_operator(element: etree._Element, depth: int) -> str:
    sign = _property(element, "chr", "∫")
    below, above = (_part(element, name, depth) for name in ("sub", "sup"))
    return f"{_scripted(sign, below, above)} {_part(element, 'e', depth)}"


def _brackets(element: etree._Element, depth: int) -> str:
    opening, closing = _property(element, "begChr", "("), _property(element, "endChr", ")")
    inner = [_text(child, depth) for child in element.iterfind("./{*}e")]
    return opening + _property(element, "sepChr", "|").join(inner) + closing


def _function(element: etree._Element, depth: int) -> str:
    name, argument = _part(element, "fName", depth), _part(element, "e", depth)
    return name + ("" if argument.startswith("(") else " ") + argument


def _limit(element: etree._Element, depth: int) -> str:
    base, limit = _part(element, "e", depth), _part(element, "lim", depth)
    above = local_name(element) == "limUpp"
    return _scripted(base, "" if above else limit, limit if above else "")


def _accented(element: etree._Element, depth: int) -> str:
    mark = _OVERBAR if local_name(element) == "bar" else _property(element, "chr", "\u0302")
    return _part(element, "e", depth) + mark


def _matrix(element: etree._Element, depth: int) -> str:
    rows = (child for child in element if local_name(child) in ("mr", "mtr", "mlabeledtr"))
    return "[" + "; ".join(", ".join(_children(row, depth)) for row in rows) + "]"


def _equations(element: etree._Element, depth: int) -> str:
    return "; ".join(_text(child, depth) for child in element.iterfind("./{*}e"))


def _math_script(element: etree._Element, depth: int) -> str:
    """MathML names no parts: base, then what stands below, then above."""
    base, *scripts = [*_children(element, depth), "", "", ""][:3]
    name = local_name(element)
    accent = name in ("mover", "munder") and len(scripts[0]) == 1 and not scripts[0].isalnum()
    if accent:
        return base + scripts[0]
    below, above = ("", scripts[0]) if name in ("msup", "mover") else (scripts[0], scripts[1])
    return _scripted(_grouped(base), below, above)


def _math_fraction(element: etree._Element, depth: int) -> str:
    return "/".join(map(_grouped, _children(element, depth)[:2]))


def _math_root(element: etree._Element, depth: int) -> str:
    parts = _children(element, depth)
    if local_name(element) == "msqrt" or len(parts) < 2:
        return f"√({''.join(parts)})"
    return f"√[{parts[1]}]({parts[0]})"


def _fenced(element: etree._Element, depth: int) -> str:
    opening, closing = str(element.get("open", "(")), str(element.get("close", ")"))
    return opening + ",".join(_children(element, depth)) + closing


def _meant(element: etree._Element, depth: int) -> str:
    """The first of several forms of the same formula."""
    parts: Sequence[str] = _children(element, depth)
    return parts[0] if parts else ""


_SHAPES: dict[str, Callable[[etree._Element, int], str]] = {
    **dict.fromkeys(("sSup", "sSub", "sSubSup", "sPre"), _office_script),
    "f": _fraction,
    "rad": _radical,
    "nary": _large_operator,
    "d": _brackets,
    "func": _function,
    **dict.fromkeys(("limLow", "limUpp"), _limit),
    **dict.fromkeys(("acc", "bar"), _accented),
    **dict.fromkeys(("m", "mtable"), _matrix),
    "eqArr": _equations,
    **dict.fromkeys(("msup", "msub", "msubsup", "mover", "munder", "munderover"), _math_script),
    "mfrac": _math_fraction,
    **dict.fromkeys(("msqrt", "mroot"), _math_root),
    "mfenced": _fenced,
    "semantics": _meant,
}
