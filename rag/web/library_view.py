"""The library tab as HTML: where files are dropped, the list of documents, what is done with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from babel.dates import format_date

from rag.types import LibraryEntry, LibraryStats
from rag.web.render import attributes, badge, element, escaped, name, plain_name
from rag.web.strings import Words

PAGE = 25
"""Documents on one page of the list."""
MEGABYTE = 1_000_000
_ADDING = (
    "adding", "adding_done", "adding_failed", "reading", "cancel", "passages", "no_connection",
    "result_added", "result_replaced", "result_unchanged", "result_failed", "result_cancelled",
)  # fmt: skip
"""What the page's script says while files are added."""
_COLUMNS = ("title", "language", "pages", "passages", "added")


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of the list of documents, and how it was asked for."""

    entries: tuple[LibraryEntry, ...]
    offset: int = 0
    more: bool = False
    """Whether documents follow after these."""
    search: str = ""
    total: int | None = None
    """How many there are in all; None where only a part was asked for."""
    collection: str = ""


def shelf(upload_mb: int, samples: Sequence[str], words: Words) -> str:
    """Where files are dropped or chosen; `samples` are files of the sample collection to offer."""
    keys = {key: words.template(key) for key in _ADDING}
    keys["too_large"] = words("too_large", size=upload_mb)
    data = (
        f'data-adding="{escaped(json.dumps(keys, ensure_ascii=False))}" '
        f'data-upload-bytes="{upload_mb * MEGABYTE}" '
        f'data-samples="{escaped(json.dumps(list(samples), ensure_ascii=False))}" '
    )
    sample = element("button", escaped(words("add_samples")), "pc-quiet", "data-samples-button")
    buttons = _file_button("choose_files", "pc-primary", "multiple", words) + _file_button(
        "choose_folder", "pc-quiet", "webkitdirectory", words
    )
    content = (
        element("p", escaped(words("drop_files")), "pc-drop-title")
        + element("p", escaped(words("drop_detail", size=upload_mb)), "pc-note")
        + element("div", buttons + (sample if samples else ""), "pc-begin")
    )
    return element("div", content, "pc-shelf", data + attributes(words.language))


def _file_button(key: str, css: str, kind: str, words: Words) -> str:
    """A label that looks like a button around a field for files, which the keyboard can reach."""
    label = escaped(words(key))
    field = f'<input type="file" {kind} class="pc-hidden" aria-label="{label}">'
    return element("label", label + field, f"{css} pc-file-button")


def totals(stats: LibraryStats, words: Words) -> str:
    """How much there is."""
    told = words("totals", documents=stats.documents, passages=stats.passages)
    return element("p", escaped(told), "pc-totals")


def documents(page: ListPage, collections: Sequence[str], words: Words) -> str:
    """The table of documents with its boxes, what can be done with those ticked, and the pager."""
    if not page.entries:
        narrowed = page.search or page.collection
        return element("p", escaped(words("no_match")), "pc-empty") if narrowed else ""
    label = escaped(words("select_all"))
    box = f'<input type="checkbox" class="pc-select-all" aria-label="{label}">'
    heads = element("th", box, "pc-col-select", 'scope="col"') + "".join(
        element("th", escaped(words(f"column_{key}")), f"pc-col-{key}", 'scope="col"')
        for key in _COLUMNS
    )
    rows = "".join(_row(entry, words) for entry in page.entries)
    table = element(
        "table", element("thead", element("tr", heads)) + element("tbody", rows), "pc-documents"
    )
    return element("div", table, "pc-scroll") + _actions(collections, words) + _pager(page, words)


def _row(entry: LibraryEntry, words: Words) -> str:
    source = entry.source
    file = plain_name(Path(source.path).name)
    label = escaped(words("select_document", title="{title}")).replace(
        "{title}", plain_name(source.title)
    )
    box = (
        f'<input type="checkbox" class="pc-select" value="{escaped(source.id)}" '
        f'data-name="{file}" aria-label="{label}">'
    )
    title = element("span", name(source.title), "pc-title") + element(
        "span", name(Path(source.path).name), "pc-file"
    )
    chips = "".join(
        element("span", name(collection), "pc-collection") for collection in entry.collections
    )
    notes = "".join(element("span", escaped(note), "pc-why", 'dir="auto"') for note in entry.notes)
    cells = (
        element("td", box, "pc-col-select"),
        element("td", title + chips + notes, "pc-col-title"),
        element("td", badge(source.language, words)),
        element("td", escaped(words.number(entry.pages) if entry.pages else "–"), "pc-col-pages"),
        element("td", escaped(words.number(entry.passages)), "pc-col-passages"),
        element("td", escaped(_date(entry.added, words)), "pc-col-added"),
    )
    return element("tr", "".join(cells))


def _date(iso: str, words: Words) -> str:
    """A stored time as a day, as the language writes it."""
    try:
        return str(format_date(datetime.fromisoformat(iso), "medium", locale=words.language))
    except ValueError:
        return iso


def _actions(collections: Sequence[str], words: Words) -> str:
    """What can be done with the documents that are ticked; the page's script fills in how many."""
    options = "".join(f'<option value="{plain_name(item)}"></option>' for item in collections)
    label = escaped(words("collection_name"))
    collect = (
        f'<input class="pc-collection-name" list="pc-collections" maxlength="80" dir="auto" '
        f'placeholder="{label}" aria-label="{label}">'
        + element("datalist", options, "", 'id="pc-collections"')
        + _button("collect", "pc-collect", words)
        + _button("uncollect", "pc-uncollect", words)
    )
    instead = (
        f'<input type="file" class="pc-hidden" disabled aria-label="{escaped(words("replace"))}">'
    )
    parts = (
        element("span", "", "pc-chosen", f'data-text="{escaped(words.template("selected"))}"'),
        _button("ask_within", "pc-within", words),
        element("span", collect, "pc-collecting"),
        _button("read_again", "pc-again", words),
        element(
            "label",
            escaped(words("replace")) + instead,
            "pc-quiet pc-file-button pc-off",
            "data-instead",
        ),
        _button("remove_selected", "pc-remove-ask", words),
        _confirmation(words),
    )
    return element("div", "".join(parts), "pc-actions")


