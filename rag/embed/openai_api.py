"""Embeddings by an OpenAI-compatible server (`/embeddings`), for example TEI or vLLM."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import httpx
import numpy as np

from rag.errors import ServerError
from rag.types import FloatMatrix

_BATCH = 64
_TIMEOUT_S = 60.0


class OpenAIEmbedder:
    """Vectors of `model` on the server at `url`; nothing is sent before the first text."""

    def __init__(
        self, url: str, model: str, key: str = "", query_prompt: str = "", passage_prompt: str = ""
    ) -> None:
        self._url, self._model = url.rstrip("/"), model
        self._query_prompt, self._passage_prompt = query_prompt, passage_prompt
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}

    @cached_property
    def identity(self) -> str:
        """Model name, prompts and dimension: a server does not tell the hash of its weights."""
        prompts = f"{self._query_prompt}|{self._passage_prompt}"
        return f"openai:{self._model}-[{prompts}]-d{self.dimension}"

    @cached_property
    def dimension(self) -> int:
        """Length of a vector, learned from the server with one word."""
        return len(self._request(["."])[0])

    def embed_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """(n, d) float32, unit norm."""
        return self._embed([self._query_prompt + text for text in queries])

    def embed_passages(self, passages: Sequence[str]) -> FloatMatrix:
        """(n, d) float32, unit norm."""
        return self._embed([self._passage_prompt + text for text in passages])

    def _embed(self, texts: list[str]) -> FloatMatrix:
        rows = [
            row
            for at in range(0, len(texts), _BATCH)
            for row in self._request(texts[at : at + _BATCH])
        ]
        vectors = np.asarray(rows, np.float32).reshape(len(texts), self.dimension)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not np.isfinite(norms).all() or (norms == 0).any():
            raise ServerError(f"The server at {self._url} gave vectors that are not numbers.")
        return np.asarray(vectors / norms, np.float32)

    def _request(self, texts: list[str]) -> list[list[float]]:
        try:
            reply = httpx.post(
                f"{self._url}/embeddings",
                json={"model": self._model, "input": texts},
                headers=self._headers,
                timeout=_TIMEOUT_S,
            )
            reply.raise_for_status()
            rows = [
                item["embedding"]
                for item in sorted(reply.json()["data"], key=lambda item: item["index"])
            ]
        except httpx.HTTPStatusError as error:
            raise ServerError(
                f"The server at {self._url} answered {error.response.status_code} for model {self._model}; "
                "check openai_url, openai_key and the model's name."
            ) from error
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise ServerError(
                f"The server at {self._url} gave no embeddings ({error}); check openai_url."
            ) from error
        if len(rows) != len(texts) or len({len(row) for row in rows}) != 1:
            raise ServerError(
                f"The server at {self._url} gave {len(rows)} vectors for {len(texts)} texts."
            )
        return rows
