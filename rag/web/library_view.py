"""The library tab as HTML: what became of added files, the list of documents, the languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from babel.dates import format_date

from rag.types import UNKNOWN_LANGUAGE, AddResult, LibraryEntry, LibraryStats
from rag.web.render import badge, element, escaped, language_name, name, plain_name
from rag.web.strings import Words

PAGE = 25
"""Documents on one page of the list."""
MOST_LANGUAGES = 20
"""Languages shown in the chart; the rest are left to the table of documents."""
_STATUS_MARK = {"added": "✓", "replaced": "↻", "unchanged": "=", "failed": "✗"}


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list of documents, and how it was asked for."""

    entries: tuple[LibraryEntry, ...]
    offset: int = 0
    more: bool = False
    """Whether documents follow after these."""
    search: str = ""


def results(done: Sequence[AddResult], total: int, words: Words) -> str:
    """A line for each file given so far and how many there are."""
    if not total:
        return ""
    key = "adding" if len(done) < total else "adding_done"
    told = escaped(words(key, done=min(len(done) + 1, total), total=total))
    bar = (
        f'<progress max="{total}" value="{len(done)}" aria-label="{told}"></progress>'
        if len(done) < total
        else ""
    )
    lines = "".join(_result(item, words) for item in done)
    return (
        element("p", told, "pc-adding", 'role="status"') + bar + element("ul", lines, "pc-results")
    )


def _result(item: AddResult, words: Words) -> str:
    """A file's name, what became of it, and why."""
    status = element(
        "strong",
        f"{_STATUS_MARK[item.status]} {escaped(words(f'result_{item.status}'))}",
        "pc-status",
    )
    parts = [name(Path(item.path).name), status]
    if item.error:
        parts.append(element("span", escaped(item.error), "pc-why", 'dir="auto"'))
    elif item.status != "unchanged":
        parts += [
            badge(item.language, words),
            element("span", escaped(words("passages", n=item.passages))),
        ]
    parts += [element("span", escaped(note), "pc-why", 'dir="auto"') for note in item.notes]
    return element("li", " ".join(parts), f"pc-result pc-{item.status}")


def documents(page: ListPage, words: Words) -> str:
    """The table of documents with its boxes, the bar that removes, and the pager."""
    if not page.entries:
        return element("p", escaped(words("no_match")), "pc-empty") if page.search else ""
    heads = "".join(
        element(
            "th",
            element("span", escaped(words(f"column_{key}")), css),
            f"pc-col-{key}",
            'scope="col"',
        )
        for key, css in (
            ("select", "pc-hidden"),
            ("title", ""),
            ("language", ""),
            ("passages", ""),
            ("added", ""),
        )
    )
    rows = "".join(_row(entry, words) for entry in page.entries)
    table = element(
        "table", element("thead", element("tr", heads)) + element("tbody", rows), "pc-documents"
    )
    return element("div", table, "pc-scroll") + _remove_bar(words) + _pager(page, words)


def _row(entry: LibraryEntry, words: Words) -> str:
    source = entry.source
    label = escaped(words("select_document", title="{title}")).replace(
        "{title}", plain_name(source.title)
    )
    box = f'<input type="checkbox" class="pc-select" value="{escaped(source.id)}" aria-label="{label}">'
    title = element("span", name(source.title), "pc-title") + element(
        "span", name(Path(source.path).name), "pc-file"
    )
    notes = "".join(element("span", escaped(note), "pc-why", 'dir="auto"') for note in entry.notes)
    cells = (
        element("td", box),
        element("td", title + notes),
        element("td", badge(source.language, words)),
        element("td", escaped(words.number(entry.passages)), "pc-number-cell"),
        element("td", escaped(_date(entry.added, words)), "pc-date"),
    )
    return element("tr", "".join(cells))


def _date(iso: str, words: Words) -> str:
    """A stored time as a day, as the language writes it."""
    try:
        return str(format_date(datetime.fromisoformat(iso), "medium", locale=words.language))
    except ValueError:
        return iso


def _remove_bar(words: Words) -> str:
    """Remove asks before it does; the page's script fills in how many."""
    question = escaped(words("remove_question", n="{n}"))
    return (
        '<div class="pc-remove">'
        f'<button type="button" class="pc-quiet pc-remove-ask" disabled>{escaped(words("remove_selected"))}</button>'
        f'<div class="pc-confirm" role="alertdialog" aria-label="{escaped(words("remove_selected"))}" hidden>'
        f'<span data-text="{question}"></span>'
        f'<button type="button" class="pc-danger pc-remove-yes">{escaped(words("remove_yes"))}</button>'
        f'<button type="button" class="pc-quiet pc-remove-no">{escaped(words("remove_no"))}</button>'
        "</div></div>"
    )


def _pager(page: ListPage, words: Words) -> str:
    if not page.offset and not page.more:
        return ""
    last = page.offset + len(page.entries)
    told = element("span", escaped(words("page_range", first=page.offset + 1, last=last)))
    back = _turn_page("previous", page.offset - PAGE, page.offset > 0, words)
    onward = _turn_page("next", last, page.more, words)
    return element(
        "nav", back + told + onward, "pc-pager", f'aria-label="{escaped(words("documents"))}"'
    )


def _turn_page(key: str, offset: int, possible: bool, words: Words) -> str:
    disabled = "" if possible else " disabled"
    return (
        f'<button type="button" class="pc-quiet pc-page" data-offset="{max(0, offset)}"{disabled}>'
        f"{escaped(words(key))}</button>"
    )


def _spoken(language: str) -> str:
    """Language of a name in a list whose direction is the page's."""
    return "" if language == UNKNOWN_LANGUAGE else f'lang="{escaped(language)}"'


def statistics(stats: LibraryStats, words: Words) -> str:
    """How much there is, and the share of each language as bars with their numbers."""
    told = escaped(words("totals", documents=stats.documents, passages=stats.passages))
    body = element("p", told, "pc-totals")
    counts = sorted(stats.languages.items(), key=lambda item: (-item[1], item[0]))[:MOST_LANGUAGES]
    if not counts:
        return body
    largest = counts[0][1]
    bars = "".join(
        element(
            "li",
            element("span", escaped(language_name(code, words)), "pc-bar-name", _spoken(code))
            + element(
                "span", "", "pc-bar", f'style="--share:{count / largest:.3f}" aria-hidden="true"'
            )
            + element("span", escaped(words.number(count)), "pc-bar-number"),
        )
        for code, count in counts
    )
    return body + element("h3", escaped(words("language_mix"))) + element("ul", bars, "pc-bars")
