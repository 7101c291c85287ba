"""Addresses that an answer may not bring in: links, pictures and markup that its source lacks.

A model that was told to carry text out of a library does it in an address: in a link that somebody
follows, in a picture that a page loads. So every address of a sentence must stand, as it is, in a
passage that the sentence cites.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_ENDINGS = (
    "com|org|net|edu|gov|mil|int|info|biz|io|app|dev|xyz|online|site|top|link|shop|club|cloud|store|tech|"
    "space|live|page|web|ly|gg|cc|ws|co|me|tv|ai|ru|cn|uk|de|fr|jp|eu"
)
_ADDRESS = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,15}://|(?:mailto|data|javascript|vbscript|tel|sms|file|blob):)[^\s<>\"'»”)\]]+"
    r"|\bwww\.[^\s<>\"'»”)\]]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|\b[a-z0-9-]{{2,}}(?:\.[a-z0-9-]+)*\.(?:{_ENDINGS})(?:/[^\s<>\"'»”)\]]*|(?![\w.-]))"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:/\S*)?(?![\d.])"
    r"|!?\[[^\]\n]*\]\([^)\n]*\)|!?\[[^\]\n]+\]\[[^\]\n]*\]|<\s*/?[a-z!][^>\n]*>?",
    re.IGNORECASE,
)
_AFTER = ".,;:!?…。、"


def foreign_address(sentence: str, passages: Sequence[str]) -> str:
    """The first address, link or tag of a sentence that none of the passages holds; "" without one."""
    text = unicodedata.normalize("NFKC", sentence)
    held = [_plain(passage) for passage in passages]
    for match in _ADDRESS.finditer(text):
        written = match[0].rstrip(_AFTER)
        if not any(_plain(written) in passage for passage in held):
            return written
    return ""


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
