"""Initialise the student's new vocabulary rows from the teacher's English ones.

    python training/embedder_rows.py DATA TEACHER WORK

After ``embedder_vocabulary.py``. IBM Model 1 (six rounds) per language gives
p(teacher token | student token); a new row is the mean of English rows weighted by it. The new
rows are then moved so that weighted bags of them match the bags of the English side, with the
English rows frozen. Writes WORK/rows_aligned.npy and WORK/rows.npy, float32 [vocabulary, 384].
"""

from __future__ import annotations

import argparse
import random
import time
from multiprocessing import Pool
from pathlib import Path

import numpy as np
import scipy.sparse
import torch
from embedder_data import CORE_LANGUAGES, training_pairs
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch.nn import functional

EM_ROUNDS = 6
CORE_PAIRS = 36_000
OTHER_PAIRS = 22_000
LONGEST_SIDE = 40
SMALLEST_PROBABILITY = 0.03
SMALLEST_MASS = 1.0
BAG_EPOCHS = 1.0
BAG_BATCH = 2048
BAG_TOKENS = 64
BAG_RATE = 2e-3
BAG_SQUARED_WEIGHT = 300.0
SCALE = 20.0
FREQUENCY_SMOOTHING = 1e-3

Pairs = list[tuple[str, str]]
_tokenizers: dict[str, Tokenizer] = {}


def load_tokenizers(teacher: Path, work: Path) -> None:
    """Load both tokenizers into this process, without padding and truncation."""
    _tokenizers["teacher"] = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    _tokenizers["student"] = Tokenizer.from_file(str(work / "tokenizer.json"))
    for tokenizer in _tokenizers.values():
        tokenizer.no_padding()
        tokenizer.no_truncation()


def token_sets(name: str, texts: list[str]) -> list[np.ndarray]:
    """Return the distinct token ids of each text, int64, at most ``LONGEST_SIDE``."""
    encodings = _tokenizers[name].encode_batch(texts, add_special_tokens=False)
    return [np.unique(encoding.ids)[:LONGEST_SIDE].astype(np.int64) for encoding in encodings]


def align(pairs: Pairs) -> scipy.sparse.csr_matrix:
    """Return expected link counts [student vocabulary, teacher vocabulary] of IBM Model 1."""
    size = (_tokenizers["student"].get_vocab_size(), _tokenizers["teacher"].get_vocab_size())
    foreign = token_sets("student", [pair[0] for pair in pairs])
    english = token_sets("teacher", [pair[1] for pair in pairs])
    keys, slots = [], []
    for index, (left, right) in enumerate(zip(foreign, english, strict=True)):
        keys.append((left[:, None] * size[1] + right[None, :]).ravel())
        slots.append(np.tile(np.arange(len(right)) + index * LONGEST_SIDE, len(left)))
    links, inverse = np.unique(np.concatenate(keys), return_inverse=True)
    slot = np.concatenate(slots)
    source = links // size[1]
    probability = np.full(len(links), 1.0 / size[1])
    for _ in range(EM_ROUNDS):
        weight = probability[inverse]
        weight /= np.maximum(np.bincount(slot, weight), 1e-30)[slot]
        counts = np.bincount(inverse, weight, len(links))
        totals = np.bincount(source, counts, size[0])
        probability = counts / np.maximum(totals[source], 1e-9)
    entries = (counts.astype(np.float32), (source, links % size[1]))
    return scipy.sparse.csr_matrix(entries, shape=size)


