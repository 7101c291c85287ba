"""How passages were found, as a table of ranks, and where the time went, as bars."""

from __future__ import annotations

from collections.abc import Sequence

from rag.types import Hit, Seconds
from rag.web.render import attributes, badge, element, escaped, name
from rag.web.strings import Words

_COLUMNS = ("rank", "meaning", "words", "combined", "passage")
_NONE = "–"
_EXCERPT = 220
"""Characters of a passage shown in the table."""


def explanation(question: str, hits: Sequence[Hit], seconds: Seconds | None, words: Words) -> str:
    """The ranks of every hit for a question, and timings where there are any."""
    if not question:
        return element("p", escaped(words("explain_empty")), "pc-empty")
    asked = element("q", escaped(question), "", 'dir="auto"')
    title = element("h3", f"{escaped(words('explain_of'))} {asked}")
    note = element("p", escaped(words("explain_note")), "pc-note")
    return title + (_timings(seconds, words) if seconds else "") + note + _table(hits, words)


def _table(hits: Sequence[Hit], words: Words) -> str:
    heads = "".join(
        element("th", escaped(words(f"column_{key}")), "", 'scope="col"') for key in _COLUMNS
    )
    rows = "".join(_row(hit, words) for hit in hits)
    table = element(
        "table", element("thead", element("tr", heads)) + element("tbody", rows), "pc-ranks"
    )
    return element("div", table, "pc-scroll")


def _row(hit: Hit, words: Words) -> str:
    passage = hit.passage
    text = passage.text.strip()
    excerpt = text[:_EXCERPT] + ("…" if len(text) > _EXCERPT else "")
    place = element("span", name(passage.place), "pc-place") if passage.place else ""
    what = (
        f"{badge(passage.language, words)} {element('span', name(hit.source.title), 'pc-title')} {place}"
        + element("div", escaped(excerpt), "pc-excerpt", attributes(passage.language))
    )
    cells = (
        _cell("rank", escaped(hit.rank) + _moved(hit), words),
        _cell("meaning", _ranked(hit.dense_rank, hit.dense_score, words), words),
        _cell("words", _ranked(hit.lexical_rank, hit.lexical_score, words), words),
        _cell("combined", escaped(hit.fused_rank or _NONE), words),
        element("td", what),
    )
    return element("tr", "".join(cells))


def _cell(column: str, content: str, words: Words) -> str:
    """A rank; the name of its column is shown beside it where there is no room for a table."""
    return element("td", content, "pc-rank", f'data-label="{escaped(words(f"column_{column}"))}"')


def _ranked(rank: int | None, score: float | None, words: Words) -> str:
    """A rank with its score under it."""
    if rank is None:
        return _NONE
    shown = element("small", escaped(words.number(round(score, 2)))) if score is not None else ""
    return f"{rank} {shown}"


def _moved(hit: Hit) -> str:
    """How far balance and joining moved a hit from its combined rank."""
    change = (hit.fused_rank or hit.rank) - hit.rank
    if not change:
        return ""
    return element("small", f"{'↑' if change > 0 else '↓'}{abs(change)}", "pc-moved")


def _timings(seconds: Seconds, words: Words) -> str:
    steps = [
        (words(f"time_{key}"), value)
        for key in ("search", "quote", "first_token", "total")
        if (value := getattr(seconds, key)) is not None
    ]
    if not steps:
        return ""
    longest = max(value for _, value in steps) or 1.0
    bars = "".join(
        element(
            "li",
            element("span", escaped(label), "pc-bar-name")
            + element(
                "span", "", "pc-bar", f'style="--share:{value / longest:.3f}" aria-hidden="true"'
            )
            + element("span", escaped(words("seconds", n=round(value, 2))), "pc-bar-number"),
        )
        for label, value in steps
    )
    return element("h4", escaped(words("timings"))) + element("ul", bars, "pc-bars")
