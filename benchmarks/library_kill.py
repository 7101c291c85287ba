"""Kill a process that writes to a library, at random moments, and look at what is left.

    python benchmarks/library_kill.py --rounds 200
    python benchmarks/library_kill.py --rounds 50 --acknowledge-early     # negative control

In each round a child process adds, replaces and removes documents in the same library, and closes
and opens it, which writes the snapshot of the vectors. It writes a line into a pipe before and
after each change. The parent waits for a line that begins an operation, each of the four in turn,
kills the child with SIGKILL within the time that such an operation takes, has another process open
and verify the library, and compares it with the lines: whatever was acknowledged must be there and
whole; the one change under way may have happened or not, wholly. With `--acknowledge-early` the
child acknowledges before it stores, as programs do that answer before the commit: documents must
then be lost, or this test could not see a loss. SIGKILL ends a process, not the machine: what the
operating system holds in memory survives; benchmarks/library_power.py cuts the power.

Ends with one JSON line. Exit code 0 when the promise held (or, in the control, was seen to fail).
"""

import argparse
import hashlib
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np  # noqa: E402

from rag.errors import LibraryError  # noqa: E402
from rag.library.sqlite_faiss import SqliteFaissLibrary  # noqa: E402
from rag.types import Document, Passage  # noqa: E402

DIMENSION = 64
IDENTITY = "random-unit-vectors"
NAMES = 16  # documents that are added, replaced and removed again and again
PASSAGES = 8
OPERATIONS = ("add", "replace", "remove", "snapshot")
WEIGHTS = (3, 2, 2, 1)
MOST_SKIPPED = 4  # operations of the kind to be killed that may end in peace first
FIRST_GUESS_S = 0.02  # how long an operation takes, until it is known
WORDS = (
    "ferry", "Fähre", "паром", "πλοίο", "عبارة", "מעבורת", "नाव", "เรือ", "渡轮", "フェリー", "여객선",
)  # fmt: skip

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
        code = int.from_bytes(identity[:8], "big") >> 1
        passages.append(Passage(code, number, index, at, at + len(part), part, name, "und", ""))
        at += len(part)
    return document, passages


def vectors(version):
    """(PASSAGES, DIMENSION) float32, unit norm."""
    rows = np.random.default_rng(version).standard_normal((PASSAGES, DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


# ---------------------------------------------------------------- the child


def write_until_killed(folder, first, early, say):
    """Change documents until somebody ends this process; a line before and after each change."""
    generator = random.Random(first)
    library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=True)
    version = first
    while True:
        version += 1
        name = f"document-{generator.randrange(NAMES)}"
        document, passages = make(name, version)
        known = library.sources([document.id])
        operation = generator.choices(OPERATIONS, WEIGHTS)[0]
        if operation in ("add", "replace"):
            operation = "replace" if known else "add"
        result = {"remove": 0, "snapshot": -1}.get(operation, version)
        say("begin", operation, name, result)
        if early:
            say("done", operation, name, result)
        if operation == "snapshot":
            library.close()
            library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)
        elif operation == "remove":
            library.remove([document.id])
        else:
            library.put(document, passages, vectors(version))
        if not early:
            say("done", operation, name, result)


