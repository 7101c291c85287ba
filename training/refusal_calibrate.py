"""Fit the reader's scores and the threshold of refusal for one embedder, and say how often it errs.

    python training/refusal_calibrate.py DATA_FOLDER rag/models/embedder rag/models/embedder/refusal.json
    python training/refusal_calibrate.py DATA_FOLDER hashing hashing.json

DATA_FOLDER holds `qa/` and `passages/` (formats in its README). Questions are asked of a pool of the
contexts of all questions in eight languages and of headed passages in many more, through the
program's own chunking, retrieval and reader. A question is answerable while its context is in the
pool; without it (hard: other contexts of the article stay; easy: the article goes too) the right
reply is to refuse. Two thirds of the questions fit, the rest give the rates that are written down.

There are no open questions whose passages are in another language. So each question is used a
second time as if it were: without most of the shared words, and with the cosines less by what the
embedder gives to its own language (measured on headed passages in two languages). Headings asked in
one language of passages in another are reported too, but fit nothing: many name no one passage.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.chunk.windows import WindowChunker
from rag.embed.hashing import HashingEmbedder
from rag.embed.sentence_transformer import SentenceTransformerEmbedder
from rag.language import normalise
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.protocols import Embedder
from rag.read.calibration import ABSENT_FEATURES, QUOTE_FEATURES, Calibration, probability
from rag.read.features import read_question
from rag.read.overlap import OverlapReader, ReadPassage
from rag.retrieve.retriever import Retriever
from rag.types import Document, FloatMatrix, Hit

QA_LANGUAGES = "en fr ar ja zh pt he th".split()
HEADED = "de es it nl pl ru tr fr zh ja ar pt".split()
CONTEXTS = 110  # contexts of each language in the pool
QUESTIONS = 36  # questions asked in each language
HEADINGS = 14  # headings asked for each language beside English
HITS = 20  # read for a question, as in the settings
SHOWN = 3  # evidence that decides about refusing
MORE = 60  # hits fetched, so that enough are left when an article is taken out
POSITIVE_WEIGHT = 6.0  # a sentence with the answer counts as much as so many without
RIDGE = 1.0
WORDS_ACROSS = (
    0.3  # share of the shared words (names, numbers, loans) that is left across languages
)
MOST_FALSE_REFUSALS = 0.15
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A question, the document that answers it, and where in it; a heading has no answers."""

    text: str
    group: str
    document: str
    article: str
    answers: tuple[tuple[int, int], ...] = ()


@dataclass
class Read:
    """What the reader measured for a question with its document in the pool and without."""

    asked: Asked
    case: str
    passages: list[ReadPassage]
    features: list[dict[str, float]]


