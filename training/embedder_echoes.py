"""English texts put into another language word by word, as a stand-in for questions nobody translated.

Shared by the ``embedder_*`` and ``reader_*`` scripts of this folder. There are no open questions in
German, Spanish or Russian with passages to answer them; an echo has the words of the language and
the order of English. Nothing here has a command line.
"""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

SHARES = {
    "de": 9, "es": 9, "fr": 7, "ru": 9, "ar": 10, "zh": 9, "tr": 8, "hi": 7, "vi": 7, "ja": 6,
    "it": 5, "pt": 5, "nl": 4, "pl": 5, "ko": 3, "cs": 2, "uk": 2, "ro": 2, "sv": 2, "el": 2,
    "fa": 2, "id": 2, "he": 2, "th": 2, "da": 1, "fi": 1, "hu": 1, "no": 1, "bg": 1,
}  # fmt: skip
UNSPACED = ("zh", "ja", "th")
WORD = re.compile(r"[A-Za-z]+(?:['\u2019-][A-Za-z]+)*")
KEPT_BELOW = 0.25
"""Words whose counterparts have less probability in all stay as they are: names, mostly."""


class Echoes:
    """Draws languages and puts English text into them; ``folder`` holds LANGUAGE.json tables."""

    def __init__(self, folder: Path, choice: random.Random) -> None:
        self._choice = choice
        self._tables = {
            language: json.loads((folder / f"{language}.json").read_text(encoding="utf-8"))
            for language in SHARES
        }

    def languages(self, count: int) -> list[str]:
        """Different languages, the likelier the larger their share."""
        drawn: list[str] = []
        while len(drawn) < count:
            (language,) = self._choice.choices(list(SHARES), list(SHARES.values()))
            if language not in drawn:
                drawn.append(language)
        return drawn

    def into(self, english: str, language: str) -> str:
        """The text with each word replaced by one it may stand for, drawn by probability."""
        table = self._tables[language]
        text = WORD.sub(lambda match: self._word(match[0], table), english)
        return (
            re.sub(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])", "", text)
            if language in UNSPACED
            else text
        )

    def _word(self, word: str, table: dict[str, list[tuple[str, float]]]) -> str:
        options = table.get(word.lower(), ())
        if sum(share for _, share in options) < KEPT_BELOW:
            return word
        (other,) = self._choice.choices([o for o, _ in options], [share for _, share in options])
        return other
