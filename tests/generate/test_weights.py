"""Where weights come from."""

import json

import pytest

from rag.errors import ModelError
from rag.generate.weights import RECORD, converted, is_whole, model_folder, shipped_gguf
from rag.manifest import entries


@pytest.mark.parametrize("name", ["Qwen/Qwen3-0.6B", "gpt2", "", "~/nowhere/model.gguf"])
def test_names_of_a_hub_are_refused(name):
    """Nothing is downloaded."""
    with pytest.raises(ModelError, match="not downloaded|nothing is downloaded"):
        model_folder(name or "hub")


def test_a_folder_without_a_model_is_refused(tmp_path):
    """It says what a model's folder holds."""
    with pytest.raises(ModelError, match=r"config\.json"):
        model_folder(str(tmp_path))


def test_a_folder_with_a_model_is_taken_as_it_is(tmp_path):
    """Nothing is copied."""
    (tmp_path / "config.json").write_text("{}")

    assert model_folder(str(tmp_path)) == tmp_path


def test_a_file_that_is_no_gguf_is_one_sentence_and_leaves_nothing(tmp_path, monkeypatch):
    """The cache stays clean."""
    monkeypatch.setenv("RAG_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "odd.gguf"
    file.write_bytes(b"GGUF" + b"\x00" * 60)

    with pytest.raises(ModelError, match=r"odd\.gguf cannot be read as a language model") as caught:
        model_folder(str(file))
    assert "\n" not in str(caught.value)
    assert [item.name for item in (tmp_path / "cache" / "models").iterdir() if item.is_dir()] == []


def test_a_cache_that_cannot_be_written_is_one_sentence(tmp_path, monkeypatch):
    """A file stands where the folder should be."""
    (tmp_path / "cache").write_text("a file")
    monkeypatch.setenv("RAG_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "odd.gguf"
    file.write_bytes(b"GGUF")

    with pytest.raises(ModelError, match="RAG_CACHE"):
        model_folder(str(file))


@pytest.mark.parametrize("damage", ["byte", "missing", "record", "empty"])
def test_a_converted_folder_is_whole_to_the_last_byte(tmp_path, damage):
    """Anything else is made anew."""
    import hashlib

    (tmp_path / "a.bin").write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    (tmp_path / RECORD).write_text(json.dumps({"files": {"a.bin": digest}}))
    assert is_whole(tmp_path)

    if damage == "byte":
        (tmp_path / "a.bin").write_bytes(b"weightS")
    elif damage == "missing":
        (tmp_path / "a.bin").unlink()
    elif damage == "record":
        (tmp_path / RECORD).write_text("{")
    else:
        (tmp_path / RECORD).write_text('{"files": {}}')

    assert not is_whole(tmp_path)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_processes_convert_once_and_a_damaged_result_is_made_anew(tmp_path, monkeypatch):
    """Both get the same whole folder; a flipped byte is noticed and mended."""
    import os
    import subprocess
    import sys

    monkeypatch.setenv("RAG_CACHE", str(tmp_path))
    code = "from rag.generate.weights import model_folder; print(model_folder('default'))"
    command = [sys.executable, "-c", code]
    running = [
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=dict(os.environ),
        )
        for _ in range(2)
    ]
    places = {process.communicate(timeout=800)[0].strip() for process in running}

    assert len(places) == 1
    folder = model_folder("default")
    assert str(folder) in places
    assert is_whole(folder)
    with (folder / "model.safetensors").open("r+b") as file:
        file.seek(100_000)
        file.write(b"\x55\xaa")
    assert not is_whole(folder)
    assert is_whole(model_folder("default"))
    assert [item.name for item in folder.parent.iterdir() if item.is_dir()] == [folder.name]


@pytest.mark.slow
def test_the_shipped_file_is_the_one_in_the_manifest():
    """Found in its package and compared by digest."""
    entry = entries()["smollm2-135m-instruct"]

    assert shipped_gguf().stat().st_size == entry.files[0].bytes


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_path_of_a_gguf_file_works_like_the_shipped_name(tmp_path, monkeypatch):
    """A person's own GGUF file is converted under its own name."""
    monkeypatch.setenv("RAG_CACHE", str(tmp_path))
    folder = model_folder(str(shipped_gguf()))

    assert folder.name.startswith("SmolLM2-135M-Instruct")
    assert is_whole(folder)
    assert converted(shipped_gguf(), folder.name) == folder
