"""Sentences of a text in any language, as spans that tile it.

sentencex (Wikimedia) finds the boundaries by rules and abbreviations of some 240 languages. Around
it stand repairs for what it gets wrong: paragraphs, wrapped lines, titles and ordinals of languages
whose lists are short, quotations in Chinese and Japanese, Khmer and Tibetan marks, and text that
has no sentence marks at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import regex
import sentencex

from rag.clusters import is_boundary, last_boundary

Span = tuple[int, int]

LONGEST = 600
"""Characters of a sentence in a script with spaces; what is longer is cut at clauses or spaces."""
LONGEST_UNSPACED = 200
"""The same where most characters belong to a script that is written without spaces."""

_SEGMENT = 10_000  # characters given to sentencex at once: many unclosed quotes take quadratic time
_UNSPACED = "\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_UNSPACED_LETTER = re.compile(f"[{_UNSPACED}\U00020000-\U0003ffff]")

# Lines -----------------------------------------------------------------------------------------
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ITEM = regex.compile(
    r"\s*(?:[-*+•·‣▪◦–—>|]|#{1,6}\s|\(?\d{1,3}[.)]\s|\(?\p{L}[.)]\s|\S[^\t\n]*\t)"
)
_FIRST_WORD = re.compile(r"\s*(\S+)")
_NARROWEST, _WIDEST = 40, 130  # columns: no text is wrapped outside these
_SURELY_WRAPPED = 60  # columns from which two lines suffice to see it

# Boundaries ------------------------------------------------------------------------------------
_SPACE = re.compile(r"\s")
_MISSED_END = re.compile(r"[។៕།༎]+\s*|[。！？｡]+[」』）】》”’]*\s*")
_PLAIN_END = re.compile(r"[.!?…]+[\"'”’»)\]]*\s+|[。！？।॥؟۔։።]+[」』）”’]*\s*")
_WORD_BEFORE = regex.compile(r"(?<![\p{L}\p{M}°])([\p{L}\p{M}]+)\.\s*$")
_ORDINAL = regex.compile(r"(?<![\p{N}.,:/-])\p{N}{1,2}\.\s*$")
_MARKER = regex.compile(r"\s*\(?(?:\p{N}{1,3}|\p{L})[.)]\s*$")
_LOOK_BACK = 60  # characters before a boundary that decide whether it is one
_READABLE = regex.compile(r"[\p{L}\p{N}]")
_QUOTED = re.compile(
    "「[^「」]{0,120}」|『[^『』]{0,120}』|（[^（）]{0,120}）|《[^《》]{0,120}》|“[^“”]{0,120}”"
)
_WIDE_END = frozenset("。！？｡")
_OPENERS = frozenset("「『（《【〈“‘([")
_CLOSERS = frozenset("」』）》】〉)]")
_CLAUSE = re.compile(r"[;:,](?=\s)\s+|[；：，、；،؛·]\s*")
_BLANK = re.compile(r"\s+")

# Languages that write ordinals and the day of a date as a number with a full stop.
_ORDINALS = "de da no nb nn fi et is cs sk hu tr az pl sl hr bs sr lv lb fo"
_ORDINAL_LANGUAGES = frozenset(_ORDINALS.split())

# Titles and kinds of streets before a name, in lower case: with a full stop never a last word.
_NAMED = """
dr prof mr mrs ms mx st ste mm mme mmes mlle mlles dott dottssa sig sigra sra sr srta dña dhr mevr
drs ing dipl lic hr fr univ abg rer habil mgr ks inż im ul pl płk av bd blvd rd cad doç yrd
ул пр просп пл пер проф акад доц тов ср вул обл κ κα δρ καθ डॉ श्री प्रो פרופ גב מר רח שד
tp ths ts tx bpk hj jl kab úr ifj
"""
_TITLES = frozenset(_NAMED.split())

# Not the last word of a sentence when a number follows.
_NUMBERED = """
no nr nrs núm num n art arts abs fig figs abb p pp s str vol bd band ch chap cap kap sec sect eq
tab taf par para ziff rn bl hft ed ca c approx circa pkt poz rys č čl odst obr sz
ст стр с гл рис табл № п пп ок кн вып ч мал αρ άρθ σελ εικ עמ מס tr đ md fk syf hlm
"""
_BEFORE_NUMBERS = frozenset(_NUMBERED.split())


def sentence_spans(text: str, language: str) -> list[Span]:
    """Spans of the sentences in order; they tile the text, white space goes with what it follows.

    `language` is a BCP-47 code, "und" when unknown. The end of a paragraph always ends a sentence;
    a line end inside a paragraph does unless the lines are wrapped. A sentence longer than
    `LONGEST` characters is cut after a clause or a space, else between grapheme clusters. No span
    is empty; the empty text has none.
    """
    ends: list[int] = []
    for start, end in line_spans(text):
        line = text[start:end]
        for stop in _sentence_ends(line, language):
            first = ends[-1] if ends else 0
            ends.extend(_cuts(text, first, start + stop))
    return list(zip([0, *ends], ends, strict=False))


def line_spans(text: str) -> list[Span]:
    """Spans of paragraphs and other lines; they tile the text, blank lines go with the one before.

    Lines of one paragraph that were wrapped at a fixed width are one span.
    """
    spans: list[Span] = []
    for block in _blocks(text):
        widest = max((_width(text[start:end]) for start, end in block), default=0)
        for number, (start, end) in enumerate(block):
            line = text[start:end]
            before = text[slice(*block[number - 1])] if number else ""
            wrapped = before and _is_wrapped(before, line, widest, len(block))
            blank = spans and not (line.strip() and text[slice(*spans[-1])].strip())
            if wrapped or blank:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return spans


def is_item(line: str) -> bool:
    """Whether a line is a list item, a row of a table or a Markdown heading."""
    return _ITEM.match(line) is not None


def _blocks(text: str) -> Iterator[list[Span]]:
    """Lines between blank lines; each blank line is a block of its own."""
    block: list[Span] = []
    for match in _LINE.finditer(text):
        if match.group().strip():
            block.append(match.span())
            continue
        if block:
            yield block
        yield [match.span()]
        block = []
    if block:
        yield block


def _width(line: str) -> int:
    """Columns of a line, counting East Asian characters twice."""
    line = line.strip()
    return len(line) if line.isascii() else len(line) + len(_UNSPACED_LETTER.findall(line))


def _is_wrapped(line: str, following: str, widest: int, lines: int) -> bool:
    """Whether a line ends only because the first word after it would not have fitted."""
    if not _NARROWEST <= widest <= _WIDEST or is_item(following) or "\t" in line:
        return False
    word = _FIRST_WORD.match(following)
    if word is None:
        return False
    needed = 4 if _UNSPACED_LETTER.match(word[1]) else 1 + len(word[1])
    if _width(line) + needed <= widest:
        return False
    return lines > 2 or widest >= _SURELY_WRAPPED or word[1][0].islower()


def _sentence_ends(line: str, language: str) -> list[int]:
    """Ends of the sentences of one line; the last is its length."""
    quoted = [match.span() for match in _QUOTED.finditer(line)]
    found = sorted({*_boundaries(line, language), *(m.end() for m in _MISSED_END.finditer(line))})
    ends: list[int] = []
    quote = 0
    for end in found:
        while quote < len(quoted) and quoted[quote][1] <= end:
            quote += 1
        inside = quote < len(quoted) and quoted[quote][0] < end and line[end - 1] in _WIDE_END
        start = ends[-1] if ends else 0
        if end < len(line) and not inside and _is_end(line, start, end, language):
            ends.append(end)
    if ends and not _READABLE.search(line, ends[-1]):
        ends.pop()
    return [*ends, len(line)]


def _boundaries(line: str, language: str) -> Iterable[int]:
    """What sentencex takes for ends of sentences."""
    # It counts bytes back over white space and fails where that takes more than one, so every
    # white space is shown to it as a plain space.
    shown = _SPACE.sub(" ", line)
    code = language.split("-")[0].lower()
    start = 0
    while start < len(shown):
        stop = min(start + _SEGMENT, len(shown))
        if stop < len(shown):
            stop = shown.rfind(" ", start + 1, stop) + 1 or stop
        end = start
        for sentence in _segmented(shown[start:stop], code):
            end += len(sentence)
            yield end
        start = stop


def _segmented(text: str, code: str) -> list[str]:
    """Sentences by sentencex; by plain marks should it fail inside."""
    try:
        return list(sentencex.segment(code, text))
    except BaseException as error:  # a Rust panic is no Exception
        if type(error).__name__ != "PanicException":
            raise
        ends = [match.end() for match in _PLAIN_END.finditer(text)]
        return [text[a:b] for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


def _is_end(line: str, start: int, end: int, language: str) -> bool:
    """Whether a sentence that began at `start` really ends here."""
    following = line[end]
    sentence = line[max(start, end - _LOOK_BACK) : end]
    last = sentence.rstrip()[-1:]
    if following in _CLOSERS or last.isalnum() or not is_boundary(line, end):
        return False
    if last in _WIDE_END:
        return True
    if line[end - 1] in _CLOSERS or (line[end - 1] == "”" and _UNSPACED_LETTER.match(following)):
        return following in _OPENERS
    if following.islower() and not "\u10d0" <= following <= "\u10ff":  # Georgian has one case
        return False
    return not _is_abbreviated(sentence, following, language)


def _is_abbreviated(sentence: str, following: str, language: str) -> bool:
    """Whether the full stop belongs to the word or number before it, or to a list's marker."""
    if _MARKER.match(sentence) or not _READABLE.search(sentence):
        return True
    ordinals = language.split("-")[0].lower() in _ORDINAL_LANGUAGES
    if ordinals and following.isupper() and _ORDINAL.search(sentence):
        return True
    found = _WORD_BEFORE.search(sentence)
    if found is None:
        return False
    word = found[1].casefold()
    if following.isdigit():
        return word in _BEFORE_NUMBERS
    initial = len(word) == 1 and not found[1].islower() and found[1] != "I"
    return word in _TITLES or initial


def _cuts(text: str, start: int, end: int) -> Iterator[int]:
    """Ends of the parts into which a sentence is cut so that none is too long."""
    while True:
        longest = _longest(text, start, end)
        if end - start <= longest:
            yield end
            return
        start = cut_before(text, start, start + longest)
        if start >= end:
            yield end
            return
        yield start


def _longest(text: str, start: int, end: int) -> int:
    """Characters that the next part may have."""
    if end - start <= LONGEST_UNSPACED:
        return LONGEST
    head = text[start : min(end, start + LONGEST)]
    unspaced = len(_UNSPACED_LETTER.findall(head))
    return LONGEST_UNSPACED if 2 * unspaced > len(head) else LONGEST


def cut_before(text: str, start: int, limit: int) -> int:
    """Best place in (start, limit] to cut a text: after a clause, after a space, between clusters.

    Clauses and spaces count in the second half only, so that parts do not become tiny.
    """
    middle = start + (limit - start) // 2
    for pattern in (_CLAUSE, _BLANK):
        places = [match.end() for match in pattern.finditer(text, middle, limit)]
        for place in reversed(places):
            if is_boundary(text, place):
                return place
    return last_boundary(text, start, limit)
