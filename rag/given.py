"""How every command begins: the library that its arguments name."""

from __future__ import annotations

import argparse

from rag.api import Collection, open_library


def open_given(given: argparse.Namespace, *, create: bool = False) -> Collection:
    """The library that the arguments name."""
    model = {key: getattr(given, key, None) for key in ("generator", "host", "port")}
    if getattr(given, "no_llm", False):
        model["generator"] = "quotes"
    return open_library(given.library, create=create, **model)
