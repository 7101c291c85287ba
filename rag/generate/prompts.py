"""The prompt: what a model is told, in the reader's language, and the passages as fenced data.

Text of documents is data. It cannot close its fence, speak as another role of a chat template or
carry citation marks of its own: `defused` changes what could.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.generate.instructions import INSTRUCTIONS, OTHER_INSTRUCTION, QUESTION_WORDS
from rag.language import native_name
from rag.phrases import known_as
from rag.types import UNKNOWN_LANGUAGE, Evidence

ROOM = 400
"""Bytes of UTF-8 that the passages of a prompt share; quotes are whole even where they need more.
Whole passages made the shipped model mix up figures that stand side by side, and every hundred
tokens of a prompt make the first word later on two cores."""

_FENCE = re.compile(r"<passage (\d+): ([^\n]*)>\n(.*?)\n</passage \1>", re.DOTALL)
_OPENING = re.compile(r"<(?=[\w/|!<?｜])|＜")
_ROLE_MARK = re.compile(r"\[(/?[A-Z_]{2,})\]")
_CITATION = re.compile(r"[\[【［]([\s^]*\d[\d\s,;^–-]*)[\]】］]")
_BLANK_LINES = re.compile(r"\n\s*\n+")


@dataclass(frozen=True, slots=True)
class FencedPassage:
    """A passage as a prompt shows it."""

    n: int
    title: str
    text: str


def build_messages(
    question: str, evidence: Sequence[Evidence], language: str, room: int = ROOM
) -> list[dict[str, str]]:
    """System and user message for a question over numbered passages.

    The instruction is in `language`, the language of the answer. Each passage is cut to its share
    of `room` bytes around its quote, which is always whole.
    """
    share = room // max(1, len(evidence))
    fences = "\n".join(_fence(item, share) for item in evidence)
    word = QUESTION_WORDS.get(known_as(language, QUESTION_WORDS) or "", "?")
    user = f"{fences}\n\n{word}: {defused(' '.join(question.split()))}"
    return [{"role": "system", "content": instruction(language)}, {"role": "user", "content": user}]


def instruction(language: str) -> str:
    """What a model is told to do, in the language it shall answer in.

    For a language without an entry the sentence is English and names the language by its own name;
    an unknown one becomes "the language of the question".
    """
    key = known_as(language, INSTRUCTIONS)
    if key:
        return INSTRUCTIONS[key]
    unknown = not language or language == UNKNOWN_LANGUAGE
    name = "the language of the question" if unknown else f"{native_name(language)} ({language})"
    return OTHER_INSTRUCTION.format(name=name)


def defused(text: str) -> str:
    """Text of a document that can neither end its fence nor pass for anything but data.

    "<" before a word, bar or slash becomes "‹": fences, <|im_start|>, <think>, </s>. "[INST]" and
    citation marks such as "[3]" become "(INST)" and "(3)". Everything else stays.
    """
    text = _OPENING.sub("‹", text)
    text = _ROLE_MARK.sub(r"(\1)", text)
    return _CITATION.sub(lambda found: f"({found[1].strip()})", text)


def passages_in(messages: Sequence[dict[str, str]]) -> list[FencedPassage]:
    """The passages of the last message that has any, in order."""
    for message in reversed(messages):
        found = _FENCE.findall(message["content"])
        if found:
            return [FencedPassage(int(n), title, text) for n, title, text in found]
    return []


def language_of(messages: Sequence[dict[str, str]]) -> str:
    """The language that `build_messages` was given, "und" when the instruction does not tell."""
    said = messages[0]["content"] if messages else ""
    known = {text: language for language, text in INSTRUCTIONS.items()}
    if said in known:
        return known[said]
    code = re.search(r"\(([A-Za-z-]{2,20})\)", said)
    return code[1] if code and said == instruction(code[1]) else UNKNOWN_LANGUAGE


def shortened(messages: Sequence[dict[str, str]], keep: float) -> list[dict[str, str]]:
    """The same messages with every passage cut to a share of its characters, 0 to 1.

    Only passages are cut; instruction and question stay whole.
    """

    def cut(found: re.Match[str]) -> str:
        n, title, text = found.groups()
        return f"<passage {n}: {title}>\n{_head(text, int(len(text) * keep))}\n</passage {n}>"

    return [{**message, "content": _FENCE.sub(cut, message["content"])} for message in messages]


def _fence(item: Evidence, share: int) -> str:
    title = defused(" ".join(item.source.title.split())).replace(">", "›")
    known = item.source.language and item.source.language != UNKNOWN_LANGUAGE
    label = f"{title} ({native_name(item.source.language)})" if known else title
    text = _BLANK_LINES.sub("\n", defused(_window(item, share)).strip())
    return f"<passage {item.n}: {label}>\n{text}\n</passage {item.n}>"


def _window(item: Evidence, share: int) -> str:
    """The quote with as much of its passage around it as fits `share` bytes, cut between words."""
    text = item.passage.text
    start, end = item.start - item.passage.start, item.end - item.passage.start
    if not 0 <= start < end <= len(text):
        return item.quote
    bytes_each = len(text.encode()) / len(text)
    spare = int((share - len(item.quote.encode())) / bytes_each)
    if spare <= 0:
        return item.quote
    # Half of the room on each side; what one side does not need, the other gets.
    before = min(start, max(spare // 2, spare - (len(text) - end)))
    after = min(len(text) - end, spare - before)
    left = _tail(text[:start], before)
    return left + text[start:end] + _head(text[end:], after)


def _head(text: str, length: int) -> str:
    """The beginning of a text, cut at a space where there is one near."""
    if length >= len(text):
        return text
    piece = text[:length]
    at = piece.rfind(" ")
    return (piece[:at] if at > length * 0.6 else piece).rstrip() + "…"


def _tail(text: str, length: int) -> str:
    """The end of a text, cut at a space where there is one near."""
    if length >= len(text):
        return text
    piece = text[len(text) - length :]
    at = piece.find(" ")
    return "…" + (piece[at + 1 :] if 0 <= at < length * 0.4 else piece).lstrip()
