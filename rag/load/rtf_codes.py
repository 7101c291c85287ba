"""What the control words of RTF mean (Rich Text Format Specification 1.9.1, Microsoft 2008)."""

from __future__ import annotations

import codecs

_PAGE_OF_CHARSET = {
    77: "mac_roman", 78: "shift_jis", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
SYMBOLS = 2
"""The character set of fonts that hold pictures instead of letters."""

CHARACTERS = {
    "tab": "\t", "line": "\n", "softline": "\n", "emdash": "—", "endash": "–", "emspace": " ",
    "enspace": " ", "qmspace": " ", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e",
    "rtlmark": "\u200f",
}  # fmt: skip
"""Control words that stand for a character."""

SIGNS = {
    "~": "\u00a0",
    "_": "\u2011",
    "-": "",
    "\\": "\\",
    "{": "{",
    "}": "}",
    "\n": "\n",
    "\r": "\n",
}
"""Characters after a backslash that stand for a character; others mean nothing."""

_UNSEEN_NAMES = (
    "fonttbl colortbl stylesheet info pict header headerf headerl headerr footer footerf footerl "
    "footerr annotation atnid atnauthor atndate shprslt sp nonesttables xe tc objdata object themedata "
    "datastore filetbl revtbl listtable listoverridetable rsidtbl generator falt panose background "
    "fldinst datafield formfield private latentstyles pgptbl bkmkstart bkmkend ftnsep ftnsepc ftncn "
    "aftnsep aftnsepc aftncn template mmathPict"
)
UNSEEN = frozenset(_UNSEEN_NAMES.split())
"""Destinations that are no text of the document."""

STARRED = frozenset(("shpinst", "do", "dptxbxtext", "ud", "moMath", "moMathPara", "nesttableprops"))
"""Destinations that are text though they are marked as ones that may be left out."""

BOXES = frozenset(("shptxt", "dptxbxtext"))
"""Destinations that hold the text of a box."""


def page_of_charset(charset: int) -> str | None:
    """The code page of a font's character set; None for that of the document."""
    return _PAGE_OF_CHARSET.get(charset)


def page_of_number(number: int) -> str | None:
    """Python's name of a Windows code page; None when there is no such encoding."""
    names = {65001: "utf-8", 936: "gb18030", 10000: "mac_roman", 1361: "johab", 20866: "koi8_r"}
    name = names.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
