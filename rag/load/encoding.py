"""Bytes to text: byte-order mark, strict UTF-8, what the file declares, then detection.

Each step is taken only when the one before does not fit, and whatever is not certain is said in a
note, because a wrong guess gives text that looks plausible and is wrong.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from rag.errors import SourceError
from rag.language import detect, fluency

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Files name the small set and use the large one: the WHATWG Encoding Standard reads them so too.
_WIDER = {
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "ascii": "cp1252",
    "iso8859-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "shift_jis": "cp932", "euc_kr": "cp949", "ks_c_5601-1987": "cp949", "big5": "big5hkscs",
    "utf-16-le": "utf-16-le", "iso2022_jp": "iso2022_jp_ext",
}  # fmt: skip
# Detectors confuse the Latin code pages, which differ in a few letters; the language tells.
_LATIN_PAGES_NAMES = (
    "cp1250 cp1252 cp1254 cp1257 cp437 cp850 cp852 cp858 iso8859-1 latin-1 latin_1 iso8859-2 "
    "iso8859-4 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 mac-roman "
    "mac_roman mac-latin2 mac-iceland hp_roman8 cp1140 cp037 cp500 cp775 cp863 cp865 cp860 cp861 "
    "cp1026 cp1258"
)
_LATIN_PAGES = frozenset(_LATIN_PAGES_NAMES.split())
_PAGE_OF_LANGUAGE = {
    **dict.fromkeys(("pl", "cs", "sk", "hu", "ro", "sl", "hr", "sq"), "cp1250"),
    **dict.fromkeys(("lt", "lv", "et"), "cp1257"),
    "tr": "cp1254",
    "az": "cp1254",
    "vi": "cp1258",
}
# A byte is a letter in each of these; only the words tell which one is meant.
_OTHER_PAGES = (
    "cp1251",
    "koi8_r",
    "koi8_u",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp866",
    "iso8859_5",
    "iso8859_6",
    "iso8859_7",
    "iso8859_8",
    "mac_cyrillic",
    "cp1125",
)
_FLUENT = 0.05  # share of frequent words; prose has 0.2 and more, a wrong page none
_ESCAPED_JAPANESE = re.compile(rb"\x1b(?:\$[@B]|\([BJI])")
_WHOLE_PER_BROKEN = 5  # by chance, bytes above 127 seldom form even one sequence of UTF-8
_FEW_BYTES = 64  # below it detection is guesswork
_MOST_UNREADABLE = 0.01  # share of characters that no text has


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was read with, and what was guessed, in words for a person."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Text of `data`; `declared` is the encoding that the file names for itself.

    Raises `ValueError` when the bytes are not text in any encoding.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(name, "replace").lstrip("\ufeff"), name)
    if width := _wide_without_mark(data):
        return Decoded(data.decode(width, "replace"), width, (f"read as {width} (guessed)",))
    if _ESCAPED_JAPANESE.search(data) and (text := _try(data, "iso2022_jp_ext")) is not None:
        return Decoded(text, "iso-2022-jp")
    if (text := _try(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    named = _known(declared)
    if named and (text := _try(data, named)) is not None and _plausible(text):
        return Decoded(text, named)
    return _damaged(data) or _detected(data, declared)


def decode_file(path: str, data: bytes, declared: str | None = None) -> Decoded:
    """`decode`, with the error a person is told."""
    try:
        return decode(data, declared)
    except ValueError as error:
        raise SourceError(
            path, "is not text in any encoding that is known", "save it as UTF-8"
        ) from error


def _detected(data: bytes, declared: str | None) -> Decoded:
    """The text by detection over the bytes, with a note that says so."""
    best = from_bytes(data).best()
    if best is None:
        raise ValueError("no encoding fits")
    name, text = best.encoding, str(best)
    if name.replace("_", "-") in _LATIN_PAGES or name in _LATIN_PAGES:
        name, text = _by_language(data, name, text)
    elif name in _OTHER_PAGES and fluency(text) < _FLUENT:
        name, text = _most_fluent(data, name, text)
    if not _plausible(text):
        raise ValueError("no encoding fits")
    guess = f"encoding guessed: {name}"
    if declared:
        guess += f" (the file says {declared}, which does not fit)"
    elif len(data) < _FEW_BYTES:
        guess += " (from very few bytes: uncertain)"
    return Decoded(text, name, (guess,))


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 with a few damaged bytes: far more of its sequences are whole than broken."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(char > "\x7f" for char in text) - broken
    if whole < _WHOLE_PER_BROKEN * broken:
        return None
    return Decoded(text, "utf-8", (f"damaged bytes were replaced by \ufffd in {broken} places",))


def _by_language(data: bytes, name: str, text: str) -> tuple[str, str]:
    """The Latin code page that the text's language is usually written in."""
    western = _try(data, "cp1252", "replace") or text
    page = _PAGE_OF_LANGUAGE.get(detect(western), "cp1252")
    better = _try(data, page)
    return (page, better) if better is not None and _plausible(better) else (name, text)


def _most_fluent(data: bytes, name: str, text: str) -> tuple[str, str]:
    """Of the pages of one-byte scripts the one in which the bytes read most like a language."""
    found = [(page, decoded) for page in _OTHER_PAGES if (decoded := _try(data, page)) is not None]
    best = max([(name, text), *found], key=lambda item: fluency(item[1]))
    return best if fluency(best[1]) >= _FLUENT else (name, text)


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a byte-order mark: text of any script is full of equal high bytes."""
    sample = data[:4096]
    pairs = len(sample) // 2
    if pairs < 4 or len(data) % 2 or b"\0" not in sample:
        return None
    zeros = (sample[0 : pairs * 2 : 2].count(0), sample[1 : pairs * 2 : 2].count(0))
    if zeros[1] > 0.3 * pairs and zeros[0] < 0.05 * pairs:
        return "utf-16-le"
    if zeros[0] > 0.3 * pairs and zeros[1] < 0.05 * pairs:
        return "utf-16-be"
    return None


def _known(declared: str | None) -> str | None:
    """Python's name of a declared encoding, widened; None when it is unknown or not for text."""
    name = (declared or "").strip().strip("\"'").lower()
    if name in _WIDER:
        return _WIDER[name]
    try:
        found = codecs.lookup(name).name if name else None
    except (LookupError, ValueError):
        return None
    return _WIDER.get(found, found) if found else None


def _try(data: bytes, name: str, errors: str = "strict") -> str | None:
    try:
        return data.decode(name, errors)
    except (UnicodeError, LookupError):  # LookupError: codecs that are not for text
        return None


def _plausible(text: str) -> bool:
    """Whether nearly all characters are ones that text has (C1 controls betray a wrong page)."""
    sample = text[:100_000]
    wrong = len(
        re.findall("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd\ue000-\uf8ff]", sample)
    )
    return wrong <= _MOST_UNREADABLE * len(sample)
