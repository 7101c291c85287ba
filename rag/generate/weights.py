"""Finds the weights of a language model, and converts a GGUF file once into a folder.

The shipped generator comes as a GGUF file inside a package. Unpacking it takes twenty seconds, so
the result is kept in the user's cache: written beside, renamed when whole, checked by digest at
every use and made anew when a byte differs.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
from pathlib import Path
from typing import Any

from filelock import FileLock

from rag.cache import cache_folder
from rag.errors import ModelError
from rag.files import flush_folder
from rag.manifest import check_shipped, entries

DEFAULT = "default"
SHIPPED = "smollm2-135m-instruct"
RECORD = "converted.json"
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(?<!\.gguf)")
_LOG = logging.getLogger(__name__)


def model_folder(name: str) -> Path:
    """The transformers folder of the generator that a setting names.

    "default" is the shipped one; else the path of a folder that holds config.json, or of a GGUF
    file. A GGUF file is converted at the first use, which takes as long as reading it does. Raises
    `ModelError` when there is nothing of that name here: nothing is ever downloaded.
    """
    if name == DEFAULT:
        gguf = shipped_gguf()
        digest = entries()[SHIPPED].files[0].sha256
        return converted(gguf, f"{SHIPPED}-{digest[:8]}")
    path = Path(name).expanduser()
    if path.is_dir():
        if (path / "config.json").is_file():
            return path
        raise ModelError(
            f"The folder {path} holds no transformers model; name one that holds config.json."
        )
    if path.is_file() and path.suffix.lower() == ".gguf":
        return converted(path, f"{path.stem}-{_file_key(path)}")
    if _HUB_NAME.fullmatch(name):
        raise ModelError(
            f"The model {name} is not on this machine, and nothing is downloaded without your word; "
            f"`rag models --get {name}` says how large it is and how to fetch it."
        )
    raise ModelError(
        f"There is no model folder or GGUF file {name} on this machine, and models are not "
        "downloaded; give the path of a folder that holds config.json or of a .gguf file."
    )


def shipped_gguf() -> Path:
    """The shipped generator's file, found whole. Raises `ModelError` that says what to type."""
    return check_shipped(SHIPPED) / entries()[SHIPPED].files[0].name


def converted(gguf: Path, name: str) -> Path:
    """The folder made from a GGUF file, from the cache or made now; safe among processes."""
    target = cache_folder() / "models" / name
    if is_whole(target):
        return target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(target.parent / f"{name}.lock"):
            if not is_whole(target):  # another process may have made it while this one waited
                _convert(gguf, target)
    except OSError as error:
        raise ModelError(
            f"The model {gguf.name} cannot be unpacked into {target.parent} ({error.strerror or error}); "
            "free some space or name another folder in RAG_CACHE."
        ) from error
    return target


def is_whole(folder: Path) -> bool:
    """Whether a converted folder holds every file of its record with the right digest."""
    try:
        files = json.loads((folder / RECORD).read_text(encoding="utf-8"))["files"]
        return bool(files) and all(_digest(folder / name) == sha for name, sha in files.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _convert(gguf: Path, target: Path) -> None:
    """Write beside, record last, rename. Called under the lock."""
    beside = target.with_name(f".{target.name}.part")
    for old in (beside, target):  # left by a process that was killed, or damaged since
        shutil.rmtree(old, ignore_errors=True)
    _LOG.info("converting %s once", gguf.name)
    try:
        _unpack(gguf, beside)
        files = {file.name: _digest(file) for file in sorted(beside.iterdir())}
        record = {"from": gguf.name, "files": files}
        (beside / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
        flush_folder(beside)
        beside.rename(target)
        flush_folder(target.parent)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unpack(gguf: Path, folder: Path) -> None:
    """Read the file with transformers and save weights and tokenizer in bfloat16."""
    quiet_and_offline()
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    where: dict[str, Any] = {"gguf_file": gguf.name, "local_files_only": True}
    try:
        # bfloat16 loses nothing that a quantised file still has.
        model = AutoModelForCausalLM.from_pretrained(
            str(gguf.parent),
            quantization_config=GgufConfig(dequantize=True),
            dtype=torch.bfloat16,
            trust_remote_code=False,
            **where,
        )
        tokenizer = AutoTokenizer.from_pretrained(str(gguf.parent), **where)
    except Exception as error:  # the library raises many kinds for a file it cannot read
        raise ModelError(
            f"The file {gguf.name} cannot be read as a language model ({type(error).__name__}: "
            f"{_first_line(error)}); give another GGUF file or a folder."
        ) from error
    model.save_pretrained(str(folder))
    tokenizer.save_pretrained(str(folder))


def quiet_and_offline() -> None:
    """Keep the model libraries from asking a hub for anything and from drawing progress bars."""
    # Both are read when the libraries are imported; one bar is drawn past transformers' own switch.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TQDM_DISABLE", "1")
    from transformers.utils import logging as library_logging

    library_logging.disable_progress_bar()
    library_logging.set_verbosity_error()


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [""])[0][:200]


def _file_key(path: Path) -> str:
    """Eight digits that change when a file does: digesting tens of gigabytes would take minutes."""
    about = path.stat()
    text = f"{path.resolve()}|{about.st_size}|{about.st_mtime_ns}"
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:8]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