class Remembering:
    """An embedder that keeps the vectors of texts it has seen, and embeds in batches of 64."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self._known = embedder, {}
        self.identity, self.dimension = embedder.identity, embedder.dimension

    def embed_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """See `Embedder`; questions are not kept."""
        return self._embedder.embed_queries(queries)

    def embed_passages(self, passages: Sequence[str]) -> FloatMatrix:
        """See `Embedder`."""
        new = sorted({text for text in passages if text not in self._known}, key=len)
        for start in range(0, len(new), 64):
            batch = new[start : start + 64]
            self._known.update(zip(batch, self._embedder.embed_passages(batch), strict=True))
        if not passages:
            return np.zeros((0, self.dimension), np.float32)
        return np.stack([self._known[text] for text in passages])


# The pool -------------------------------------------------------------------------------------


def rows(file: Path) -> Iterator[dict[str, Any]]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def document(text: str, title: str, language: str) -> Document:
    name = hashlib.sha256(f"{language}\0{title}\0{text}".encode()).hexdigest()
    return Document(name[:16], f"/{name[:16]}.txt", title, language, "text/plain", name, text)


def questions(folder: Path, choice: random.Random) -> tuple[list[Document], list[Asked]]:
    """Contexts of the question sets as documents, and questions about some of them."""
    documents, asked = [], []
    for language in QA_LANGUAGES:
        contexts: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for row in rows(folder / "qa" / f"{language}.jsonl.xz"):
            if normalise(row["context"]) == row["context"]:
                contexts[row["title"], row["context"]].append(row)
        chosen = choice.sample(sorted(contexts), min(CONTEXTS, len(contexts)))
        for index, (title, context) in enumerate(chosen):
            item = document(context, title, language)
            documents.append(item)
            if index < QUESTIONS:
                row = choice.choice(contexts[title, context])
                spans = tuple((a["start"], a["start"] + len(a["text"])) for a in row["answers"])
                asked.append(Asked(row["question"], language, item.id, title or item.id, spans))
    return documents, asked


def headings(folder: Path, choice: random.Random) -> tuple[list[Document], list[Asked]]:
    """Passages in two languages, each asked for by its heading in the other."""
    documents, asked = [], []
    for language in HEADED:
        unique: dict[str, dict[str, Any]] = {}
        for row in rows(folder / "passages" / f"{language}-en.jsonl.xz"):
            if len(row["title_en"].split()) >= 3 and len(row["title"]) >= 6:
                unique.setdefault(row["title_en"].casefold(), row)
        for index, key in enumerate(choice.sample(sorted(unique), min(HEADINGS, len(unique)))):
            row = unique[key]
            foreign = index % 2 == 0
            text, own = (row["text"], language) if foreign else (row["en"], "en")
            item = document(normalise(text), "", own)
            documents.append(item)
            heading, group = (
                (row["title_en"], f"en>{language}") if foreign else (row["title"], f"{language}>en")
            )
            asked.append(Asked(heading, group, item.id, item.id))
    return documents, asked


def filled(library: SqliteFaissLibrary, documents: Sequence[Document], embedder: Embedder) -> int:
    chunker, total = WindowChunker(160), 0
    for item in documents:
        passages = chunker.split(item)
        texts = [
            f"{passage.context}\n{passage.text}" if passage.context else passage.text
            for passage in passages
        ]
        library.put(item, passages, embedder.embed_passages(texts))
        total += len(passages)
    return total


# Reading --------------------------------------------------------------------------------------


def without(hits: Sequence[Hit], documents: set[str]) -> list[Hit]:
    """The first hits that are of none of the documents, ranked anew."""
    left = [hit for hit in hits if hit.source.id not in documents][:HITS]
    return [replace(hit, rank=rank) for rank, hit in enumerate(left, start=1)]


def read_all(
    asked: Sequence[Asked],
    retriever: Retriever,
    reader: OverlapReader,
    articles: dict[str, set[str]],
) -> list[Read]:
    results = []
    for item in asked:
        question = read_question(item.text)
        hits = retriever.search(item.text, MORE).hits
        for case, gone in (
            ("there", set()),
            ("hard", {item.document}),
            ("easy", articles[item.article]),
        ):
            passages = reader.measure(question, without(hits, gone))
            if passages:
                results.append(
                    Read(item, case, passages, reader.passage_features(question, passages))
                )
    return results


def holds_answer(passage: ReadPassage, index: int, asked: Asked) -> bool:
    owner, candidate = passage.hit.passage, passage.candidates[index]
    if owner.document_id != asked.document:
        return False
    start, end = owner.start + candidate.start, owner.start + candidate.end
    return any(start <= first and last <= end for first, last in asked.answers)


# Fitting --------------------------------------------------------------------------------------


def logistic(features: Array, labels: Array, weights: Array) -> Array:
    """Coefficients (bias first) of a ridge logistic regression, by Newton's method."""
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    design = np.hstack([np.ones((len(features), 1)), (features - middle) / spread])
    penalty = np.diag([0.0, *[RIDGE] * features.shape[1]])
    fitted = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-np.clip(design @ fitted, -30, 30)))
        slope = design.T @ (weights * (labels - chance)) - penalty @ fitted
        curve = (design * (weights * chance * (1 - chance))[:, None]).T @ design + penalty
        step = np.linalg.solve(curve, slope)
        fitted += step
        if np.abs(step).max() < 1e-8:
            break
    scaled = fitted[1:] / spread
    return np.array([fitted[0] - scaled @ middle, *scaled])


def across(features: Mapping[str, float], advantage: float) -> dict[str, float]:
    """Features of a sentence or passage as if the question were in another language."""
    changed = dict(features)
    for name in ("overlap", "around"):
        if name in changed:
            changed[name] *= WORDS_ACROSS
    for name in ("cosine", "dense"):
        changed[name] -= advantage
    return changed


