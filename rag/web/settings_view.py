"""The settings in force, as a table that is read and not written."""

from __future__ import annotations

from rag.settings import Settings, described, shown
from rag.web.render import element, escaped
from rag.web.strings import Words


def settings_table(settings: Settings, words: Words) -> str:
    """Every setting with its value and meaning; secrets hidden, values changed from the default marked."""
    heads = "".join(
        element("th", escaped(words(f"column_{key}")), "", 'scope="col"')
        for key in ("setting", "value", "purpose")
    )
    rows = "".join(
        _row(settings, key, default, meaning) for key, default, _, meaning in described()
    )
    table = element(
        "table", element("thead", element("tr", heads)) + element("tbody", rows), "pc-settings"
    )
    title = element("summary", escaped(words("settings_title")))
    note = element("p", escaped(words("settings_note")), "pc-note")
    return element("details", title + note + element("div", table, "pc-scroll"), "pc-folded")


def _row(settings: Settings, key: str, default: object, meaning: str) -> str:
    value = shown(settings, key)
    css = "pc-changed" if getattr(settings, key) != default else ""
    # Names and meanings are the program's own reference text, kept in one language.
    reference = 'lang="en" dir="ltr"'
    cells = (
        element("td", element("code", escaped(key)), "", reference),
        element("td", element("code", escaped("" if value is None else value)), "", 'dir="auto"'),
        element("td", escaped(meaning.replace("`", "")), "", reference),
    )
    return element("tr", "".join(cells), css)
