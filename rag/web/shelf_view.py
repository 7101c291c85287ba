"""The list of one's conversations as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from babel.dates import format_datetime

from rag.web.export import FORMATS
from rag.web.render import attributes, element, escaped, plain_name
from rag.web.routes import PREFIX
from rag.web.shelf import Entry
from rag.web.strings import Words


def shelf_head(words: Words) -> str:
    """The heading, the button that closes the panel, and the field that searches."""
    search = escaped(words("search_conversations"))
    return element(
        "div",
        element("h2", escaped(words("conversations")), "pc-label")
        + f'<button type="button" class="pc-quiet pc-shelf-close">{escaped(words("close"))}</button>'
        + f'<input type="search" class="pc-shelf-search" maxlength="200" placeholder="{search}" '
        f'aria-label="{search}" dir="auto">',
        "pc-shelf-head",
        attributes(words.language),
    )


def shelf_list(
    entries: Sequence[Entry], current: str, search: str, words: Words, told: str = ""
) -> str:
    """The conversations, the latest first; `told` is what became of the last click."""
    note = element("p", escaped(told), "pc-note", 'role="status" dir="auto"') if told else ""
    if not entries:
        key = "conversations_no_match" if search.strip() else "conversations_none"
        return note + element("p", escaped(words(key)), "pc-empty", attributes(words.language))
    rows = "".join(_row(entry, entry.id == current, words) for entry in entries)
    return note + element("ul", rows, "pc-shelf-list", attributes(words.language))


def _row(entry: Entry, current: bool, words: Words) -> str:
    when = f"{_date(entry.changed, words)} · {words('questions_count', n=entry.turns)}"
    shown = element("span", escaped(entry.name), "pc-conversation-name", 'dir="auto"')
    more = f'type="button" data-conversation="{entry.id}"' + (
        ' aria-current="true"' if current else ""
    )
    opens = element("button", shown + element("small", escaped(when)), "pc-open-conversation", more)
    return element("li", opens + _menu(entry, words), "", f'data-conversation="{entry.id}"')


def _menu(entry: Entry, words: Words) -> str:
    label = f"{escaped(words('conversation_more'))}: {plain_name(entry.name)}"
    summary = element("summary", "⋯", "pc-quiet", f'aria-label="{label}"')
    rename = (
        f'<button type="button" class="pc-quiet pc-rename" data-text="{escaped(entry.name)}" '
        f'data-label="{escaped(words("conversation_name"))}" data-send="{escaped(words("rename"))}" '
        f'data-cancel="{escaped(words("cancel"))}">{escaped(words("rename"))}</button>'
    )
    saves = "".join(
        f'<a class="pc-quiet" download href="{PREFIX}/conversations/{entry.id}.{form}'
        f'?language={words.language}">{escaped(words(f"export_{form}"))}</a>'
        for form in FORMATS
    )
    remove = (
        f'<button type="button" class="pc-quiet pc-delete" data-sure="{escaped(words("delete_sure"))}">'
        f"{escaped(words('delete'))}</button>"
    )
    return element(
        "details", summary + element("div", rename + saves + remove, "pc-menu-items"), "pc-menu"
    )


def _date(iso: str, words: Words) -> str:
    try:
        return str(format_datetime(datetime.fromisoformat(iso), "short", locale=words.language))
    except ValueError:
        return iso
