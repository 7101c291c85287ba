"""Write the trained student as a sentence-transformers folder with 8-bit vocabulary rows.

    python training/embedder_package.py TEACHER WORK rag/models/embedder
    python training/embedder_package.py TEACHER WORK FOLDER --untrained

Run from the repository root, after ``embedder_distil.py``; ``--untrained`` packages the rows as
``embedder_rows.py`` left them. It ends with a check: 500 held-out sentences through the package
and through the float32 weights, smallest cosine above 0.999. A README.md there is kept.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from embedder_body import WIDTH, load_body, sentence_vectors
from safetensors.torch import save_file
from tokenizers import Tokenizer
from transformers import BertModel

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.embed.quantized import load_embedder_model
from rag.gloss import gloss
from rag.int8_rows import (
    INTEGER_ROWS_NAME,
    ROW_SCALES_NAME,
    ROWS_NAME,
    WEIGHTS_FILE,
    quantize_rows,
)
from rag.language import detect

LONGEST_TEXT = 256  # tokens
CHECKED_TEXTS = 500
SMALLEST_COSINE = 0.999
LARGEST_MEGABYTES = 58
MODULE_TYPES = (
    ("", "rag.embed.quantized.Int8RowsTransformer"),
    ("1_Pooling", "sentence_transformers.sentence_transformer.modules.Pooling"),
    ("2_Normalize", "sentence_transformers.base.modules.Normalize"),
)
SPECIAL_TOKENS = {
    "pad_token": "[PAD]", "unk_token": "[UNK]", "cls_token": "[CLS]", "sep_token": "[SEP]",
    "mask_token": "[MASK]",
}  # fmt: skip


def trained_model(teacher: Path, work: Path, untrained: bool) -> tuple[BertModel, torch.Tensor]:
    """Return the student's body and its rows float32 [vocabulary, 384]."""
    model, _ = load_body(teacher)
    if untrained:
        return model, torch.from_numpy(np.load(work / "rows.npy"))
    state = torch.load(work / "checkpoint.pt", weights_only=False)
    model.load_state_dict(state["model"])
    return model, state["table"]["rows"]


def write_weights(model: BertModel, rows: torch.Tensor, folder: Path) -> None:
    """Write int8 rows with their scales, and the body in float16."""
    weights = {
        name: weight.detach().to(torch.float16).contiguous()
        for name, weight in model.state_dict().items()
        if name != ROWS_NAME and weight.is_floating_point()
    }
    weights[INTEGER_ROWS_NAME], weights[ROW_SCALES_NAME] = quantize_rows(rows)
    save_file(weights, folder / WEIGHTS_FILE, metadata={"format": "pt"})
    (folder / WEIGHTS_FILE).chmod(0o644)


def write_json(folder: Path, name: str, content: object) -> None:
    """Write one JSON file of the folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def write_settings(model: BertModel, vocabulary_size: int, folder: Path) -> None:
    """Write the settings files that sentence-transformers and transformers read."""
    config = model.config.to_dict()
    config.update(vocab_size=vocabulary_size, architectures=["BertModel"], dtype="float32")
    for name in ("_name_or_path", "_attn_implementation", "gradient_checkpointing"):
        config.pop(name, None)
    write_json(folder, "config.json", config)
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": kind}
        for index, (path, kind) in enumerate(MODULE_TYPES)
    ]
    write_json(folder, "modules.json", modules)
    write_json(folder, "config_sentence_transformers.json", {"similarity_fn_name": "cosine"})
    sizes = {"max_seq_length": LONGEST_TEXT, "do_lower_case": False}
    write_json(folder, "sentence_bert_config.json", sizes)
    pooling = {"embedding_dimension": WIDTH, "pooling_mode": "mean", "include_prompt": True}
    write_json(folder, "1_Pooling/config.json", pooling)
    tokens = {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": LONGEST_TEXT}
    tokens["clean_up_tokenization_spaces"] = False
    write_json(folder, "tokenizer_config.json", {**tokens, **SPECIAL_TOKENS})


def float32_vectors(
    model: BertModel, rows: torch.Tensor, tokenizer: Tokenizer, texts: list[str]
) -> torch.Tensor:
    """Return the vectors of texts by the unpackaged weights, float32 [texts, 384]."""
    vectors = []
    with torch.no_grad():
        for text in texts:
            seen = gloss(text, detect(text))
            ids = torch.tensor([tokenizer.encode(seen).ids[:LONGEST_TEXT]])
            vectors.append(sentence_vectors(model, rows[ids], torch.ones(ids.shape)))
    return torch.cat(vectors)


def check(model: BertModel, rows: torch.Tensor, work: Path, folder: Path) -> None:
    """Stop when the package is too large or its vectors differ from the unpackaged ones."""
    megabytes = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    held_out = json.loads((work / "held_out.json").read_text())
    texts = [pair[0] for pairs in held_out.values() for pair in pairs]
    texts = texts[:: len(texts) // CHECKED_TEXTS][:CHECKED_TEXTS]
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    wanted = float32_vectors(model, rows, tokenizer, texts)
    packaged = torch.from_numpy(load_embedder_model(folder).encode(texts, batch_size=32))
    cosines = (wanted * packaged).sum(-1)
    print(
        f"{megabytes:.1f} MB, cosine with float32 over {len(texts)} texts: "
        f"smallest {cosines.min():.5f}, mean {cosines.mean():.5f}"
    )
    if megabytes > LARGEST_MEGABYTES or cosines.min() < SMALLEST_COSINE:
        raise SystemExit("the package is too large or too coarse")


def main() -> None:
    """Write the folder and check it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("teacher", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--untrained", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    model, rows = trained_model(arguments.teacher, arguments.work, arguments.untrained)
    write_weights(model, rows, arguments.folder)
    write_settings(model, len(rows), arguments.folder)
    shutil.copy(arguments.work / "tokenizer.json", arguments.folder / "tokenizer.json")
    check(model, rows, arguments.work, arguments.folder)


if __name__ == "__main__":
    main()
