"""Asking a hub how large a model is, and downloading it, in a process of their own.

The app itself never speaks to a hub: its libraries are switched offline. What asks is `rag models`,
started by a click that says what it does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from rag.errors import ModelError
from rag.generate.hub import HubModel, is_hub_name, kept
from rag.settings import PACKAGE_FOLDER

LONGEST_NAME = 200
_BEAT_S = 1.0
_ASK_S = 60
_OFFLINE = ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")


def look_up(name: str) -> HubModel:
    """How large a hub says a model is. Raises `ModelError`."""
    _check(name)
    try:
        done = subprocess.run(
            _command(name), env=_environment(), cwd=PACKAGE_FOLDER.parent, capture_output=True,
            text=True, timeout=_ASK_S, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ModelError(
            f"The hub did not answer within {_ASK_S} seconds; try again later."
        ) from error
    try:
        about = json.loads(done.stdout)
        return HubModel(name, int(about["bytes"]), str(about["licence"]), str(about["host"]), "")
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(_said(done.stderr)) from error


def fetching(name: str, agreed_gb: float) -> Iterator[int]:
    """Download a model of at most the size agreed to; gives the bytes that are there, now and then.

    Raises `ModelError`. Closing the iterator stops the download; what came stays for another try.
    """
    _check(name)
    command = [*_command(name), "--yes", f"{agreed_gb:.2f}"]
    with subprocess.Popen(
        command, env=_environment(), cwd=PACKAGE_FOLDER.parent, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        try:
            while running.poll() is None:
                yield _bytes_in(kept(name))
                with suppress(subprocess.TimeoutExpired):
                    running.wait(_BEAT_S)
            if running.returncode:
                raise ModelError(_said(running.stderr.read() if running.stderr else ""))
        finally:
            running.kill()


def _check(name: str) -> None:
    if len(name) > LONGEST_NAME or not is_hub_name(name):
        raise ModelError(f"{name[:100]} is no name of a hub's model; it has the form owner/name.")


def _command(name: str) -> list[str]:
    return [sys.executable, "-m", "rag", "models", "--json", "--get", name]


def _environment() -> dict[str, str]:
    """The environment of the app, without what keeps its libraries offline."""
    return {key: value for key, value in os.environ.items() if key not in _OFFLINE}


def _bytes_in(folder: Path) -> int:
    total = 0
    for file in folder.rglob("*") if folder.is_dir() else ():
        with suppress(OSError):  # renamed in between
            total += file.stat().st_size
    return total


def _said(error: str) -> str:
    """The last line, without the program's name."""
    lines = [line for line in error.strip().splitlines() if line.startswith("rag: ")]
    return lines[-1].removeprefix("rag: ") if lines else "The model could not be fetched."
