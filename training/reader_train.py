"""Train the reader: the embedder's body reads question and passage together.

    python training/reader_train.py TEACHER WORK rag/models/embedder --minutes 40

After ``reader_examples.py``, and after the embedder is packaged: the reader starts from its body and
shares its rows, which stay as they are. Three outputs on the same states: where the answer starts,
where it ends, and on [CLS] whether it is there. Loss: cross-entropy of start and end ([CLS] where
there is no answer) and of presence. Writes WORK/reader.pt every ten minutes and at the end; started
again, it goes on from there.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import numpy as np
import torch
from embedder_body import WIDTH, load_body, token_states
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.embed.quantized import read_weights
from rag.int8_rows import ROWS_NAME

BATCH_TOKENS = 4096
POOL = 2048  # pairs sorted by length together
BODY_RATE = 8e-5
HEAD_RATE = 1e-3
BETAS = (0.9, 0.98)
WARM_UP_STEPS = 150
LOWEST_RATE = 0.02
PRESENCE_WEIGHT = 1.0
LARGEST_NORM = 1.0
HELD_OUT = 1500  # pairs at the end of the random order that are only scored
CHECKPOINT_SECONDS = 600
LOG_STEPS = 50


class Pairs:
    """The token arrays in a fixed random order; the last ``HELD_OUT`` are never trained on."""

    def __init__(self, work: Path) -> None:
        arrays = np.load(work / "reader.npz")
        self.tokens, self.offsets = arrays["tokens"], arrays["offsets"]
        self.second, self.start, self.end = arrays["second"], arrays["start"], arrays["end"]
        self.lengths = np.diff(self.offsets)
        order = np.random.default_rng(0).permutation(len(self.second))
        self.trained, self.held_out = order[:-HELD_OUT], order[-HELD_OUT:]

    def batches(self, chosen: np.ndarray, generator: np.random.Generator) -> list[np.ndarray]:
        """Batches of pairs of about one length, in random order."""
        chosen = chosen[np.argsort(self.lengths[chosen], kind="stable")]
        found, first = [], 0
        while first < len(chosen):
            size = max(
                1, BATCH_TOKENS // int(self.lengths[chosen[min(first + 24, len(chosen) - 1)]])
            )
            found.append(chosen[first : first + size])
            first += size
        return [found[place] for place in generator.permutation(len(found))]

    def tensors(self, chosen: np.ndarray) -> tuple[torch.Tensor, ...]:
        """Ids, mask, types, start and end of some pairs, padded to their longest."""
        length = int(self.lengths[chosen].max())
        ids = np.zeros((len(chosen), length), np.int64)
        mask = np.zeros((len(chosen), length), np.float32)
        types = np.zeros((len(chosen), length), np.int64)
        for row, pair in enumerate(chosen):
            part = self.tokens[self.offsets[pair] : self.offsets[pair + 1]]
            ids[row, : len(part)], mask[row, : len(part)] = part, 1
            types[row, self.second[pair] : len(part)] = 1
        spans = (self.start[chosen].astype(np.int64), self.end[chosen].astype(np.int64))
        return tuple(map(torch.from_numpy, (ids, mask, types, *spans)))


class Run:
    """Body, head, optimiser and clock."""

    def __init__(self, teacher: Path, work: Path, package: Path, minutes: float) -> None:
        self.work, self.seconds = work, minutes * 60
        self.pairs = Pairs(work)
        weights = read_weights(package)
        self.rows = weights.pop(ROWS_NAME)
        self.body, _ = load_body(teacher)
        self.body.load_state_dict(weights, strict=False)
        self.head = torch.nn.Linear(WIDTH, 3)
        groups = [
            {"params": [p for p in self.body.parameters() if p.requires_grad], "lr": BODY_RATE},
            {"params": list(self.head.parameters()), "lr": HEAD_RATE},
        ]
        self.rates = [BODY_RATE, HEAD_RATE]
        self.optimizer = torch.optim.AdamW(groups, betas=BETAS, weight_decay=0.01, fused=True)
        self.elapsed, self.step_count, self.seen = 0.0, 0, 0
        self.generator = np.random.default_rng(1)
        if (work / "reader.pt").exists():
            self.load()

    def logits(self, ids: torch.Tensor, mask: torch.Tensor, types: torch.Tensor) -> torch.Tensor:
        """Start, end and presence float32 [pairs, length, 3]."""
        with torch.autocast("cpu", torch.bfloat16):
            states = token_states(self.body, self.rows[ids], mask, types)
        return self.head(states.float())

    def losses(self, chosen: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Span loss, presence loss, and the logits."""
        ids, mask, types, start, end = self.pairs.tensors(chosen)
        logits = self.logits(ids, mask, types)
        allowed = (types * mask.long()).bool()
        allowed[:, 0] = True
        spans = logits[..., :2].masked_fill(~allowed[..., None], -1e4)
        span = functional.cross_entropy(spans[..., 0], start) + functional.cross_entropy(
            spans[..., 1], end
        )
        present = (start > 0).float()
        presence = functional.binary_cross_entropy_with_logits(logits[:, 0, 2], present)
        return 0.5 * span, presence, logits.detach()

    def step(self, chosen: np.ndarray) -> tuple[float, float]:
        """Take one step."""
        span, presence, _ = self.losses(chosen)
        (span + PRESENCE_WEIGHT * presence).backward()
        factor = min(1.0, (self.step_count + 1) / WARM_UP_STEPS)
        factor *= max(LOWEST_RATE, 1 - self.elapsed / self.seconds)
        for group, rate in zip(self.optimizer.param_groups, self.rates, strict=True):
            group["lr"] = rate * factor
        torch.nn.utils.clip_grad_norm_(self.body.parameters(), LARGEST_NORM)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step_count += 1
        self.seen += len(chosen)
        return span.item(), presence.item()

    def train(self) -> None:
        """Train until the time is over."""
        started, saved = time.monotonic() - self.elapsed, self.elapsed
        running = np.zeros(2)
        while self.elapsed < self.seconds:
            order = self.generator.permutation(self.pairs.trained)
            for first in range(0, len(order), POOL):
                for chosen in self.pairs.batches(order[first : first + POOL], self.generator):
                    running = 0.98 * running + 0.02 * np.array(self.step(chosen))
                    self.elapsed = time.monotonic() - started
                    if self.step_count % LOG_STEPS == 0:
                        self.log(running)
                if self.elapsed > self.seconds:
                    break
                if self.elapsed - saved > CHECKPOINT_SECONDS:
                    self.save()
                    saved = self.elapsed
        self.save()
        self.score()

    @torch.no_grad()
    def score(self) -> None:
        """Print how the held-out pairs are read."""
        right = overlap = present = total = 0.0
        for chosen in self.pairs.batches(self.pairs.held_out, self.generator):
            _, _, logits = self.losses(chosen)
            _, mask, types, start, end = self.pairs.tensors(chosen)
            inside = (types * mask.long()).bool()
            spans = logits[..., :2].masked_fill(~inside[..., None], -1e4)
            first, last = spans[..., 0].argmax(1), spans[..., 1].argmax(1)
            has = start > 0
            right += ((first == start) & (last == end) & has).sum().item()
            overlap += ((first <= end) & (last >= start) & has).sum().item()
            present += ((logits[:, 0, 2] > 0) == has).sum().item()
            total += has.sum().item()
        print(
            f"held out: exact {right / total:.3f}, touching {overlap / total:.3f} of {total:.0f}; "
            f"presence right {present / len(self.pairs.held_out):.3f}",
            flush=True,
        )

    def log(self, running: np.ndarray) -> None:
        """Print where the run stands."""
        print(
            f"step {self.step_count} pairs {self.seen} ({self.seen / max(self.elapsed, 1):.0f}/s) "
            f"span {running[0]:.3f} presence {running[1]:.3f} {self.elapsed:.0f} s",
            flush=True,
        )

    def save(self) -> None:
        """Write the state of the run in one move."""
        state = {
            "body": self.body.state_dict(), "head": self.head.state_dict(),
            "optimizer": self.optimizer.state_dict(), "elapsed": self.elapsed,
            "steps": self.step_count, "seen": self.seen,
        }  # fmt: skip
        torch.save(state, self.work / "reader.part")
        os.replace(self.work / "reader.part", self.work / "reader.pt")

    def load(self) -> None:
        """Go on from the last checkpoint."""
        state = torch.load(self.work / "reader.pt", weights_only=False)
        self.body.load_state_dict(state["body"])
        self.head.load_state_dict(state["head"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.elapsed, self.step_count, self.seen = state["elapsed"], state["steps"], state["seen"]


def main() -> None:
    """Run the training."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("teacher", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("package", type=Path, help="the packaged embedder")
    parser.add_argument("--minutes", type=float, default=40.0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(0)
    Run(arguments.teacher, arguments.work, arguments.package, arguments.minutes).train()


if __name__ == "__main__":
    main()
