"""The trained reader's network: question and passage together, read by the embedder's own rows.

A BERT body of six layers with three outputs on each token: where the answer starts, where it ends,
and on [CLS] whether the passage holds it at all (Devlin et al. 2019; the presence output as in the
reader of Karpukhin et al. 2020). The vocabulary rows are those of the bundled embedder, read as
8-bit integers and turned into numbers for the tokens at hand only. Both texts are glossed first
(`rag.gloss`), and spans are given in the text as it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from rag.errors import ModelError
from rag.gloss import glossed
from rag.int8_rows import INTEGER_ROWS_NAME, ROW_SCALES_NAME, WEIGHTS_FILE
from rag.precision import faster_precision

HEAD_WEIGHT, HEAD_BIAS = "reader.weight", "reader.bias"
QUESTION_TOKENS = 48
WINDOW_TOKENS = 170
WINDOW_STEP = 120
BATCH_TOKENS = 4096

Spans = list[tuple[int, int]]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Window:
    """What was read of one stretch of a passage."""

    presence: float
    """Logit of the answer being there."""
    nothing: float
    """Sum of the start and end scores of "no answer"."""
    spans: Spans
    """For each token, the characters of the passage that it stands for."""
    starts: Scores
    """(tokens,) float32 logits of the answer starting there."""
    ends: Scores
    """(tokens,) float32 logits of the answer ending there."""


@dataclass(frozen=True, slots=True)
class _Input:
    """One window before reading: which passage it is of, its ids, and where the passage begins."""

    passage: int
    ids: list[int]
    second: int
    spans: Spans


class SpanModel:
    """The network in `folder`, with rows and tokenizer of the embedder in `rows_folder`.

    Weights are loaded at the first question. `precision` is "auto", "float32" or "bfloat16".
    Raises `ModelError` when a file is missing or damaged.
    """

    def __init__(self, folder: Path, rows_folder: Path, precision: str = "auto") -> None:
        self._folder, self._rows_folder, self._precision = folder, rows_folder, precision
        self._lock = Lock()

    def read(
        self, question: tuple[str, str], passages: Sequence[tuple[str, str]]
    ) -> list[list[Window]]:
        """The windows of each passage, in order; texts are given with their languages."""
        inputs = self._inputs(question, passages)
        found: list[list[Window]] = [[] for _ in passages]
        with self._lock, torch.inference_mode():
            for batch in _batches(inputs):
                scores = self._network(batch)
                for item, row in zip(batch, scores, strict=True):
                    found[item.passage].append(_window(item, row))
        return found

    def _inputs(
        self, question: tuple[str, str], passages: Sequence[tuple[str, str]]
    ) -> list[_Input]:
        first, between = self._marks
        asked = self._encode(*question)[0][:QUESTION_TOKENS]
        front = [first, *asked, between]
        inputs = []
        for number, (text, language) in enumerate(passages):
            ids, spans = self._encode(text, language)
            for start in _window_starts(len(ids)):
                part = slice(start, start + WINDOW_TOKENS)
                inputs.append(
                    _Input(number, [*front, *ids[part], between], len(front), spans[part])
                )
        return inputs

    def _encode(self, text: str, language: str) -> tuple[list[int], Spans]:
        """Token ids of the glossed text, and the characters of the original of each."""
        seen = glossed(text, language)
        encoding = self._tokenizer.encode(seen.text, add_special_tokens=False)
        places = seen.original_spans()
        return encoding.ids, [(places[a][0], places[b - 1][1]) for a, b in encoding.offsets]

    def _network(self, batch: Sequence[_Input]) -> Scores:
        """(windows, length, 3) float32."""
        length = max(len(item.ids) for item in batch)
        ids = torch.zeros((len(batch), length), dtype=torch.int64)
        mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
        for row, item in enumerate(batch):
            ids[row, : len(item.ids)] = torch.tensor(item.ids)
            mask[row, : len(item.ids)] = 1
            types[row, item.second : len(item.ids)] = 1
        body, integers, scales, head = self._parts
        embedded = integers[ids].to(body.dtype) * scales[ids].to(body.dtype)[..., None]
        states = body(inputs_embeds=embedded, attention_mask=mask, token_type_ids=types)
        scored: Scores = head(states.last_hidden_state.float()).numpy()
        return scored

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = Tokenizer.from_file(str(self._rows_folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _marks(self) -> tuple[int, int]:
        """The ids of [CLS] and [SEP]."""
        vocabulary = self._tokenizer.get_vocab()
        return vocabulary["[CLS]"], vocabulary["[SEP]"]

    @cached_property
    def _parts(self) -> tuple[BertModel, torch.Tensor, torch.Tensor, torch.nn.Linear]:
        try:
            return self._load()
        except (OSError, KeyError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"The reader in {self._folder} cannot be loaded ({type(error).__name__}: {error}); "
                "restore its files."
            ) from error

    def _load(self) -> tuple[BertModel, torch.Tensor, torch.Tensor, torch.nn.Linear]:
        rows = load_file(self._rows_folder / WEIGHTS_FILE)
        weights = load_file(self._folder / WEIGHTS_FILE)
        values = json.loads((self._folder / "config.json").read_text(encoding="utf-8"))
        head = torch.nn.Linear(values["hidden_size"], 3)
        head.load_state_dict(
            {"weight": weights.pop(HEAD_WEIGHT).float(), "bias": weights.pop(HEAD_BIAS).float()}
        )
        body = BertModel(BertConfig(**values, vocab_size=1), add_pooling_layer=False)
        body.load_state_dict(
            {name: weight.float() for name, weight in weights.items()}, strict=False
        )
        body.eval()
        if self._chosen_precision(body) == "bfloat16":
            body = body.to(torch.bfloat16)
        return body, rows[INTEGER_ROWS_NAME], rows[ROW_SCALES_NAME], head

    def _chosen_precision(self, body: BertModel) -> str:
        if self._precision != "auto":
            return self._precision
        width = body.config.hidden_size

        def run() -> object:
            with torch.inference_mode():
                return body(inputs_embeds=torch.ones((8, 200, width), dtype=body.dtype))

        return faster_precision("reader", body, run)


def _window_starts(tokens: int) -> list[int]:
    """Where windows begin so that every token is in one, neighbours sharing some."""
    if tokens <= WINDOW_TOKENS:
        return [0]
    starts = list(range(0, tokens - WINDOW_TOKENS, WINDOW_STEP))
    return [*starts, tokens - WINDOW_TOKENS]


def _batches(inputs: Sequence[_Input]) -> list[list[_Input]]:
    """Windows of about one length together, at most `BATCH_TOKENS` with padding."""
    batches: list[list[_Input]] = []
    for item in sorted(inputs, key=lambda item: -len(item.ids)):
        if batches and (len(batches[-1]) + 1) * len(batches[-1][0].ids) <= BATCH_TOKENS:
            batches[-1].append(item)
        else:
            batches.append([item])
    return batches


def _window(item: _Input, row: Scores) -> Window:
    inside = slice(item.second, item.second + len(item.spans))
    return Window(
        presence=float(row[0, 2]),
        nothing=float(row[0, 0] + row[0, 1]),
        spans=item.spans,
        starts=row[inside, 0],
        ends=row[inside, 1],
    )