def aligned_rows(
    counts: scipy.sparse.csr_matrix, english_rows: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return rows float32 [vocabulary, 384] and whether each is a copy, bool [vocabulary]."""
    teacher_ids = _tokenizers["teacher"].get_vocab()
    student_ids = _tokenizers["student"].get_vocab()
    generator = np.random.default_rng(0)
    used = english_rows[1996:]
    rows = used.mean(0) + 0.3 * used.std(0) * generator.standard_normal(
        (len(student_ids), english_rows.shape[1])
    )
    copied = np.zeros(len(student_ids), dtype=bool)
    aligned = 0
    for piece, index in student_ids.items():
        if piece in teacher_ids and piece.isascii():
            rows[index] = english_rows[teacher_ids[piece]]
            copied[index] = True
            continue
        part = slice(counts.indptr[index], counts.indptr[index + 1])
        mass = counts.data[part].sum()
        kept = counts.data[part] >= SMALLEST_PROBABILITY * mass
        if mass < SMALLEST_MASS or not kept.any():
            continue
        weight = counts.data[part][kept]
        rows[index] = weight @ english_rows[counts.indices[part][kept]] / weight.sum()
        aligned += 1
    print(f"{copied.sum()} copied, {aligned} aligned, {len(rows) - copied.sum() - aligned} random")
    return rows.astype(np.float32), copied


def flat_tokens(name: str, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return all token ids in one int32 array and the int64 offsets [texts + 1]."""
    tokenizer = _tokenizers[name]
    lists: list[np.ndarray] = []
    for start in range(0, len(texts), 20_000):
        batch = tokenizer.encode_batch(texts[start : start + 20_000], add_special_tokens=False)
        lists += [np.array(encoding.ids[:BAG_TOKENS], np.int32) for encoding in batch]
    return np.concatenate(lists), np.cumsum([0] + [len(ids) for ids in lists])


class Bags:
    """Weighted bags of token rows of many texts, frequent tokens counting less."""

    def __init__(self, tokens: np.ndarray, offsets: np.ndarray, size: int) -> None:
        self.tokens, self.offsets = tokens, offsets
        share = np.bincount(tokens, minlength=size) / len(tokens)
        weight = FREQUENCY_SMOOTHING / (FREQUENCY_SMOOTHING + share)
        self.weight = torch.from_numpy(weight.astype(np.float32))

    def vectors(self, table: torch.Tensor, indices: np.ndarray) -> torch.Tensor:
        """Return the weighted mean rows of the texts, float32 [texts, 384]."""
        parts = [self.tokens[self.offsets[i] : self.offsets[i + 1]] for i in indices]
        lengths = torch.tensor([len(part) for part in parts])
        flat = torch.from_numpy(np.concatenate(parts).astype(np.int64))
        starts = torch.cumsum(lengths, 0) - lengths
        weight = self.weight[flat]
        total = torch.zeros(len(parts)).index_add_(
            0, torch.repeat_interleave(torch.arange(len(parts)), lengths), weight
        )
        summed = functional.embedding_bag(
            flat, table, starts, mode="sum", per_sample_weights=weight
        )
        return summed / total.clamp(min=1e-6).unsqueeze(1)


def match_bags(
    rows: np.ndarray, copied: np.ndarray, english_rows: np.ndarray, pairs: Pairs
) -> np.ndarray:
    """Return the rows after the bag step; copied rows unchanged."""
    foreign = Bags(*flat_tokens("student", [pair[0] for pair in pairs]), len(rows))
    english = Bags(*flat_tokens("teacher", [pair[1] for pair in pairs]), len(english_rows))
    teacher_table = torch.from_numpy(english_rows)
    centre = teacher_table[1996:].mean(0)
    table = torch.nn.Parameter(torch.from_numpy(rows.copy()))
    frozen = torch.from_numpy(copied)
    optimizer = torch.optim.Adam([table], lr=BAG_RATE, fused=True)
    filled = (np.diff(foreign.offsets) > 0) & (np.diff(english.offsets) > 0)
    order = np.random.default_rng(0).permutation(np.nonzero(filled)[0])
    steps = int(BAG_EPOCHS * len(order)) // BAG_BATCH
    labels = torch.arange(BAG_BATCH)
    started = time.monotonic()
    for step in range(steps):
        batch = order.take(range(step * BAG_BATCH, (step + 1) * BAG_BATCH), mode="wrap")
        optimizer.param_groups[0]["lr"] = BAG_RATE * max(0.05, 1 - step / steps)
        left = foreign.vectors(table, batch) - centre
        right = english.vectors(teacher_table, batch) - centre
        scores = SCALE * functional.normalize(left) @ functional.normalize(right).T
        contrast = functional.cross_entropy(scores, labels)
        contrast = 0.5 * (contrast + functional.cross_entropy(scores.T, labels))
        loss = contrast + BAG_SQUARED_WEIGHT * functional.mse_loss(left, right)
        loss.backward()
        table.grad[frozen] = 0
        optimizer.step()
        optimizer.zero_grad()
        if step % 50 == 0:
            accuracy = (scores.argmax(1) == labels).float().mean().item()
            seconds = time.monotonic() - started
            print(f"{step}/{steps} {loss.item():.3f} {accuracy:.3f} {seconds:.0f} s", flush=True)
    return table.detach().numpy()


def main() -> None:
    """Align, then match bags, and save both tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("work", type=Path)
    arguments = parser.parse_args()
    started = time.monotonic()
    pairs = training_pairs(arguments.data)
    for rows in pairs.values():
        random.Random(1).shuffle(rows)
    samples = [
        rows[: CORE_PAIRS if language in CORE_LANGUAGES else OTHER_PAIRS]
        for language, rows in pairs.items()
    ]
    locations = (arguments.teacher, arguments.work)
    with Pool(2, load_tokenizers, locations) as pool:
        counts = sum(pool.imap_unordered(align, samples, chunksize=1))
    print(f"aligned {time.monotonic() - started:.0f} s", flush=True)
    load_tokenizers(*locations)
    weights = load_file(arguments.teacher / "model.safetensors")
    english_rows = weights["embeddings.word_embeddings.weight"].astype(np.float32)
    counts = scipy.sparse.csr_matrix(counts)
    scipy.sparse.save_npz(arguments.work / "alignment.npz", counts)
    rows, copied = aligned_rows(counts, english_rows)
    np.save(arguments.work / "rows_aligned.npy", rows)
    everything = [pair for rows_of_language in pairs.values() for pair in rows_of_language[:60_000]]
    rows = match_bags(rows, copied, english_rows, everything)
    np.save(arguments.work / "rows.npy", rows)
    np.save(arguments.work / "rows_copied.npy", copied)
    print(f"done {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
