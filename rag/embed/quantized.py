"""Loading of the bundled embedder, whose vocabulary rows are stored as 8-bit integers.

The folder is a sentence-transformers folder. Its ``model.safetensors`` holds the rows as int8
with one fp16 scale for each row, and every other weight as fp16; everything is turned into
float32 here, when the model is loaded.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel

ROWS_NAME = "embeddings.word_embeddings.weight"
INTEGER_ROWS_NAME = "embeddings.word_embeddings.int8"
ROW_SCALES_NAME = "embeddings.word_embeddings.scale"
WEIGHTS_FILE = "model.safetensors"
LARGEST_INTEGER = 127


def quantize_rows(rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return rows as int8 of the same shape, and the scale of each row as float16 [rows].

    ``rows`` is float32 [rows, width]; the scale of an all-zero row is 1 / 127.
    """
    largest = rows.abs().amax(dim=1)
    largest = torch.where(largest > 0, largest, torch.ones_like(largest))
    scales = (largest / LARGEST_INTEGER).to(torch.float16)
    integers = torch.round(rows / scales.float()[:, None])
    return integers.clamp(-LARGEST_INTEGER, LARGEST_INTEGER).to(torch.int8), scales


def dequantize_rows(integers: torch.Tensor, scales: torch.Tensor) -> torch.Tensor:
    """Return float32 rows [rows, width] from int8 rows and one float16 scale for each."""
    return integers.to(torch.float32) * scales.to(torch.float32)[:, None]


def read_weights(folder: Path) -> dict[str, torch.Tensor]:
    """Return the weights of a packaged embedder by their names in a BERT model, all float32."""
    stored = load_file(folder / WEIGHTS_FILE)
    integers, scales = stored.pop(INTEGER_ROWS_NAME), stored.pop(ROW_SCALES_NAME)
    weights = {name: weight.to(torch.float32) for name, weight in stored.items()}
    weights[ROWS_NAME] = dequantize_rows(integers, scales)
    return weights


class Int8RowsTransformer(Transformer):  # type: ignore[misc] # the library has no types
    """The transformer module of sentence-transformers, reading int8 vocabulary rows.

    The packaged ``modules.json`` names this class, so that no other loader can take the folder
    for a plain one and run with rows that were never read.
    """

    def _load_model(self, model_name_or_path: str, *_: object, **__: object) -> BertModel:
        """Build the BERT model and give it the stored weights; called by the base class."""
        config = BertConfig.from_pretrained(model_name_or_path, local_files_only=True)
        model = BertModel(config, add_pooling_layer=False)
        model.load_state_dict(read_weights(Path(model_name_or_path)))
        return model.eval()


def load_embedder_model(folder: Path | str, device: str = "cpu") -> SentenceTransformer:
    """Return the model of a packaged folder, ready to encode texts of at most 256 tokens.

    Its vectors are unit length, float32, 384 wide. The folder's code reference is this module
    itself, so no remote code is trusted or loaded.
    """
    transformer = Int8RowsTransformer.load(str(folder), local_files_only=True)
    pooling = Pooling.load(str(folder), subfolder="1_Pooling", local_files_only=True)
    return SentenceTransformer(modules=[transformer, pooling, Normalize()], device=device)
