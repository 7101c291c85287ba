"""Whether each sentence of an answer is supported by what it cites; only then is it shown as such."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rag.cite.addresses import foreign_address
from rag.cite.facts import missing_facts
from rag.cite.parse import CitedSentence, parse
from rag.cite.polarity import Turn, knows, turn_in
from rag.cite.support import measure, support
from rag.facts.find import find_facts
from rag.language import detect, native_name, script_of, scripts
from rag.protocols import Entailment
from rag.sentences import sentence_spans
from rag.types import UNKNOWN_LANGUAGE, Evidence, FloatMatrix, Sentence

Similarity = Callable[[list[str], list[str]], FloatMatrix]
"""(claims, sentences of passages) -> (n, m) cosines across languages."""

SIMILAR_ENOUGH = 0.35
"""Least cosine of a sentence to the best of the passages that it cites."""
ATTRIBUTED_MORE = 0.15
"""By how much more a sentence must resemble evidence that it did not name itself."""

REASONS = (
    "no_citation", "unknown_citation", "number_missing", "date_missing", "name_missing",
    "wrong_language", "not_similar", "negation", "repeats_question", "address_foreign",
    "empty",
)  # fmt: skip
"""Keys of why a sentence is not supported."""

_SISTERS = (
    frozenset({"no", "nb", "nn", "da", "sv"}), frozenset({"id", "ms"}), frozenset({"hr", "sr", "bs", "sl"}),
    frozenset({"cs", "sk"}), frozenset({"pt", "gl"}), frozenset({"es", "ca", "gl"}), frozenset({"nl", "af"}),
)  # fmt: skip
_SAME_LENGTH = 2.0
_DOUBTED = 0.5  # probability below which a sentence is not shown where a model was asked
_ECHO_SHARE = 0.85
_OWN_SCRIPT_SHARE = 0.3
_WORDS = re.compile(r"\w+")
_LATIN_WORDS = re.compile(r"[A-Za-zÀ-ɏ][\w.-]*")


@dataclass(frozen=True, slots=True)
class _Case:
    """What a sentence is checked against."""

    language: str
    question: str
    evidence: dict[int, Evidence]
    similarity: Similarity | None
    similar_enough: float
    entailment: Entailment | None = None


def check_answer(
    text: str,
    evidence: Sequence[Evidence],
    language: str,
    similarity: Similarity | None = None,
    question: str = "",
    similar_enough: float = SIMILAR_ENOUGH,
    entailment: Entailment | None = None,
) -> tuple[Sentence, ...]:
    """The sentences of an answer, each with whether the evidence it cites supports it.

    A sentence is supported when it cites evidence that exists; every number, date and name in it
    is in what it cites, in whatever language; it is in `language`; it neither denies what is
    affirmed there nor the other way round; it is not the question again; and, where `similarity`
    is given, it means about the same as a sentence of what it cites. `reason` is one of `REASONS`.
    A sentence without any mark is attributed to the first evidence that supports it, by the same
    checks and a higher similarity; where none does, the reason is "no_citation". An answer without
    any sentence is one unsupported sentence with the reason "empty". An `entailment` model may doubt
    a sentence that passed; it never saves one that did not. `support` of a sentence that cites
    something is the estimate of `rag.cite.support`.
    """
    case = _Case(
        language,
        question,
        {item.n: item for item in evidence},
        similarity,
        similar_enough,
        entailment,
    )
    parsed = parse(text, language, case.evidence.keys())
    if not parsed:
        return (Sentence("", (), supported=False, reason="empty"),)
    return tuple(_attributed(sentence, case) for sentence in parsed)


def _attributed(parsed: CitedSentence, case: _Case) -> Sentence:
    """The checked sentence; one without marks gets the mark of the evidence that supports it.

    Small models forget marks, and what a sentence rests on can be found out; a mark that points
    nowhere, though, was made up, and such a sentence is not saved.
    """
    if parsed.citations or parsed.unknown:
        return _checked(parsed, case)
    stricter = replace(case, similar_enough=case.similar_enough + ATTRIBUTED_MORE)
    for n in case.evidence:
        sentence = _checked(replace(parsed, citations=(n,)), stricter)
        if sentence.supported:
            return sentence
    return _checked(parsed, case)


def _checked(parsed: CitedSentence, case: _Case) -> Sentence:
    sentence = Sentence(parsed.text, parsed.citations, supported=False)
    if not parsed.citations:
        reason, detail = _citation(parsed, case)
        return replace(sentence, reason=reason, detail=detail)
    found = _compared(parsed, case)
    likely = _support(parsed, case, found)
    sentence = replace(sentence, support=likely)
    for check in (_addresses, _echo, _language, _facts):
        reason, detail = check(parsed, case)
        if reason:
            return replace(sentence, reason=reason, detail=detail)
    if found.reason:
        return replace(sentence, reason=found.reason, detail=found.detail)
    if case.entailment is not None and likely < _DOUBTED:
        return replace(sentence, reason="not_similar", detail=f"{likely:.2f}")
    return replace(sentence, supported=True)


def _support(parsed: CitedSentence, case: _Case, found: _Compared) -> float:
    """The calibrated probability that what is cited supports the sentence."""
    cited = [case.evidence[n] for n in parsed.citations]
    passages = [(item.passage.text, _language_of(item)) for item in cited]
    turned = found.reason == "negation"
    measured = measure(parsed.text, case.language, passages, found.cosine, turned)
    return support(measured, parsed.text, [text for text, _ in passages], case.entailment)


def _citation(parsed: CitedSentence, _case: _Case) -> tuple[str, str]:
    if parsed.unknown:
        return "unknown_citation", ", ".join(f"[{n}]" for n in parsed.unknown)
    return "no_citation", ""


def _addresses(parsed: CitedSentence, case: _Case) -> tuple[str, str]:
    """Links, pictures and markup that the cited passages do not hold."""
    cited = [case.evidence[n].passage.text for n in parsed.citations]
    found = foreign_address(parsed.text, cited)
    return ("address_foreign", found) if found else ("", "")


def _echo(parsed: CitedSentence, case: _Case) -> tuple[str, str]:
    """A sentence that is a question, or that has hardly a word beyond the question's."""
    if parsed.text.rstrip().endswith(("?", "？", "؟", ";", "՞")) and not _has_new_fact(
        parsed, case
    ):
        return "repeats_question", ""
    asked = set(_WORDS.findall(case.question.casefold()))
    said = set(_WORDS.findall(parsed.text.casefold()))
    if (
        asked
        and said
        and len(said & asked) >= _ECHO_SHARE * len(said)
        and not _has_new_fact(parsed, case)
    ):
        return "repeats_question", ""
    return "", ""


