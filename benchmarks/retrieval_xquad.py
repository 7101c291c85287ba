"""XQuAD as open collections: the whole search, and quotes and refusals out of one mixed pool.

    python benchmarks/retrieval_xquad.py --data shared/data/eval --questions 30
    python benchmarks/retrieval_xquad.py --data shared/data/eval --questions 40 --mixed

DATA is the folder with ``xquad/``. Without ``--mixed``: for each pair of languages the paragraphs of
one language are the pool, nDCG@10 of the paragraph that answers. With it: the paragraphs of all
languages are one pool; foreign and own gold among ten, how often the first quote holds the answer of
its paragraph's language, and what is refused with the article there and taken out. Ends with JSON.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path
from statistics import mean, quantiles

from embedder_models import print_table
from reader_xquad import plain
from sklearn.metrics import roc_auc_score
from xquad import LANGUAGES, answers, articles, read_xquad

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.build import answering, embedder, library
from rag.chunk.windows import WindowChunker
from rag.settings import Settings
from rag.types import Document, Filter

HITS = 10


def filled(data: Path, languages: list[str], settings: Settings) -> tuple[object, object]:
    """A library of every paragraph as a document of its own, and the embedder."""
    vectors = embedder(settings)
    store = library(settings, vectors.identity, vectors.dimension, create=True)
    chunker = WindowChunker(settings.passage_tokens)
    for language in languages:
        for number, text in enumerate(read_xquad(data, language)[0]):
            name = f"{language}-{number}"
            item = Document(name, f"/{name}", "", language, "text/plain", name, text)
            passages = chunker.split(item)
            store.put(item, passages, vectors.embed_passages([part.text for part in passages]))
    return store, vectors


def by_pair(arguments: argparse.Namespace, languages: list[str], retriever: object) -> dict:
    """nDCG@10 of each pair with the other language alone as the pool."""
    loaded = {language: read_xquad(arguments.data, language) for language in languages}
    chosen = random.Random(0).sample(sorted(loaded[languages[0]][1]), arguments.questions)
    table: dict[str, dict[str, float]] = {a: {} for a in languages}
    seconds = []
    for a in languages:
        for b in languages:
            gains = []
            for key in chosen:
                began = time.perf_counter()
                hits = retriever.search(
                    loaded[a][1][key], 3 * HITS, Filter(languages=frozenset({b}))
                ).hits
                seconds.append(time.perf_counter() - began)
                names = list(dict.fromkeys(hit.source.id for hit in hits))[:HITS]
                gold = f"{b}-{loaded[b][2][key]}"
                gains.append(1 / math.log2(names.index(gold) + 2) if gold in names else 0.0)
            table[a][b] = mean(gains)
    print("nDCG@10 of the whole search, question language by paragraph language")
    print_table("", table)
    cuts = quantiles(seconds, n=20)
    return {
        "same": round(mean(table[a][a] for a in languages), 3),
        "across": round(mean(table[a][b] for a in languages for b in languages if a != b), 3),
        "p50_ms": round(1000 * cuts[9]), "p95_ms": round(1000 * cuts[18]),
    }  # fmt: skip


def mixed(arguments: argparse.Namespace, languages: list[str], answers_with: object) -> dict:
    """Figures over one pool of all languages."""
    loaded = {language: read_xquad(arguments.data, language) for language in languages}
    golds = {language: answers(arguments.data, language) for language in languages}
    article = articles(arguments.data, languages[0])
    chosen = random.Random(0).sample(sorted(loaded[languages[0]][1]), arguments.questions)
    rows: dict[str, dict[str, list[float]]] = {}
    there, gone = [], []
    for a in languages:
        figures: dict[str, list[float]] = {
            name: [] for name in ("own", "foreign", "quote", "false", "refused")
        }
        for key in chosen:
            question, place = loaded[a][1][key], loaded[a][2][key]
            hits = answers_with._retriever.search(question, 60).hits
            names = list(dict.fromkeys(hit.source.id for hit in hits))[:HITS]
            figures["own"].append(f"{a}-{place}" in names)
            figures["foreign"].append(mean(f"{b}-{place}" in names for b in languages if b != a))
            threshold = answers_with._limits.refuse_above
            first = answers_with._reader.read(question, hits[:20])
            best = first[0]
            there.append(best.absent)
            figures["false"].append(best.absent > threshold)
            language, number = best.source.id.split("-")
            figures["quote"].append(
                int(number) == place and plain(golds[language][key]) in plain(best.quote)
            )
            left = [
                hit for hit in hits if article[int(hit.source.id.split("-")[1])] != article[place]
            ]
            other = answers_with._reader.read(question, left[:20])
            gone.append(other[0].absent if other else 1.0)
            figures["refused"].append(gone[-1] > threshold)
        rows[a] = figures
    means = {a: {name: mean(values) for name, values in row.items()} for a, row in rows.items()}
    print("one pool: own and foreign gold in ten, first quote right, refused wrongly and rightly")
    print_table("", means)
    auroc = roc_auc_score([0] * len(there) + [1] * len(gone), there + gone)
    overall = {
        name: round(mean(row[name] for row in means.values()), 3) for name in means[languages[0]]
    }
    return {**overall, "auroc": round(float(auroc), 3)}


def main() -> None:
    """Fill a library in a new folder, search it and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("shared/data/eval"))
    parser.add_argument("--questions", type=int, default=30, help="of each language")
    parser.add_argument("--languages", default=LANGUAGES)
    parser.add_argument("--mixed", action="store_true")
    arguments = parser.parse_args()
    languages = arguments.languages.split(",")
    settings = Settings(library_backend="exact", generator="quotes")
    started = time.monotonic()
    store, vectors = filled(arguments.data, languages, settings)
    answers_with, _ = answering(settings, store, vectors)
    print(f"{store.stats().passages} passages in {time.monotonic() - started:.0f} s", flush=True)
    run = mixed if arguments.mixed else by_pair
    figures = run(
        arguments, languages, answers_with if arguments.mixed else answers_with._retriever
    )
    print(json.dumps({"benchmark": "retrieval_xquad", "mixed": arguments.mixed, **figures}))


if __name__ == "__main__":
    main()
