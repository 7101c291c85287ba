import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from rag.errors import SettingsError
from rag.settings import Settings
from rag.web.guards import LOOPBACK_HOSTS
from rag.web.server import address, check_host, listening, rules
from tests.web.serving import served

ROOT = Path(__file__).parents[2]


def test_a_taken_port_is_told_in_one_sentence():
    """What is wrong and what to do."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port cannot be {port}: it is in use already"):
            listening(Settings(port=port))


def test_an_address_of_another_machine_is_told_in_one_sentence():
    """Not every address can be listened on."""
    with pytest.raises(SettingsError, match="no such address"):
        listening(Settings(host="198.51.100.7", port=7860, token="t"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_other_machines_need_a_token(host):
    """Without one the server does not start."""
    with pytest.raises(SettingsError, match="set a token"):
        check_host(Settings(host=host))
    check_host(Settings(host=host, token="word"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_needs_none(host):
    """Loopback is the default and open to nobody else."""
    check_host(Settings(host=host))
    assert rules(Settings(host=host)).hosts == LOOPBACK_HOSTS


def test_the_address_is_what_to_type():
    """With brackets and token where they belong."""
    assert address(Settings()) == "http://127.0.0.1:7860"
    assert address(Settings(host="::1", port=80)) == "http://[::1]:80"
    assert address(Settings(host="0.0.0.0", token="word")) == "http://127.0.0.1:7860/?token=word"


def test_a_named_host_is_allowed_beside_this_machine():
    """Nothing else is."""
    assert rules(Settings(host="Office.lan", token="t")).hosts == LOOPBACK_HOSTS | {"office.lan"}
    assert rules(Settings(host="0.0.0.0", token="t")).hosts is None


@pytest.mark.slow
def test_a_wrong_setting_ends_the_app_with_one_sentence(tmp_path):
    """Exit code 2, no traceback."""
    done = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        env={
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
            "RAG_HOST": "0.0.0.0",
            "RAG_LIBRARY": str(tmp_path / "l"),
        },
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "set a token" in done.stderr


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with served(tmp_path_factory.mktemp("library")) as running:
        yield running


@pytest.mark.slow
def test_the_page_is_served_with_the_headers_of_the_guard(app):
    """Gradio's page comes through ours."""
    response = httpx.get(app.url)
    assert response.status_code == 200
    assert "PolyCite" in response.text
    assert "default-src 'self'" in response.headers["content-security-policy"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/openapi.json",
        "/redoc",
        "/monitoring",
        "/gradio_api/info",
        "/gradio_api/openapi.json",
        "/gradio_api/runs",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/proxy=http://198.51.100.7/",
        "/gradio_api/mcp/",
        "/login",
        "/polycite/static/../server.py",
        "/polycite/static/%2e%2e/server.py",
        "/polycite/around/x",
        "/polycite/around/99",
    ],
)
def test_nothing_else_is_served(app, path):
    """No documentation, no files, no proxy."""
    assert httpx.get(app.url + path).status_code in (403, 404, 405, 422)


@pytest.mark.slow
def test_the_folder_of_uploads_is_only_for_this_user(app):
    """Mode 0700, inside the library's folder."""
    folder = Path(app.collection.settings.library) / "incoming"
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.slow
def test_only_our_own_way_of_sending_files_is_served(tmp_path):
    """Gradio's upload is not there; ours takes one file up to the limit."""
    with served(tmp_path, upload_mb=1) as small:
        files = [("files", ("a.txt", b"x"))]
        assert httpx.post(f"{small.url}/gradio_api/upload", files=files).status_code == 404
        add = f"{small.url}/polycite/add/file?name=a.txt"
        assert httpx.post(add, content=b"x " * 500_001).status_code == 413
        assert httpx.post(add, content=b"A ferry leaves at seven.").status_code == 200


@pytest.mark.slow
def test_the_app_says_where_it_is_and_ends_when_interrupted(tmp_path):
    """From start to Ctrl-C: one line, a page, exit code 130, no traceback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "RAG_LIBRARY": str(tmp_path / "library"),
        "RAG_EMBEDDER": "hashing",
        "RAG_GENERATOR": "quotes",
        "RAG_PORT": str(port),
    }
    with subprocess.Popen(
        [sys.executable, "app.py"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            assert running.stderr.readline() == f"PolyCite is ready: http://127.0.0.1:{port}\n"
            assert httpx.get(f"http://127.0.0.1:{port}/", timeout=60).status_code == 200
            running.send_signal(signal.SIGINT)
            assert running.wait(60) == 130
            assert "Traceback" not in running.stderr.read()
        finally:
            running.kill()
