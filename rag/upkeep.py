"""The commands that look after a library: check, copy, put back, write out, make again."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from rag import terminal
from rag.api import reembed as make_again
from rag.exit_codes import DONE, ERROR
from rag.given import open_given
from rag.settings import resolve
from rag.terminal import print_result


def verify(given: argparse.Namespace) -> int:
    """`rag verify`."""
    with open_given(given) as collection:
        report = collection.verify(given.repair)
    if given.json:
        print_result(
            {
                "checked": report.checked,
                "problems": list(report.problems),
                "repaired": list(report.repaired),
            }
        )
    else:
        print_result(
            "checked: " + ", ".join(f"{count} {name}" for name, count in report.checked.items())
        )
        for line in report.repaired:
            print_result(f"repaired: {line}")
        for line in report.problems:
            print_result(f"problem: {line}")
    return ERROR if report.problems else DONE


def export(given: argparse.Namespace) -> int:
    """`rag export`."""
    from rag.library.transfer import export_documents

    with open_given(given) as collection:
        count = export_documents(collection.library, given.file)
    print_result(
        {"exported": count} if given.json else f"exported {count} documents to {given.file}"
    )
    return DONE


def import_documents(given: argparse.Namespace) -> int:
    """`rag import`."""
    with open_given(given, create=True) as collection:
        count = collection.import_file(given.file)
    print_result({"imported": count} if given.json else f"imported {count} documents")
    return DONE


def backup(given: argparse.Namespace) -> int:
    """`rag backup`."""
    from rag.library.transfer import backup as copy_library

    folder = Path(resolve({"library": given.library}).settings.library)
    copy_library(folder, given.target)
    print_result({"backup": str(given.target)} if given.json else f"copied to {given.target}")
    return DONE


def restore(given: argparse.Namespace) -> int:
    """`rag restore`."""
    from rag.library.transfer import restore as put_back

    folder = Path(resolve({"library": given.library}).settings.library)
    put_back(given.source, folder, given.replace)
    print_result({"restored": str(folder)} if given.json else f"restored to {folder}")
    return DONE


def reembed(given: argparse.Namespace) -> int:
    """`rag reembed`."""
    progress = terminal.ProgressLine()
    count = make_again(given.library, lambda done, whole: progress.show(f"{done}/{whole} passages"))
    progress.clear()
    print_result({"embedded": count} if given.json else f"embedded {count} passages again")
    return DONE


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "verify": verify,
    "export": export,
    "import": import_documents,
    "backup": backup,
    "restore": restore,
    "reembed": reembed,
}