def _button(key: str, css: str, words: Words) -> str:
    return element("button", escaped(words(key)), f"pc-quiet {css}", 'type="button" disabled')


def _confirmation(words: Words) -> str:
    """Remove asks before it does."""
    question = element("span", "", "", f'data-text="{escaped(words.template("remove_question"))}"')
    buttons = element(
        "button", escaped(words("remove_yes")), "pc-danger pc-remove-yes", 'type="button"'
    ) + element("button", escaped(words("remove_no")), "pc-quiet pc-remove-no", 'type="button"')
    label = f'role="alertdialog" aria-label="{escaped(words("remove_selected"))}" hidden'
    return element("div", question + buttons, "pc-confirm", label)


def _pager(page: ListPage, words: Words) -> str:
    if not page.offset and not page.more:
        return ""
    last = page.offset + len(page.entries)
    said = words("page_range", first=page.offset + 1, last=last)
    if page.total is not None:
        said = words("page_range_of", first=page.offset + 1, last=last, total=page.total)
    buttons = _turn_page("previous", page.offset - PAGE, page.offset > 0, words) + element(
        "span", escaped(said)
    )
    buttons += _turn_page("next", last, page.more, words)
    if page.total is not None:
        end = (page.total - 1) // PAGE * PAGE
        buttons = (
            _turn_page("first_page", 0, page.offset > 0, words)
            + buttons
            + _turn_page("last_page", end, page.more, words)
        )
    return element("nav", buttons, "pc-pager", f'aria-label="{escaped(words("documents"))}"')


def _turn_page(key: str, offset: int, possible: bool, words: Words) -> str:
    disabled = "" if possible else " disabled"
    return (
        f'<button type="button" class="pc-quiet pc-page" data-offset="{max(0, offset)}"{disabled}>'
        f"{escaped(words(key))}</button>"
    )
