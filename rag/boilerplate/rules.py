"""The rules by which lines are boilerplate.

Rules that hold in any language come first (links, shortcodes, doubled titles, social strips, author
boxes); lists of labels follow. A label counts only when it is the whole line: a sentence that
speaks of advertisements or cookies is content. When in doubt a line is content, because a notice
that is found does less harm than a fact that is not.
"""

from __future__ import annotations

import re
from functools import cache

from rag.boilerplate.words import (
    AGENCIES,
    AGENCY_WORDS,
    BYLINES,
    COUNTED,
    CREDITS,
    FOLLOW,
    HOMES,
    LABELS,
    NETWORKS,
    NOTICES,
    READ_ALSO,
    READING_TIMES,
    RIGHTS,
    SOURCES,
    STRIP_LABELS,
)

_URL_START = r"(?:https?://|ftp://|www\.)\w"
_LINK = re.compile(rf"(?i){_URL_START}")
_SHORTCODE = re.compile(
    r"(?i)^(?:\[/?(?:[a-z]+_[\w-]*|ads?|[a-z]+-?\d+|gallery|caption|embed|playlist|shortcode)\]"
    r"|\[[a-z][\w-]*\s+[\w-]+=[^\]]*\]|\{\{[^{}]{1,80}\}\})+$"
)
_RIGHTS_SIGN = re.compile(r"(?i)^(?:©|\(c\)|copyright\b)\s?.{0,80}$")
_COUNTED = re.compile(r"^(\d{1,5})\s*([^\d\W].*)$")
_LABEL_AND_NUMBER = re.compile(r"^(\D{2,40}?)\s*[:：]?\s*(?:ca\.?|env\.?)?\s*\d{1,3}\s*\S{0,8}$")
_ITEM_OR_ROW = re.compile(r"^(?!.*\s[-–—*]$)(?:[-*+•‣◦▪–—]\s|\(?\d{1,3}[.)]\s|.*\s\|\s)")
_HASHTAGS = re.compile(r"^(?:#[^\s#,]{2,40}[\s,]*){2,}$")
_GLUED = re.compile(r"[^\W\d_][a-zß-öø-ÿа-я](?=[A-ZÀ-ÖØ-ÞА-Я][a-zß-öø-ÿа-я])")
_SENTENCE_END = re.compile(r"[.!?…:;,。！？؟।։።᙮][\"'»”’)\]]*$")
_TOP_LINES = 12
_CLOSE_LINES = 4
_FOOTER_LINES = 8
_LARGEST_SHARE = 0.8


def boilerplate_spans(text: str) -> list[tuple[int, int]]:
    """Where a text is boilerplate: maximal spans of whole lines, in order, never overlapping.

    A span begins at the start of a line and ends at the start of the next line of content, or at
    the end of the text. When nearly all of a text would be boilerplate, none is: it is then what
    the text is about (a list of links).
    """
    lines = _lines(text)
    flagged = {n for n, (_, _, line) in enumerate(lines) if _is_notice(line)}
    flagged |= _doubled_titles([line for _, _, line in lines], flagged)
    flagged |= _glued_labels([line for _, _, line in lines])
    flagged |= _author_boxes([line for _, _, line in lines])
    flagged |= _footers([line for _, _, line in lines])
    letters = sum(len(line) for _, _, line in lines)
    if sum(len(lines[n][2]) for n in flagged) > _LARGEST_SHARE * letters:
        return []
    spans: list[tuple[int, int]] = []
    for n in sorted(flagged):
        start = lines[n][0]
        end = lines[n + 1][0] if n + 1 < len(lines) else len(text)
        if spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _lines(text: str) -> list[tuple[int, int, str]]:
    """Start, end and stripped words of each line that is not blank."""
    found = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            found.append((position, position + len(line), line.strip()))
        position += len(line) + 1
    return found


