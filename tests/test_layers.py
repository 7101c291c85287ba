"""The house rules that a program can check: imports go down, importing is cheap, files are short."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "rag"
LONGEST_FILE = 400

# From the ground up; a module may import from its own rung and from those before it.
RUNGS = [
    {"types", "errors", "exit_codes"},
    {"protocols", "settings"},
    {
        "language", "terms", "tokens", "metrics", "files", "sentences", "phrases", "facts",
        "manifest", "cache", "precision", "boilerplate", "clusters", "gloss", "translations",
        "int8_rows", "document_json", "pace", "read_ahead", "shingles", "settings_file",
    },
    {"load", "chunk", "embed", "library", "retrieve", "read", "short", "generate", "cite"},
    {
        "conversations", "forgetting", "ingest", "known", "resemblance", "answer", "evaluate",
        "follow_ups", "verdict", "report", "proposals", "explain",
    },
    {"build"},
    {"api", "json_form"},
    {
        "cli", "adding", "commands", "given", "upkeep", "terminal", "reference", "web", "setup",
        "__main__", "evaluating", "collection_commands", "model_commands",
    },
]  # fmt: skip
STAGES = RUNGS[3]
HEIGHT = {name: height for height, names in enumerate(RUNGS) for name in names}
FORBIDDEN_CALLS = {"eval", "exec", "print"}
MAY_PRINT = {"", "adding", "cli", "commands", "terminal", "reference", "setup"}

FILES = sorted(PACKAGE.rglob("*.py"))


def part_of(module: str) -> str:
    """The part of the house that "rag.load.pdf" belongs to: "load"."""
    return module.split(".")[1] if "." in module else ""


def module_of(file: Path) -> str:
    """The dotted name of a file."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(file: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


@cache
def imports_of(file: Path, at_import_only: bool = False) -> frozenset[str]:
    """Dotted names that a file imports; optionally only those run when it is itself imported."""
    found: set[str] = set()
    todo: list[ast.AST] = [tree_of(file)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*module_of(file).split(".")[: -node.level], base]).rstrip(".")
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
        elif at_import_only and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            todo.extend(node.orelse if at_import_only else ast.iter_child_nodes(node))
            continue
        todo.extend(ast.iter_child_nodes(node))
    return frozenset(found)


def own_modules(names: frozenset[str]) -> set[str]:
    """Those of the names that are modules of this package."""
    known = {module_of(file) for file in FILES}
    return {name for name in names if name in known}


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_imports_go_down_the_ladder(file):
    """Every part has its rung, imports from no higher one, and no stage imports another."""
    here = part_of(module_of(file))
    if not here:
        return
    assert here in HEIGHT, f"{here} has no rung: write it into RUNGS"

    for name in own_modules(imports_of(file)) - {"rag"}:
        there = part_of(name)
        assert HEIGHT[there] <= HEIGHT[here], f"{module_of(file)} imports {name} from above"
        assert there == here or not {here, there} <= STAGES, f"{module_of(file)} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=module_of)
def test_nothing_imports_the_package_root(file):
    """Public names inside the package would close a circle; modules and the version do not."""
    if file != PACKAGE / "__init__.py":
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ImportFrom) and node.module == "rag":
                names = {alias.name for alias in node.names}
                assert names <= {"__version__", *(part_of(module_of(item)) for item in FILES)}
            elif isinstance(node, ast.Import):
                assert "rag" not in [alias.name for alias in node.names]


def test_no_import_cycles():
    """No chain of imports that run at import time leads back to its beginning."""
    arrows = {
        module_of(file): own_modules(imports_of(file, at_import_only=True)) - {module_of(file)}
        for file in FILES
    }
    done: set[str] = set()

    def visit(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join([*way, module])
        if module not in done:
            for following in sorted(arrows[module]):
                # A package's __init__ is run before its modules, which may then come back to it.
                if not module.startswith(following + "."):
                    visit(following, (*way, module))
            done.add(module)

    for module in arrows:
        visit(module, ())


@pytest.mark.parametrize("module", ["rag", "rag.types", "rag.settings", "rag.cli", "rag.build"])
def test_importing_loads_no_heavy_library(module):
    """The command line and the package itself are there before any model library is."""
    heavy = ("torch", "faiss", "transformers", "gradio", "sentence_transformers", "scipy", "pandas")
    code = f"import {module}, sys; print([name for name in {heavy} if name in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)

    assert done.stdout.strip() == "[]", done.stderr


@pytest.mark.parametrize("file", [*FILES, ROOT / "app.py"], ids=lambda file: file.stem)
def test_files_are_short(file):
    """No file is longer than a person reads in one go."""
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("file", [*FILES, ROOT / "app.py"], ids=lambda file: file.stem)
def test_no_dangerous_loading_and_no_stray_printing(file):
    """Nothing runs what it reads: no pickle, eval, yaml.load or code that comes with a model."""
    assert not {"pickle", "cPickle", "dill", "shelve", "marshal"} & {
        name.split(".")[0] for name in imports_of(file)
    }
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            allowed = {"print"} if part_of(module_of(file)) in MAY_PRINT else set()
            assert name not in FORBIDDEN_CALLS - allowed, f"{name} in line {node.lineno}"
            assert name not in {"yaml.load", "torch.load", "os.system"}, f"line {node.lineno}"
            for keyword in node.keywords:
                if keyword.arg in {"trust_remote_code", "shell", "allow_pickle"}:
                    assert ast.unparse(keyword.value) == "False", f"line {node.lineno}"


def test_the_project_names_no_machine_and_no_registry():
    """Paths of one person's machine and addresses of registries have no place in the sources."""
    pattern = re.compile(r"/root/|/home/\w|files\.pythonhosted|pypi\.org|--index-url")
    files = [*FILES, ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "constraints.txt"]

    assert [file.name for file in files if pattern.search(file.read_text(encoding="utf-8"))] == []
