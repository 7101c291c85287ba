"""Follow-up questions.

A follow-up ("And in 2022?", "combien d'employés ?") says only what changes. `condense` makes of it
a question that can be searched by itself: the year or name that it changes is put into the
question before, or what that question was about is put in front of it. Rules over the words in
`rag.follow_ups` and over names and dates decide; no model is asked, and the condensed question is
always shown and can be replaced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import regex

from rag.facts.fact import Fact
from rag.facts.find import find_facts
from rag.follow_ups import PARTICLES, SMALL_WORDS, leading_words, refers_back
from rag.language import detect, scripts
from rag.read.question_types import asked_kind
from rag.terms import fold, query_terms, stop_words
from rag.types import UNKNOWN_LANGUAGE, Answer

Turn = tuple[str, Answer]
"""What was asked (as condensed) and what was answered."""

_FEW_WORDS = 2
_FEW_PAIRS = 4
"""Words, in scripts without spaces pairs of characters, of a question that says little."""
_SPACELESS = frozenset({"Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"})
_BEGINNING = 3
_WORDS = regex.compile(r"[\p{L}\p{M}\p{N}]+")
_YEAR = re.compile(r"\d{4}")
_ENDS = " \u00a0?？؟;.。!！՞"


def condense(question: str, history: Sequence[Turn]) -> str:
    """The question as it is searched: by itself, or completed from the conversation.

    Only the latest turn is looked at, and it is already condensed, so a chain keeps its subject.
    """
    if not history:
        return question
    language = _language(question, history)
    few = _says_little(question, language)
    lead = leading_words(question, language, anywhere=few)
    if not (lead or few or _refers(question, language)):
        return question
    before, rest = history[-1][0], question[len(lead) :].lstrip(" ,،、，")
    changed = _changed(before, _language(before, history), rest, language)
    return changed or _with_subject(before, _language(before, history), question, rest, language)


def language_of(question: str, history: Sequence[Turn], detected: str) -> str:
    """The language that a person asks in: of what they typed, not of what it was condensed to.

    A year or a name alone is in no language: then that of the answer before counts, and without
    one `detected`, which is said of what was searched.
    """
    own = _language(question, history)
    return detected if own == UNKNOWN_LANGUAGE else own


def _language(question: str, history: Sequence[Turn]) -> str:
    own = detect(question)
    return history[-1][1].language if own == UNKNOWN_LANGUAGE and history else own


def _says_little(question: str, language: str) -> bool:
    """Whether a question has hardly a word of weight and does not both ask and name something."""
    if _spaceless(question):
        little = len(query_terms(question, language)) <= _FEW_PAIRS
    else:
        little = len(_weighty(question, language)) <= _FEW_WORDS
    named = bool(_facts(question, language, "name"))
    return little and not (named and asked_kind(question, language))


def _weighty(text: str, language: str) -> list[str]:
    """The words of a text that are no function words of its language; of any, when it has none."""
    stops = stop_words().get(language.split("-")[0].lower()) or _all_stop_words()
    return [
        word
        for word in _WORDS.findall(text)
        if fold(word) not in stops and fold(word) not in SMALL_WORDS
    ]


@cache
def _all_stop_words() -> frozenset[str]:
    return frozenset().union(*stop_words().values())


def _refers(question: str, language: str) -> bool:
    names = _facts(question, language, "name")
    first = names[0].start if names else None
    return refers_back(question, language, first, len(_weighty(question, language)))


def _changed(before: str, before_language: str, rest: str, language: str) -> str | None:
    """The question before with the one date or name that the follow-up consists of put in.

    None when the follow-up says more than that, or when it is not clear what it changes.
    """
    facts = [fact for fact in find_facts(rest, language) if fact.required]
    if len(facts) != 1 or facts[0].kind == "number" or _has_more(rest, facts[0], language):
        return None
    new = facts[0]
    old = [fact for fact in _facts(before, before_language, new.kind) if fact.text != new.text]
    if len(old) == 1:
        year = _YEAR.search(new.text) if _YEAR.fullmatch(old[0].text) else None
        words = year[0] if year else new.text
        return before[: old[0].start] + words + before[old[0].end :]
    if new.kind == "date" and not old:
        return f"{before.rstrip(_ENDS)} {rest.strip(_ENDS)}?"
    return None


def _has_more(rest: str, fact: Fact, language: str) -> bool:
    """Whether a follow-up has words that mean something beside a fact."""
    words = _weighty(rest[: fact.start] + " " + rest[fact.end :], language)
    return any(re.sub(PARTICLES, "", word) for word in words)


def _with_subject(
    before: str, before_language: str, question: str, rest: str, language: str
) -> str:
    """The follow-up after the names and dates of the question before, or after all of it.

    Names alone keep what the two questions do not share, such as shops and employees, from being
    mixed up. A follow-up that asks by a question word and names as much stands by itself; one that
    names less, or asks for nothing, takes its predicate from the question before.
    """
    subjects = _facts(before, before_language, "name")
    own = _facts(rest, language, "name")
    asks = asked_kind(question, language) is not None
    if asks and own and len(own) >= len(subjects):
        return rest
    if not subjects or own or not asks:
        return f"{before} {question}"
    dates = [] if _facts(rest, language, "date") else _facts(before, before_language, "date")
    kept = sorted([*subjects, *dates], key=lambda fact: fact.start)
    return f"{', '.join(dict.fromkeys(_joined(before, kept)))}: {rest}"


def _joined(text: str, facts: Sequence[Fact]) -> list[str]:
    """The words of facts, neighbouring ones together: "Kevin Mayer" and not "Kevin, Mayer"."""
    spans: list[tuple[int, int]] = []
    for fact in facts:
        near = spans and text[spans[-1][1] : fact.start] in (" ", "-", "\u00a0", "·")
        spans[-1:] = [(spans[-1][0], fact.end)] if near else [*spans[-1:], (fact.start, fact.end)]
    return [text[start:end] + _tail(text, end) for start, end in spans]


def _tail(text: str, end: int) -> str:
    """A sign that belongs to a name: "Walmart+", "C++"."""
    match = re.match(r"\++|#", text[end:])
    return match[0] if match else ""


def _facts(text: str, language: str, kind: str) -> list[Fact]:
    """Facts of a kind; a question word with a capital, at the beginning, is no name."""
    return [
        fact
        for fact in find_facts(text, language)
        if fact.kind == kind
        and fact.required
        and not (fact.start < _BEGINNING and fold(fact.text) in _all_stop_words())
    ]


def _spaceless(text: str) -> bool:
    return bool(_SPACELESS & set(scripts(text)))
