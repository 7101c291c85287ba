import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each test starts the program a few times
ROOT = Path(__file__).parents[1]
RAG = [sys.executable, "-m", "rag"]


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """Settings of a library of this test, for programs that are started."""
    for name, value in {
        "RAG_EMBEDDER": "hashing",
        "RAG_GENERATOR": "quotes",
        "RAG_LIBRARY": str(tmp_path / "library"),
        "RAG_ISOLATE": "yes",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def rag(environment):
    """Run a command; returns exit code, objects on stdout, stderr."""

    def call(*arguments):
        done = subprocess.run(
            [*RAG, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr

    return call


def by_name(results):
    """Statuses by the name of the file."""
    return {Path(item["path"]).name: item["status"] for item in results}


def test_a_vanished_file_is_told_and_stays(rag, collection_folder):
    """Without anybody to ask, nothing is removed; the sentence says how to."""
    rag("add", collection_folder, "--json")
    (collection_folder / "jizhan.txt").unlink()

    code, results, error = rag("add", collection_folder, "--json")

    assert code == 0
    assert set(by_name(results).values()) == {"unchanged"}
    assert error == (
        "rag: The file of 1 document is no longer there (jizhan.txt). "
        "Add --sync to remove it from the library.\n"
    )
    assert len(rag("list", "--json")[1]) == 6


def test_sync_removes_what_vanished_and_nothing_else(rag, collection_folder, tmp_path):
    """A document of another folder and one that was added by name from elsewhere stay."""
    other = tmp_path / "other"
    other.mkdir()
    for name in ("stays.txt", "goes.txt"):
        (other / name).write_text("Das Lager in Bremen hat 40 Tore.", encoding="utf-8")
    rag("add", collection_folder, other, "--json")
    (collection_folder / "jizhan.txt").unlink()
    (other / "goes.txt").unlink()

    code, results, error = rag("add", collection_folder, "--sync", "--json")

    assert (code, error) == (0, "")
    assert {n: s for n, s in by_name(results).items() if s != "unchanged"} == {
        "jizhan.txt": "removed"
    }
    left = {Path(item["document"]["path"]).name for item in rag("list", "--json")[1]}
    assert "jizhan.txt" not in left
    assert {"stays.txt", "goes.txt"} <= left


def test_a_folder_that_lost_all_its_files_can_be_synchronised(rag, tmp_path):
    """Only when asked for; an empty folder that never had any is an error as before."""
    folder = tmp_path / "folder"
    folder.mkdir()
    assert rag("add", folder, "--sync")[0] == 2
    (folder / "only.txt").write_text("الميناء مفتوح منذ آذار", encoding="utf-8")
    rag("add", folder, "--json")
    (folder / "only.txt").unlink()

    assert rag("add", folder, "--json")[:2] == (0, [])
    code, results, _ = rag("add", folder, "--sync", "--json")

    assert code == 0
    assert by_name(results) == {"only.txt": "removed"}


@pytest.mark.parametrize(("answer", "left"), [("y", 5), ("n", 6), ("", 6)])
def test_on_a_terminal_the_person_is_asked(environment, rag, collection_folder, answer, left):
    """Yes removes, anything else does not."""
    rag("add", collection_folder, "--json")
    (collection_folder / "jizhan.txt").unlink()
    ours, theirs = pty.openpty()

    with subprocess.Popen(
        [*RAG, "add", str(collection_folder)],
        cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        shown = read_until(ours, "[y/N] ")
        os.write(ours, f"{answer}\n".encode())
        assert process.wait(60) == 0
        os.close(ours)

    assert "jizhan.txt" in shown
    assert "Remove it from the library?" in shown
    assert len(rag("list", "--json")[1]) == left


def read_until(terminal, words):
    """What is shown on a terminal until these words are."""
    shown = b""
    while words.encode() not in shown:
        shown += os.read(terminal, 4096)
    return shown.decode("utf-8", "replace")


def test_watching_adds_what_changes_until_it_is_ended(environment, collection_folder):
    """A new file, a changed one and a removed one; Ctrl-C ends it with exit code 130."""
    with subprocess.Popen(
        [*RAG, "add", str(collection_folder), "--watch", "--sync", "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        lines = (json.loads(line) for line in process.stdout)
        assert {next(lines)["status"] for _ in range(6)} == {"added"}
        assert "watching" in process.stderr.readline()

        (collection_folder / "new.md").write_text("# Nieuw\n\nDe haven is open.", encoding="utf-8")
        assert by_name([next(lines)]) == {"new.md": "added"}
        (collection_folder / "fabrika.txt").write_text("Завод закрыт.", encoding="utf-8")
        assert by_name([next(lines)]) == {"fabrika.txt": "replaced"}
        (collection_folder / "vente.md").unlink()
        assert by_name([next(lines)]) == {"vente.md": "removed"}

        process.send_signal(signal.SIGINT)
        error = process.stderr.read()
        assert process.wait(60) == 130
    assert "interrupted" in error
    assert "Traceback" not in error


def test_an_interrupted_run_goes_on_where_it_stopped(environment, rag, tmp_path):
    """What was acknowledged is unchanged the second time, the rest is added; nothing is left running."""
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(60):
        words = f"Das Lager Nummer {n} hat {n * 7} Tore. " * 40
        (folder / f"{n:02}.txt").write_text(words, encoding="utf-8")
    with subprocess.Popen(
        [*RAG, "add", str(folder), "--json"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        first = [json.loads(process.stdout.readline()) for _ in range(5)]
        process.send_signal(signal.SIGINT)
        first += [json.loads(line) for line in process.stdout]
        assert "Traceback" not in process.stderr.read()
        assert process.wait(60) == 130

    code, results, _ = rag("add", folder, "--json")

    assert code == 0
    acknowledged = {item["path"] for item in first}
    assert 5 <= len(acknowledged) < 60
    for item in results:
        # One may have been stored and not told when the signal came.
        if item["path"] in acknowledged:
            assert item["status"] == "unchanged"
    assert sum(item["status"] == "added" for item in results) >= 60 - len(acknowledged) - 1


def test_progress_is_shown_on_a_terminal(environment, tmp_path):
    """Files done, rate and what is left, on standard error."""
    folder = tmp_path / "many"
    folder.mkdir()
    for n in range(150):
        (folder / f"{n:03}.txt").write_text(f"Das Lager {n} hat Tore. " * 60, encoding="utf-8")
    ours, theirs = pty.openpty()

    with subprocess.Popen(
        [*RAG, "add", str(folder)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = read_until(ours, "files/s · about")
        process.send_signal(signal.SIGTERM)
        process.wait(60)
        os.close(ours)

    assert "/150" in shown
