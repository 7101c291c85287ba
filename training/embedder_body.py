"""The six BERT layers as plain functions of fixed shapes, for teacher and student alike.

Shared by the ``embedder_*`` scripts of this folder. The parameters stay in a ``BertModel`` of
transformers; only its forward pass is written out, so that it compiles well for a CPU and so
that the vocabulary lookup stays outside.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from transformers import BertConfig, BertModel

WIDTH = 384


def load_body(teacher: Path) -> tuple[BertModel, torch.Tensor]:
    """Return the teacher's model without dropout, and its rows float32 [vocabulary, 384]."""
    config = BertConfig.from_pretrained(teacher)
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
    config._attn_implementation = "eager"
    model = BertModel.from_pretrained(
        teacher, config=config, add_pooling_layer=False, dtype=torch.float32
    )
    rows = model.embeddings.word_embeddings.weight.detach().clone()
    model.embeddings.word_embeddings = torch.nn.Embedding(1, WIDTH)
    model.embeddings.word_embeddings.weight.requires_grad_(False)
    return model, rows


def attend(layer: torch.nn.Module, states: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """Return the output of a layer's attention block, [batch, length, 384]."""
    batch, length, width = states.shape
    attention = layer.attention.self
    heads, size = attention.num_attention_heads, attention.attention_head_size
    parts = (attention.query, attention.key, attention.value)
    weight = torch.cat([part.weight for part in parts])
    offset = torch.cat([part.bias for part in parts])
    joined = functional.linear(states, weight, offset).view(batch, length, 3, heads, size)
    query, key, value = joined.permute(2, 0, 3, 1, 4).unbind(0)
    scores = query @ key.transpose(-1, -2) / math.sqrt(size) + bias
    mixed = torch.softmax(scores.float(), -1).to(value.dtype) @ value
    mixed = mixed.transpose(1, 2).reshape(batch, length, width)
    output = layer.attention.output
    return output.LayerNorm(output.dense(mixed) + states)


def token_states(
    model: BertModel, embedded: torch.Tensor, mask: torch.Tensor, types: torch.Tensor | None = None
) -> torch.Tensor:
    """Return the last layer's states [batch, length, 384] of embedded tokens of that shape.

    ``mask`` is float32 [batch, length], 1 for tokens and 0 for padding; ``types`` int64
    [batch, length] tells a first text (0) from a second (1).
    """
    tables = model.embeddings
    positions = tables.position_embeddings.weight[: embedded.shape[1]]
    kinds = tables.token_type_embeddings.weight
    kinds = kinds[0] if types is None else kinds[types]
    states = tables.LayerNorm(embedded + positions + kinds)
    bias = ((mask - 1.0) * 1e4)[:, None, None, :]
    for layer in model.encoder.layer:
        states = attend(layer, states, bias)
        inner = functional.gelu(layer.intermediate.dense(states))
        states = layer.output.LayerNorm(layer.output.dense(inner) + states)
    return states


def sentence_vectors(model: BertModel, embedded: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    """Return unit vectors float32 [batch, 384] of embedded tokens [batch, length, 384].

    ``mask`` is float32 [batch, length], 1 for tokens and 0 for padding.
    """
    states = token_states(model, embedded, mask)
    weight = mask[:, :, None]
    pooled = (states.float() * weight).sum(1) / weight.sum(1)
    return functional.normalize(pooled, dim=-1)


def padded(
    tokens: np.ndarray, offsets: np.ndarray, indices: np.ndarray, length: int
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids int64 and mask float32, both [texts, length], of some texts of a flat array."""
    ids = np.zeros((len(indices), length), np.int64)
    mask = np.zeros((len(indices), length), np.float32)
    for place, index in enumerate(indices):
        part = tokens[offsets[index] : offsets[index + 1]][:length]
        ids[place, : len(part)] = part
        mask[place, : len(part)] = 1
    return torch.from_numpy(ids), torch.from_numpy(mask)
