"""Which models there are on this machine, whether its memory holds them, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from rag.generate.local_models import LocalModel
from rag.manifest import ModelState
from rag.web.library_charts import table
from rag.web.render import element, escaped, name
from rag.web.strings import Words

GIGABYTE = 1_000_000_000


def models_table(
    shipped: Sequence[ModelState], others: Sequence[LocalModel], free: int, words: Words
) -> str:
    """What ships with its state, then language models found, with the memory that they take."""
    rows = [
        (
            name(model.name),
            escaped(model.role),
            _size(model.bytes, words),
            "–",
            _state(model, words),
        )
        for model in shipped
        if model.role != "generator" or not model.whole
    ]
    rows += [
        (
            name(model.title),
            escaped(f"generator · {model.family}"),
            _size(model.bytes, words),
            _size(model.memory, words),
            escaped(words("model_fits" if model.memory <= free else "model_too_large")),
        )
        for model in others
    ]
    title = element("h3", escaped(words("models_title")))
    note = element("p", escaped(words("models_note", n=round(free / GIGABYTE, 1))), "pc-note")
    return title + note + table(("model", "role", "size", "memory", "state"), rows, words)


def _state(model: ModelState, words: Words) -> str:
    if model.whole:
        return escaped(words("model_whole"))
    return element("span", escaped(model.problem), "pc-why", 'dir="auto"')


def _size(count: int, words: Words) -> str:
    return escaped(words("gigabytes", n=round(count / GIGABYTE, 2)))
