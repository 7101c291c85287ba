"""The command line: its words, its exit codes and its errors. What commands do is in
commands.py and upkeep.py.

Exit codes are in exit_codes.py. argparse rather than a richer library,
because `rag --help` must be there in a fraction of a second.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.errors import RagError
from rag.exit_codes import DONE, ERROR, INTERRUPTED


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command, as argparse takes it."""

    names: tuple[str, ...]
    options: dict[str, object]


def _argument(*names: str, **options: object) -> Argument:
    return Argument(names, options)


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it does, an example, its own arguments."""

    name: str
    summary: str
    example: str
    arguments: tuple[Argument, ...] = ()


_MODEL_OPTIONS = (
    _argument(
        "--generator",
        metavar="NAME",
        help="language model: default, quotes, a folder, a GGUF file or openai:MODEL",
    ),
    _argument(
        "--language", metavar="CODE", help="language of the answer (default: the question's)"
    ),
    _argument("--no-llm", action="store_true", help="quotes only, no language model"),
)

_WITHIN = (
    _argument(
        "--collection", action="append", metavar="NAME", help="look in this collection (repeatable)"
    ),
    _argument(
        "--in-language", action="append", metavar="CODE", help="look in passages of this language"
    ),
    _argument(
        "--document", action="append", metavar="DOC", help="look in this document: an id or a path"
    ),
)

COMMANDS = (
    Command(
        "add",
        "Add files and folders to the library.",
        "rag add reports/ letter.eml",
        (
            _argument("paths", nargs="+", type=Path, metavar="PATH"),
            _argument(
                "--sync",
                action="store_true",
                help="remove documents whose files are no longer in the folders named",
            ),
            _argument(
                "--watch", action="store_true", help="go on adding what changes, until Ctrl-C"
            ),
            _argument("--collection", metavar="NAME", help="put what was read into a collection"),
        ),
    ),
    Command(
        "remove",
        "Remove documents with everything that came from them.",
        "rag remove reports/old.pdf --vacuum",
        (
            _argument("documents", nargs="*", metavar="DOC", help="an id or a path"),
            _argument(
                "--vacuum",
                action="store_true",
                help="give the space of what was removed back to the system",
            ),
        ),
    ),
    Command(
        "list",
        "List the documents.",
        "rag list --json",
        (
            _argument(
                "--search",
                default="",
                metavar="TEXT",
                help="only those whose title or path holds TEXT",
            ),
            _argument("--collection", default="", metavar="NAME", help="only those in it"),
        ),
    ),
    Command(
        "collect",
        "Put documents into a named collection, or take them out.",
        "rag collect contracts 2020.pdf 2021.pdf",
        (
            _argument("name", metavar="NAME"),
            _argument("documents", nargs="+", metavar="DOC", help="an id or a path"),
            _argument("--out", action="store_true", help="take them out of the collection"),
        ),
    ),
    Command("collections", "List the collections.", "rag collections --json"),
    Command(
        "show",
        "Show the stored text of a document.",
        "rag show reports/2020.pdf",
        (_argument("document", metavar="DOC", help="an id or a path"),),
    ),
    Command(
        "search",
        "Find passages for a question.",
        'rag search "Wie viele Filialen?" -k 5 --explain',
        (
            _argument("question", metavar="Q"),
            _argument(
                "-k", type=int, default=10, metavar="N", help="number of passages (default: 10)"
            ),
            _argument(
                "--explain",
                action="store_true",
                help="show every rank and what language balance changed",
            ),
            *_WITHIN,
        ),
    ),
    Command(
        "ask",
        "Answer a question with quotes.",
        'rag ask "How many stores does Walmart operate?"',
        (
            _argument("question", nargs="?", metavar="Q"),
            _argument(
                "--file",
                type=Path,
                metavar="Q.jsonl",
                help='one question a line: {"id", "question", "language"}',
            ),
            *_MODEL_OPTIONS,
            *_WITHIN,
        ),
    ),
    Command("chat", "Ask one question after the other.", "rag chat", (*_MODEL_OPTIONS, *_WITHIN)),
    Command(
        "serve",
        "Serve the web app on this machine.",
        "rag serve --port 7860",
        (
            _argument("--host", help="address to listen on (default: 127.0.0.1)"),
            _argument("--port", type=int, help="port to listen on (default: 7860)"),
            _argument("--generator", metavar="NAME", help="language model, as for ask"),
        ),
    ),
    Command(
        "verify",
        "Check everything stored; --repair rebuilds derived data.",
        "rag verify --repair",
        (
            _argument(
                "--repair",
                action="store_true",
                help="rebuild what can be rebuilt from the stored documents",
            ),
        ),
    ),
    Command(
        "evaluate",
        "Ask a file of questions with known answers and print figures.",
        "rag evaluate seeds/questions.jsonl",
        (
            _argument("file", type=Path, metavar="FILE"),
            *_MODEL_OPTIONS,
            _argument(
                "--details",
                type=Path,
                metavar="OUT.jsonl",
                help="write the outcome of every question there",
            ),
            _argument(
                "--report",
                type=Path,
                metavar="OUT.html",
                help="write figures and failures there as one page",
            ),
            _argument(
                "--make-questions",
                type=int,
                metavar="N",
                help="write N questions made from the documents to FILE instead, for a first check",
            ),
        ),
    ),
    Command(
        "models",
        "List the models on this machine and whether its memory holds them.",
        "rag models --measure",
        (
            _argument(
                "--measure",
                action="store_true",
                help="load the language model and time what it writes",
            ),
            _argument("--generator", metavar="NAME", help="the model to measure, as for ask"),
            _argument(
                "--get",
                metavar="OWNER/NAME",
                help="say how large a hub's model is; with --yes, download it",
            ),
            _argument(
                "--yes", type=float, metavar="GB", help="agree to download up to so many gigabytes"
            ),
        ),
    ),
    Command("config", "Print every setting, its value and where it came from.", "rag config"),
    Command(
        "export",
        "Write all documents as JSON Lines.",
        "rag export documents.jsonl",
        (_argument("file", type=Path, metavar="FILE"),),
    ),
    Command(
        "import",
        "Add documents written by export.",
        "rag import documents.jsonl",
        (_argument("file", type=Path, metavar="FILE"),),
    ),
    Command(
        "backup",
        "Copy the library while it is in use.",
        "rag backup ~/library-copy",
        (_argument("target", type=Path, metavar="FOLDER"),),
    ),
    Command(
        "restore",
        "Put a backup in the library's place.",
        "rag restore ~/library-copy --replace",
        (
            _argument("source", type=Path, metavar="FOLDER"),
            _argument(
                "--replace", action="store_true", help="replace a library that holds documents"
            ),
        ),
    ),
    Command(
        "reembed",
        "Make all vectors again with the embedder of the settings; no file is read again.",
        "RAG_EMBEDDER=models/mine rag reembed",
    ),
)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help of one width everywhere, so that the generated page does not depend on a terminal."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=96)


class _Parser(argparse.ArgumentParser):
    """Usage errors in one sentence."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(ERROR, f"{self.prog}: {message}; see {self.prog} --help.\n")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    from rag import __version__

    top = _Parser(
        prog="rag",
        formatter_class=_Formatter,
        description="PolyCite: ask your documents in any language; every answer points at a word-for-word quote.",
        epilog='Begin with:\n  rag add FOLDER\n  rag ask "your question, in any language"',
    )
    top.add_argument("--version", action="version", version=f"PolyCite {__version__}")
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", required=True, parser_class=_Parser
    )
    for command in COMMANDS:
        sub = commands.add_parser(
            command.name,
            help=command.summary,
            description=command.summary,
            epilog=f"Example:\n  {command.example}",
            formatter_class=_Formatter,
        )
        for argument in command.arguments:
            sub.add_argument(*argument.names, **argument.options)  # type: ignore[arg-type]
        sub.add_argument("--library", metavar="DIR", help="folder of the library")
        sub.add_argument("--json", action="store_true", help="one JSON object a line on stdout")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns the exit code. No error of ours reaches a person as a traceback."""
    try:
        given = parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    _use_utf8()
    try:
        from rag import commands, upkeep

        return (commands.RUN | upkeep.RUN)[given.command](given)
    except RagError as error:
        print(f"rag: {error}", file=sys.stderr)
        return ERROR
    except KeyboardInterrupt:
        print("\nrag: interrupted; what was acknowledged is kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone (`rag list | head`): nothing is wrong.
        sys.stderr.close()
        return DONE


def _use_utf8() -> None:
    """Output is UTF-8 whatever the locale says; what cannot be encoded is shown escaped."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
