"""The words of one paragraph of a Word document, and what is anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from rag.load.docx_styles import Styles, toggle
from rag.load.formula import formula_text
from rag.load.xml_tree import attribute, local_name, number_of

UNSEEN_NAMES = (
    "del moveFrom delText instrText delInstrText Fallback pPr sectPr tblPr trPr tcPr tblGrid "
    "annotationRef rPrChange pPrChange object posOffset pctPosHOffset pctPosVOffset sdtPr "
    "sdtEndPr docPart wrapPolygon extent nvPicPr blipFill nonVisualPr rt rubyPr"
)
UNSEEN = frozenset(UNSEEN_NAMES.split())
"""Elements of which a reader of the document sees nothing."""

_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t", "sym": " "}
_NOTES = frozenset(("footnoteReference", "endnoteReference"))
_ANCHORED = frozenset(("txbxContent", "chart", "relIds"))
_BESIDE = _ANCHORED | _NOTES | {"commentReference"}
_FORMULA = "oMath"


@dataclass(slots=True)
class Words:
    """What a paragraph holds."""

    text: str = ""
    anchored: list[etree._Element] = field(default_factory=list)
    """Text boxes, charts and diagrams, in order."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind ("footnote", "endnote") and id of the notes referred to, in order."""
    comments: int = 0


def words_of(paragraph: etree._Element, styles: Styles) -> Words:
    """Read the runs of a paragraph: inserted text counts, deleted and hidden text does not."""
    _, style = styles.of(paragraph)
    found = Words()
    parts: list[str] = []
    fields: list[bool] = []  # for each open field whether its instruction is being read
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        name = local_name(element)
        if not name or name in UNSEEN or (name == "r" and styles.hides(element, style)):
            continue
        if name == "fldChar":
            _field(element, fields, parts)
        elif name in _BESIDE:
            _put_aside(element, name, found)
        elif name == _FORMULA:
            parts.append(formula_text(element))
        elif name == "t" or name in _CHARACTERS:
            if not any(fields):
                parts.append(_CHARACTERS.get(name, element.text or ""))
        else:
            stack.extend(reversed(element))
    found.text = "".join(parts)
    return found


def _put_aside(element: etree._Element, name: str, found: Words) -> None:
    """Keep what stands beside the text: a box, a note, a remark."""
    if name in _ANCHORED:
        found.anchored.append(element)
    elif name in _NOTES:
        found.notes.append((name[:-9], attribute(element, "id") or ""))
    else:
        found.comments += 1


def _field(element: etree._Element, fields: list[bool], parts: list[str]) -> None:
    """Begin, middle or end of a field; a form's check boxes and lists hold no text of their own."""
    kind = attribute(element, "fldCharType")
    if kind == "begin":
        fields.append(True)
        parts.append(_form_value(element))
    elif kind == "separate" and fields:
        fields[-1] = False
    elif kind == "end" and fields:
        fields.pop()


def _form_value(element: etree._Element) -> str:
    """The state of a check box and the choice of a list in a form."""
    box = element.find("./{*}ffData/{*}checkBox")
    if box is not None:
        state = toggle(box, "checked")
        return "☒" if (toggle(box, "default") if state is None else state) else "☐"
    choices = element.find("./{*}ffData/{*}ddList")
    if choices is not None:
        entries = [attribute(entry, "val") or "" for entry in choices.iterfind("./{*}listEntry")]
        chosen = choices.find("./{*}result")
        chosen = choices.find("./{*}default") if chosen is None else chosen
        n = number_of(chosen, "val", 0)
        return entries[n] if n < len(entries) else ""
    return ""
