import json
from pathlib import Path

import pytest

from rag.generate.local_models import (
    described,
    free_memory,
    local_models,
    models_folder,
)
from tests.tiny_model import make_tiny_model


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty folder of models, and no model of anybody else."""
    monkeypatch.setenv("RAG_MODELS", str(tmp_path / "models"))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "models"


def test_a_folder_of_weights_is_described_by_its_own_files(tmp_path):
    """Architecture, size and number of parameters, without loading it."""
    pytest.importorskip("torch")
    place = make_tiny_model(tmp_path / "größe 模型")
    model = described(place)
    import torch
    from transformers import AutoModelForCausalLM

    loaded = AutoModelForCausalLM.from_pretrained(str(place), dtype=torch.float32)
    assert model.family == "llama"
    assert model.parameters == sum(
        p.numel() for p in {id(t): t for t in loaded.parameters()}.values()
    )
    assert model.bytes == (place / "model.safetensors").stat().st_size
    assert model.memory >= 4 * model.parameters


@pytest.mark.parametrize(
    "config", ["", "[]", '{"architectures": ["BertModel"]}', '{"architectures": 3}']
)
def test_what_is_no_language_model_is_left_out(tmp_path, config):
    """Whatever lies in the folder."""
    (tmp_path / "config.json").write_text(config)
    (tmp_path / "model.safetensors").write_bytes(b"\xff" * 40)
    assert described(tmp_path) is None
    (tmp_path / "x.gguf").write_bytes(b"GGUF")
    assert described(tmp_path / "x.gguf") is None


def test_models_are_found_in_their_folder_and_in_a_hub_s_cache(folder, tmp_path):
    """The one that ships comes first where it is installed."""
    assert models_folder() == folder
    make_tiny_model(folder / "owner--tiny")
    kept = tmp_path / "hub" / "models--some--other" / "snapshots" / "abc"
    make_tiny_model(kept)
    titles = [model.title for model in local_models()]
    assert titles[-2:] == ["owner/tiny", "some/other"]
    assert json.dumps([model.name for model in local_models()][-2:]) == json.dumps(
        [str(folder / "owner--tiny"), str(kept)]
    )


def test_free_memory_is_no_more_than_there_is():
    """In bytes."""
    total = int(Path("/proc/meminfo").read_text().split()[1]) * 1024
    assert 0 < free_memory() <= total
