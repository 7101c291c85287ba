"""Fetching from a hub, against a small hub on this machine."""

import json
import os
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from rag.errors import ModelError
from rag.generate.hub import is_hub_name
from rag.generate.weights import model_folder
from tests.tiny_model import make_tiny_model

ROOT = Path(__file__).resolve().parents[2]
COMMIT = "a" * 40


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A hub that holds one tiny model; its address and the paths that were asked for."""
    folder = make_tiny_model(tmp_path_factory.mktemp("tiny"))
    (folder / "pytorch_model.bin").write_bytes(b"never fetched")
    files = {file.name: file.read_bytes() for file in folder.iterdir()}
    asked = []

    class Hub(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_HEAD(self):
            self.do_GET()

        def do_GET(self):
            path = self.path.split("?")[0]
            asked.append(path)
            name = path.rpartition("/")[2]
            if path.startswith("/api/models/owner/tiny"):
                siblings = [{"rfilename": name, "size": len(data)} for name, data in files.items()]
                self._send(json.dumps({
                    "id": "owner/tiny", "sha": COMMIT, "siblings": siblings,
                    "cardData": {"license": "apache-2.0"},
                }).encode())  # fmt: skip
            elif "/resolve/" in path and name in files:
                self._send(files[name])
            else:
                self.send_error(404)

        def _send(self, data):
            self.send_response(200)
            self.send_header("Content-Length", str(len(data)))
            self.send_header("X-Repo-Commit", COMMIT)
            self.send_header("ETag", f'"{hash(data) & 0xFFFFFFFF:x}"')
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()


def models(hub, home, *arguments):
    """`rag models` with that hub; returns exit code, stdout and stderr."""
    environment = {
        **{key: value for key, value in os.environ.items() if key != "HF_HUB_OFFLINE"},
        "HF_ENDPOINT": hub[0], "HF_HOME": str(home / "hf"), "RAG_MODELS": str(home / "models"),
    }  # fmt: skip
    command = [sys.executable, "-m", "rag", "models", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
def test_nothing_is_downloaded_before_its_size_was_agreed_to(hub, tmp_path):
    """The size is said first; a yes to less than it is none."""
    code, _, error = models(hub, tmp_path, "--get", "owner/tiny")
    assert code == 2
    assert "0.01 GB" in error
    assert "--yes 0.01" in error
    assert "apache-2.0" in error
    code, _, error = models(hub, tmp_path, "--get", "owner/tiny", "--yes", "0.001")
    assert code == 2
    assert "more than the 0.001 GB agreed to" in error
    assert not any("/resolve/" in path for path in hub[1])
    assert not (tmp_path / "models").exists()


@pytest.mark.slow
def test_what_was_agreed_to_is_fetched_and_can_be_used(hub, tmp_path):
    """As safetensors alone; `rag models` then lists it."""
    code, out, error = models(hub, tmp_path, "--get", "owner/tiny", "--yes", "0.01")
    assert (code, error.count("Traceback")) == (0, 0)
    place = tmp_path / "models" / "owner--tiny"
    assert str(place) in out
    assert (place / "model.safetensors").is_file()
    assert not any(path.endswith(".bin") for path in hub[1])
    assert model_folder(str(place)) == place
    assert f'generator = "{place}"' in models(hub, tmp_path)[1]


@pytest.mark.slow
def test_a_model_that_is_not_there_and_a_hub_that_is_not_there_are_told(hub, tmp_path):
    """One sentence each."""
    code, _, error = models(hub, tmp_path, "--get", "owner/other")
    assert (code, error.count("\n")) == (2, 1)
    assert "no such model" in error
    code, _, error = models(("http://127.0.0.1:9", []), tmp_path, "--get", "owner/tiny")
    assert (code, error.count("\n")) == (2, 1)
    assert "cannot be reached" in error


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("HuggingFaceTB/SmolLM2-360M-Instruct", True), ("default", False), ("/models/x", False),
        ("../x", False), ("a/b/c", False), ("модель/имя", False), ("tests/generate", False),
    ],
)  # fmt: skip
def test_a_name_of_a_hub_is_told_from_a_path(name, is_one, monkeypatch):
    """What lies on this disk is never asked for elsewhere."""
    monkeypatch.chdir(ROOT)
    assert is_hub_name(name) is is_one


def test_a_hub_name_as_generator_says_how_to_fetch_it():
    """In one sentence; nothing is asked of the hub."""
    with pytest.raises(ModelError, match=r"rag models --get owner/name"):
        model_folder("owner/name")
