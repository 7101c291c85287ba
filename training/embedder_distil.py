"""Train the student: a foreign text gets the teacher's vector of its English twin.

    python training/embedder_distil.py TEACHER WORK --minutes 100
    python training/embedder_distil.py TEACHER WORK --minutes 60 --start rag/models/embedder

After ``embedder_rows.py`` and ``embedder_examples.py``. Each batch holds texts of about one
length, so little is padded; compiling the body for fixed lengths was 3 % faster on two cores
and padded more, so it runs as it is. Writes WORK/checkpoint.pt every ten minutes and at the end; started again, it goes on from there. The
learning rates follow the clock, so the run ends when the minutes are over.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from embedder_body import WIDTH, load_body, padded, sentence_vectors
from embedder_teacher import TeacherVectors
from tokenizers import Tokenizer
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.embed.quantized import read_weights
from rag.int8_rows import ROWS_NAME

LONGEST = 128  # tokens
BATCH_TOKENS = 3072
MOST_TEXTS = 160  # in a batch
LANGUAGE_SHARES = {
    "ar": 10.0, "zh": 9.0, "ja": 7.0, "tr": 7.0, "ru": 7.5, "de": 7.0, "es": 7.0, "fr": 6.0,
    "hi": 6.0, "vi": 6.0, "pl": 4.0, "it": 4.0, "pt": 4.0, "nl": 3.5, "ko": 3.0,
}  # fmt: skip
OTHER_SHARE = 1.0  # of each language not named
ENGLISH_SHARE = 8.0
KIND_SHARES = {"sentence": 0.43, "question": 0.12, "passage": 0.16, "title": 0.09, "echo": 0.20}
MOST_PASSES = 4.0  # a small group is not drawn more often than this within one run
EXPECTED_EXAMPLES = 350_000
TEACHER_TEXTS = 90_000  # English texts in use, those of many translations more likely
ASKED_EVERY = 12  # one batch in so many teaches question against own passage
ASKED_BATCH = 24
ASKED_LONGEST = 190  # tokens of the passage; its end is cut
ASKED_WEIGHT = 0.5
POOL = 4096
EARLIER_VECTORS = 512  # teacher vectors of earlier batches that serve as further negatives
BODY_RATE = 7e-5
ROW_RATE = 5e-4
COPIED_ROW_RATE = 2e-4
BETAS = (0.9, 0.98)
WARM_UP_STEPS = 100
LOWEST_RATE = 0.03
COSINE_WEIGHT = 5.0
CONTRAST_WEIGHT = 0.5
SCALE = 20.0
LARGEST_NORM = 1.0
CHECKPOINT_SECONDS = 600
LOG_STEPS = 20


class RowTable:
    """The vocabulary rows with their own Adam; a step touches the rows of the batch only."""

    def __init__(self, rows: np.ndarray, copied: np.ndarray) -> None:
        self.rows = torch.from_numpy(rows.astype(np.float32))
        self.first = torch.zeros_like(self.rows)
        self.second = torch.zeros_like(self.rows)
        rates = np.where(copied, COPIED_ROW_RATE, ROW_RATE).astype(np.float32)
        self.rates = torch.from_numpy(rates)[:, None]

    def look_up(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return the distinct ids, their rows as a leaf, and the embedded tokens."""
        distinct, places = torch.unique(ids, return_inverse=True)
        leaf = self.rows[distinct].requires_grad_(True)
        return distinct, leaf, functional.embedding(places, leaf)

    def step(self, distinct: torch.Tensor, gradient: torch.Tensor, factor: float) -> None:
        """Move the rows of a batch along their gradient [distinct, 384]."""
        first = self.first[distinct].lerp_(gradient, 1 - BETAS[0])
        second = self.second[distinct].lerp_(gradient.square(), 1 - BETAS[1])
        self.first[distinct], self.second[distinct] = first, second
        move = first / (second.sqrt() + 1e-8)
        self.rows[distinct] -= factor * self.rates[distinct] * move

    def state(self) -> dict[str, torch.Tensor]:
        """Return everything a checkpoint needs."""
        return {"rows": self.rows, "first": self.first, "second": self.second}

    def load(self, state: dict[str, torch.Tensor]) -> None:
        """Take over a checkpoint."""
        self.rows, self.first, self.second = state["rows"], state["first"], state["second"]


