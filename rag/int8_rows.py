"""Vocabulary rows as 8-bit integers with one scale each; the embedder and the reader share them."""

from __future__ import annotations

import torch

ROWS_NAME = "embeddings.word_embeddings.weight"
INTEGER_ROWS_NAME = "embeddings.word_embeddings.int8"
ROW_SCALES_NAME = "embeddings.word_embeddings.scale"
WEIGHTS_FILE = "model.safetensors"
LARGEST_INTEGER = 127


def quantize_rows(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return rows as int8 of the same shape, and the scale of each row as float16 [rows].

    ``rows`` is float32 [rows, width]; the scale of an all-zero row is 1 / 127.
    """
    largest = rows.abs().amax(dim=1)
    largest = torch.where(largest > 0, largest, torch.ones_like(largest))
    scales = (largest / LARGEST_INTEGER).to(torch.float16)
    integers = torch.round(rows / scales.float()[:, None])
    return integers.clamp(-LARGEST_INTEGER, LARGEST_INTEGER).to(torch.int8), scales


def dequantize_rows(integers: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    """Return float32 rows [rows, width] from int8 rows and one float16 scale for each."""
    return integers.to(torch.float32) * scales.to(torch.float32)[:, None]
