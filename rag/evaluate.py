"""Figures over a file of questions with known answers, on anybody's own documents, without a judge.

A line of the file is {"id", "question", "language", "documents": [file names], "answers": [strings],
"kind", "previous": earlier question or null}; no documents means that the right reply is to refuse.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Any

from rag.errors import SourceError
from rag.language import detect
from rag.metrics import wilson_interval
from rag.types import UNKNOWN_LANGUAGE, Answer, Document, Hit


@dataclass(frozen=True, slots=True)
class Question:
    """One question with what is known of its answer."""

    id: str
    text: str
    language: str
    documents: tuple[str, ...]
    answers: tuple[str, ...]
    kind: str
    previous: str | None = None

    @property
    def answerable(self) -> bool:
        """Whether some document holds the answer."""
        return bool(self.documents)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened to one question; None where the figure does not apply to it."""

    question: Question
    pair: str
    """Languages of the question and of the document, as "en→fr"; "en→∅" when unanswerable."""
    document_first: bool | None
    document_in_five: bool | None
    quote_first: bool | None
    """Whether the first quote holds the answer."""
    quote_any: bool | None
    refused: bool
    language_right: bool | None
    citations_valid: bool | None
    cited_right: bool | None
    """Whether the first citation is of a document that holds the answer."""
    prose: bool
    seconds: float
    text: str = field(repr=False, default="")
    reason: str = ""
    """Why it was refused."""
    conflict: bool = False
    """Whether it was told that sources differ."""
    shown: tuple[tuple[str, str, str], ...] = field(repr=False, default=())
    """Title, language and quote of each piece of evidence."""


FIGURES = {
    "document_first": "right document first",
    "document_in_five": "right document in first five",
    "quote_first": "first quote holds the answer",
    "quote_any": "any quote holds the answer",
    "language_right": "answer in the question's language",
    "citations_valid": "citations valid",
    "cited_right": "first citation of a right document",
}
NAMES = {
    **FIGURES,
    "refused_unanswerable": "unanswerable refused",
    "refused_answerable": "answerable refused (wrongly)",
    "conflict_told": "disagreement told (kind disagree)",
    "prose": "answered in prose",
}
"""Each figure in words."""


def question_lines(file: Path) -> list[str]:
    """All lines of a file of questions, empty ones too. Raises `SourceError`."""
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            file, "cannot be read as UTF-8 text", "name a file of questions"
        ) from error


def read_questions(file: Path) -> list[Question]:
    """Questions of a JSON Lines file. Raises `SourceError` naming the line that is wrong."""
    questions = []
    for number, line in enumerate(question_lines(file), start=1):
        if line.strip():
            questions.append(_question(file, number, line))
    if not questions:
        raise SourceError(file, "holds no questions", "write one JSON object a line")
    return questions