class Sampler:
    """Draws examples by group share, each group in random order without repetition."""

    def __init__(self, work: Path, generator: np.random.Generator) -> None:
        arrays = np.load(work / "examples.npz")
        self.tokens, self.offsets = arrays["tokens"], arrays["offsets"]
        self.english, group = arrays["english"], arrays["group"]
        self.lengths = np.diff(self.offsets)
        self.generator = generator
        names = json.loads((work / "groups.json").read_text())
        whole = arrays["lengths"] <= LONGEST
        members = {
            name: np.nonzero((group == index) & whole)[0]
            for index, name in enumerate(names)
            if not name.endswith((" asked", " answering"))
        }
        chosen = self.choose_english(members)
        self.members = {
            name: generator.permutation(rows[chosen[self.english[rows]]])
            for name, rows in members.items()
        }
        asked = [index for index, name in enumerate(names) if name.endswith(" asked")]
        places = np.nonzero(np.isin(group, asked))[0]
        self.asked = generator.permutation(places[(arrays["lengths"] <= ASKED_LONGEST)[places + 1]])
        self.asked_position = 0
        self.position = dict.fromkeys(self.members, 0)
        shares = np.array([self.share(name) for name in self.members])
        limits = np.array([len(rows) for rows in self.members.values()])
        shares = np.minimum(shares / shares.sum(), limits * MOST_PASSES / EXPECTED_EXAMPLES)
        self.shares = shares / shares.sum()

    def choose_english(self, members: dict[str, np.ndarray]) -> np.ndarray:
        """Return which English texts are used, bool [texts].

        A text is the likelier the more draws its translations would get, so that one teacher
        vector serves several examples.
        """
        expected = np.zeros(self.english.max() + 1)
        for name, rows in members.items():
            np.add.at(expected, self.english[rows], self.share(name) / len(rows))
        generator = np.random.default_rng(1)
        ranks = generator.exponential(size=len(expected)) / np.maximum(expected, 1e-12)
        chosen = np.zeros(len(expected), dtype=bool)
        chosen[np.argsort(ranks)[:TEACHER_TEXTS]] = True
        return chosen

    @staticmethod
    def share(name: str) -> float:
        """Return the wanted share of a group, in no particular unit."""
        language, kind = name.split(" ")
        if language == "en":
            return ENGLISH_SHARE * KIND_SHARES[kind]
        return LANGUAGE_SHARES.get(language, OTHER_SHARE) * KIND_SHARES[kind]

    def draw_pool(self) -> np.ndarray:
        """Return the indices of the next ``POOL`` examples."""
        counts = self.generator.multinomial(POOL, self.shares)
        parts = []
        for (name, members), count in zip(self.members.items(), counts, strict=True):
            start = self.position[name]
            parts.append(members.take(range(start, start + count), mode="wrap"))
            self.position[name] = (start + int(count)) % len(members)
        return np.concatenate(parts)

    def batches(self, pool: np.ndarray) -> list[tuple[int, np.ndarray]]:
        """Return batches (length, indices) of a pool, in random order."""
        pool = self.generator.permutation(pool)
        pool = pool[np.argsort(self.lengths[pool], kind="stable")]
        found, start = [], 0
        while start < len(pool):
            size = min(MOST_TEXTS, BATCH_TOKENS // int(self.lengths[pool[start]]))
            ahead = pool[min(start + size, len(pool)) - 1]
            size = min(MOST_TEXTS, BATCH_TOKENS // int(self.lengths[ahead]))
            batch = pool[start : start + size]
            found.append((int(self.lengths[batch[-1]]), batch))
            start += size
        return [found[place] for place in self.generator.permutation(len(found))]

    def draw_asked(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the indices of questions and of their passages."""
        start = self.asked_position
        questions = self.asked.take(range(start, start + ASKED_BATCH), mode="wrap")
        self.asked_position = (start + ASKED_BATCH) % len(self.asked)
        return questions, questions + 1


def distillation_loss(
    vectors: torch.Tensor, wanted: torch.Tensor, english: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the loss and the mean cosine distance.

    ``vectors`` is [batch, 384]; ``wanted`` [batch + earlier, 384] holds the teacher's vectors of
    the batch first, ``english`` [batch + earlier] the row of each of these.
    """
    size = len(vectors)
    distance = (1 - (vectors * wanted[:size]).sum(-1)).mean()
    scores = SCALE * vectors @ wanted.T
    same = english[:size, None] == english[None, :]
    same[torch.arange(size), torch.arange(size)] = False
    scores = scores.masked_fill(same, -1e4)
    contrast = functional.cross_entropy(scores, torch.arange(len(vectors)))
    return COSINE_WEIGHT * distance + CONTRAST_WEIGHT * contrast, distance.detach()


def aligned_table(work: Path) -> RowTable:
    """The rows as ``embedder_rows.py`` left them."""
    return RowTable(np.load(work / "rows.npy"), np.load(work / "rows_copied.npy"))


def start_from(package: Path, teacher: Path, model: torch.nn.Module) -> RowTable:
    """Give the model the weights of a packaged embedder; return its rows."""
    weights = read_weights(package)
    rows = weights.pop(ROWS_NAME)
    model.load_state_dict(weights, strict=False)
    english = Tokenizer.from_file(str(teacher / "tokenizer.json")).get_vocab()
    own = Tokenizer.from_file(str(package / "tokenizer.json")).get_vocab()
    copied = np.zeros(len(rows), dtype=bool)
    copied[[own[piece] for piece in own if piece in english and piece.isascii()]] = True
    return RowTable(rows.numpy(), copied)


class Run:
    """One training run: model, optimisers, sampler and clock."""

    def __init__(
        self, teacher: Path, work: Path, minutes: float, use_bfloat16: bool, start: Path | None
    ) -> None:
        self.work, self.seconds = work, minutes * 60
        self.generator = np.random.default_rng(0)
        self.model, _ = load_body(teacher)
        self.table = start_from(start, teacher, self.model) if start else aligned_table(work)
        self.parameters = [part for part in self.model.parameters() if part.requires_grad]
        self.optimizer = torch.optim.AdamW(
            self.parameters, lr=BODY_RATE, betas=BETAS, weight_decay=0.0, fused=True
        )
        self.step_count = self.example_count = 0
        self.elapsed = 0.0
        self.sampler = Sampler(work, self.generator)
        if (work / "checkpoint.pt").exists():
            self.load_checkpoint()
        self.store = TeacherVectors(teacher, work)
        self.use_bfloat16 = use_bfloat16
        self.earlier_vectors = torch.zeros(0, WIDTH)
        self.earlier_rows = torch.zeros(0, dtype=torch.int32)

    def encode(self, indices: np.ndarray, length: int) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """Return vectors [texts, 384] and what the rows' step needs."""
        ids, mask = padded(self.sampler.tokens, self.sampler.offsets, indices, length)
        distinct, leaf, embedded = self.table.look_up(ids)
        with torch.autocast("cpu", torch.bfloat16, enabled=self.use_bfloat16):
            vectors = sentence_vectors(self.model, embedded, mask)
        return vectors, [distinct, leaf]

    def update(self, loss: torch.Tensor, used: list[list[torch.Tensor]]) -> None:
        """Take one step against a loss."""
        loss.backward()
        factor = min(1.0, (self.step_count + 1) / WARM_UP_STEPS)
        factor *= max(LOWEST_RATE, 1 - self.elapsed / self.seconds)
        torch.nn.utils.clip_grad_norm_(self.parameters, LARGEST_NORM)
        self.optimizer.param_groups[0]["lr"] = BODY_RATE * factor
        self.optimizer.step()
        self.optimizer.zero_grad()
        with torch.no_grad():
            for distinct, leaf in used:
                self.table.step(distinct, leaf.grad, factor)
        self.step_count += 1

    def distil(self, length: int, indices: np.ndarray) -> float:
        """Train on one batch of twins; return its mean cosine distance."""
        rows = self.sampler.english[indices]
        wanted = torch.from_numpy(self.store.vectors[rows].astype(np.float32))
        wanted = torch.cat([wanted, self.earlier_vectors])
        english = torch.cat([torch.from_numpy(rows), self.earlier_rows])
        vectors, used = self.encode(indices, length)
        loss, distance = distillation_loss(vectors, wanted, english)
        self.update(loss, [used])
        self.earlier_vectors, self.earlier_rows = (
            wanted[:EARLIER_VECTORS],
            english[:EARLIER_VECTORS],
        )
        self.example_count += len(indices)
        return distance.item()

    def ask(self) -> None:
        """Train on one batch of questions against their passages."""
        asked, answering = self.sampler.draw_asked()
        questions, used_questions = self.encode(asked, 64)
        passages, used_passages = self.encode(answering, LONGEST)
        scores = SCALE * questions @ passages.T
        labels = torch.arange(len(scores))
        loss = functional.cross_entropy(scores, labels) + functional.cross_entropy(scores.T, labels)
        self.update(0.5 * ASKED_WEIGHT * loss, [used_questions, used_passages])

    def save_checkpoint(self) -> None:
        """Write the state of the run in one move."""
        state = {
            "model": self.model.state_dict(), "optimizer": self.optimizer.state_dict(),
            "table": self.table.state(), "position": self.sampler.position,
            "asked": self.sampler.asked_position, "steps": self.step_count,
            "examples": self.example_count, "elapsed": self.elapsed,
            "generator": self.generator.bit_generator.state,
        }  # fmt: skip
        torch.save(state, self.work / "checkpoint.part")
        os.replace(self.work / "checkpoint.part", self.work / "checkpoint.pt")

    def load_checkpoint(self) -> None:
        """Go on from the last checkpoint."""
        state = torch.load(self.work / "checkpoint.pt", weights_only=False)
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.table.load(state["table"])
        self.sampler.position, self.sampler.asked_position = state["position"], state["asked"]
        self.step_count, self.example_count = state["steps"], state["examples"]
        self.elapsed = state["elapsed"]
        self.generator.bit_generator.state = state["generator"]

    def train(self) -> None:
        """Train until the time is over."""
        started, saved, running = time.monotonic() - self.elapsed, self.elapsed, 0.0
        teacher_seconds = 0.0
        while self.elapsed < self.seconds:
            pool = self.sampler.draw_pool()
            before = time.monotonic()
            self.store.fill(self.sampler.english[pool])
            teacher_seconds += time.monotonic() - before
            for length, indices in self.sampler.batches(pool):
                distance = self.distil(length, indices)
                running = 0.98 * running + 0.02 * distance if running else distance
                if self.step_count % ASKED_EVERY == 0:
                    self.ask()
                self.elapsed = time.monotonic() - started
                if self.step_count % LOG_STEPS == 0:
                    self.log(running, teacher_seconds)
                if self.elapsed > self.seconds:
                    break
            if self.elapsed - saved > CHECKPOINT_SECONDS:
                self.save_checkpoint()
                saved = self.elapsed
        self.save_checkpoint()
        self.log(running, teacher_seconds)

    def log(self, distance: float, teacher_seconds: float) -> None:
        """Print where the run stands."""
        rate = self.example_count / max(self.elapsed, 1)
        print(
            f"step {self.step_count} examples {self.example_count} ({rate:.0f}/s) "
            f"distance {distance:.4f} {self.elapsed:.0f} s (teacher {teacher_seconds:.0f} s)",
            flush=True,
        )


def main() -> None:
    """Run the training."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("teacher", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=100.0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="a packaged embedder to go on from")
    parser.add_argument("--float32", action="store_true", help="no bfloat16 autocast")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    settings = (arguments.minutes, not arguments.float32, arguments.start)
    Run(arguments.teacher, arguments.work, *settings).train()


if __name__ == "__main__":
    main()
