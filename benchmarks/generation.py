"""The language model alone: first token, tokens a second, share of what memory bandwidth allows.

    python benchmarks/generation.py --documents FOLDER --questions FILE.jsonl [--count 12]
        [--generator default] [--guessed 0,3,6,10]

Finds the evidence of each question once, then lets the model write over the same prompts with
nothing guessed and with up to that many tokens guessed from the prompt, in turn, in one process.
A token cannot take less time than reading all weights once; what of that limit is reached is told
for writing without guesses. Prints a table and ends with one JSON line.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import torch

from rag.api import Bot, open_library
from rag.evaluate import read_questions
from rag.generate.causal_lm import CausalLanguageModel
from rag.generate.past import Past
from rag.generate.prompts import build_messages
from rag.types import Quoted

Messages = list[dict[str, str]]
_BANDWIDTH_BYTES = 512 * 1024 * 1024


@dataclass
class Figures:
    """What was measured of one way of writing."""

    first: list[float] = field(default_factory=list)
    """Seconds to the first piece of each answer."""
    tokens: int = 0
    passes: int = 0
    """How often the model was run after the prompt was read."""
    seconds: float = 0.0
    """Of writing, the first token left out."""
    texts: list[str] = field(default_factory=list)


class Counted(CausalLanguageModel):
    """Counts tokens and runs of the model."""

    tokens = passes = 0

    def _next(self, tokens: list[int], past: object, keep: int = 1) -> list[int]:
        self.passes += 1
        return super()._next(tokens, past, keep)  # type: ignore[arg-type]

    def _continued(self, token: int, prompt: list[int], past: object):  # type: ignore[no-untyped-def]
        self.passes = 0
        for following in super()._continued(token, prompt, past):  # type: ignore[arg-type]
            self.tokens += 1
            yield following


def prompts(documents: Path, questions: Path, count: int) -> list[Messages]:
    """The prompts of English questions for which evidence was found."""
    found: list[Messages] = []
    with tempfile.TemporaryDirectory() as folder, open_library(folder) as collection:
        collection.add([documents])
        bot = Bot(collection)
        for question in read_questions(questions):
            if question.language == "en" and question.answerable and len(found) < count:
                for event in bot.ask(question.text, llm=False):
                    if isinstance(event, Quoted):
                        found.append(build_messages(question.text, event.evidence, event.language))
    return found


def write(model: Counted, messages: Messages, figures: Figures) -> None:
    """One answer, timed."""
    before = model.tokens
    start = time.perf_counter()
    first, pieces = 0.0, []
    for piece in model.stream(messages, lambda: False):
        first = first or time.perf_counter()
        pieces.append(piece)
    end = time.perf_counter()
    figures.first.append(first - start)
    figures.tokens += model.tokens - before - 1
    figures.passes += model.passes
    figures.seconds += end - first
    figures.texts.append("".join(pieces))


def first_piece(model: Counted, messages: Messages, past: Past) -> float:
    """Seconds to the first piece with that memory of prompts."""
    model._past = past
    start = time.perf_counter()
    stream = model.stream(messages, lambda: False)
    next(stream, None)
    seconds = time.perf_counter() - start
    stream.close()  # type: ignore[attr-defined]
    return seconds


def bandwidth() -> float:
    """Bytes a second that all threads read from memory together; the best of five."""
    data = torch.ones(_BANDWIDTH_BYTES // 4)
    best = 0.0
    for _ in range(5):
        start = time.perf_counter()
        data.sum()
        best = max(best, _BANDWIDTH_BYTES / (time.perf_counter() - start))
    return best


def main() -> None:
    """Run everything and print it."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--documents", type=Path, required=True)
    options.add_argument("--questions", type=Path, required=True)
    options.add_argument("--count", type=int, default=12)
    options.add_argument("--generator", default="default")
    options.add_argument("--guessed", default="0,3,6,10")
    given = options.parse_args()
    asked = prompts(given.documents, given.questions, given.count)
    model = Counted(given.generator, "auto", 0, 64, 600.0)
    model.load()
    list(model.stream(asked[0], lambda: False))
    unread: list[float] = []
    results = {int(most): Figures() for most in given.guessed.split(",")}
    for messages in asked:
        for most, figures in results.items():
            model._guessed = most
            unread.append(first_piece(model, messages, Past()))
            known = Past()
            known._fixed = model._past._fixed
            model._past = known  # the instruction is known, as after any question in its language
            write(model, messages, figures)
    weights = sum(p.numel() * p.element_size() for p in model._loaded.model.parameters())
    limit = bandwidth() / weights
    rows = {
        str(most): {
            "first_token_p50_s": statistics.median(figures.first),
            "tokens_per_s": figures.tokens / max(1e-9, figures.seconds),
            "tokens_per_pass": figures.tokens / max(1, figures.passes),
            "same_text": sum(a == b for a, b in zip(figures.texts, results[0].texts, strict=True)) if 0 in results else None,
        }
        for most, figures in results.items()
    }  # fmt: skip
    for most, row in rows.items():
        told = "  ".join(f"{name} {value:.3f}" for name, value in row.items() if value is not None)
        sys.stdout.write(f"guessed {most:<3} {told}\n")
    of_limit = rows["0"]["tokens_per_s"] / limit if "0" in rows else None
    summary = {
        "benchmark": "generation",
        "prompts": len(asked),
        "weights_mb": weights / 1e6,
        "first_token_unread_p50_s": statistics.median(unread),
        "limit_tokens_per_s": limit,
        "share_of_limit": of_limit,
        "guessed": rows,
        "cores": os.cpu_count(),
    }
    sys.stdout.write(json.dumps(summary) + "\n")


if __name__ == "__main__":
    main()