def _is_notice(line: str) -> bool:
    """Whether a line is boilerplate by itself."""
    if len(line) > 400:
        return False
    if _ITEM_OR_ROW.match(line):
        return _is_bare_link(line) or _names_networks(line)
    key = _key(line)
    if key.startswith(_starts(NOTICES)):
        return True
    return len(line) <= 200 and (
        key in _keys(LABELS)
        or _SHORTCODE.match(line) is not None
        or _HASHTAGS.match(line) is not None
        or _is_bare_link(line)
        or _is_invitation(line, key)
        or _is_count(line)
        or _is_claim(line, key)
        or _is_credit(line)
        or _is_agency(line)
        or _is_strip(line)
    )


def _is_bare_link(line: str) -> bool:
    """Nothing but addresses, perhaps after a word like "Source:"; or "Source link -31"."""
    spaced = re.sub(r"(?<=[:：])(?=https?://|www\.)", " ", line.lstrip(" •*-–—>"))
    words = re.split(r"[\s,;|]+", spaced)
    first = next((n for n, word in enumerate(words) if _LINK.match(word)), None)
    if first is None:
        label = re.match(r"(.{2,20}?)\s+links?\b[\s\W]*\d{0,6}$", line, re.IGNORECASE)
        return label is not None and _key(label[1]) in _keys(SOURCES)
    label_words = _key(" ".join(words[:first]))
    rest = [word for word in words[first:] if word]
    return (not label_words or label_words in _keys(SOURCES)) and all(map(_LINK.match, rest))


def _is_invitation(line: str, key: str) -> bool:
    """To read something else ("Read also: …"), to share, to follow, to subscribe."""
    if key.startswith(_starts(READ_ALSO)):
        return re.search(r"[:：]", line[:40]) is not None
    return len(line.split()) <= 8 and key.startswith(_starts(FOLLOW))


def _is_count(line: str) -> bool:
    """A count or a duration: "12 comments", "4 min read", "Reading time: 4 minutes"."""
    counted, labelled = _COUNTED.match(line), _LABEL_AND_NUMBER.match(line)
    return (counted is not None and _key(counted[2]) in _keys(COUNTED)) or (
        labelled is not None and _key(labelled[1]) in _keys(READING_TIMES)
    )


def _is_claim(line: str, key: str) -> bool:
    """A claim of copyright."""
    short = len(line.split()) <= 14 and not line.endswith("。")
    return short and (
        _RIGHTS_SIGN.match(line) is not None or any(words in key for words in _keys(RIGHTS))
    )


def _is_credit(line: str) -> bool:
    """A photographer's or picture agency's name: "Foto: …", "© …"."""
    match = re.match(r"\(?([^:：/©|]*?)\s*[:：/©|]\s*(.+?)\)?$", line)
    if match is None:
        return False
    label, rest = _key(match[1]).split(), match[2]
    known = bool(label) and all(word in _keys(CREDITS) for word in label)
    return known and len(rest) <= 60 and len(rest.split()) <= 7 and not _SENTENCE_END.search(rest)


def _is_agency(line: str) -> bool:
    """Only names of news agencies and the words that join them: "(dpa)", "avec AFP et Reuters"."""
    words = re.sub(r"[()\[\]/,.:–—-]|(?<=[ld])['’]", " ", line.casefold()).split()
    return (
        0 < len(words) <= 8
        and any(word in _keys(AGENCIES) for word in words)
        and all(word in _keys(AGENCIES) or word in _keys(AGENCY_WORDS) for word in words)
        and (len(words) > 1 or line[0] in "([")
    )


def _is_strip(line: str) -> bool:
    """Names of networks to share on, labelled tags, or a path of pages from the home page."""
    if _names_networks(line):
        return True
    label, separator, rest = line.partition(":") if ":" in line else line.partition("：")
    if separator and _key(label) in _keys(STRIP_LABELS):
        listed = re.search(r"[,，、،]|#", rest) is not None
        return listed and len(rest) <= 150 and not _SENTENCE_END.search(rest)
    steps = [step.strip() for step in re.split(r"\s[>»›→]\s|[»›]", line)]
    return (
        len(steps) >= 3
        and _key(steps[0]) in _keys(HOMES)
        and all(0 < len(step) <= 80 for step in steps)
    )


