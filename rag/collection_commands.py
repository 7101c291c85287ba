"""Commands about collections, and what `--collection`, `--in-language` and `--document` mean."""

from __future__ import annotations

import argparse
import sys

from rag.api import Collection, open_library
from rag.exit_codes import DONE, SOME_FAILED
from rag.terminal import print_result, safe
from rag.types import Filter


def keep(collection: Collection, given: argparse.Namespace) -> Filter | None:
    """What the arguments narrow a search to; None for everything."""
    return collection.keep(given.collection or (), given.in_language or (), given.document or ())


def collect(given: argparse.Namespace) -> int:
    """`rag collect`."""
    with open_library(given.library, create=False) as collection:
        unknown = [key for key in given.documents if collection.document(key) is None]
        count = collection.collect(given.name, given.documents, inside=not given.out)
    for key in unknown:
        sys.stderr.write(f"rag: there is no document {key}; `rag list` shows ids and paths.\n")
    verb = "taken out of" if given.out else "put into"
    about = {"collection": given.name, "changed": count, "unknown": unknown}
    print_result(about if given.json else f"{count} {verb} {safe(given.name)}")
    return SOME_FAILED if unknown else DONE


def collections(given: argparse.Namespace) -> int:
    """`rag collections`."""
    with open_library(given.library, create=False) as collection:
        for name, count in collection.collections().items():
            about = {"collection": name, "documents": count}
            print_result(about if given.json else f"{count:>6}  {safe(name)}")
    return DONE
