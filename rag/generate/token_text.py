"""Text from tokens as they are made: whole characters only."""

from __future__ import annotations

from typing import Any

_BROKEN = "\ufffd"
_LONGEST_CHARACTER = 8
"""Tokens; a character of four bytes takes at most four, and some tokenisers add one before it."""


class TokenText:
    """Turns token ids into pieces of text; a character cut over several tokens comes whole.

    Text is decoded from a few tokens back, because many tokenisers write the first token of a
    text without its leading space. Bytes that never become a character are left out.
    """

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer
        self._ids: list[int] = []
        self._start = self._shown = 0

    def feed(self, token: int) -> str:
        """The text that this token completes; "" when a character is still open."""
        self._ids.append(token)
        text = self._decoded(len(self._ids))
        if text.endswith(_BROKEN) and len(self._ids) - self._shown < _LONGEST_CHARACTER:
            return ""
        return self._take(text)

    def finish(self) -> str:
        """What is left at the end without the bytes of an unfinished character."""
        return self._take(self._decoded(len(self._ids)))

    def _take(self, text: str) -> str:
        before = self._decoded(self._shown)
        self._start, self._shown = self._shown, len(self._ids)
        return text[len(before) :].replace(_BROKEN, "")

    def _decoded(self, end: int) -> str:
        if end <= self._start:
            return ""
        ids = self._ids[self._start : end]
        text: str = self._tokenizer.decode(
            ids, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return text


def repeats(ids: list[int], longest: int = 48, times: int = 3) -> bool:
    """Whether the tokens end in one run said `times` times in a row.

    Small models fall into such loops and do not leave them. Runs of fewer than four tokens need
    to fill twelve, so that "2000" or a row of dots is no loop.
    """
    for length in range(1, min(longest, len(ids) // times) + 1):
        count = max(times, 12 // length)
        if len(ids) < length * count:
            continue
        tail = ids[-length * count :]
        if tail == tail[:length] * count:
            return True
    return False