def _names_networks(line: str) -> bool:
    words = [_key(word) for word in re.split(r"[\s|/·•]+", line) if word]
    known = _keys(NETWORKS) | {"share", "teilen", "partager", "compartir"}
    return len(words) >= 2 and all(word in known for word in words)


def _doubled_titles(lines: list[str], notices: set[int]) -> set[int]:
    """Second copies of the title near the top, and the short strips between the copies."""
    top = [n for n in range(min(_TOP_LINES, len(lines))) if n not in notices]
    if not top:
        return set()
    first = top[0]
    title = _key(lines[first])
    enough = len(title.split()) >= 3 or len(title) >= 12
    if not enough or len(title) > 250 or lines[first].endswith((".", "。", "।", "۔")):
        return set()
    copies = [n for n in top[1:] if _key(lines[n]) == title]
    if not copies:
        return set()
    # Between two copies close to each other stand only dates, names and categories.
    close = copies[0] - first <= _CLOSE_LINES
    between = [n for n in range(first + 1, copies[0]) if close and _is_label_like(lines[n])]
    return set(copies) | set(between)


def _glued_labels(lines: list[str]) -> set[int]:
    """Short lines that repeat and hold words run together ("OneTwo three"): page furniture."""
    counts: dict[str, list[int]] = {}
    for n, line in enumerate(lines):
        if (
            len(line) <= 40
            and _is_label_like(line)
            and len(line.split()) <= 4
            and not re.search(r"\d", line)
        ):
            counts.setdefault(line, []).append(n)
    return {
        n
        for line, places in counts.items()
        if len(places) >= 2 and any(_GLUED.search(word) for word in line.split()) and " " in line
        for n in places
    }


def _author_boxes(lines: list[str]) -> set[int]:
    """A byline label on its own line, the name after it, and what follows about that name.

    Only in the last lines of a text: elsewhere an author's name is content.
    """
    found: set[int] = set()
    for n in range(max(0, len(lines) - 6), len(lines) - 1):
        if _key(lines[n]) not in _keys(BYLINES) or not _is_name(lines[n + 1]):
            continue
        name = _key(lines[n + 1])
        found |= {n, n + 1}
        if n and _key(lines[n - 1]) == name:
            found.add(n - 1)
        found |= {m for m in range(n + 2, len(lines)) if _key(lines[m]).startswith(name.split()[0])}
    return found


def _footers(lines: list[str]) -> set[int]:
    """What follows a claim of copyright in the last lines of a text: addresses, numbers, links."""
    last = range(max(_CLOSE_LINES, len(lines) - _FOOTER_LINES), len(lines))
    claim = next((n for n in last if _is_claim(lines[n], _key(lines[n]))), len(lines))
    following = range(claim + 1, len(lines))
    return set(following) if all(_is_label_like(lines[n]) for n in following) else set()


def _is_name(line: str) -> bool:
    return len(line) <= 50 and len(line.split()) <= 5 and not _SENTENCE_END.search(line)


def _is_label_like(line: str) -> bool:
    return len(line) <= 100 and len(line.split()) <= 12 and not _SENTENCE_END.search(line)


@cache
def _starts(table: str) -> tuple[str, ...]:
    return tuple(_keys(table))


@cache
def _keys(table: str) -> frozenset[str]:
    return frozenset(_key(item) for item in re.split(r"[;\n]", table) if item.strip())


def _key(line: str) -> str:
    """A line for comparison: case folded, one apostrophe, no marks around it."""
    plain = line.casefold().replace("’", "'")
    return " ".join(re.sub(r"^[\W_]+|[\W_]+$", "", plain).split())
