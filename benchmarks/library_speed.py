"""How fast the library is: putting, both searches, opening, removing.

    python benchmarks/library_speed.py --passages 10000 100000

Passages are random words of a skewed vocabulary, vectors random unit vectors of 384 dimensions;
documents have 50 passages. Prints a table and ends with one JSON line.
"""

import argparse
import hashlib
import itertools
import json
import os
import platform
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402

from rag.library.sqlite_faiss import SqliteFaissLibrary  # noqa: E402
from rag.terms import passage_terms, query_terms  # noqa: E402
from rag.types import Document, Filter, Passage  # noqa: E402

DIMENSION = 384
PER_DOCUMENT = 50
WORDS_PER_PASSAGE = 90
VOCABULARY = 30_000
QUERIES = 40
QUERY_WORDS = 9
LANGUAGES = ("de", "fr", "en", "ru")

generator = random.Random(4)
syllables = [
    a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ä", "é", "an", "er", "is")
]
words = [
    "".join(generator.choices(syllables, k=generator.randint(1, 4))) for _ in range(VOCABULARY)
]
weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))


def make(number):
    """A document of random words."""
    language = LANGUAGES[number % len(LANGUAGES)]
    texts = [
        " ".join(generator.choices(words, cum_weights=weights, k=WORDS_PER_PASSAGE)) + ". "
        for _ in range(PER_DOCUMENT)
    ]
    identity = hashlib.sha256(str(number).encode()).hexdigest()[:16]
    document = Document(
        identity, f"/speed/{number}", f"title {number}", language, "text/plain", "", "".join(texts)
    )
    passages, at = [], 0
    for index, text in enumerate(texts):
        code = int(hashlib.sha256(f"{number} {index}".encode()).hexdigest()[:15], 16)
        passages.append(
            Passage(code, identity, index, at, at + len(text), text, document.title, language, "")
        )
        at += len(text)
    return document, passages


def unit(n):
    """(n, DIMENSION) float32, unit norm."""
    rows = (
        np.random.default_rng(generator.getrandbits(32))
        .standard_normal((n, DIMENSION))
        .astype(np.float32)
    )
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def seconds(call):
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def median_ms(calls):
    return round(1000 * float(np.median([seconds(call) for call in calls])), 2)


def measure(library, folder, size, put_seconds):
    """All figures at one size, in seconds or milliseconds as their names say."""
    vectors = unit(QUERIES)
    questions = [
        " ".join(generator.choices(words, cum_weights=weights, k=QUERY_WORDS))
        for _ in range(QUERIES)
    ]
    terms = [query_terms(question, "en") for question in questions]
    keep = Filter(languages=frozenset({"de"}))
    figures = {
        "passages": size,
        "put_1000_s": round(put_seconds * 1000 / size, 3),
        "first_nearest_s": round(seconds(lambda: library.nearest(vectors[0], 60)), 3),
        "nearest_ms": median_ms([lambda v=vector: library.nearest(v, 60) for vector in vectors]),
        "nearest_one_language_ms": median_ms(
            [lambda v=vector: library.nearest(v, 60, keep) for vector in vectors]
        ),
        "matching_ms": median_ms([lambda t=item: library.matching(t, 60) for item in terms]),
        "stats_ms": median_ms([library.stats] * 9),
    }
    found = [number for number, _ in library.nearest(vectors[0], 60)]
    figures["passages_60_ms"] = median_ms([lambda: library.passages(found)] * 9)
    figures["close_with_snapshot_s"] = round(seconds(library.close), 3)
    return figures | reopened(folder, size, vectors[0])


def reopened(folder, size, vector):
    """Opening with and without the snapshot; one document removed and put again."""
    figures = {"megabytes": round(sum(file.stat().st_size for file in folder.iterdir()) / 1e6, 1)}
    for name, drop in (("with", False), ("without", True)):
        if drop:
            (folder / "vectors.faiss").unlink()
        library = None

        def first_search():
            nonlocal library
            library = SqliteFaissLibrary(folder, "random", DIMENSION, create=False)
            library.nearest(vector, 60)

        figures[f"first_search_{name}_snapshot_s"] = round(seconds(first_search), 3)
        if not drop:
            library.close()
    entry = library.documents(0, 1)[0]
    document = library.document(entry.source.id)
    passages = library.neighbours(
        library.nearest(vector, 1, Filter(frozenset({document.id})))[0][0], PER_DOCUMENT
    )
    figures["remove_document_s"] = round(seconds(lambda: library.remove([document.id])), 3)
    figures["put_document_s"] = round(
        seconds(lambda: library.put(document, passages, unit(len(passages)))), 3
    )
    figures["verify_s"] = round(seconds(library.verify), 2)
    library.close()
    return figures


def filled(folder, size):
    """A new library of so many passages and the seconds that `put` took in all."""
    library = SqliteFaissLibrary(folder, "random", DIMENSION, create=True)
    total = 0.0
    for number in range(size // PER_DOCUMENT):
        document, passages = make(number)
        rows = unit(len(passages))
        total += seconds(lambda d=document, p=passages, r=rows: library.put(d, p, r))
    return library, total


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000])
    given = parser.parse_args()
    results = []
    texts = [passage.text for number in range(20) for passage in make(number)[1]]
    terms_1000_s = round(seconds(lambda: [passage_terms(text, "en") for text in texts]), 3)
    for size in given.passages:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "library"
            library, put_seconds = filled(folder, size)
            results.append(measure(library, folder, size, put_seconds))
    for name in results[0]:
        print(f"{name:<28}" + "".join(f"{result[name]:>14}" for result in results))
    machine = {"cores": os.cpu_count(), "machine": platform.processor() or platform.machine()}
    print(json.dumps({"terms_1000_s": terms_1000_s, "results": results, **machine}))


if __name__ == "__main__":
    main()
