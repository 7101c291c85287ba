"""A model of a hub, fetched only after a person has agreed to its size.

Nothing else in the program asks a hub for anything. Weights are taken as safetensors alone: the
older format can run code when it is opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from huggingface_hub import HfApi, constants, snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError

from rag.errors import ModelError
from rag.generate.local_models import models_folder

NAME = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}")
GIGABYTE = 1_000_000_000
_WANTED = ("*.safetensors", "*.safetensors.index.json", "config.json", "generation_config.json",
           "tokenizer*", "special_tokens_map.json", "vocab.json", "merges.txt", "*.jinja", "LICENSE*")  # fmt: skip
_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class HubModel:
    """What a hub says of a model."""

    name: str
    bytes: int
    """Of the files that would be fetched."""
    licence: str
    host: str
    revision: str

    @property
    def gigabytes(self) -> float:
        """The size as people say it, rounded up so that agreeing to it is enough."""
        return -(-self.bytes // (GIGABYTE // 100)) / 100


def is_hub_name(name: str) -> bool:
    """Whether a name could be that of a hub's model: owner/name, and nothing on this disk."""
    return NAME.fullmatch(name) is not None and not Path(name).exists()


def kept(name: str) -> Path:
    """Where a model lies once it was fetched."""
    return models_folder() / name.replace("/", "--")


def look_up(name: str) -> HubModel:
    """Ask the hub how large a model is. Raises `ModelError` in one sentence."""
    if not is_hub_name(name):
        raise ModelError(f"{name} is no name of a hub's model; it has the form owner/name.")
    with _in_words(name):
        info = HfApi().model_info(name, files_metadata=True, timeout=_SECONDS)
    files = [file for file in info.siblings or [] if _is_wanted(file.rfilename)]
    if not any(file.rfilename.endswith(".safetensors") for file in files):
        raise ModelError(
            f"{name} has no weights as safetensors, and other kinds are not opened; choose another."
        )
    licence = str((info.card_data.get("license") if info.card_data else None) or "not stated")
    size = sum(file.size or 0 for file in files)
    host = constants.ENDPOINT.split("//")[-1]
    return HubModel(name, size, licence, host, str(info.sha))


def fetch(name: str, agreed_gb: float) -> Path:
    """Download a model of at most the size agreed to; returns its folder.

    What is there already is not fetched again. Raises `ModelError` when it is larger, and when the
    hub cannot be reached.
    """
    model = look_up(name)
    if model.gigabytes > agreed_gb:
        raise ModelError(
            f"{name} is {model.gigabytes:.2f} GB on {model.host}, more than the {agreed_gb:g} GB agreed to; "
            f"nothing was downloaded. To have it, say: rag models --get {name} --yes {model.gigabytes:.2f}"
        )
    target = kept(name)
    with _in_words(name):
        snapshot_download(
            name, revision=model.revision, local_dir=target, allow_patterns=list(_WANTED)
        )
    return target


def _is_wanted(file: str) -> bool:
    return "/" not in file and any(fnmatch(file, pattern) for pattern in _WANTED)


@contextmanager
def _in_words(name: str) -> Iterator[None]:
    """Errors of the hub's client as one sentence."""
    try:
        yield
    except HFValidationError as error:
        raise ModelError(
            f"{name} is no name of a hub's model; it has the form owner/name."
        ) from error
    except HfHubHTTPError as error:
        code = error.response.status_code if error.response is not None else 0
        reason = (
            "there is no such model, or it is not open"
            if code in (401, 403, 404)
            else f"HTTP {code}"
        )
        raise ModelError(f"{name} cannot be had from {constants.ENDPOINT}: {reason}.") from error
    except Exception as error:  # its client raises those of whatever carries it: no one name
        raise ModelError(
            f"{constants.ENDPOINT} cannot be reached ({type(error).__name__}), so {name} was not fetched; "
            "check the network, or copy the model's folder and name its path."
        ) from error
