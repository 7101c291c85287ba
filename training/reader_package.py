"""Write the trained reader as a folder of float16 weights.

    python training/reader_package.py TEACHER WORK rag/models/reader

After ``reader_train.py``. The folder has no vocabulary rows: the reader uses those of the embedder
that it was trained with. A README.md and a calibration there are kept.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import torch
from embedder_body import load_body
from safetensors.torch import save_file

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.int8_rows import ROWS_NAME, WEIGHTS_FILE
from rag.read.span_model import HEAD_BIAS, HEAD_WEIGHT

KEPT = (
    "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "hidden_act",
    "max_position_embeddings", "type_vocab_size", "layer_norm_eps",
)  # fmt: skip
LARGEST_MEGABYTES = 25


def main() -> None:
    """Write weights and config."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("teacher", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    body, _ = load_body(arguments.teacher)
    state = torch.load(arguments.work / "reader.pt", weights_only=False)
    body.load_state_dict(state["body"])
    weights = {
        name: weight.to(torch.float16).contiguous()
        for name, weight in body.state_dict().items()
        if name != ROWS_NAME and weight.is_floating_point()
    }
    weights[HEAD_WEIGHT] = state["head"]["weight"].to(torch.float16)
    weights[HEAD_BIAS] = state["head"]["bias"].to(torch.float16)
    save_file(weights, arguments.folder / WEIGHTS_FILE, metadata={"format": "pt"})
    (arguments.folder / WEIGHTS_FILE).chmod(0o644)
    values = body.config.to_dict()
    config = {name: values[name] for name in KEPT}
    (arguments.folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    megabytes = (arguments.folder / WEIGHTS_FILE).stat().st_size / 1e6
    print(f"{megabytes:.1f} MB after {state['seen']} pairs, {state['elapsed']:.0f} s")
    if megabytes > LARGEST_MEGABYTES:
        raise SystemExit("the reader is too large")


if __name__ == "__main__":
    main()