def fit_quote(results: Sequence[Read], advantage: float | None) -> dict[str, float]:
    """Which sentence holds the answer; `advantage` None leaves other languages out."""
    table, labels, weights = [], [], []
    for result in results:
        if result.case != "there" or not result.asked.answers:
            continue
        for passage in result.passages[:8]:
            for index, features in enumerate(passage.measured):
                right = holds_answer(passage, index, result.asked)
                alone = len(passage.candidates[index].sentences) == 1
                for variant in (
                    [features] if advantage is None else [features, across(features, advantage)]
                ):
                    table.append([variant[name] for name in QUOTE_FEATURES])
                    labels.append(float(right))
                    weights.append((POSITIVE_WEIGHT if right else 1.0) * (1.0 if alone else 0.5))
    fitted = logistic(np.array(table), np.array(labels), np.array(weights))
    return dict(zip(("bias", *QUOTE_FEATURES), fitted.round(4).tolist(), strict=True))


def shown(result: Read) -> list[int]:
    """The evidence that decides about refusing: the passages with the best quotes."""
    passages = result.passages
    return sorted(range(len(passages)), key=lambda i: -max(passages[i].logits))[:SHOWN]


def fit_absent(results: Sequence[Read]) -> dict[str, float]:
    """Fitted on the evidence that is shown, for that is what the probability is said of."""
    table, labels = [], []
    for result in results:
        for index in shown(result):
            features = result.features[index]
            table.append([features[name] for name in ABSENT_FEATURES])
            labels.append(float(result.passages[index].hit.source.id != result.asked.document))
    fitted = logistic(np.array(table), np.array(labels), np.ones(len(labels)))
    return dict(zip(("bias", *ABSENT_FEATURES), fitted.round(4).tolist(), strict=True))


def asked_across(result: Read, quote: Mapping[str, float], advantage: float) -> Read:
    """The result as if the question had been asked in another language."""
    features = []
    for passage, own in zip(result.passages, result.features, strict=True):
        sentence = across(passage.measured[passage.best], advantage)
        logit = probability(quote, {name: sentence[name] for name in QUOTE_FEATURES})[1]
        features.append({**across(own, advantage), "quote": logit, "cross": 1.0})
    return replace(result, features=features)


def with_quotes(results: Sequence[Read], reader: OverlapReader, quote: dict[str, float]) -> None:
    """Choose the quotes anew with fitted coefficients."""
    for result in results:
        for index, passage in enumerate(result.passages):
            logits = [
                quote["bias"] + sum(quote[name] * features[name] for name in QUOTE_FEATURES)
                for features in passage.measured
            ]
            result.passages[index] = replace(passage, logits=logits, best=int(np.argmax(logits)))
        result.features = reader.passage_features(read_question(result.asked.text), result.passages)


def least_absent(result: Read, fitted: Calibration) -> float:
    """What is compared with the threshold: the least `absent` of the evidence that is shown."""
    return min(probability(fitted.absent, result.features[index])[0] for index in shown(result))


# Rates ----------------------------------------------------------------------------------------


def area(there: Sequence[float], gone: Sequence[float]) -> float:
    """AUROC: how often an unanswerable question has the higher value."""
    if not there or not gone:
        return float("nan")
    a, b = np.array(there)[None, :], np.array(gone)[:, None]
    return float((b > a).mean() + 0.5 * (b == a).mean())


def best_threshold(there: Array, gone: Array) -> float:
    """Most of refusal recall less false refusals, with at most 15 % of the latter."""
    options = np.unique(np.round(np.concatenate([there, gone]), 3))
    scored = [
        ((gone > cut).mean() - (there > cut).mean(), float(cut))
        for cut in options
        if (there > cut).mean() <= MOST_FALSE_REFUSALS
    ]
    return max(scored)[1]


def rates(results: Sequence[Read], fitted: Calibration) -> dict[str, float]:
    values = {
        case: [least_absent(r, fitted) for r in results if r.case == case]
        for case in ("there", "hard", "easy")
    }
    answered = [r for r in results if r.case == "there" and r.asked.answers]
    first = [max(range(len(r.passages)), key=lambda i: max(r.passages[i].logits)) for r in answered]
    right = [
        holds_answer(r.passages[i], r.passages[i].best, r.asked)
        for r, i in zip(answered, first, strict=True)
    ]
    return {
        "questions": len(values["there"]),
        "auroc_easy": round(area(values["there"], values["easy"]), 3),
        "auroc_hard": round(area(values["there"], values["hard"]), 3),
        "refused_easy": round(float(np.mean(np.array(values["easy"]) > fitted.threshold)), 3),
        "refused_hard": round(float(np.mean(np.array(values["hard"]) > fitted.threshold)), 3),
        "false_refusals": round(float(np.mean(np.array(values["there"]) > fitted.threshold)), 3),
        **({"first_quote_right": round(float(np.mean(right)), 3)} if right else {}),
    }


