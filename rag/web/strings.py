"""What the page says, by interface language: one TOML table per language in `languages/`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from babel.numbers import format_decimal, format_percent

from rag.language import CORE_LANGUAGES, native_name

FOLDER = Path(__file__).resolve().parent / "languages"
INTERFACE_LANGUAGES = CORE_LANGUAGES
FIRST_LANGUAGE = INTERFACE_LANGUAGES[0]
"""Shown before the browser has said what its reader speaks."""


class Words:
    """The page's words in one language: `words("ask")`, `words("adding", done=1, total=3)`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._table = table(language)

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key with its values filled in; numbers as the language writes them.

        Raises `KeyError` for a key that no table has.
        """
        shown = {name: self.number(value) for name, value in values.items()}
        return self._table[key].format(**shown)

    def template(self, key: str) -> str:
        """The text of a key as it is written, for values that the page's script fills in."""
        return self._table[key]

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in self._table

    def number(self, value: object) -> str:
        """A number as the language writes it; any other value as it is."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        pattern = "#,##0" if isinstance(value, int) else "#,##0.0#"
        return str(format_decimal(value, format=pattern, locale=self.language))

    def percent(self, value: float) -> str:
        """A share from 0 to 1 as per cent."""
        return str(format_percent(value, locale=self.language))

    def share(self, value: float) -> str:
        """A value from 0 to 1 with two decimals."""
        return str(format_decimal(value, format="0.00", locale=self.language))


@lru_cache(maxsize=len(INTERFACE_LANGUAGES))
def table(language: str) -> dict[str, str]:
    """All texts of one language by key."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def words(language: str) -> Words:
    """The words of an interface language; of the first one when the browser names another."""
    return Words(language if language in INTERFACE_LANGUAGES else FIRST_LANGUAGE)


def choices(languages: Sequence[str] = INTERFACE_LANGUAGES) -> list[tuple[str, str]]:
    """(autonym, code) of languages, for a list to choose from."""
    return [(native_name(code), code) for code in languages]
