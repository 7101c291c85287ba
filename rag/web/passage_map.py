"""A flat picture of where passages lie: the two directions in which their vectors differ most."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rag.api import Collection
from rag.types import FloatMatrix, FloatVector, Passage
from rag.web.render import language_name
from rag.web.strings import Words

MOST_POINTS = 2000
"""Passages drawn; of a larger library, a sample."""
_COLOURS = (
    "#2f7f79", "#c2703d", "#5b6fb5", "#a34d7d", "#7d8c2f", "#8a6fc0", "#3f8fc4", "#b8923a", "#7a6a5f",
)  # fmt: skip
"""For as many languages, told apart on paper and on ink; the rest share the last."""
FOUND, ASKED = "#d8b11f", "#d43d3d"


@dataclass(frozen=True, slots=True)
class Plane:
    """The two directions, and the sampled passages projected on them."""

    generation: int
    mean: FloatVector
    axes: FloatMatrix
    """(2, d), orthonormal; the variance along the first is the largest."""
    passages: tuple[Passage, ...]
    points: FloatMatrix
    """(n, 2), a row per passage."""

    def place(self, vectors: FloatMatrix) -> FloatMatrix:
        """(n, d) vectors as (n, 2) points of the plane."""
        return np.asarray((vectors - self.mean) @ self.axes.T, dtype=np.float32)


class PassageMap:
    """The plane of a library, made anew when the library has changed."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._plane: Plane | None = None
        self._lock = threading.Lock()

    def plane(self) -> Plane | None:
        """The newest plane; None where fewer than three passages can be drawn."""
        with self._lock:
            generation = self._collection.stats().generation
            if self._plane is None or self._plane.generation != generation:
                self._plane = self._made(generation)
            return self._plane

    def chart(self, question: str, found: Sequence[Passage], words: Words) -> dict[str, Any] | None:
        """Points of the sample, of what was found and of the question, as `gr.ScatterPlot` takes them."""
        plane = self.plane()
        if plane is None:
            return None
        names = _names(plane.passages, words)
        inside = {item.id for item in found}
        rows = [
            _row(point, item, names.get(item.language, words("map_others")))
            for item, point in zip(plane.passages, plane.points, strict=True)
            if item.id not in inside
        ]
        vectors = self._collection.sample(0, [item.id for item in found])
        known = [item for item in found if item.id in vectors]
        if known:
            places = plane.place(np.stack([vectors[item.id] for item in known]))
            rows += [
                _row(point, item, words("map_found"))
                for item, point in zip(known, places, strict=True)
            ]
        asked = plane.place(self._collection.embedder.embed_queries([question]))[0]
        rows.append([_number(asked[0]), _number(asked[1]), words("map_question"), question])
        return {
            "columns": ["x", "y", "kind", "text"],
            "data": rows,
            "datatypes": {"x": "quantitative", "y": "quantitative", "kind": "nominal", "text": "nominal"},
            "mark": "point",
        }  # fmt: skip

    def colours(self, words: Words) -> dict[str, str]:
        """The colour of each kind of point, by its name."""
        plane = self.plane()
        names = _names(plane.passages, words).values() if plane else []
        chosen = dict(zip(names, _COLOURS, strict=False))
        return {
            **chosen,
            words("map_others"): _COLOURS[-1],
            words("map_found"): FOUND,
            words("map_question"): ASKED,
        }

    def _made(self, generation: int) -> Plane | None:
        vectors = self._collection.sample(MOST_POINTS)
        if len(vectors) < 3:
            return None
        passages = tuple(self._collection.passages(list(vectors)))
        matrix = np.stack([vectors[item.id] for item in passages])
        mean = matrix.mean(axis=0)
        # Principal components: eigenvectors of the covariance, the largest eigenvalue first.
        _, directions = np.linalg.eigh(np.cov((matrix - mean).T))
        axes = directions[:, [-1, -2]].T.astype(np.float32)
        return Plane(generation, mean, axes, passages, (matrix - mean) @ axes.T)


def _names(passages: Sequence[Passage], words: Words) -> dict[str, str]:
    """The commonest languages of the sample, by their own names."""
    counts = Counter(item.language for item in passages)
    most = [code for code, _ in counts.most_common()]
    kept = most if len(most) <= len(_COLOURS) else most[: len(_COLOURS) - 1]
    return {code: language_name(code, words) for code in kept}


def _row(point: FloatVector, item: Passage, kind: str) -> list[Any]:
    return [_number(point[0]), _number(point[1]), kind, " ".join(item.text.split())[:80]]


def _number(value: Any) -> float:
    return round(float(value), 3)
