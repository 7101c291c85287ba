"""Loading of the bundled embedder: it reads glossed text, and its rows are 8-bit integers.

The folder is a sentence-transformers folder. Its ``model.safetensors`` holds the rows as int8
with one fp16 scale for each row, and every other weight as fp16; everything is turned into
float32 here, when the model is loaded. Every text is glossed (`rag.gloss`) before it is tokenised.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
from transformers import BertConfig, BertModel

from rag.gloss import gloss
from rag.int8_rows import (
    INTEGER_ROWS_NAME,
    ROW_SCALES_NAME,
    ROWS_NAME,
    WEIGHTS_FILE,
    dequantize_rows,
)
from rag.language import detect


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

    def preprocess(self, inputs: Sequence[str], *arguments: Any, **options: Any) -> dict[str, Any]:
        """Token ids of texts, each glossed from the language that it is in."""
        glossed = [gloss(text, detect(text)) for text in inputs]
        return dict(super().preprocess(glossed, *arguments, **options))


def load_embedder_model(folder: Path | str, device: str = "cpu") -> SentenceTransformer:
    """Return the model of a packaged folder, ready to encode texts of at most 256 tokens.

    Its vectors are unit length, float32, 384 wide. The folder's code reference is this module
    itself, so no remote code is trusted or loaded.
    """
    transformer = Int8RowsTransformer.load(str(folder), local_files_only=True)
    pooling = Pooling.load(str(folder), subfolder="1_Pooling", local_files_only=True)
    return SentenceTransformer(modules=[transformer, pooling, Normalize()], device=device)
