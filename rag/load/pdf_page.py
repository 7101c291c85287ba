"""The text of PDF pages put right: letters, hyphens, running heads, paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

import pypdfium2
import pypdfium2.raw as pdfium

from rag.load.lines import joined

_HYPHEN = "\ufffe"  # what PDFium writes for a hyphen at a line end, gluing the lines
_SPLIT_WORD = re.compile(r"([^\W\d_]+)\ufffe(\w+)")
_LAM_ALEF = re.compile("[\u0627\u0623\u0625\u0622]\u0644")
_COMPATIBLE = re.compile("[\ufb00-\ufb4f\ufb50-\ufdfb\ufe70-\ufefc\u2e80-\u2fdf]+")
_SPACED_LETTERS = re.compile(
    r"(?:[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef、。（）《》—…]\s){4,}"
    r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef、。（）《》—…]?"
)
_ENDS = re.compile(r"[.!?:;…。！？；：؟۔।॥։።]['\"»”’)\]]*$")
_BEGINS = re.compile(
    r"(?:[-–—•·●○■□▪◦‣*✓►]|\(?\d{1,3}[.)）、]|\(?[a-zA-Z][.)]|\([ivx]+\)|[一二三四五六七八九十]+、|第.{1,4}[章节節条條]|§)\s?"
)
_LEAST_PAGES = 3
_EDGE_LINES = 2


def page_lines(text: pypdfium2.PdfTextPage) -> list[str]:
    """The lines of a page in reading order, letters repaired; hyphens at line ends are U+FFFE."""
    raw = _right_lam_alef(text, text.get_text_range())
    # Ligatures and presentation forms draw letters; they are not how words are spelled.
    raw = _COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), raw)
    raw = raw.replace("\r\n", "\n").replace("\r", "\n").replace(_HYPHEN, _HYPHEN + "\n")
    lines = raw.split("\n")
    return [
        _SPACED_LETTERS.sub(lambda m: re.sub(r"\s", "", m[0]), line + " ").strip() for line in lines
    ]


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
        [_SPLIT_WORD.sub(whole, block).replace(_HYPHEN, "-") for block in blocks]
        for blocks in pages
    ]


def without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """The pages without lines at their top or bottom that most pages share, digits aside.

    The first page that has such a line keeps it, unless it is only a page number.
    """
    pages = [[line for line in lines if line.strip()] for lines in pages]
    if len(pages) < _LEAST_PAGES:
        return pages
    counts = Counter(key for lines in pages for key in {_key(line) for line in _edges(lines)})
    repeated = {
        key for key, times in counts.items() if times >= max(_LEAST_PAGES, 0.6 * len(pages))
    }
    seen: set[str] = set()
    kept = []
    for lines in pages:
        gone = {_key(line) for line in _edges(lines)} & repeated
        drop = {key for key in gone if key in seen or not any(map(str.isalpha, key))}
        seen |= gone
        middle = range(_EDGE_LINES, len(lines) - _EDGE_LINES)
        kept.append([line for n, line in enumerate(lines) if n in middle or _key(line) not in drop])
    return kept


def paragraphs(lines: list[str]) -> list[str]:
    """Lines joined to blocks where one runs on into the next.

    The first line of a page is often a title; only a small letter after it shows that it is not.
    """
    blocks: list[str] = []
    for n, line in enumerate(lines):
        around = lines[max(0, n - 3) : n + 3]
        before = lines[n - 1] if n else ""
        if blocks and _is_cut(before, line):
            blocks[-1] = blocks[-1].rstrip("-\u2010\u00ad" + _HYPHEN) + _HYPHEN + line
        elif (
            blocks
            and _runs_on(before, line, max(map(len, around)))
            and (n > 1 or line[0].islower())
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
    return line.endswith(_HYPHEN) or (
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


def _edges(lines: list[str]) -> list[str]:
    return lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]


def _key(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split()).casefold())


def _right_lam_alef(text: pypdfium2.PdfTextPage, raw: str) -> str:
    """Lam before alef where one ligature draws both.

    PDFium turns right-to-left runs round letter by letter, the two letters of a ligature as well;
    that they are one glyph shows in their boxes, which are the same.
    """
    letters = list(raw)
    for match in _LAM_ALEF.finditer(raw):
        start = len(raw[: match.start()].encode("utf-16-le")) // 2
        index = [pdfium.FPDFText_GetCharIndexFromTextIndex(text, start + n) for n in (0, 1)]
        if min(index) >= 0 and text.get_charbox(index[0]) == text.get_charbox(index[1]):
            letters[match.start()], letters[match.start() + 1] = (
                raw[match.start() + 1],
                raw[match.start()],
            )
    return "".join(letters)
