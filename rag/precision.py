"""Which arithmetic is faster on this processor, measured once and remembered.

bfloat16 halves what must be read from memory, and processors with matrix units for it (AMX) are
several times faster in it; others only emulate it and are slower. Names of processors do not tell,
so both are timed with the model itself.
"""

from __future__ import annotations

import hashlib
import json
import logging
import platform
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rag.cache import cache_folder
from rag.files import atomic_write

if TYPE_CHECKING:
    import torch

Precision = Literal["float32", "bfloat16"]

_FILE = "precision.json"
_WORTH = 1.2
"""bfloat16 is chosen when it is this many times faster: it gives up digits of every number."""
_ROUNDS = 2
_LOG = logging.getLogger(__name__)


def faster_precision(name: str, model: torch.nn.Module, run: Callable[[], Any]) -> Precision:
    """The arithmetic in which `run`, which uses `model`, takes less time on this machine.

    Measured once for each name, processor, number of threads and version of torch, then read from
    the user's cache. The model is left as it was given, to the last bit. A cache that cannot be
    written costs a new measurement next time and nothing else.
    """
    file, key = cache_folder() / _FILE, _key(name)
    known = _read(file)
    if known.get(key, {}).get("choice") in ("float32", "bfloat16"):
        return known[key]["choice"]  # type: ignore[no-any-return]
    seconds = measure(model, run)
    quicker = seconds["bfloat16"] * _WORTH <= seconds["float32"]
    choice: Precision = "bfloat16" if quicker else "float32"
    known[key] = {"choice": choice, "seconds": seconds}
    _write(file, known)
    return choice


def measure(model: torch.nn.Module, run: Callable[[], Any]) -> dict[str, float]:
    """Seconds that `run` takes in each arithmetic: the best of two after one to warm up."""
    import torch

    tensors = [*model.parameters(), *model.buffers()]
    kept = [tensor.data for tensor in tensors]
    seconds = {}
    try:
        for word, kind in (("float32", torch.float32), ("bfloat16", torch.bfloat16)):
            for tensor, original in zip(tensors, kept, strict=True):
                if original.is_floating_point():
                    tensor.data = original.to(kind)
            seconds[word] = round(_best(run), 5)
    finally:
        for tensor, original in zip(tensors, kept, strict=True):
            tensor.data = original
    return seconds


def _best(run: Callable[[], Any]) -> float:
    run()
    times = []
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def _key(name: str) -> str:
    """What a measurement is valid for, as text that a person can read in the file."""
    import torch

    return (
        f"{name} | {_processor()} | {torch.get_num_threads()} threads | torch {torch.__version__}"
    )


def _processor() -> str:
    """Model and abilities of the processor; the latter as a digest, they are a hundred words."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return f"{platform.processor()} {platform.machine()}"
    lines = dict(line.split(":", 1) for line in reversed(text.splitlines()) if ":" in line)
    about = {key.strip(): value.strip() for key, value in lines.items()}
    flags = hashlib.sha256(about.get("flags", "").encode()).hexdigest()[:8]
    return f"{about.get('model name', platform.machine())} {flags}"


def _read(file: Path) -> dict[str, Any]:
    """What was measured before; nothing when the file is missing or damaged: it can be made anew."""
    try:
        known = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(known, dict) and all(isinstance(value, dict) for value in known.values())
    return known if whole else {}


def _write(file: Path, known: dict[str, Any]) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(file, json.dumps(known, indent=1, sort_keys=True).encode())
    except OSError as error:
        _LOG.info("the measurement of arithmetic cannot be kept in %s: %s", file, error)
