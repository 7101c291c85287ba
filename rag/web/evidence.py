"""Evidence as HTML: passages in their own language with the quote marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from rag.types import Evidence, Passage
from rag.web.original import digest
from rag.web.render import attributes, badge, element, escaped, name, plain_name
from rag.web.strings import Words
from rag.web.turn import Turn

_EMPTY_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")


def panel(turns: Sequence[Turn], words: Words) -> str:
    """The evidence of several turns; the page shows the one that is asked for."""
    return "".join(section(turn, words) for turn in turns)


def section(turn: Turn, words: Words) -> str:
    """The evidence of one turn; nothing before a passage was found."""
    if not turn.evidence:
        return ""
    refused = turn.stage == "refused"
    heading = words("nearest") if refused else turn.question
    title = element(
        "h3", escaped(heading), "pc-for", attributes(words.language) if refused else 'dir="auto"'
    )
    cards = "".join(card(item, turn.number, words, refused) for item in turn.evidence)
    css = "pc-section pc-nearest" if refused else "pc-section"
    return element("section", title + cards, css, f'data-turn="{turn.number}"')


def card(item: Evidence, turn: int, words: Words, nearest: bool = False) -> str:
    """A passage with its number, language, title, place, score and, marked, its quote."""
    label = f"{words('nearest_number' if nearest else 'quote_number', n=item.n)}: "
    place = element("span", name(item.passage.place), "pc-place") if item.passage.place else ""
    told = escaped(words("relevance", score=words.share(item.score)))
    header = (
        element("span", str(item.n), "pc-number", 'aria-hidden="true"')
        + badge(item.passage.language, words)
        + element("span", name(item.source.title), "pc-title")
        + place
        + element(
            "span",
            escaped(words.share(item.score)),
            "pc-score",
            f'title="{told}" aria-label="{told}"',
        )
    )
    footer = _around(item, words) + _original(item, words) + _origin(item)
    body = (
        element("header", header)
        + element("p", "", "pc-source-note", "hidden")
        + quoted(item, nearest)
        + element("footer", footer)
    )
    more_attributes = (
        f'tabindex="-1" data-turn="{turn}" data-n="{item.n}" '
        f'data-source="{escaped(item.source.id)}.{item.passage.id}" '
        f'aria-label="{escaped(label)}{plain_name(item.source.title)}"'
    )
    return element("article", body, "pc-card", more_attributes)


def _around(item: Evidence, words: Words) -> str:
    """The button that shows what stands before and after the passage."""
    more = escaped(words("around"))
    return (
        f'<button type="button" class="pc-quiet pc-around" aria-expanded="false" data-passage="{item.passage.id}" '
        f'data-more="{more}" data-less="{escaped(words("around_less"))}" data-gone="{escaped(words("around_gone"))}">'
        f"{more}</button>"
    )


def _original(item: Evidence, words: Words) -> str:
    """The button that opens the document at the quote, which is recognised by its digest."""
    return (
        f'<button type="button" class="pc-quiet pc-open-original" data-document="{escaped(item.source.id)}" '
        f'data-start="{item.start}" data-end="{item.end}" data-digest="{digest(item.quote)}">'
        f"{escaped(words('open_original'))}</button>"
    )


def _origin(item: Evidence) -> str:
    """The file that the passage comes from; its whole path when pointed at."""
    more = f'title="{plain_name(item.source.path)}"'
    return element("span", name(Path(item.source.path).name), "pc-file", more)


def quoted(item: Evidence, nearest: bool = False) -> str:
    """The passage with the quote marked where its offsets say; the quote alone if they disagree."""
    passage = item.passage
    start, end = item.start - passage.start, item.end - passage.start
    if start < 0 or passage.text[start:end] != item.quote:
        before, after = "", ""
    else:
        before, after = passage.text[:start], passage.text[end:]
    tag = "span" if nearest else "mark"
    body = (
        escaped(_closed_up(before.lstrip()))
        + element(tag, escaped(item.quote) if nearest else _with_span(item), "pc-quote")
        + escaped(_closed_up(after.rstrip()))
    )
    return element("blockquote", body, "pc-passage", attributes(passage.language))


def _with_span(item: Evidence) -> str:
    """The quote with the words that answer the question set off, where the reader has found them."""
    if item.span_start is None or item.span_end is None:
        return escaped(item.quote)
    start, end = item.span_start - item.start, item.span_end - item.start
    if not 0 <= start < end <= len(item.quote) or (start, end) == (0, len(item.quote)):
        return escaped(item.quote)
    span = element("strong", escaped(item.quote[start:end]), "pc-span")
    return escaped(item.quote[:start]) + span + escaped(item.quote[end:])


def _closed_up(text: str) -> str:
    """What stands around a quote, without its empty lines; the quote itself is never touched."""
    return _EMPTY_LINES.sub("\n", text)


def around(passages: Sequence[Passage], middle: int) -> list[dict[str, object]]:
    """Neighbouring passages as plain values; the page makes text nodes of them."""
    return [
        {
            "text": passage.text,
            "language": passage.language,
            "place": passage.place,
            "here": passage.id == middle,
        }
        for passage in passages
    ]
