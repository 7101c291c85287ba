"""Pages of `docs/` that are made from the program: the command line and the settings.

`python -m rag.reference docs` writes them; `--check` says whether they are up to date.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rag.cli import COMMANDS, parser
from rag.exit_codes import DONE, SOME_FAILED
from rag.settings import described


def command_line_page() -> str:
    """`docs/cli.md`: the help of every command."""
    top = parser()
    subparsers = next(
        action for action in top._actions if isinstance(action, argparse._SubParsersAction)
    )
    parts = [
        "# Command line",
        "Made by `make docs` from the program itself.",
        "Exit codes: 0 done; 1 some inputs failed and the rest is done; 2 usage, settings or data error, "
        "told in one sentence on stderr; 3 nothing found (`ask` refused, `search` empty); 130 interrupted.",
        "Results go to standard output, progress and errors to standard error.",
        f"```\n{top.format_help()}```",
    ]
    for command in COMMANDS:
        parts.append(
            f"## rag {command.name}\n\n```\n{subparsers.choices[command.name].format_help()}```"
        )
    return "\n\n".join(parts) + "\n"


def settings_page() -> str:
    """`docs/settings.md`: every setting with its meaning."""
    lines = [
        "# Settings",
        "",
        "Made by `make docs` from the program itself.",
        "Later wins: defaults, `polycite.toml` in the library's folder, `polycite.toml` in the user's "
        "configuration folder, environment variables, the command line.",
        "`rag config` prints the effective values and where each came from.",
        "",
        "| setting | environment | default | allowed | meaning |",
        "|---|---|---|---|---|",
    ]
    for name, default, allowed, meaning in described():
        value = f"`{default}`" if default != "" else "empty"
        lines.append(f"| `{name}` | `RAG_{name.upper()}` | {value} | {allowed} | {meaning} |")
    return "\n".join(lines) + "\n"


PAGES = {"cli.md": command_line_page, "settings.md": settings_page}


def main(arguments: list[str] | None = None) -> int:
    """Write or check the generated pages."""
    options = argparse.ArgumentParser(prog="python -m rag.reference", description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--check", action="store_true")
    given = options.parse_args(arguments)
    stale = []
    for name, page in PAGES.items():
        file = given.folder / name
        if file.is_file() and file.read_text(encoding="utf-8") == page():
            continue
        stale.append(name)
        if not given.check:
            file.write_text(page(), encoding="utf-8")
    if given.check and stale:
        sys.stderr.write(
            f"{', '.join(stale)} in {given.folder} is not up to date; run make docs.\n"
        )
        return SOME_FAILED
    return DONE


if __name__ == "__main__":
    raise SystemExit(main())
