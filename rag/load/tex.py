"""LaTeX (.tex): what a reader of the printed page sees, its sections as headings.

Macros are not run: a command that is not known gives the words of its arguments. Short macros of
the file itself that only stand for words are replaced by them. No other file is opened.
"""

from __future__ import annotations

import re
from pathlib import Path

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.load.tex_reader import LONGEST_NESTED, TexReader, group_end
from rag.types import Document

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*\n[ \t]*")
_INPUT_ENCODING = re.compile(
    rb"\\usepackage\[([\w-]+)\]\{inputenc\}|%\s*!TEX\s+encoding\s*=\s*([\w -]+)", re.I
)
_ENCODINGS = {"latin1": "cp1252", "ansinew": "cp1252", "applemac": "mac_roman", "latin2": "iso8859-2",
              "latin9": "iso8859-15", "cp1251": "cp1251", "koi8-r": "koi8_r", "utf8x": "utf-8"}  # fmt: skip
_LONGEST_MACRO = 200  # characters; more is no name
_INCLUDED = re.compile(r"\\(?:input|include|subfile)\s*\{")
_WORDS_ONLY = re.compile(
    r"\\(?:newcommand|renewcommand|providecommand)\*?\s*\{?\\([a-zA-Z]+)\}?\s*\{|\\def\s*\\([a-zA-Z]+)\s*\{"
)


class TexLoader:
    """Reads .tex files; places are headings."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        declared = _INPUT_ENCODING.search(data[:20_000])
        name = (declared[1] or declared[2]).decode("ascii").strip() if declared else None
        decoded = decode_file(str(path), data, _ENCODINGS.get(name or "", name))
        builder = DocumentBuilder(path, data, "application/x-tex")
        builder.notes += decoded.notes
        source = without_comments(decoded.text.replace("\r\n", "\n").replace("\r", "\n"))
        if _INCLUDED.search(source):
            builder.notes.append("files that it includes were not read")
        preamble, body = split_preamble(source)
        reader = TexReader(short_macros(source))
        title = reader.inline(_argument(preamble + body, "title"))
        builder.heading(title, 1)
        authors = re.sub(r"\s*\\and\b\s*", ", ", _argument(preamble, "author"))
        for argument in (authors, _argument(preamble, "date")):
            builder.block(reader.inline(argument))
        try:
            blocks = reader.blocks(body)
        except RecursionError as error:
            raise SourceError(path, "is nested too deep to be read", "simplify it") from error
        for level, words, gap in blocks:
            if level:
                builder.heading(words, level)
            elif words:
                builder.block(words, gap)
            else:
                builder.separate()
        return builder.finish(title)


def without_comments(source: str) -> str:
    """The source without what stands after "%"; the line end after it goes too, as TeX has it."""
    return _COMMENT.sub(r"\1", source + "\n")


def split_preamble(source: str) -> tuple[str, str]:
    r"""What stands before \begin{document}, and what between it and its end; else all is body."""
    begin = re.search(r"\\begin\s*\{document\}", source)
    if begin is None:
        return "", source
    end = re.compile(r"\\end\s*\{document\}").search(source, begin.end())
    return source[: begin.start()], source[begin.end() : end.start() if end else len(source)]


def short_macros(source: str) -> dict[str, str]:
    """The words of each macro without arguments that stands for words, by its name.

    A macro may hold others that were defined before it; each is read once, so they cannot multiply.
    """
    found: dict[str, str] = {}
    for match in _WORDS_ONLY.finditer(source):
        end = group_end(source, match.end() - 1)
        if end - match.end() > _LONGEST_MACRO or "#" in source[match.end() : end]:
            continue
        words = TexReader(found).inline(source[match.end() : end - 1])
        if re.search(r"\w", words) and len(words) <= _LONGEST_MACRO:
            found[match[1] or match[2]] = words
    return found


def _argument(source: str, command: str) -> str:
    """The argument of a command's first use, "" when it is not used."""
    match = re.search(rf"\\{command}\s*(?:\[[^\]]*\]\s*)?\{{", source)
    if match is None:
        return ""
    end = group_end(source, match.end() - 1)
    return source[match.end() : end - 1][:LONGEST_NESTED]