def _question(file: Path, number: int, line: str) -> Question:
    try:
        values = json.loads(line)
        return Question(
            id=str(values.get("id", number)),
            text=str(values["question"]),
            language=str(values.get("language") or detect(str(values["question"]))),
            documents=tuple(values.get("documents", ())),
            answers=tuple(values.get("answers", ())),
            kind=str(values.get("kind", "fact")),
            previous=values.get("previous"),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(
            file,
            f"line {number} is not a question ({error})",
            'write {"id", "question", "documents", "answers"}',
        ) from error


Ask = Callable[[Question], tuple[Answer, tuple[Hit, ...]]]
FindDocument = Callable[[str], Document | None]


def evaluate(questions: Iterable[Question], ask: Ask, find: FindDocument) -> Iterator[Outcome]:
    """The outcome of each question; `ask` answers it, `find` gives a document by its id."""
    for question in questions:
        answer, hits = ask(question)
        yield _outcome(question, answer, hits, find)


def _outcome(
    question: Question, answer: Answer, hits: tuple[Hit, ...], find: FindDocument
) -> Outcome:
    gold = question.answerable
    order = list(dict.fromkeys(hit.source.path for hit in hits))
    given = answer.outcome != "refused"
    quotes = [item.quote for item in answer.evidence] if given else []
    if given and answer.evidence:
        order = list(dict.fromkeys([answer.evidence[0].source.path, *order]))
    checkable = gold and bool(question.answers)
    return Outcome(
        question=question,
        pair=f"{question.language}→{_document_language(question, hits, answer)}",
        document_first=_right(question, order[:1]) if gold else None,
        document_in_five=_right(question, order[:5]) if gold else None,
        quote_first=_holds(question, quotes[:1]) if checkable else None,
        quote_any=_holds(question, quotes) if checkable else None,
        refused=not given,
        language_right=_in_language(answer.text, question.language)
        if given and answer.outcome == "answered"
        else None,
        citations_valid=_valid(answer, find) if given else None,
        cited_right=_right(question, _first_cited(answer)) if gold and given else None,
        prose=answer.outcome == "answered",
        seconds=answer.seconds.total or 0.0,
        text=answer.text,
        reason=answer.reason or "",
        conflict=answer.conflict is not None,
        shown=tuple(
            (item.source.title, item.passage.language, item.quote) for item in answer.evidence
        ),
    )


def _first_cited(answer: Answer) -> list[str]:
    """Path of the document that the first citation of an answer points to."""
    cited = [n for sentence in answer.sentences for n in sentence.citations][:1]
    return [item.source.path for item in answer.evidence if item.n in cited]


def _right(question: Question, paths: Sequence[str]) -> bool:
    """Whether one of the paths is a right document: same file name, and folders where given."""
    return any(
        PurePath(path).parts[-len(PurePath(name).parts) :] == PurePath(name).parts
        for path in paths
        for name in question.documents
    )


def _document_language(question: Question, hits: tuple[Hit, ...], answer: Answer) -> str:
    if not question.answerable:
        return "∅"
    sources = [item.source for item in answer.evidence] + [hit.source for hit in hits]
    return next((source.language for source in sources if _right(question, [source.path])), "?")


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _holds(question: Question, quotes: Sequence[str]) -> bool:
    """Whether a quote holds an answer, after NFKC and case folding."""
    return any(_folded(answer) in _folded(quote) for quote in quotes for answer in question.answers)


def _in_language(text: str, language: str) -> bool:
    """Whether prose is in a language; prose too short to tell counts as being in it."""
    return detect(text) in (language, UNKNOWN_LANGUAGE)


def _valid(answer: Answer, find: FindDocument) -> bool:
    """Every citation resolves, and every quote is the slice of its document that it says it is."""
    numbers = {item.n for item in answer.evidence}
    resolved = all(n in numbers for sentence in answer.sentences for n in sentence.citations)
    cited = all(sentence.citations for sentence in answer.sentences)
    return resolved and cited and all(_verbatim(item, find) for item in answer.evidence)


def _verbatim(item: Any, find: FindDocument) -> bool:
    document = find(item.source.id)
    return document is not None and document.text[item.start : item.end] == item.quote


def summary(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Counts and rates over all questions and by language pair, with 95 % Wilson intervals."""
    pairs = sorted({outcome.pair for outcome in outcomes})
    return {
        "questions": len(outcomes),
        **_rates(outcomes),
        "pairs": {
            pair: {"questions": len(rows), **_rates(rows)}
            for pair in pairs
            if (rows := [outcome for outcome in outcomes if outcome.pair == pair])
        },
    }


def _rates(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    rates: dict[str, Any] = {}
    for name in FIGURES:
        rates[name] = _rate(
            [value for row in outcomes if (value := getattr(row, name)) is not None]
        )
    unanswerable = [row.refused for row in outcomes if not row.question.answerable]
    answerable = [row.refused for row in outcomes if row.question.answerable]
    rates["refused_unanswerable"] = _rate(unanswerable)
    rates["refused_answerable"] = _rate(answerable)
    rates["conflict_told"] = _rate(
        [row.conflict for row in outcomes if row.question.kind == "disagree" and not row.refused]
    )
    rates["prose"] = _rate([row.prose for row in outcomes if not row.refused])
    return rates


def _rate(values: Sequence[bool]) -> dict[str, Any] | None:
    """Share that is true with its interval; None where nothing was counted."""
    if not values:
        return None
    low, high = wilson_interval(sum(values), len(values))
    return {
        "rate": round(sum(values) / len(values), 4),
        "of": len(values),
        "low": round(low, 4),
        "high": round(high, 4),
    }


def table(figures: dict[str, Any]) -> str:
    """The summary as lines for a terminal."""
    lines = [f"{figures['questions']} questions"]
    for name, words in NAMES.items():
        rate = figures[name]
        if rate:
            interval = f"{rate['low']:.2f}–{rate['high']:.2f}"
            lines.append(f"{words:<36} {rate['rate']:>6.3f}  of {rate['of']:<4} {interval}")
    lines.append("")
    lines.append(f"{'pair':<10} {'n':>4}  first document  quote  refused")
    for pair, rates in figures["pairs"].items():
        refused = rates["refused_unanswerable"] or rates["refused_answerable"]
        shown = [
            f"{rate['rate']:.2f}" if rate else "–"
            for rate in (rates["document_first"], rates["quote_any"], refused)
        ]
        lines.append(
            f"{pair:<10} {rates['questions']:>4}  {shown[0]:>14}  {shown[1]:>5}  {shown[2]:>7}"
        )
    return "\n".join(lines)
