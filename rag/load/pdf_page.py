"""Lines of PDF pages made paragraphs again, and words cut at line ends made whole."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from rag.load.lines import joined
from rag.load.pdf_lines import HYPHEN

_SPLIT_WORD = re.compile(r"([^\W\d_]+)\ufffe(\w+)")
_ENDS = re.compile(r"[.!?:;…。！？；：؟۔।॥։።]['\"»”’)\]]*$")
_BEGINS = re.compile(
    r"(?:[-–—•·●○■□▪◦‣*✓►]|\(?\d{1,3}[.)）、]|\(?[a-zA-Z][.)]|\([ivx]+\)|[一二三四五六七八九十]+、|第.{1,4}[章节節条條]|§)\s?"
)


def rejoin_hyphens(pages: list[list[str]]) -> list[list[str]]:
    """The blocks of each page with words cut at line ends made whole.

    The hyphen stays where the word has one elsewhere in the file, or where its parts are words of
    the file and the whole is not.
    """
    known = Counter(
        word.casefold()
        for blocks in pages
        for block in blocks
        for word in re.findall(r"(?<!\ufffe)\b[\w-]+\b(?!\ufffe)", block)
    )

    def whole(match: re.Match[str]) -> str:
        first, second = match[1], match[2]
        together, hyphened = (first + second).casefold(), f"{first}-{second}".casefold()
        parts = (
            len(first) > 3
            and len(second) > 3
            and known[first.casefold()]
            and known[second.casefold()]
        )
        keep = known[hyphened] > known[together] or (parts and not known[together])
        named = second[0].isupper() and not first.isupper() or second[0].isdigit()
        return first + ("-" if keep or named else "") + second

    return [
        [_SPLIT_WORD.sub(whole, block).replace(HYPHEN, "-") for block in blocks] for blocks in pages
    ]


def paragraphs(lines: list[str], first: bool = True) -> list[str]:
    """Lines joined to blocks where one runs on into the next.

    The first line of a page is often a title; only a small letter after it shows that it is not.
    `first` says that these lines begin a page.
    """
    blocks: list[str] = []
    for n, line in enumerate(lines):
        around = lines[max(0, n - 3) : n + 3]
        before = lines[n - 1] if n else ""
        if blocks and _is_cut(before, line):
            blocks[-1] = blocks[-1].rstrip("-\u2010\u00ad" + HYPHEN) + HYPHEN + line
        elif (
            blocks
            and _runs_on(before, line, max(map(len, around)))
            and (n > 1 or not first or line[0].islower())
        ):
            blocks[-1] = joined(blocks[-1], line)
        elif line.strip():
            blocks.append(line)
    return blocks


def readable_share(text: str) -> float:
    """Share of the characters that are writing: not private, unassigned, control or U+FFFD."""
    sample = [char for char in text[:200_000] if not char.isspace()]
    if not sample:
        return 1.0
    bad = sum(
        unicodedata.category(char) in ("Co", "Cn", "Cc") or char == "\ufffd" for char in sample
    )
    return 1.0 - bad / len(sample)


def _is_cut(line: str, following: str) -> bool:
    """Whether a line ends in the middle of a word."""
    return line.endswith(HYPHEN) or (
        re.search(r"[^\W\d_]{2}[-\u2010\u00ad]$", line) is not None and following[:1].islower()
    )


def _runs_on(line: str, following: str, full: int) -> bool:
    """Whether a line is full and unfinished, so that the next one goes on with its sentence.

    `full` is the length in characters of the longest line around it.
    """
    line, following = line.strip(), following.strip()
    if not line or not following or full < 20 or _BEGINS.match(following):
        return False
    if following[0] in ",;.)":
        return True
    if (
        len(line) < 0.6 * full
        or _ENDS.search(line)
        or max(_digits(line), _digits(following)) > 0.25
    ):
        return False
    cased = following[0].lower() != following[0].upper()
    return following[0].islower() or len(line) >= (0.85 if cased else 0.75) * full


def _digits(line: str) -> float:
    """Share of digits: above a quarter it is a row of figures, not prose."""
    return sum(char.isdigit() for char in line) / len(line)
