"""How often a sentence with another number, date or name is caught, and a true one kept.

    python benchmarks/swapped_facts.py --seeds seeds [--passages FOLDER] [--count 60] [--no-embedder] [--rows FILE]

True sentences are those of the sample collection against the passage that they stand in, and, with
`--passages` (a folder of files `<language>-en.jsonl.xz` of parallel passages), those of either side against the
passage of the other side. In each one number, date or name at a time is replaced by another that
the passage does not hold; a swapped sentence is caught when it is not supported. The same
sentences, and true ones put beside another passage, give the reliability of the
probability. Prints a table by language pair and ends with one JSON line.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import platform
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

from rag.api import load_embedder
from rag.chunk.windows import WindowChunker
from rag.cite.support import measure
from rag.cite.verify import Similarity, check_answer
from rag.facts.digits import plain_digits
from rag.facts.fact import Fact
from rag.facts.find import find_facts
from rag.load.walk import find_files, load_document
from rag.metrics import expected_calibration_error, wilson_interval
from rag.protocols import Embedder
from rag.sentences import sentence_spans
from rag.settings import Settings
from rag.types import Evidence, FloatMatrix, FloatVector, Passage, Sentence, Source

CORE = ("fr", "de", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "tr")
PROSE = ("wmt-news", "canada-law", "debian-web", "nextstrain-reports", "mozilla-legal")
ENOUGH = 400  # passages of these sources; with fewer, a language takes part with all of its own
SHORTEST, LONGEST = 30, 320  # characters of a sentence
SEED = 5
BINS = 10


@dataclass
class Case:
    """A sentence, what it is checked against, and what is known of it."""

    pair: str
    claim: str
    language: str
    evidence: Evidence
    others: list[Evidence] = field(default_factory=list)


@dataclass
class Swap:
    """A sentence in which one fact is another."""

    kind: str
    claim: str
    old: str
    new: str


def evidence_of(text: str, language: str) -> Evidence:
    """A passage as evidence 1."""
    source = Source("0" * 16, "/a.txt", "a", language)
    passage = Passage(1, source.id, 0, 0, len(text), text, "", language, "")
    return Evidence(1, source, passage, 0, len(text), text, 0.9, 0.1)


def seed_cases(folder: Path) -> Iterator[Case]:
    """Every sentence with facts of the sample collection, and the passage that it is in."""
    chunker = WindowChunker(Settings().passage_tokens)
    for file in find_files([folder]):
        for passage in chunker.split(load_document(file)):
            if passage.boilerplate:
                continue
            language = passage.language
            for claim in sentences(passage.text, language):
                yield Case(
                    f"{language}→{language}", claim, language, evidence_of(passage.text, language)
                )


def parallel_cases(folder: Path, language: str, count: int) -> Iterator[Case]:
    """Sentences of either side of parallel passages against the other side."""
    rows = []
    with lzma.open(folder / f"{language}-en.jsonl.xz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    prose = [row for row in rows if row["source"] in PROSE]
    rows = prose if len(prose) >= ENOUGH else rows
    random.Random(SEED).shuffle(rows)
    taken = Counter()
    for row in rows:
        sides = [(row["text"], language, row["en"], "en"), (row["en"], "en", row["text"], language)]
        if len(sentences(row["text"], language, True)) != len(sentences(row["en"], "en", True)):
            continue  # a loose translation: its sentences need not be true of the other side
        for text, own, other, theirs in sides:
            for claim in sentences(text, own)[:2]:
                pair = f"{own}→{theirs}"
                if taken[pair] < count:
                    taken[pair] += 1
                    yield Case(pair, claim, own, evidence_of(other, theirs))
        if min(taken[f"{language}→en"], taken[f"en→{language}"]) >= count:
            return


def sentences(text: str, language: str, every: bool = False) -> list[str]:
    """Sentences of a text; those with something to swap unless `every`."""
    found = [text[start:end].strip() for start, end in sentence_spans(text, language)]
    if every:
        return [item for item in found if item]
    return [
        item
        for item in found
        if SHORTEST <= len(item) <= LONGEST
        and "\n" not in item
        and "<" not in item
        and any(fact.required for fact in find_facts(item, language))
    ]


def swaps(case: Case, names: dict[str, list[str]], chance: random.Random) -> Iterator[Swap]:
    """One swap for each kind of fact in the sentence, to something that the passage does not hold."""
    facts = [fact for fact in find_facts(case.claim, case.language) if fact.required]
    for kind in ("number", "date", "name"):
        of_kind = [fact for fact in facts if fact.kind == kind]
        chance.shuffle(of_kind)
        for fact in of_kind:
            new = (
                other_name(fact, case, names, chance)
                if kind == "name"
                else other_digits(fact, case, chance)
            )
            if new:
                claim = case.claim[: fact.start] + new + case.claim[fact.end :]
                yield Swap(kind, claim, fact.text, new)
                break


def other_digits(fact: Fact, case: Case, chance: random.Random) -> str:
    """The fact with one of its digits another; "" when its digits are words or all are in the passage."""
    places = [i for i, char in enumerate(fact.text) if char.isdigit()]
    passage = plain_digits(case.evidence.passage.text)
    held = {
        value
        for item in find_facts(passage, case.evidence.passage.language)
        for value in item.values
    }
    for _ in range(12):
        if not places:
            return ""
        place = chance.choice(places)
        zero = chr(ord(fact.text[place]) - int(plain_digits(fact.text[place])))
        digit = chance.choice("123456789" if place == places[0] else "0123456789")
        text = fact.text[:place] + chr(ord(zero) + int(digit)) + fact.text[place + 1 :]
        claim = case.claim[: fact.start] + text + case.claim[fact.end :]
        new = [item for item in find_facts(claim, case.language) if item.start == fact.start]
        runs = re.findall(r"\d+", plain_digits(text))
        fits = new and new[0].kind == fact.kind and new[0].required
        if not fits or new[0].values & (held | fact.values):
            continue
        if not all(re.search(rf"(?<!\d){run}(?!\d)", passage) for run in runs):
            return text
    return ""


def other_name(fact: Fact, case: Case, names: dict[str, list[str]], chance: random.Random) -> str:
    """A name of the same language from elsewhere, which shares no beginning with any word of the passage."""
    words = {word[:3].casefold() for word in re.findall(r"\w+", case.evidence.passage.text)}
    words |= {word[:3].casefold() for word in re.findall(r"\w+", case.claim)}
    fitting = [
        name
        for name in names[case.language]
        if name[:3].casefold() not in words and name != fact.text
    ]
    return chance.choice(fitting) if fitting else ""


def names_by_language(cases: list[Case]) -> dict[str, list[str]]:
    """Names that are written in letters of one script, from all sentences of a language."""
    names: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for fact in find_facts(case.claim, case.language):
            if fact.kind == "name" and fact.required and len(fact.text) > 3 and fact.text.isalpha():
                names[case.language].add(fact.text)
    return {language: sorted(found) for language, found in names.items()}


def similarity_of(embedder: Embedder) -> Similarity:
    """Cosines of sentences across languages; each sentence is embedded once."""

    @cache
    def vector(text: str) -> FloatVector:
        return embedder.embed_passages([text])[0]

    @cache
    def vectors(texts: tuple[str, ...]) -> FloatMatrix:
        return embedder.embed_passages(texts)

    return lambda ours, theirs: np.stack([vector(text) for text in ours]) @ vectors(tuple(theirs)).T


def checked(claim: str, case: Case, similarity: Similarity | None) -> Sentence:
    """The verdict on a sentence that cites the passage."""
    return check_answer(f"{claim} [1]", (case.evidence,), case.language, similarity)[0]


@dataclass
class Figures:
    """Counts of one pair of languages."""

    kept: int = 0
    true: int = 0
    caught: Counter[str] = field(default_factory=Counter)
    swapped: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass
class Rated:
    """What was measured of a sentence, its probability, and whether it is true of the passage."""

    pair: str
    features: dict[str, float]
    probability: float
    true: bool


def rate(
    claim: str, case: Case, sentence: Sentence, similarity: Similarity | None, true: bool
) -> Rated:
    """The features once more, for the fit; the probability is the one that the program gave."""
    text, language = case.evidence.passage.text, case.evidence.passage.language
    cosine = 0.0
    if similarity is not None:
        rows = [text[start:end] for start, end in sentence_spans(text, language)]
        rows = [row for row in rows if re.search(r"\w", row)]
        cosine = float(similarity([claim], rows).max())
    turned = sentence.reason == "negation"
    measured = measure(claim, case.language, [(text, language)], cosine, turned)
    return Rated(case.pair, measured.values(), sentence.support or 0.0, true)


def judge(
    cases: list[Case], similarity: Similarity | None, show: int
) -> tuple[dict[str, Figures], list[Rated]]:
    """Figures by pair, and what was measured of every sentence."""
    chance = random.Random(SEED)
    names = names_by_language(cases)
    figures: dict[str, Figures] = defaultdict(Figures)
    rated: list[Rated] = []
    last: dict[str, Case] = {}
    for case in cases:
        own = figures[case.pair]
        sentence = checked(case.claim, case, similarity)
        own.true += 1
        own.kept += sentence.supported
        rated.append(rate(case.claim, case, sentence, similarity, True))
        if not sentence.supported:
            own.reasons[sentence.reason] += 1
            if own.true - own.kept <= show:
                tell("LOST", case, case.claim, f"{sentence.reason} {sentence.detail!r}")
        for swap in swaps(case, names, chance):
            sentence = checked(swap.claim, case, similarity)
            own.swapped[swap.kind] += 1
            own.caught[swap.kind] += not sentence.supported
            rated.append(rate(swap.claim, case, sentence, similarity, False))
            if sentence.supported and show:
                tell("MISSED", case, swap.claim, f"{swap.kind} {swap.old!r} -> {swap.new!r}")
        other = last.get(case.pair)
        if other is not None and other.evidence.quote != case.evidence.quote:
            misplaced = Case(case.pair, case.claim, case.language, other.evidence)
            sentence = checked(case.claim, misplaced, similarity)
            rated.append(rate(case.claim, misplaced, sentence, similarity, False))
        last[case.pair] = case
    return figures, rated


def tell(what: str, case: Case, claim: str, why: str) -> None:
    """One failure, to be looked at."""
    print(f"{what} {case.pair} {why}\n  {claim}\n  {case.evidence.quote[:500]}", flush=True)


def report(figures: dict[str, Figures], rated: list[Rated]) -> dict[str, object]:
    """The table, and what goes into the line of JSON."""
    total = Figures()
    print(f"{'pair':<8}{'true':>6}{'kept':>7}{'number':>14}{'date':>14}{'name':>14}  lost by")
    for pair, own in sorted(figures.items()):
        print(
            f"{pair:<8}{own.true:>6}{own.kept / own.true:>7.3f}{shares(own)}  {dict(own.reasons.most_common(4))}"
        )
        total.true, total.kept = total.true + own.true, total.kept + own.kept
        total.caught.update(own.caught)
        total.swapped.update(own.swapped)
        total.reasons.update(own.reasons)
    print(
        f"{'all':<8}{total.true:>6}{total.kept / total.true:>7.3f}{shares(total)}  {dict(total.reasons.most_common(6))}"
    )
    reliability(rated)
    caught, swapped = sum(total.caught.values()), sum(total.swapped.values())
    return {
        "true": total.true,
        "kept": total.kept / total.true,
        "kept_interval": wilson_interval(total.kept, total.true),
        "swapped": swapped,
        "caught": caught / swapped,
        "caught_interval": wilson_interval(caught, swapped),
        "calibration_error": expected_calibration_error(
            [item.probability for item in rated], [item.true for item in rated], BINS
        ),
        "caught_by_kind": {
            kind: total.caught[kind] / total.swapped[kind] for kind in sorted(total.swapped)
        },
        "wrong_numbers_shown": total.swapped["number"] - total.caught["number"],
        "pairs": {
            pair: {
                "kept": own.kept / own.true,
                "caught": sum(own.caught.values()) / max(1, sum(own.swapped.values())),
            }
            for pair, own in sorted(figures.items())
        },
    }


def reliability(rated: list[Rated]) -> None:
    """Mean probability and share of true sentences in bins of probability."""
    print("probability  sentences  mean  true")
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [
            item
            for item in rated
            if low < item.probability <= high or number == item.probability == 0
        ]
        if inside:
            mean = sum(item.probability for item in inside) / len(inside)
            true = sum(item.true for item in inside) / len(inside)
            print(f"{low:.1f}–{high:.1f}{len(inside):>15}{mean:>6.2f}{true:>6.2f}")


def shares(own: Figures) -> str:
    """Caught and tried of each kind, for the table."""
    cells = []
    for kind in ("number", "date", "name"):
        tried = own.swapped[kind]
        cells.append(f"{own.caught[kind] / tried:.3f} of {tried}" if tried else "–")
    return "".join(f"{cell:>14}" for cell in cells)


def main() -> None:
    """Run everything and print it."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seeds", type=Path, required=True)
    options.add_argument("--passages", type=Path)
    options.add_argument("--count", type=int, default=60)
    options.add_argument("--no-embedder", action="store_true")
    options.add_argument("--show", type=int, default=0, help="failures to print of each pair")
    options.add_argument("--rows", type=Path, help="where to write what was measured, for the fit")
    given = options.parse_args()
    cases = list(seed_cases(given.seeds))
    for language in CORE if given.passages else ():
        cases += parallel_cases(given.passages, language, given.count)
    similarity = None if given.no_embedder else similarity_of(load_embedder())
    figures, rated = judge(cases, similarity, given.show)
    line = report(figures, rated)
    if given.rows:
        rows = [
            json.dumps({"pair": item.pair, "true": item.true, **item.features}) for item in rated
        ]
        given.rows.write_text("\n".join(rows) + "\n", encoding="utf-8")
    machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    sys.stdout.write(
        json.dumps({"benchmark": "swapped_facts", **line, **machine}, ensure_ascii=False) + "\n"
    )


if __name__ == "__main__":
    main()
