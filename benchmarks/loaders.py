"""How well the loaders read real files: sentences found, boilerplate absent, by format.

    python benchmarks/loaders.py --documents FOLDER [--misses]

FOLDER holds files and `golden/key_sentences.jsonl`, one object per file: `file`, `must_contain`,
`must_not_contain`. A file whose `must_contain` is empty and whose loading fails with one sentence
counts as read well. Ends with one JSON line.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
import unicodedata
from collections import defaultdict
from pathlib import Path

from rag.boilerplate import boilerplate_spans
from rag.errors import SourceError
from rag.load.walk import LOADERS, load_document


def comparable(text: str) -> str:
    """NFKC without white space, tatweel and invisible characters."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if not char.isspace() and char != "\u0640" and unicodedata.category(char) != "Cf"
    )


def searched(text: str) -> str:
    """The text without what is flagged as boilerplate: what a search can find."""
    kept, last = [], 0
    for start, end in boilerplate_spans(text):
        kept.append(text[last:start])
        last = end
    return "".join([*kept, text[last:]])


def main() -> None:
    """Run over the folder and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument(
        "--misses", action="store_true", help="print each sentence that was not found"
    )
    arguments = parser.parse_args()
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for line in (
        (arguments.documents / "golden/key_sentences.jsonl").read_text("utf-8").splitlines()
    ):
        row = json.loads(line)
        kind = row["file"].split("/")[0]
        if kind in LOADERS:
            measure(arguments.documents / row["file"], row, counts[kind], arguments.misses)
    total: dict[str, float] = defaultdict(float)
    print(f"{'format':8} files  failed  found        absent       seconds")
    for kind, count in sorted(counts.items()):
        for name, value in count.items():
            total[name] += value
        show(kind, count)
    show("all", total)
    print(json.dumps({
        "benchmark": "loaders", "files": int(total["files"]), "failed": int(total["failed"]),
        "found": round(total["found"] / max(total["wanted"], 1), 4),
        "absent": round(total["absent"] / max(total["unwanted"], 1), 4),
        "seconds": round(total["seconds"], 2), "python": platform.python_version(),
    }))  # fmt: skip


def measure(path: Path, row: dict[str, list[str]], count: dict[str, float], misses: bool) -> None:
    """Add one file to the counts of its format."""
    started = time.perf_counter()
    try:
        text = load_document(path).text
    except SourceError as error:
        text = ""
        count["failed"] += bool(row["must_contain"])
        if misses:
            print(f"{row['file']}: {error}")
    count["seconds"] += time.perf_counter() - started
    count["files"] += 1
    compared, kept = comparable(searched(text)), searched(text)
    for sentence in row["must_contain"]:
        found = comparable(sentence) in compared
        count["wanted"] += 1
        count["found"] += found
        if misses and not found:
            print(f"{row['file']}: missing {sentence!r}")
    for sentence in row["must_not_contain"]:
        absent = sentence not in kept
        count["unwanted"] += 1
        count["absent"] += absent
        if misses and not absent:
            print(f"{row['file']}: unwanted {sentence!r}")


def show(kind: str, count: dict[str, float]) -> None:
    """Print one line of the table."""
    found, absent = rate(count, "found", "wanted"), rate(count, "absent", "unwanted")
    files, failed, seconds = count["files"], count["failed"], count["seconds"]
    print(f"{kind:8} {files:5.0f} {failed:6.0f}  {found:12} {absent:12} {seconds:.2f}")


def rate(count: dict[str, float], part: str, whole: str) -> str:
    """A fraction, and its value."""
    return f"{count[part]:.0f}/{count[whole]:.0f} {count[part] / max(count[whole], 1):.3f}"


if __name__ == "__main__":
    main()