def own_advantage(folder: Path, embedder: Embedder, choice: random.Random) -> float:
    """Mean cosine by which a heading is nearer to its passage in its own language than in another."""
    gaps = []
    for language in HEADED:
        found = [
            row
            for row in rows(folder / "passages" / f"{language}-en.jsonl.xz")
            if row["title"] and row["title_en"]
        ]
        chosen = choice.sample(found, min(24, len(found)))
        english, foreign = (
            embedder.embed_queries([row[key] for row in chosen]) for key in ("title_en", "title")
        )
        in_english, in_foreign = (
            embedder.embed_passages([row[key] for row in chosen]) for key in ("en", "text")
        )
        gaps.append(np.mean((english * in_english).sum(1) - (english * in_foreign).sum(1)) / 2)
        gaps.append(np.mean((foreign * in_foreign).sum(1) - (foreign * in_english).sum(1)) / 2)
    return round(2 * float(np.mean(gaps)), 4)


def main(data: Path, name: str, target: Path) -> None:
    began = time.perf_counter()
    inner: Embedder = (
        HashingEmbedder()
        if name == "hashing"
        else SentenceTransformerEmbedder(Path(name), Path(name).name)
    )
    embedder = Remembering(inner)
    choice = random.Random(8)
    documents, asked = questions(data, choice)
    more_documents, more_asked = headings(data, choice)
    documents, asked = documents + more_documents, asked + more_asked
    folder = TemporaryDirectory()
    library = SqliteFaissLibrary(
        Path(folder.name), embedder.identity, embedder.dimension, create=True
    )
    passages = filled(library, documents, embedder)
    print(
        f"{len(documents)} documents, {passages} passages, {len(asked)} questions, {time.perf_counter() - began:.0f} s",
        flush=True,
    )
    articles: dict[str, set[str]] = defaultdict(set)
    for item in documents:
        articles[item.title or item.id].add(item.id)
    reader = OverlapReader(embedder, Calibration.default())
    results = read_all(asked, Retriever(library, embedder, MORE, True, 0.0), reader, articles)
    library.close()
    folder.cleanup()
    print(f"read, {time.perf_counter() - began:.0f} s", flush=True)
    advantage = own_advantage(data, embedder, choice)
    # The hashing embedder knows no other language, so nothing is fitted for one.
    shift = None if name == "hashing" else advantage
    held_out = {item.text for index, item in enumerate(asked) if index % 3 == 0}
    real = [result for result in results if result.asked.answers]
    quote = fit_quote([result for result in real if result.asked.text not in held_out], shift)
    with_quotes(results, reader, quote)
    moved = [] if shift is None else [asked_across(result, quote, shift) for result in real]
    fitting = [result for result in real + moved if result.asked.text not in held_out]
    fitted = Calibration(
        name if name == "hashing" else inner.identity, quote, fit_absent(fitting), 0.5
    )
    there, gone = (
        np.array(
            [
                least_absent(result, fitted)
                for result in fitting
                if (result.case == "there") == answerable
            ]
        )
        for answerable in (True, False)
    )
    fitted = replace(fitted, threshold=best_threshold(there, gone))
    groups: dict[str, list[Read]] = defaultdict(list)
    for result in real:
        groups["questions"].append(result)
        groups[result.asked.group].append(result)
    groups["as if across"] = moved
    groups["headings"] = [result for result in results if not result.asked.answers]
    table = {
        group: rates([result for result in found if result.asked.text in held_out], fitted)
        for group, found in groups.items()
        if found
    }
    for group, values in table.items():
        print(f"{group:12s}", values)
    fitted = replace(fitted, rates=table)
    values = {**fitted.to_values(), "own_advantage": advantage}
    target.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(
        json.dumps(
            {
                "embedder": fitted.embedder,
                "threshold": fitted.threshold,
                "own_advantage": advantage,
                **table["questions"],
            }
        )
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("embedder")
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    main(options.data, options.embedder, options.target)
