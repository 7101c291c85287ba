"""XQuAD: the quote and the span that the reader finds in the right paragraph, for pairs of languages.

    python benchmarks/reader_xquad.py --data shared/data/eval --questions 60

DATA is the folder with ``xquad/``. For each pair the question is read with its own paragraph in the
other language. Prints how often the quote holds the answer and the F1 of the span (words; characters
in Chinese), a row for each question language, then the words of a quote and one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import unicodedata
from collections import Counter
from pathlib import Path
from statistics import mean, median

from embedder_models import print_table
from xquad import LANGUAGES, answers, read_xquad

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.build import READER_CALIBRATION, SHIPPED_EMBEDDER, SHIPPED_READER
from rag.metrics import wilson_interval
from rag.read.candidates import word_count
from rag.read.cross_encoder import Absence, CrossEncoderReader
from rag.read.span_model import SpanModel
from rag.types import Hit, Passage, Source


def plain(text: str) -> str:
    """A text as it is compared."""
    return unicodedata.normalize("NFKC", text).casefold()


def f1(found: str, gold: str, language: str) -> float:
    """Overlap of words, of characters in Chinese."""
    split = list if language == "zh" else str.split
    left, right = (
        Counter(split("".join(c if c.isalnum() or c.isspace() else " " for c in plain(text))))
        for text in (found, gold)
    )
    shared = (left & right).total()
    return 2 * shared / (left.total() + right.total()) if shared else 0.0


def hit(text: str, language: str) -> Hit:
    """A paragraph as the search would give it."""
    passage = Passage(1, "d", 0, 0, len(text), text, "", language, "")
    return Hit(passage, Source("d", "/d", "", language), 1, 1.0)


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("shared/data/eval"))
    parser.add_argument("--questions", type=int, default=60, help="of each pair")
    parser.add_argument("--languages", default=LANGUAGES)
    arguments = parser.parse_args()
    languages = arguments.languages.split(",")
    absence = Absence.from_file(READER_CALIBRATION)
    reader = CrossEncoderReader(SpanModel(SHIPPED_READER, SHIPPED_EMBEDDER), absence.coefficients)
    loaded = {language: read_xquad(arguments.data, language) for language in languages}
    golds = {language: answers(arguments.data, language) for language in languages}
    chosen = random.Random(0).sample(sorted(golds[languages[0]]), arguments.questions)
    started = time.monotonic()
    held: dict[str, dict[str, float]] = {a: {} for a in languages}
    spans: dict[str, dict[str, float]] = {a: {} for a in languages}
    words: list[float] = []
    for a in languages:
        for b in languages:
            paragraphs, _, places = loaded[b]
            right, shared = [], []
            for key in chosen:
                (item,) = reader.read(loaded[a][1][key], [hit(paragraphs[places[key]], b)])
                right.append(plain(golds[b][key]) in plain(item.quote))
                start, end = item.span_start or 0, item.span_end or 0
                shared.append(f1(paragraphs[places[key]][start:end], golds[b][key], b))
                words.append(word_count(item.quote))
            held[a][b], spans[a][b] = mean(right), mean(shared)
    print("quote holds the answer, question language by paragraph language")
    print_table("", held)
    print("F1 of the span")
    print_table("", spans)
    report: dict[str, object] = {"benchmark": "reader_xquad", "questions": arguments.questions}
    for name, table in (("quote", held), ("f1", spans)):
        same = [table[a][a] for a in languages]
        across = [table[a][b] for a in languages for b in languages if a != b]
        report[f"{name}_same"] = round(mean(same), 3)
        report[f"{name}_across"] = round(mean(across), 3) if across else None
        if name == "quote":
            count = arguments.questions * len(across)
            low, high = wilson_interval(round(mean(across) * count), count) if across else (0, 0)
            report["quote_across_95"] = [round(low, 3), round(high, 3)]
    report["median_words"] = median(words)
    report["seconds"] = round(time.monotonic() - started)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
