"""Word-by-word glosses: a text with the words that have a sure English counterpart put into it.

The bundled embedder reads glossed text. Its body was English before it was multilingual, so "how
many points gave the defence of Panthers" reaches a passage better than pieces of German words do.
Words without an entry, names above all, stay as they are, and so do scripts without spaces, whose
pieces the embedder knows better. Nobody is ever shown a gloss. `training/glosses_learn.py` makes the
tables.
"""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex

from rag.terms import STEM_MARK, fold, passage_terms

FOLDER = Path(__file__).resolve().parent / "models" / "glosses"
JOINED = "_"
PHRASE_LANGUAGES = frozenset({"vi"})
"""Written in syllables: two that make one word are looked up together first."""
COMPOUND_LANGUAGES = frozenset("de nl sv da no fi hu".split())  # noqa: SIM905 - a list read as text
_SHORTEST_PART = 4  # letters of a part of a compound
_LINKS = ("", "s", "n", "en", "es", "e", "-")
_PREFIXES = {
    "ar": ("وال", "بال", "كال", "فال", "ولل", "ال", "لل", "و", "ب", "ل", "ف", "ك"),
    "he": ("וה", "שה", "בה", "לה", "מה", "ה", "ו", "ב", "ל", "מ", "ש", "כ"),
}
_SAME = {"nb": "no", "nn": "no"}
_SHORTEST_STRIPPED = 3  # letters that are left behind a prefix
_WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]+")


Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Glossed:
    """A glossed text, and where each of its pieces stands in the original.

    `pieces` are (text, start, end): the pieces joined are the glossed text, the spans
    `original[start:end]` joined are the original.
    """

    pieces: tuple[tuple[str, int, int], ...]

    @property
    def text(self) -> str:
        """The glossed text."""
        return "".join(piece for piece, _, _ in self.pieces)

    def original_spans(self) -> list[tuple[int, int]]:
        """For each character of the glossed text the span of the original that it stands for.

        A character of a replaced word stands for the whole word, any other for itself.
        """
        spans: list[tuple[int, int]] = []
        for piece, start, end in self.pieces:
            if len(piece) == end - start:
                spans.extend((at, at + 1) for at in range(start, end))
            else:
                spans.extend([(start, end)] * len(piece))
        return spans


def gloss(text: str, language: str) -> str:
    """The text with known words replaced by English ones, everything else in its place.

    `language` is a BCP-47 code; a text in English or in a language without a table is returned as
    it is.
    """
    return glossed(text, language).text


def glossed(text: str, language: str) -> Glossed:
    """As `gloss`, with the places of the original."""
    code = language.split("-")[0].lower()
    code = _SAME.get(code, code)
    if code not in languages():
        return Glossed(((text, 0, len(text)),)) if text else Glossed(())
    pieces: list[tuple[str, int, int]] = []
    at = 0
    for start, end, english in _replaced(text, code):
        if start > at:
            pieces.append((text[at:start], at, start))
        pieces.append((english, start, end))
        at = end
    if at < len(text):
        pieces.append((text[at:], at, len(text)))
    return Glossed(tuple(pieces))


def _replaced(text: str, code: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and English word of each word that has one; two syllables together first."""
    words = table(code)
    matches = list(_WORD.finditer(text))
    index = 0
    while index < len(matches):
        here = matches[index]
        index += 1
        if code in PHRASE_LANGUAGES and index < len(matches):
            after = matches[index]
            phrase = words.get(f"{key(here[0])}{JOINED}{key(after[0])}")
            if phrase and after.start() - here.end() == 1:
                yield here.start(), after.end(), phrase
                index += 1
                continue
        if english := _of_word(here[0], code):
            yield here.start(), here.end(), english


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Languages that have a table."""
    return frozenset(file.name.split(".")[0] for file in FOLDER.glob("*.txt.xz"))


@lru_cache(maxsize=1)
def tables_digest() -> bytes:
    """SHA-256 over all tables: other tables give other vectors."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.glob("*.txt.xz")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.digest()


def key(word: str) -> str:
    """A word as it is looked up: in lower case, and folded unless it is Latin.

    Accents tell Latin words apart; Arabic vowel signs and forms of alef do not.
    """
    lower = word.lower()
    return lower if regex.match(r"\p{Latin}", lower) else fold(word)


@lru_cache(maxsize=40)
def table(language: str) -> Words:
    """Word or "~" stem -> English word, read at the first use."""
    return read_table(FOLDER, language)


def read_table(folder: Path, language: str) -> Words:
    """The table of one language in a folder of tables."""
    text = lzma.decompress((folder / f"{language}.txt.xz").read_bytes()).decode("utf-8")
    return dict(line.split(" ", 1) for line in text.splitlines())


@lru_cache(maxsize=100_000)
def _of_word(word: str, language: str) -> str:
    """The English word for one word, several for a compound, "" where none is known."""
    words, own = table(language), key(word)
    return (
        words.get(own)
        or _behind_prefix(own, language, words)
        or words.get(stem(own, language))
        or (_of_parts(own, words) if language in COMPOUND_LANGUAGES else "")
        or ""
    )


def stem(word: str, language: str) -> str:
    """The stem of a single word as `rag.terms` makes it, with its mark; "" when it has none."""
    return next((term for term in passage_terms(word, language) if term[0] == STEM_MARK), "")


def _behind_prefix(word: str, language: str, words: Words) -> str:
    """What stands behind an article, conjunction or preposition written together with it."""
    for prefix in _PREFIXES.get(language, ()):
        rest = word.removeprefix(prefix)
        if rest != word and len(rest) >= _SHORTEST_STRIPPED and rest in words:
            return words[rest]
    return ""


def _of_parts(word: str, words: Words) -> str:
    """Both halves of a compound, the longest known last part first."""
    for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1):
        last = words.get(word[cut:])
        if not last:
            continue
        for link in _LINKS:
            first = word[:cut].removesuffix(link) if link else word[:cut]
            if len(first) >= _SHORTEST_PART - 1 and first in words:
                return f"{words[first]} {last}"
    return ""