def _has_new_fact(parsed: CitedSentence, case: _Case) -> bool:
    asked = case.question.casefold()
    return any(
        fact.required and fact.text.casefold() not in asked
        for fact in find_facts(parsed.text, case.language)
    )


def _language(parsed: CitedSentence, case: _Case) -> tuple[str, str]:
    """The sentence must be in the answer's language; names and numbers belong to every language."""
    wanted = case.language.split("-")[0].lower()
    words = _without_facts(parsed.text, case.language)
    if wanted == UNKNOWN_LANGUAGE or not _WORDS.search(words):
        return "", ""
    found = detect(parsed.text)
    if _passes(parsed.text, found, wanted):
        return "", ""
    others = (text for text in (words, _without_latin(words, wanted)) if text)
    if any(_passes(text, detect(text), wanted) for text in others):
        return "", ""
    return "wrong_language", found


def _passes(text: str, found: str, wanted: str) -> bool:
    """The wanted language, a sister, or too few words to tell in a script that may be right."""
    if found.split("-")[0] == wanted:
        return True
    expected = _script_of_language(wanted)
    main = next(iter(scripts(text)), "")
    sisters = any({found, wanted} <= family for family in _SISTERS)
    return (found == UNKNOWN_LANGUAGE or sisters) and (not expected or main in expected)