def in_child(work):
    """Run `work(say)` in a forked process. Returns its number and the pipe that it says lines into.

    This process itself opens no library and starts no threads, so that a fork is whole.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, os.fdopen(reading, "rb")
    code = 1
    try:
        os.close(reading)
        # One line at once; what is in a pipe outlives the process.
        work(lambda *words: os.write(writing, (" ".join(map(str, words)) + "\n").encode()))
        code = 0
    finally:
        os._exit(code)


# ---------------------------------------------------------------- the parent


def one_round(folder, number, early, generator, durations):
    """Start a child, kill it in the operation that is due. Returns the lines that it wrote."""
    target = OPERATIONS[number % len(OPERATIONS)]
    skipped = generator.randrange(MOST_SKIPPED)
    child, pipe = in_child(lambda say: write_until_killed(folder, number * 1_000_000, early, say))
    lines, began = [], {}
    while line := pipe.readline().decode().split():
        lines.append(line)
        kind, operation = line[:2]
        if kind == "begin":
            began[operation] = time.monotonic()
            if operation == target:
                if not skipped:
                    break
                skipped -= 1
        elif not early:
            durations[operation].append(time.monotonic() - began[operation])
    known = durations[target][-50:]
    time.sleep(generator.random() * 1.1 * (statistics.median(known) if known else FIRST_GUESS_S))
    os.kill(child, signal.SIGKILL)
    lines += [line.split() for line in pipe.read().decode().splitlines()]
    pipe.close()
    os.waitpid(child, 0)
    return [line for line in lines if len(line) == 4]


def taken_over(lines, expected):
    """Put what was acknowledged into `expected`. Returns how many, and what was under way."""
    acknowledged, under_way = 0, "between"
    for kind, operation, name, version in lines:
        under_way = operation if kind == "begin" else "between"
        acknowledged += kind == "done"
        if operation == "snapshot":
            continue
        if kind == "begin":
            expected.setdefault(name, {0}).add(int(version))
        else:
            expected[name] = {int(version)}
    return acknowledged, under_way


def look(folder, expected, say):
    """Say what is wrong in the library, and the version of each document that is there."""
    found = {"lost": [], "half": [], "unreadable": [], "other": [], "versions": {}}
    try:
        library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)
        found["other"] += library.verify().problems
        for name, versions in expected.items():
            _look_for(library, name, versions, found)
        library.close()
    except LibraryError as error:
        found["unreadable"].append(str(error))
    say(json.dumps(found))


def _look_for(library, name, versions, found):
    """Compare one document with the versions that it may have."""
    document = library.document(f"/kill/{name}")
    version = int(document.sha256) if document else 0
    found["versions"][name] = version
    if version not in versions:
        found["lost"].append(f"{name}: version {version}, acknowledged {sorted(versions)}")
    elif document and not _whole(library, document, name, version):
        found["half"].append(f"{name}: version {version} is not whole")
    for other in versions - {0, version}:
        if library.passages([item.id for item in make(name, other)[1]]):
            found["half"].append(f"{name}: passages of version {other} beside {version}")


def _whole(library, document, name, version):
    """Whether its text and passages are there, and found by vector and by terms."""
    expected, passages = make(name, version)
    near = library.nearest(vectors(version)[3], 1)
    said = library.matching([str(version)], PASSAGES)
    return (
        document.text == expected.text
        and library.passages([item.id for item in passages]) == passages
        and near[0][0] == passages[3].id
        and len(said) == PASSAGES
    )


def looked_at(folder, expected):
    """What another process finds in the library; takes over what it starts from next."""
    child, pipe = in_child(lambda say: look(folder, expected, say))
    answer = pipe.read()
    pipe.close()
    _, status = os.waitpid(child, 0)
    if status or not answer:
        return {
            "lost": [],
            "half": [],
            "unreadable": [f"the reader ended with {status}"],
            "other": [],
        }
    found = json.loads(answer)
    for name, version in found.pop("versions").items():
        expected[name] = {version}
    return found


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--acknowledge-early", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    generator, expected, durations = random.Random(given.seed), {}, defaultdict(list)
    wrong, killed, acknowledged, rounds = Counter(), Counter(), 0, 0
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "library"
        while rounds < given.rounds and time.monotonic() - began < given.seconds:
            rounds += 1
            lines = one_round(folder, rounds, given.acknowledge_early, generator, durations)
            done, under_way = taken_over(lines, expected)
            acknowledged += done
            killed[under_way] += 1
            for kind, problems in looked_at(folder, expected).items():
                wrong[kind] += len(problems)
                for problem in problems:
                    print(f"round {rounds}, killed in {under_way}: {kind}: {problem}")
    early = given.acknowledge_early
    sound = not (wrong["half"] or wrong["unreadable"] or wrong["other"])
    passed = sound and (wrong["lost"] > 0 if early else wrong["lost"] == 0)
    result = {"rounds": rounds, "acknowledge_early": early, "seed": given.seed}
    result |= {"killed_in": {name: killed[name] for name in (*OPERATIONS, "between")}}
    result |= {"acknowledged": acknowledged, "lost": wrong["lost"], "half_visible": wrong["half"]}
    result |= {"unreadable": wrong["unreadable"], "other_problems": wrong["other"]}
    print(json.dumps(result | {"passed": passed, "seconds": round(time.monotonic() - began, 1)}))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
