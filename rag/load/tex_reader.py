"""LaTeX source turned into blocks of words, one command after the other."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.load.lines import join_all
from rag.load.tex_words import (
    ACCENTS,
    CITATIONS,
    COLUMNS,
    FORMULAS,
    HEADINGS,
    LEFT_OUT,
    LETTERS,
    SETTINGS,
    TABLES,
    VERBATIM,
)

LONGEST_NESTED = 100_000
"""Characters of one argument that is read on its own."""

Block = tuple[int, str, str]
"""Heading level (0: none), words, and the gap after the block; without words, it only divides."""

_APART: Block = (0, "", "\n\n")
_DEEPEST = 25  # arguments within arguments
_TOKEN = re.compile(
    r"\\(?P<name>[a-zA-Z@]+\*?)[ \t]*(?:\n(?!\s*\n)[ \t]*)?|\\(?P<sign>.)|(?P<math>\$\$?)"
    r"|(?P<blank>\n[ \t]*\n\s*)|(?P<brace>[{}])|(?P<tie>~)|(?P<cell>&)|(?P<marks>``|''|---?)"
    r"|(?P<text>[^\\$\n{}~&`'-]+|.)",
    re.DOTALL,
)
_LENGTH = r"\s?=?\s?-?\d*[.,]?\d+\s?(?:pt|em|ex|cm|mm|in|bp|pc|sp|dd|cc|\\\w+)(?![a-zA-Z])"
_MARKS = {"``": "“", "''": "”", "--": "–", "---": "—"}
_KEPT_SIGNS = frozenset("%&$#_{}")


class TexReader:
    """Turns source into blocks."""

    def __init__(self, macros: dict[str, str]) -> None:
        """`macros` are the file's own commands, and the words that each stands for."""
        self._macros = macros
        self._depth = 0
        self._source, self._position = "", 0
        self._words: list[str] = []
        self._blocks: list[Block] = []
        self._notes: list[str] = []
        self._gap = "\n\n"
        self._tables = 0
        self._missing: set[str] = set()

    def inline(self, source: str) -> str:
        """The words of an argument on one line."""
        return " ".join(" ".join(words.split()) for _, words, _ in self.blocks(source) if words)

    def blocks(self, source: str) -> list[Block]:
        """The blocks of a source, notes after the paragraph that they belong to."""
        if self._depth >= _DEEPEST:
            return [(0, re.sub(r"[\\{}]", " ", source), "\n\n")]
        inner = TexReader(self._macros)
        inner._depth = self._depth + 1  # noqa: SLF001 (its own class)
        inner._source = source  # noqa: SLF001
        return inner._read()  # noqa: SLF001

    def _read(self) -> list[Block]:
        while match := _TOKEN.match(self._source, self._position):
            self._position = match.end()
            kind = match.lastgroup
            if kind == "name":
                self._command(match["name"])
            elif kind == "sign":
                self._sign(match["sign"])
            elif kind == "math":
                self._formula(match["math"])
            elif kind == "blank":
                self._flush()
            elif kind == "cell":
                self._words.append(" | " if self._tables else "&")
            elif kind == "marks":
                self._words.append(_MARKS[match["marks"]])
            elif kind != "brace":
                self._words.append(" " if kind == "tie" else match[0])
        self._flush()
        return self._blocks

    def _flush(self, gap: str = "\n\n") -> None:
        """End the paragraph; its notes follow it."""
        lines = "".join(self._words).split("\v")  # a forced line end waits as \v
        words = "\n".join(filter(None, (join_all(line.split("\n")).strip() for line in lines)))
        self._words = []
        words = re.sub(r"[ \t]+", " ", words)
        if words.strip(" |-"):
            self._blocks.append((0, words, self._gap if gap == "\n\n" else gap))
            self._gap = "\n\n"
        notes, self._notes = self._notes, []
        self._blocks += [(0, note, "\n\n") for note in notes if note]

    def _sign(self, sign: str) -> None:
        """A command of one sign: a line end, an accent, a space, an escaped sign, a formula."""
        if sign == "\\":
            self._skip(r"\*?(?:\[[^\]\n]{0,40}\])?")
            self._flush("\n") if self._tables else self._words.append("\v")
        elif sign in ACCENTS and sign not in "-":
            self._accent(ACCENTS[sign])
        elif sign in "([":
            self._until("\\)" if sign == "(" else "\\]")
        elif sign in _KEPT_SIGNS:
            self._words.append(sign)
        elif sign in " ,;:!>\n~":
            self._words.append(" " if sign != "!" else "")

    def _command(self, name: str) -> None:
        """A command by its name."""
        name = name.rstrip("*")
        if name in ("begin", "end"):
            self._environment(name == "begin")
        elif name in HEADINGS:
            self._heading(HEADINGS[name])
        elif name in LETTERS:
            self._words.append(LETTERS[name])
            self._skip(r"\{\}")
        elif name in ACCENTS:
            self._accent(ACCENTS[name])
        elif name in self._macros:
            self._words.append(self._macros[name])
            self._skip(r"\{\}")
        elif found := _ACTIONS.get(name):
            found(self)
        elif name in CITATIONS:
            self._options()
            self._words.append(f"[{self._argument()}]")
        elif name in SETTINGS:
            self._settings(SETTINGS[name])
        else:
            self._skip(r"(?:\[[^\[\]\n]{0,200}\])+(?=\s*\{)")
            self._skip(_LENGTH)

    def _environment(self, begins: bool) -> None:
        name = self._argument().strip()
        plain = name.rstrip("*")
        if plain in TABLES or plain in ("itemize", "enumerate", "description"):
            self._flush()
            self._blocks.append(_APART)
        if plain in TABLES:
            self._tables += 1 if begins else -1 if self._tables else 0
        if not begins:
            self._flush()
            return
        if plain in VERBATIM or plain in LEFT_OUT:
            self._flush()
            content = self._until(f"\\end{{{name}}}", keep=False)
            if plain in VERBATIM:
                content = re.sub(r"^\s*(?:\[[^\]\n]*\])?(?:\{[^}\n]*\})?[ \t]*\n", "", content)
                self._blocks.append((0, content.strip("\n"), "\n\n"))
        elif plain in FORMULAS:
            self._until(f"\\end{{{name}}}")
        else:
            if plain not in ("quote", "center", "document"):
                self._flush()
            self._skip(r"\s*\[(?:[^\[\]\n]*=[^\[\]\n]*|[htbpHcr!lT\d.]*)\]")
            for _ in range(COLUMNS.get(name, 1 if plain in TABLES else 0)):
                self._argument()

    def _heading(self, level: int) -> None:
        self._options()
        words = self.inline(self._argument())
        self._flush()
        if words:
            self._blocks.append((level, words, "\n\n"))

    def _accent(self, mark: str) -> None:
        """A letter with an accent over or under it."""
        letter = self.inline(self._argument())
        letter = {"ı": "i", "ȷ": "j"}.get(letter[:1], letter[:1]) + letter[1:]
        self._words.append(letter[:1] + mark + letter[1:] if letter else "")

    def _formula(self, sign: str) -> None:
        """A formula, kept as it is written, without the signs around it."""
        self._until(sign)

    def _note(self) -> None:
        self._options()
        self._notes.append(self.inline(self._argument()))

    def _caption(self) -> None:
        self._options()
        words = self.inline(self._argument())
        self._flush()
        self._blocks.append((0, words, "\n\n"))

    def _item(self) -> None:
        self._flush()
        self._gap = "\n"
        label = self._options()
        self._words.append(f"{self.inline(label)} " if label else "- ")

    def _work(self) -> None:
        """An entry of the list of works."""
        self._flush()
        self._options()
        self._words.append(f"[{self._argument()}] ")

    def _verb(self) -> None:
        """Words kept letter by letter between two equal signs."""
        sign = self._source[self._position : self._position + 1]
        end = self._source.find(sign, self._position + 1) if sign else -1
        if end > 0 and "\n" not in self._source[self._position : end]:
            self._words.append(self._source[self._position + 1 : end])
            self._position = end + 1

    def _address(self) -> None:
        self._words.append(self._argument().replace("\\", ""))

    def _paragraph_end(self) -> None:
        self._flush()

    def _nothing(self) -> None:
        """What joins or allows a break and is not seen."""

    def _shown_elsewhere(self) -> None:
        """What was shown at the top: title, author and date."""
        self._options()
        self._argument()

    def _definition(self) -> None:
        """A command of the file's own is being defined: name, arguments and words are no text."""
        self._skip(r"\s*(?:\{?\\[a-zA-Z@]+\}?|\\.)\s*(?:\[[^\]]*\]\s*){0,2}[#\d]*")
        self._argument()

    def _settings(self, count: int) -> None:
        for _ in range(count):
            self._options()
            following = self._source[self._position : self._position + 1]
            if following == "{" or (following == "\\" and count > 1):
                self._argument()
        self._options()

    def _options(self) -> str:
        """What stands in brackets before an argument, taken out of the text."""
        match = re.compile(r"[ \t\n]*\[((?:[^\[\]{}]|\{[^{}]*\}){0,500})\]").match(
            self._source, self._position
        )
        if match is None:
            return ""
        self._position = match.end()
        return match[1]

    def _argument(self) -> str:
        """The argument that follows: what is in braces, a command, or one character."""
        self._skip(r"[ \t]*\n?[ \t]*")
        start = self._position
        if self._source[start : start + 1] == "{":
            self._position = group_end(self._source, start)
            return self._source[start + 1 : self._position - 1]
        match = re.compile(r"\\[a-zA-Z]+|\\?[^{}\s]|").match(self._source, start)
        self._position = match.end() if match else start
        return match[0] if match else ""

    def _until(self, end: str, keep: bool = True) -> str:
        """All up to `end`, added as words when `keep`; without an end nothing is taken."""
        if end in self._missing:
            return ""
        found = self._source.find(end, self._position)
        if found < 0:
            self._missing.add(end)  # looked for once: thousands without an end stay cheap
            return ""
        content = self._source[self._position : found]
        self._position = found + len(end)
        if keep:
            content = re.sub(r"\\(?:label|nonumber|notag)\b(?:\{[^{}]*\})?", "", content)
            self._words.append(" ".join(content.split()))
        return content

    def _skip(self, pattern: str) -> None:
        match = re.compile(pattern).match(self._source, self._position)
        if match:
            self._position = match.end()


def group_end(source: str, start: int) -> int:
    """The position after the brace that closes the one at `start`, at most `LONGEST_NESTED` on."""
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(source, start, start + LONGEST_NESTED):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.end()
    return min(len(source), start + LONGEST_NESTED) + 1


_ACTIONS: dict[str, Callable[[TexReader], None]] = {
    **dict.fromkeys(("footnote", "thanks", "footnotetext", "marginpar", "endnote"), TexReader._note),
    **dict.fromkeys(("caption", "captionof"), TexReader._caption),
    **dict.fromkeys(("url", "path", "nolinkurl"), TexReader._address),
    **dict.fromkeys(("par", "newpage", "clearpage", "cleardoublepage", "bigskip"), TexReader._paragraph_end),
    **dict.fromkeys(("title", "author", "date"), TexReader._shown_elsewhere),
    **dict.fromkeys(
        ("newcommand", "renewcommand", "providecommand", "def", "DeclareRobustCommand", "let"),
        TexReader._definition,
    ),
    "item": TexReader._item, "bibitem": TexReader._work, "verb": TexReader._verb,
    "lstinline": TexReader._verb, "wbr": TexReader._nothing,
}  # fmt: skip
