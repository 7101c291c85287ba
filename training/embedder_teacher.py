"""Compute the teacher's vectors of the unique English texts, each once.

    python training/embedder_teacher.py TEACHER WORK --minutes 10

After ``embedder_examples.py``. Writes WORK/teacher_vectors.npy float16 [texts, 384] and
WORK/teacher_done.npy bool [texts]. It stops after the given minutes and can be started again;
``embedder_distil.py`` computes the ones it still misses when it draws them.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from embedder_body import WIDTH, load_body, padded, sentence_vectors

CHUNK = 4096
BATCH_TOKENS = 6144
ROUNDING = 8


class TeacherVectors:
    """Vectors of the English texts, on disk, filled as they are asked for."""

    def __init__(self, teacher: Path, work: Path) -> None:
        arrays = np.load(work / "english.npz")
        self.tokens, self.offsets = arrays["tokens"], arrays["offsets"]
        size = len(self.offsets) - 1
        self.model, self.rows = load_body(teacher)
        self.vectors = open_array(work / "teacher_vectors.npy", np.float16, (size, WIDTH))
        self.done = open_array(work / "teacher_done.npy", np.bool_, (size,))

    def fill(self, wanted: np.ndarray) -> int:
        """Compute the vectors of the rows not there yet; return how many these were."""
        missing = np.unique(wanted[~self.done[wanted]])
        lengths = np.diff(self.offsets)[missing]
        missing = missing[np.argsort(lengths, kind="stable")]
        lengths = np.sort(lengths, kind="stable")
        start = 0
        while start < len(missing):
            length = self.batch_length(lengths, start)
            stop = min(start + max(1, BATCH_TOKENS // length), len(missing))
            length = -(-int(lengths[stop - 1]) // ROUNDING) * ROUNDING
            self.compute(missing[start:stop], length)
            start = stop
        return len(missing)

    @staticmethod
    def batch_length(lengths: np.ndarray, start: int) -> int:
        """Return the padded length to expect for the batch that begins at ``start``."""
        ahead = min(start + BATCH_TOKENS // max(int(lengths[start]), 1), len(lengths) - 1)
        return -(-int(lengths[ahead]) // ROUNDING) * ROUNDING

    @torch.no_grad()
    def compute(self, indices: np.ndarray, length: int) -> None:
        """Compute and store the vectors of one batch."""
        ids, mask = padded(self.tokens, self.offsets, indices, length)
        with torch.autocast("cpu", torch.bfloat16):
            vectors = sentence_vectors(self.model, self.rows[ids], mask)
        self.vectors[indices] = vectors.numpy().astype(np.float16)
        self.done[indices] = True


def open_array(path: Path, dtype: type, shape: tuple[int, ...]) -> np.ndarray:
    """Open an array on disk for writing, or create it filled with zeros."""
    if path.exists():
        return np.lib.format.open_memmap(path, "r+")
    return np.lib.format.open_memmap(path, "w+", dtype, shape)


def main() -> None:
    """Fill in a fixed random order until done or out of time."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("teacher", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    store = TeacherVectors(arguments.teacher, arguments.work)
    used = np.load(arguments.work / "examples.npz")["english"]
    order = np.random.default_rng(0).permutation(np.unique(used[used >= 0]))
    started = time.monotonic()
    computed = 0
    for start in range(0, len(order), CHUNK):
        computed += store.fill(order[start : start + CHUNK])
        seconds = time.monotonic() - started
        print(f"{computed} computed, {store.done.sum()} there, {seconds:.0f} s", flush=True)
        if seconds > arguments.minutes * 60:
            break


if __name__ == "__main__":
    main()
