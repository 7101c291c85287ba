"""Embeddings by a sentence-transformers model in a local folder."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from rag.errors import ModelError
from rag.gloss import tables_digest
from rag.precision import faster_precision
from rag.types import FloatMatrix

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_INT8_MODULE = "rag.embed.quantized.Int8RowsTransformer"


class SentenceTransformerEmbedder:
    """A sentence-transformers folder; the weights are loaded at the first text, not before.

    `precision` is "auto", "float32" or "bfloat16"; `threads` 0 means one per core.
    """

    def __init__(self, folder: Path, name: str, precision: str = "auto", threads: int = 0) -> None:
        self._folder, self._name = folder, name
        self._precision, self._threads = precision, threads
        self._lock = Lock()
        if not (folder / "modules.json").is_file():
            raise ModelError(
                f"There is no sentence-transformers model in {folder}; name a folder that holds modules.json."
            )

    @cached_property
    def identity(self) -> str:
        """Name, first digits of the weights' and prompts' hash, and dimension."""
        digest = hashlib.sha256()
        for file in sorted(self._folder.rglob("*")):
            if file.suffix in {".safetensors", ".json"} and file.name not in {
                "refusal.json",
                "balance.json",
            }:
                digest.update(file.relative_to(self._folder).as_posix().encode() + b"\0")
                digest.update(file.read_bytes())
        if self._is_ours:
            digest.update(tables_digest())
        return f"{self._name}-{digest.hexdigest()[:12]}-d{self.dimension}"

    @cached_property
    def dimension(self) -> int:
        """Length of a vector, read from the folder without loading the weights."""
        for name in ("1_Pooling/config.json", "config.json"):
            try:
                values = json.loads((self._folder / name).read_text(encoding="utf-8"))
            except (OSError, ValueError):
                continue
            for key in ("embedding_dimension", "word_embedding_dimension", "hidden_size"):
                if isinstance(values.get(key), int):
                    return int(values[key])
        return int(self._model.get_embedding_dimension())

    def embed_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """(n, d) float32, unit norm, with the model's query prompt if it has one."""
        return self._encode(queries, query=True)

    def embed_passages(self, passages: Sequence[str]) -> FloatMatrix:
        """(n, d) float32, unit norm, with the model's document prompt if it has one."""
        return self._encode(passages, query=False)

    def _encode(self, texts: Sequence[str], *, query: bool) -> FloatMatrix:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        model = self._model
        encode = model.encode_query if query else model.encode_document
        with self._lock:
            vectors = (
                encode(
                    list(texts),
                    batch_size=_BATCH,
                    show_progress_bar=False,
                    convert_to_numpy=False,
                    convert_to_tensor=True,
                    normalize_embeddings=False,
                )
                .float()
                .cpu()
                .numpy()
            )
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(norms).all() or (norms == 0).any():
            raise ModelError(
                f"The embedder {self._name} gave vectors that are not numbers; its weights are damaged."
            )
        return np.asarray(vectors / norms, np.float32)

    @cached_property
    def _model(self) -> SentenceTransformer:
        with self._lock:
            return self._load()

    def _load(self) -> SentenceTransformer:
        # Read before the import: with it set, no part of the library asks a hub for anything.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        import torch

        if self._threads:
            torch.set_num_threads(self._threads)
        try:
            model = self._read()
        except Exception as error:
            raise ModelError(
                f"The embedder in {self._folder} cannot be loaded ({type(error).__name__}: {error}); "
                "restore its files."
            ) from error
        model.eval()
        if self._chosen_precision(model) == "bfloat16":
            model = model.to(torch.bfloat16)
        return model

    def _read(self) -> SentenceTransformer:
        """The model of the folder: ours with 8-bit rows, or any that the library reads itself.

        The library imports a class that is not its own only as remote code, which is never
        trusted here; so the one class of ours is recognised by name and loaded by ourselves.
        """
        if self._is_ours:
            from rag.embed.quantized import load_embedder_model

            return load_embedder_model(self._folder)
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(self._folder), device="cpu", local_files_only=True)

    @cached_property
    def _is_ours(self) -> bool:
        """Whether the folder is read by our own class, which glosses every text."""
        return _INT8_MODULE in (self._folder / "modules.json").read_text(encoding="utf-8")

    def _chosen_precision(self, model: SentenceTransformer) -> str:
        if self._precision != "auto":
            return self._precision
        words = ["measure " * 100] * 8
        return faster_precision(
            f"embedder-{self._name}", model, lambda: model.encode(words, show_progress_bar=False)
        )
