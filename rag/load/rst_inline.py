"""The marks inside a paragraph of reStructuredText taken away: emphasis, links, roles, references."""

from __future__ import annotations

import re

_SUBSTITUTION = re.compile(
    r"^\.\.[ \t]+\|([^|\n]{1,100})\|[ \t]+(?:replace|unicode)::[ \t]*(\S.*)$", re.MULTILINE
)
_CODE = re.compile(r"``(.+?)``", re.DOTALL)
_LONGEST_BLOCK = 50_000  # characters; more is no prose, and the rules take quadratic time
_TITLE_AND_TARGET = re.compile(r"^(.*\S)\s*<[^<>]*>$", re.DOTALL)
_ROLE = re.compile(r":[\w:.+-]+:`([^`]+)`|`([^`]+)`:[\w:.+-]+:")
_REFERENCE = re.compile(r"`([^`]+)`(?:__?)?")
_RULES = (
    (re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (
        re.compile(
            r"(\[(?:\d+|#[\w-]*|\*|[\w.-]+)\])_\b|(\[(?:\d+|#[\w-]*|\*|[\w.-]+)\])_(?=\W|$)"
        ),
        r"\1\2",
    ),
    (re.compile(r"(?<=\w)__?(?=[\s.,;:!?)\]]|$)"), ""),
    (re.compile(r"\\\s"), ""),
    (re.compile(r"\\(\S)"), r"\1"),
)


def substitutions(text: str) -> dict[str, str]:
    """What the file says should stand for each name between bars."""
    return {match[1]: match[2].strip() for match in _SUBSTITUTION.finditer(text)}


class Inline:
    """Takes the marks of a block away; what is inside code stays as it is."""

    def __init__(self, replaced: dict[str, str]) -> None:
        """`replaced` has the words for each name between bars."""
        self._replaced = replaced

    def __call__(self, text: str) -> str:
        """The words of one block."""
        if len(text) > _LONGEST_BLOCK:
            return text
        parts, last = [], 0
        for match in _CODE.finditer(text):
            parts += [self._plain(text[last : match.start()]), match[1]]
            last = match.end()
        return "".join([*parts, self._plain(text[last:])])

    def _plain(self, text: str) -> str:
        text = _ROLE.sub(lambda match: _shown(match[1] or match[2], role=True), text)
        text = _REFERENCE.sub(lambda match: _shown(match[1], role=False), text)
        text = re.sub(r"\|([^|\s](?:[^|\n]{0,100}[^|\s])?)\|_{0,2}", self._substituted, text)
        for rule, words in _RULES:
            text = rule.sub(words, text)
        return text

    def _substituted(self, match: re.Match[str]) -> str:
        name = match[1]
        if name in self._replaced:
            return self._replaced[name]
        return "" if name.startswith(":") and name.endswith(":") else match[0]


def _shown(inside: str, role: bool) -> str:
    """What a reader sees of a role or reference: its title, or the name it points to."""
    titled = _TITLE_AND_TARGET.match(inside)
    if titled:
        return titled[1]
    if role and inside.startswith("~"):  # only the last part of a dotted name is shown
        return inside[1:].rpartition(".")[2]
    return inside.lstrip("!") if role else inside