def _without_latin(text: str, wanted: str) -> str:
    """For a language of another script, the text without Latin words where enough is left.

    Arabic or Chinese about programs is full of them.
    """
    if "Latin" in _script_of_language(wanted):
        return ""
    letters = scripts(text)
    enough = sum(letters.values()) * _OWN_SCRIPT_SHARE
    return (
        _LATIN_WORDS.sub(" ", text)
        if letters.get("Latin", 0) <= sum(letters.values()) - enough
        else ""
    )


def _without_facts(text: str, language: str) -> str:
    """The text without its names, numbers and dates."""
    for fact in reversed(find_facts(text, language)):
        if fact.required:
            text = text[: fact.start] + " " + text[fact.end :]
    return re.sub(r"[\d.,;:%()\"“”«»]+", " ", text)


def _script_of_language(language: str) -> frozenset[str]:
    """Scripts that a language is written in, from its own name and a few exceptions."""
    several = {
        "ja": {"Han", "Hiragana", "Katakana"},
        "zh": {"Han"},
        "ko": {"Hangul"},
        "sr": {"Cyrillic", "Latin"},
    }
    if language in several:
        return frozenset(several[language])
    # The name of a language in itself is written in its script.
    return frozenset(script_of(char) for char in native_name(language) if char.isalpha()) - {
        "Common"
    }


def _facts(parsed: CitedSentence, case: _Case) -> tuple[str, str]:
    cited = [case.evidence[n] for n in parsed.citations]
    passages = [(item.passage.text, _language_of(item)) for item in cited]
    missing = missing_facts(parsed.text, case.language, passages)
    return (f"{missing[0].kind}_missing", missing[0].text) if missing else ("", "")


def _language_of(item: Evidence) -> str:
    return item.passage.language or item.source.language


@dataclass(frozen=True, slots=True)
class _Compared:
    """The sentence beside the closest sentence of what it cites."""

    cosine: float = 0.0
    reason: str = ""
    detail: str = ""


def _compared(parsed: CitedSentence, case: _Case) -> _Compared:
    """Similarity to the best sentence of what is cited, and whether one of the two is turned round."""
    rows = [
        (item.passage.text[start:end], _language_of(item))
        for item in (case.evidence[n] for n in parsed.citations)
        for start, end in sentence_spans(item.passage.text, _language_of(item))
    ]
    rows = [row for row in rows if _WORDS.search(row[0])]
    if not rows:
        return _Compared(0.0, "not_similar")
    if case.similarity is None:
        first = case.evidence[parsed.citations[0]]
        closest = (first.quote, _language_of(first))
        return _Compared(0.0, *_turned(parsed.text, closest, rows, case.language))
    cosines = case.similarity([parsed.text], [text for text, _ in rows])[0]
    best = int(cosines.argmax())
    cosine = float(cosines[best])
    reason, detail = _turned(parsed.text, rows[best], rows, case.language)
    if cosine < case.similar_enough:
        reason, detail = "not_similar", f"{cosine:.2f}"
    return _Compared(cosine, reason, detail)


def _turned(
    claim: str, closest: tuple[str, str], everything: list[tuple[str, str]], language: str
) -> tuple[str, str]:
    """A negation or a bound that only one of claim and source has.

    A long source may hold "not" in a clause that the claim leaves out, so what only the source has
    counts against the claim only when the two are of like length.
    """
    source, source_language = closest
    if not knows(language) or not knows(source_language):
        return "", ""
    alike = len(source) <= _SAME_LENGTH * len(claim)
    turns: tuple[Turn, ...] = ("not", "only", "least", "most")
    for turn in turns:
        said = turn_in(claim, turn, language)
        if said and not any(turn_in(text, turn, other, wide=True) for text, other in everything):
            return "negation", said
        # What is only so may be said without "only"; "at least 40" may not be said as 40.
        left_out = "" if turn == "only" else turn_in(source, turn, source_language)
        if left_out and alike and not turn_in(claim, turn, language, wide=True):
            return "negation", left_out
    return "", ""
