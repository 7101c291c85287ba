"""A page of a PDF drawn in a process of its own: PDFium reads what strangers wrote."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from rag.errors import SourceError

TIMEOUT_S = 30
AT_ONCE = 2
"""Pages drawn at the same time."""
_CHILD = Path(__file__).resolve().parent / "pdf_picture_child.py"
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG, and how far down on it the quote is marked."""

    png: bytes
    top: float | None
    """Share of the page's height above the mark, 0 to 1; None when the quote was not found."""


def picture(data: bytes, page: int, quote: str, path: str) -> Picture:
    """A page, numbered from 1, with the quote marked where the page shows it.

    The child gets the bytes and nothing else, and is ended after `TIMEOUT_S` seconds. Raises
    `SourceError` when the page cannot be drawn; `path` is only named in it.
    """
    order = json.dumps({"page": page, "quote": quote}).encode()
    with _turns:
        try:
            done = subprocess.run(
                [sys.executable, "-I", str(_CHILD)],
                input=order + b"\n" + data,
                capture_output=True,
                timeout=TIMEOUT_S,
                check=True,
                env={},
            )
            told, _, png = done.stdout.partition(b"\n")
            return Picture(png, json.loads(told)["top"])
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            raise SourceError(path, "this page of it cannot be drawn", "open the file") from error
