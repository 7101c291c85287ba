"""Seconds and memory of what people wait for: cold starts, adding, the quote, the prose.

    python benchmarks/speed.py --documents FOLDER --questions FILE.jsonl [--count 30] [--no-llm]

Adds the folder to a new library in a temporary place, asks the questions in one process, and runs
the commands `rag --help`, `rag search` and `rag ask` cold, each in a process of its own. Prints a
table and ends with one JSON line.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rag.api import Bot, open_library
from rag.evaluate import read_questions
from rag.types import Answered, Quoted, Refused, Written

COLD_RUNS = 3


def cold_seconds(arguments: list[str], library: str) -> float:
    """Median wall-clock seconds of a command in a process of its own."""
    times = []
    for _ in range(COLD_RUNS):
        start = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "rag", *arguments],
            capture_output=True,
            check=False,
            env={**os.environ, "RAG_LIBRARY": library},
        )
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def percentile(values: list[float], share: float) -> float | None:
    """The value below which that share lies; None of nothing."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else None


def asked(bot: Bot, texts: list[str], llm: bool) -> dict[str, float | None]:
    """Seconds to quote, first token and end, and pieces per second, over all questions."""
    quote: list[float] = []
    first: list[float] = []
    total: list[float] = []
    rates: list[float] = []
    for text in texts:
        times: list[float] = []
        for event in bot.ask(text, llm=llm):
            if isinstance(event, Quoted):
                quote.append(event.seconds)
            elif isinstance(event, Written):
                times.append(event.seconds)
            elif isinstance(event, Answered | Refused) and event.answer.seconds.total:
                total.append(event.answer.seconds.total)
        if len(times) > 2:
            first.append(times[0] - quote[-1])
            rates.append((len(times) - 1) / max(1e-9, times[-1] - times[0]))
    return {
        "quote_p50_s": percentile(quote, 0.5),
        "quote_p95_s": percentile(quote, 0.95),
        "first_token_after_quote_p50_s": percentile(first, 0.5),
        "pieces_per_s_p50": percentile(rates, 0.5),
        "total_p50_s": percentile(total, 0.5),
        "total_p95_s": percentile(total, 0.95),
    }


def main() -> None:
    """Run everything and print it."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--documents", type=Path, required=True)
    options.add_argument("--questions", type=Path, required=True)
    options.add_argument("--count", type=int, default=30)
    options.add_argument("--no-llm", action="store_true")
    given = options.parse_args()
    texts = [question.text for question in read_questions(given.questions)][: given.count]
    with tempfile.TemporaryDirectory() as folder:
        with open_library(folder) as collection:
            collection.embedder.embed_queries(["."])  # loading is counted in the cold starts
            start = time.perf_counter()
            results = collection.add([given.documents])
            seconds = time.perf_counter() - start
            passages = sum(result.passages for result in results)
            bot = Bot(collection)
            bot.answer(texts[0], llm=not given.no_llm)
            figures = asked(bot, texts, not given.no_llm)
        figures |= {
            "passages": passages,
            "passages_added_per_s": passages / seconds,
            "cold_help_s": cold_seconds(["--help"], folder),
            "cold_search_s": cold_seconds(["search", texts[0]], folder),
            "cold_ask_no_llm_s": cold_seconds(["ask", "--no-llm", texts[0]], folder),
        }
        if not given.no_llm:
            figures["cold_ask_s"] = cold_seconds(["ask", texts[0]], folder)
    figures["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, value in figures.items():
        sys.stdout.write(f"{name:<32} {'–' if value is None else f'{value:.3f}'}\n")
    machine = {"processor": platform.processor() or platform.machine(), "cores": os.cpu_count()}
    sys.stdout.write(
        json.dumps({"benchmark": "speed", "questions": len(texts), **figures, **machine}) + "\n"
    )


if __name__ == "__main__":
    main()
