"""PolyCite: ask your documents in any language and get answers with word-for-word quotes.

    import rag

    library = rag.open_library("index")
    library.add(["reports/"])
    bot = rag.Bot(library)
    print(bot.answer("How many stores?").text)

Importing this package loads no model and no heavy library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rag.api import Bot, Collection, load_embedder, open_library
    from rag.errors import RagError

__version__ = "0.1.0"
__all__ = ["Bot", "Collection", "RagError", "__version__", "load_embedder", "open_library"]

_HOMES = {
    "Bot": "rag.api",
    "Collection": "rag.api",
    "RagError": "rag.errors",
    "load_embedder": "rag.api",
    "open_library": "rag.api",
}


def __getattr__(name: str) -> Any:
    """Public names, imported at first use."""
    if name not in _HOMES:
        raise AttributeError(f"module 'rag' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
