"""The block of fields at the top of a Markdown file: YAML between "---", TOML between "+++".

Title, authors, date, description and tags are text that a person may ask for; settings of the
program that publishes the file (layouts, paths of pictures) are not. YAML is read as far as such
blocks use it, line by line: a full parser would expand aliases without bound.
"""

from __future__ import annotations

import re
import tomllib
from typing import Any

_YAML = re.compile(
    r"\A\ufeff?\s*---[ \t]*\n(?:(.{0,20000}?)\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_TOML = re.compile(r"\A\ufeff?\s*\+\+\+[ \t]*\n(.{0,20000}?)\n?\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([\w-]+)[ \t]*:(?:[ \t]+(.*))?$")
_ITEM = re.compile(r"^[ \t]*-[ \t]+(.*)$")
_NAMES = (
    "title", "subtitle", "description", "summary", "excerpt", "abstract", "author", "authors", "date",
    "published", "updated", "lastmod", "tags", "keywords", "categories", "category", "event", "location",
)  # fmt: skip

Fields = dict[str, str]
"""Name of a field in small letters and its text; several values stand side by side: "a, b"."""


def split_front_matter(text: str) -> tuple[Fields, str]:
    """The fields of the front matter that are text for a reader, and the text after it."""
    yaml, toml = _YAML.match(text), _TOML.match(text)
    if yaml is not None and (fields := _yaml_fields(yaml[1] or "")) is not None:
        return _for_readers(fields), text[yaml.end() :]
    if toml is not None:
        try:
            return _for_readers(_flat(tomllib.loads(toml[1]))), text[toml.end() :]
        except (ValueError, RecursionError):
            return {}, text
    return {}, text


def _for_readers(fields: Fields) -> Fields:
    return {name: words for name, words in fields.items() if name in _NAMES and words}


def _yaml_fields(block: str) -> Fields | None:
    """Fields of the outermost level; None when the block is no list of fields (a ruled paragraph)."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in block.split("\n"):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        field, item = _FIELD.match(line), _ITEM.match(line)
        if field:
            name = field[1].lower()
            fields[name] = _values(field[2] or "")
        elif item and name:
            fields[name] += _values(_named(item[1]))
        elif line[0] in " \t" and name:
            _continue(fields[name], line.strip())
        else:
            return None
    return {key: ", ".join(values) for key, values in fields.items()}


def _continue(values: list[str], words: str) -> None:
    """A line that goes on: of a folded text a further line of it."""
    if values and _FIELD.match(words) is None:
        values[-1] = f"{values[-1]} {_unquoted(words)}".strip()
    elif not values and _FIELD.match(words) is None:
        values.append(_unquoted(words))


def _values(raw: str) -> list[str]:
    """The values that stand on a field's line: one, or those of a list in brackets."""
    raw = raw.strip()
    if raw in (">", "|", ">-", "|-", ">+", "|+", "[]", "{}", "~", "null"):
        return []
    if raw.startswith("[") and raw.endswith("]"):
        return [word for part in raw[1:-1].split(",") if (word := _unquoted(part.strip()))]
    words = _unquoted(raw)
    return [words] if words else []


def _named(item: str) -> str:
    """The value of a list's entry, without the "name:" that entries of people have."""
    field = _FIELD.match(item)
    return (field[2] or "") if field else item


def _unquoted(words: str) -> str:
    """A value without quotes; an unquoted one without the comment after it."""
    if len(words) > 1 and words[0] == words[-1] and words[0] in "\"'":
        inner = words[1:-1]
        return inner.replace("''", "'") if words[0] == "'" else re.sub(r"\\([\"\\])", r"\1", inner)
    return re.sub(r"\s+#.*$", "", words)


def _flat(table: dict[str, Any]) -> Fields:
    """Fields of a TOML table, those of its tables as well (Hugo keeps tags in `taxonomies`)."""
    fields: Fields = {}
    for name, value in table.items():
        if isinstance(value, dict):
            fields |= _flat(value)
        else:
            items = value if isinstance(value, list) else [value]
            fields[name.lower()] = ", ".join(str(item) for item in items)
    return fields
