"""Language models that lie on this machine, and whether its memory holds them."""

from __future__ import annotations

import json
import math
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from gguf import GGUFReader
from platformdirs import user_data_path

from rag.errors import ModelError
from rag.generate.weights import DEFAULT, SHIPPED, shipped_gguf

VARIABLE = "RAG_MODELS"
MEASURED_BELOW = 1_000_000_000
"""Parameters up to which a model may run in float32, four bytes each; larger ones take two."""
_OVERHEAD = 400_000_000
"""Bytes that the libraries and a prompt need beside the weights."""
_LARGEST_HEADER = 100_000_000


@dataclass(frozen=True, slots=True)
class LocalModel:
    """A model that a setting can name."""

    name: str
    """What the setting `generator` takes."""
    title: str
    family: str
    """Architecture, as the model's own files tell it: "llama", "qwen3"."""
    bytes: int
    """On disk."""
    parameters: int

    @property
    def memory(self) -> int:
        """Bytes of memory that it takes when loaded, about."""
        each = 4 if self.parameters <= MEASURED_BELOW else 2
        return each * self.parameters + _OVERHEAD


def models_folder() -> Path:
    """Where models of the person's own lie: RAG_MODELS, else in the user's data folder."""
    named = os.environ.get(VARIABLE, "")
    return Path(named).expanduser().absolute() if named else user_data_path("polycite") / "models"


def free_memory() -> int:
    """Bytes that a model could use now, within what this process may have."""
    free = int(psutil.virtual_memory().available)
    for limit, used in (
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        (
            "/sys/fs/cgroup/memory/memory.limit_in_bytes",
            "/sys/fs/cgroup/memory/memory.usage_in_bytes",
        ),
    ):
        try:
            left = int(Path(limit).read_text("ascii")) - int(Path(used).read_text("ascii"))
        except (OSError, ValueError):  # no such limit: "max", or another system
            continue
        free = min(free, max(0, left))
    return free


def local_models() -> list[LocalModel]:
    """The model that ships, those in the folder of models, and those that a hub client has kept."""
    found = list[LocalModel]()
    with suppress(
        ModelError
    ):  # what is missing, and what to type, is told by `rag.manifest.listed`
        found.append(_gguf(shipped_gguf(), DEFAULT, SHIPPED))
    for place in (*_below(models_folder()), *_kept_by_hub()):
        model = described(place)
        if model is not None:
            found.append(model)
    return found


def described(place: Path) -> LocalModel | None:
    """The model in a folder or GGUF file; None where there is none that can be read."""
    try:
        if place.is_file():
            return _gguf(place, str(place), place.stem)
        config = json.loads((place / "config.json").read_text("utf-8"))
        kinds = config.get("architectures") or []
        if not any(
            str(kind).endswith(("ForCausalLM", "ForConditionalGeneration")) for kind in kinds
        ):
            return None
        weights = sorted(place.glob("*.safetensors"))
        if not weights:
            return None
        size = sum(file.stat().st_size for file in weights)
        count = sum(_count(file) for file in weights)
        family = str(config.get("model_type", ""))
        return LocalModel(str(place), _title(place), family, size, count)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error):
        return None


def _gguf(file: Path, name: str, title: str) -> LocalModel:
    reader = GGUFReader(str(file), "r")
    field = reader.get_field("general.architecture")
    family = str(field.contents()) if field else ""
    count = sum(math.prod(int(size) for size in tensor.shape) for tensor in reader.tensors)
    return LocalModel(name, title, family, file.stat().st_size, count)


def _count(file: Path) -> int:
    """Parameters of a safetensors file, from its header: 8 bytes length, then JSON of shapes."""
    with file.open("rb") as opened:
        (length,) = struct.unpack("<Q", opened.read(8))
        if length > _LARGEST_HEADER:
            raise ValueError(f"a header of {length} bytes")
        header: dict[str, Any] = json.loads(opened.read(length))
    return sum(
        math.prod(about["shape"]) for name, about in header.items() if name != "__metadata__"
    )


def _below(folder: Path) -> Iterator[Path]:
    """Folders with a config.json and GGUF files, in order of their names."""
    if folder.is_dir():
        yield from sorted({file.parent for file in folder.glob("**/config.json")})
        yield from sorted(folder.glob("**/*.gguf"))


def _kept_by_hub() -> Iterator[Path]:
    """What the hub's own client has downloaded for other programs."""
    home = os.environ.get("HF_HOME") or str(Path.home() / ".cache" / "huggingface")
    hub = Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub")
    for model in sorted(hub.glob("models--*")) if hub.is_dir() else ():
        revisions = sorted(model.glob("snapshots/*/config.json"))
        if revisions:
            yield revisions[-1].parent


def _title(place: Path) -> str:
    kept = next((part for part in place.parts if part.startswith("models--")), "")
    return kept.removeprefix("models--").replace("--", "/") or place.name.replace("--", "/")
