"""Fit what the trained reader says of absence, and the threshold of refusal; say how often it errs.

    python training/reader_calibrate.py DATA WORK rag/models/reader

After ``reader_package.py``, with the embedder that ships. Passages and questions are those that the
reader was never trained on (one context in twenty), cut, embedded, searched and read as the program
does it. A question is answerable while its context is in the pool; without it the right reply is to
refuse (hard: other contexts of the article stay; easy: the article goes too). English questions are
asked once more in twelve languages, put across word by word. Two thirds of the contexts fit, the
rest give the rates. Writes FOLDER/calibration.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from embedder_data import is_held_out_context, read_questions
from embedder_echoes import Echoes
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.chunk.windows import WindowChunker
from rag.embed.sentence_transformer import SentenceTransformerEmbedder
from rag.language import normalise
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.read.calibration import probability
from rag.read.cross_encoder import FEATURES, CrossEncoderReader, ReadHit
from rag.read.span_model import SpanModel
from rag.retrieve.retriever import Retriever
from rag.types import Document

MODELS = Path(__file__).resolve().parent.parent / "rag" / "models"
LANGUAGES = ("en", "ja", "zh", "zh-hant", "fr", "ar", "pt", "he", "th")
ACROSS = ("de", "es", "fr", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "tr")
QUESTIONS = 45  # of each language
ACROSS_QUESTIONS = 22  # of each language that English ones are put into
CONTEXTS = 350  # of each language in the pool
HITS, READ = 20, 28  # read as in the settings; read here, so that enough are left
SHOWN = 3
MOST_FALSE_REFUSALS = 0.10
REGULARISATION = 1.0


@dataclass(frozen=True)
class Asked:
    """A question, its document, article and answers, and the group its rates are told under."""

    text: str
    group: str
    document: str
    article: str
    answers: tuple[tuple[int, int], ...]


@dataclass
class Case:
    """What was read for a question with its passage there or taken out."""

    asked: Asked
    kind: str
    read: list[ReadHit]


def document(context: str, title: str, language: str) -> Document:
    name = hashlib.sha256(f"{language}\0{title}\0{context}".encode()).hexdigest()
    return Document(name[:16], f"/{name[:16]}.txt", title, language, "text/plain", name, context)


def collect(data: Path, work: Path, choice: random.Random) -> tuple[list[Document], list[Asked]]:
    """The held-out contexts and questions on them, English ones in other languages too."""
    echoes = Echoes(work / "words", choice)
    documents: list[Document] = []
    asked: list[Asked] = []
    for language in LANGUAGES:
        contexts: dict[tuple[str, str], list[dict]] = defaultdict(list)
        for record in read_questions(data, language):
            context = record["context"]
            if (
                is_held_out_context(context)
                and normalise(context) == context
                and len(context) < 4000
            ):
                contexts[record["title"], context].append(record)
        chosen = choice.sample(sorted(contexts), min(CONTEXTS, len(contexts)))
        code = {"zh-hant": "zh"}.get(language, language)
        for number, (title, context) in enumerate(chosen):
            item = document(context, title, code)
            documents.append(item)
            record = choice.choice(contexts[title, context])
            spans = tuple((a["start"], a["start"] + len(a["text"])) for a in record["answers"])
            where = (item.id, title or item.id, spans)
            if number < QUESTIONS:
                asked.append(Asked(record["question"], language, *where))
            if language == "en" and number < ACROSS_QUESTIONS * len(ACROSS):
                other = ACROSS[number % len(ACROSS)]
                asked.append(Asked(echoes.into(record["question"], other), "across", *where))
    return documents, asked


def read_cases(
    asked: list[Asked],
    retriever: Retriever,
    reader: CrossEncoderReader,
    articles: dict[str, set[str]],
) -> list[Case]:
    cases = []
    started = time.monotonic()
    for number, item in enumerate(asked):
        measured = reader.measure(item.text, retriever.search(item.text, READ).hits)
        for kind, gone in (
            ("there", set()),
            ("hard", {item.document}),
            ("easy", articles[item.article]),
        ):
            left = [row for row in measured if row.hit.source.id not in gone][:HITS]
            ranked = [
                replace(row, features={**row.features, "first": 1.0 / rank})
                for rank, row in enumerate(left, start=1)
            ]
            if ranked:
                cases.append(Case(item, kind, ranked))
        if number % 50 == 49:
            print(
                f"{number + 1} of {len(asked)} read, {time.monotonic() - started:.0f} s", flush=True
            )
    return cases


def holds_answer(row: ReadHit, asked: Asked) -> bool:
    """Whether the quote holds one of the answers."""
    owner = row.hit.passage
    if owner.document_id != asked.document:
        return False
    start, end = owner.start + row.quote[0], owner.start + row.quote[1]
    return any(start <= first and last <= end for first, last in asked.answers)


def fit(cases: list[Case]) -> dict[str, float]:
    """Coefficients of absence, over everything read while the passage was there or out."""
    table = [[row.features[name] for name in FEATURES] for case in cases for row in case.read[:12]]
    labels = [
        not (case.kind == "there" and holds_answer(row, case.asked))
        for case in cases
        for row in case.read[:12]
    ]
    model = LogisticRegression(C=REGULARISATION, max_iter=1000).fit(np.array(table), labels)
    values = [float(model.intercept_[0]), *map(float, model.coef_[0])]
    return dict(zip(("bias", *FEATURES), (round(value, 4) for value in values), strict=True))


def least_absent(case: Case, fitted: dict[str, float]) -> float:
    return min(probability(fitted, row.features)[0] for row in case.read)


def rates(cases: list[Case], fitted: dict[str, float], threshold: float) -> dict[str, float]:
    values = {
        kind: np.array([least_absent(case, fitted) for case in cases if case.kind == kind])
        for kind in ("there", "hard", "easy")
    }
    there = [case for case in cases if case.kind == "there"]
    first = [min(case.read, key=lambda row: probability(fitted, row.features)[0]) for case in there]
    right = [holds_answer(row, case.asked) for row, case in zip(first, there, strict=True)]
    found: dict[str, float] = {"questions": len(there), "first_quote_right": float(np.mean(right))}
    for kind in ("easy", "hard"):
        labels = np.r_[np.zeros(len(values["there"])), np.ones(len(values[kind]))]
        found[f"auroc_{kind}"] = float(roc_auc_score(labels, np.r_[values["there"], values[kind]]))
        found[f"refused_{kind}"] = float((values[kind] > threshold).mean())
    found["false_refusals"] = float((values["there"] > threshold).mean())
    return {name: round(value, 3) for name, value in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    choice = random.Random(11)
    documents, asked = collect(arguments.data, arguments.work, choice)
    embedder = SentenceTransformerEmbedder(MODELS / "embedder", "embedder")
    articles: dict[str, set[str]] = defaultdict(set)
    with TemporaryDirectory() as place:
        library = SqliteFaissLibrary(
            Path(place), embedder.identity, embedder.dimension, create=True
        )
        chunker = WindowChunker(160)
        for item in documents:
            articles[item.title or item.id].add(item.id)
            passages = chunker.split(item)
            texts = [f"{part.context}\n{part.text}".strip() for part in passages]
            library.put(item, passages, embedder.embed_passages(texts))
        print(f"{len(documents)} documents, {len(asked)} questions", flush=True)
        reader = CrossEncoderReader(SpanModel(arguments.folder, MODELS / "embedder"), {})
        retriever = Retriever(library, embedder, 60, True, 0.0)
        cases = read_cases(asked, retriever, reader, articles)
        library.close()
    held_out = {item.text for number, item in enumerate(asked) if number % 3 == 0}
    fitting = [case for case in cases if case.asked.text not in held_out]
    fitted = fit(fitting)
    there = np.array([least_absent(case, fitted) for case in fitting if case.kind == "there"])
    threshold = round(float(np.quantile(there, 1 - MOST_FALSE_REFUSALS)), 3)
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if case.asked.text in held_out:
            groups["across" if case.asked.group == "across" else "one language"].append(case)
            groups["all"].append(case)
    table = {name: rates(found, fitted, threshold) for name, found in groups.items()}
    for name, values in table.items():
        print(f"{name:14s} {values}")
    values = {
        "absent": fitted,
        "threshold": threshold,
        "embedder": embedder.identity,
        "rates": table,
    }
    target = arguments.folder / "calibration.json"
    target.write_text(json.dumps(values, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({"threshold": threshold, **table["all"]}))


if __name__ == "__main__":
    main()
