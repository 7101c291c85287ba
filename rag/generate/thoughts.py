"""Leaves out what a model thinks aloud before it answers."""

from __future__ import annotations

_OPEN = ("<think>", "<thinking>", "<thought>", "<|begin_of_thought|>")
_CLOSE = ("</think>", "</thinking>", "</thought>", "<|end_of_thought|>")


class ThoughtFilter:
    """Passes the answer on piece by piece and keeps back what stands between thought marks.

    A mark may be cut anywhere between two pieces, so an end that could begin one is held until
    the next piece decides. `thinking` tells that the prompt itself has opened a thought, as the
    templates of some models do.
    """

    def __init__(self, thinking: bool = False) -> None:
        self.thinking = thinking
        self._held = ""
        self._begun = False

    def feed(self, piece: str) -> str:
        """What of the text so far can be shown now; "" while a thought goes on."""
        text, shown = self._held + piece, ""
        while True:
            at, mark = _first(text, _CLOSE if self.thinking else _OPEN)
            if at < 0:
                break
            if not self.thinking:
                shown += text[:at]
            text = text[at + len(mark) :]
            self.thinking = not self.thinking
        keep = _could_begin(text, _CLOSE if self.thinking else _OPEN)
        cut = len(text) - keep
        self._held = text[cut:]
        return self._without_lead(shown if self.thinking else shown + text[:cut])

    def finish(self) -> str:
        """What was held back at the end and is no mark after all."""
        held, self._held = self._held, ""
        return "" if self.thinking else self._without_lead(held)

    def _without_lead(self, text: str) -> str:
        """The text without the empty lines that separate a thought from the answer."""
        if self._begun:
            return text
        text = text.lstrip()
        self._begun = bool(text)
        return text


def opens_thought(prompt: str) -> bool:
    """Whether a prompt ends within a thought, so that the model continues it."""
    return prompt.rstrip().endswith(_OPEN)


def _first(text: str, marks: tuple[str, ...]) -> tuple[int, str]:
    """Where the first of the marks stands and which it is; -1 when there is none."""
    found = [(text.find(mark), mark) for mark in marks if mark in text]
    return min(found) if found else (-1, "")


def _could_begin(text: str, marks: tuple[str, ...]) -> int:
    """How many characters at the end could be the beginning of a mark."""
    longest = max(len(mark) for mark in marks) - 1
    for n in range(min(longest, len(text)), 0, -1):
        if any(mark.startswith(text[-n:]) for mark in marks):
            return n
    return 0
