"""Kill a process that writes to a library, at random moments, and look at what is left.

    python benchmarks/library_kill.py --rounds 50
    python benchmarks/library_kill.py --rounds 50 --acknowledge-early     # negative control

In each round a child process adds, replaces and removes documents in the same library and writes
a line into a pipe before and after each change. The parent kills it with SIGKILL, opens the
library, verifies it and compares it with the lines: whatever was acknowledged must be there and
whole; the one change under way may have happened or not, wholly. With `--acknowledge-early` the
child acknowledges before it stores, as programs do that answer before the commit: documents must
then be lost, or this test could not see a loss. SIGKILL ends a process, not the machine: what the
operating system holds in memory survives.

Ends with one JSON line. Exit code 0 when the promise held (or, in the control, was seen to fail).
"""

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402

from rag.errors import LibraryError  # noqa: E402
from rag.library.sqlite_faiss import SqliteFaissLibrary  # noqa: E402
from rag.types import Document, Passage  # noqa: E402

DIMENSION = 64
IDENTITY = "random-unit-vectors"
NAMES = 40  # documents that are added, replaced and removed again and again
PASSAGES = 24
SHARE_REMOVED = 0.2
REOPEN_EVERY = 12  # changes; closing writes the snapshot, which is to be killed too
LONGEST_WAIT_S = 1.2  # from the child's first line to the kill
SHORTEST_WAIT_S = 0.008  # half of the kills come this soon after a line, where a loss would be seen
PIPE_BYTES = 2**16
WORDS = (
    "ferry",
    "Fähre",
    "паром",
    "πλοίο",
    "عبارة",
    "מעבורת",
    "नाव",
    "เรือ",
    "渡轮",
    "フェリー",
    "여객선",
)

# ---------------------------------------------------------------- what is stored


def make(name, version):
    """The document and passages of a name in a version, the same in every process."""
    generator = random.Random(f"{name} {version}")
    texts = [
        f"{' '.join(generator.choices(WORDS, k=30))} {name} {version}. " for _ in range(PASSAGES)
    ]
    text = "".join(texts)
    number = hashlib.sha256(name.encode()).hexdigest()[:16]
    document = Document(number, f"/kill/{name}", name, "und", "text/plain", str(version), text)
    passages, at = [], 0
    for index, part in enumerate(texts):
        identity = hashlib.sha256(f"{name} {version} {index}".encode()).digest()
        passages.append(
            Passage(
                int.from_bytes(identity[:8], "big") >> 1,
                number,
                index,
                at,
                at + len(part),
                part,
                name,
                "und",
                "",
            )
        )
        at += len(part)
    return document, passages


def vectors(version):
    """(PASSAGES, DIMENSION) float32, unit norm."""
    rows = np.random.default_rng(version).standard_normal((PASSAGES, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


# ---------------------------------------------------------------- the child


def write_until_killed(folder, first, early):
    """Change documents until somebody ends this process; a line before and after each change."""
    generator = random.Random(first)
    library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=True)
    version = first
    while True:
        version += 1
        name = f"document-{generator.randrange(NAMES)}"
        removes = generator.random() < SHARE_REMOVED
        document, passages = make(name, version)
        say("begin", name, 0 if removes else version)
        if early:
            say("done", name, 0 if removes else version)
        if removes:
            library.remove([document.id])
        else:
            library.put(document, passages, vectors(version))
        if not early:
            say("done", name, 0 if removes else version)
        if version % REOPEN_EVERY == 0:
            library.close()
            library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)


def say(*words):
    """One line into the pipe at once; what is in a pipe outlives the process."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


# ---------------------------------------------------------------- the parent


def one_round(folder, number, early, generator, expected):
    """Start a child, kill it, take over its lines. Returns how many changes were acknowledged."""
    command = [sys.executable, __file__, "--child", str(folder), "--first", str(number * 1_000_000)]
    child = subprocess.Popen(
        command + ["--acknowledge-early"] * early, stdout=subprocess.PIPE, bufsize=0
    )
    lines = child.stdout.read(PIPE_BYTES)  # waits for the first
    time.sleep(generator.random() * LONGEST_WAIT_S)
    if generator.random() < 0.5:
        lines += child.stdout.read(PIPE_BYTES)  # what came meanwhile
        lines += child.stdout.read(PIPE_BYTES)  # waits for the next
        time.sleep(generator.random() * SHORTEST_WAIT_S)
    os.kill(child.pid, signal.SIGKILL)
    while rest := child.stdout.read(PIPE_BYTES):
        lines += rest
    child.stdout.close()
    child.wait()
    acknowledged = 0
    for line in lines.decode().splitlines():
        with contextlib.suppress(ValueError):
            kind, name, version = line.split()
            known = expected.setdefault(name, {0})
            if kind == "begin":
                known.add(int(version))
            else:
                expected[name] = {int(version)}
                acknowledged += 1
    return acknowledged


def problems_after_kill(folder, expected):
    """What is wrong in the library: (documents lost or half there, other problems)."""
    try:
        library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)
    except LibraryError as error:
        return [], [f"does not open: {error}"]
    lost, others = [], list(library.verify().problems)
    for name, versions in expected.items():
        document = library.document(f"/kill/{name}")
        version = int(document.sha256) if document else 0
        if version not in versions:
            lost.append(f"{name}: version {version}, acknowledged {sorted(versions)}")
        elif document and (
            document.text != make(name, version)[0].text or not _found(library, name, version)
        ):
            others.append(f"{name}: version {version} is not whole")
        expected[name] = {version}  # what is there now is what the next round starts from
    library.close()
    return lost, others


def _found(library, name, version):
    """Whether its passages are read and found, by vector and by terms."""
    _, passages = make(name, version)
    whole = library.passages([item.id for item in passages]) == passages
    near = library.nearest(vectors(version)[3], 1)
    said = library.matching([str(version)], PASSAGES)
    return whole and near[0][0] == passages[3].id and len(said) == PASSAGES


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--acknowledge-early", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--first", type=int, default=0, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        write_until_killed(given.child, given.first, given.acknowledge_early)
        return 0
    generator, expected = random.Random(given.seed), {}
    acknowledged, all_lost, all_others, began = 0, [], [], time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, given.rounds + 1):
            acknowledged += one_round(
                Path(folder) / "library", number, given.acknowledge_early, generator, expected
            )
            lost, others = problems_after_kill(Path(folder) / "library", expected)
            all_lost += lost
            all_others += others
            for line in lost + others:
                print(f"round {number}: {line}")
    passed = bool(all_lost) if given.acknowledge_early else not all_lost
    passed = passed and not all_others
    result = {
        "rounds": given.rounds,
        "acknowledge_early": given.acknowledge_early,
        "seed": given.seed,
        "acknowledged": acknowledged,
        "lost": len(all_lost),
        "other_problems": len(all_others),
        "passed": passed,
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(result))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
