"""Flip bits of a library's files, one at a time, and see whether each is noticed.

    python benchmarks/library_flips.py
    python benchmarks/library_flips.py --passages 200 --pages 20      # quicker

The snapshot of the vectors: one flip in each byte of its header and one in each block of 4 KiB;
reading it must refuse. The database: a flip in each page of 4 KiB, at a byte that is not zero, the
library closed; opening or verifying must say so. The names of the pages where one was not noticed
are in the result: `--repair` is then tried on what was, and must end with a library that answers,
or say what it could not make again.

Ends with one JSON line. Exit code 0 when every flip of the snapshot was noticed, at least 99 in 100
of the database (the list of commits left out: it only says whether a snapshot fits), and every noticed flip of a derived page could be repaired.
"""

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import apsw  # noqa: E402

from rag.errors import LibraryError  # noqa: E402
from rag.library import vectors  # noqa: E402
from rag.library.facts import Maker  # noqa: E402
from rag.library.sqlite_faiss import SqliteFaissLibrary  # noqa: E402
from tests.library.samples import (  # noqa: E402
    IDENTITY,
    LANGUAGES,
    SENTENCES,
    make_document,
    vectors_of,
)

DIMENSION = 384
BLOCK = 4096
HARMLESS = ("commits", "removed", "sqlite_sequence")
"""Tables without digests: what is wrong there makes the snapshot be read anew, or nothing."""
DERIVED = (
    "terms",
    "documents_by",
    "passages_searched",
    "vectors_by",
    "sqlite_autoindex",
    "term_lists",
)


def filled(folder, passages):
    """A closed library of so many passages in fifteen languages."""
    library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=True)
    for number in range(passages // 60 + 1):
        language = LANGUAGES[number % len(LANGUAGES)]
        lines = [f"{line}{number}.{at} " for at in range(20) for line in SENTENCES[language]]
        document, made = make_document(str(number), language, lines)
        library.put(document, made, vectors_of(made, DIMENSION))
    library.close()


def opened(folder):
    return SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)


def snapshot_flips(folder, generator):
    """How many flips of the snapshot there were, in header and blocks, and how many were noticed."""
    file = folder / "vectors.faiss"
    whole = file.read_bytes()
    blocks = range(vectors.HEADER_BYTES, len(whole), BLOCK)
    places = list(range(vectors.HEADER_BYTES))
    places += [min(generator.randrange(at, at + BLOCK), len(whole) - 1) for at in blocks]
    counts = Counter()
    for place in places:
        spoiled = bytearray(whole)
        spoiled[place] ^= 1 << generator.randrange(8)
        file.write_bytes(spoiled)
        part = "header" if place < vectors.HEADER_BYTES else "blocks"
        counts[part] += 1
        try:
            vectors.read(file, Maker(IDENTITY, DIMENSION))
        except vectors.SnapshotError:
            counts[f"{part}_noticed"] += 1
    file.write_bytes(whole)
    return dict(counts)


def pages_of(file):
    """What each page of the database holds, by number from 1."""
    database = apsw.Connection(str(file))
    names = dict(database.execute("SELECT pageno, name FROM dbstat"))
    database.close()
    return names


def noticed(folder):
    """Whether opening or verifying the library says that something is wrong."""
    try:
        library = opened(folder)
        problems = library.verify().problems
        library.close()
    except LibraryError:
        return True
    return bool(problems)


def repaired(folder):
    """Whether a repair ends with nothing wrong, and what it says otherwise."""
    try:
        library = opened(folder)
        problems = library.verify(repair=True).problems
        library.close()
        return problems
    except LibraryError as error:
        return (str(error),)


def database_flips(template, generator, most):
    """A flip in each page, or in `most` of them."""
    file = template / "library.sqlite3"
    names = pages_of(file)
    whole = file.read_bytes()
    numbers = list(range(1, len(whole) // BLOCK + 1))
    generator.shuffle(numbers)
    counts, unnoticed, not_repaired = Counter(), Counter(), Counter()
    for number in numbers[:most]:
        page = whole[(number - 1) * BLOCK : number * BLOCK]
        used = [place for place, byte in enumerate(page) if byte]
        if not used:
            continue
        name = names.get(number, "pointer map")
        counts["pages"] += 1
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "library"
            shutil.copytree(template, folder)
            spoiled = bytearray(whole)
            spoiled[(number - 1) * BLOCK + generator.choice(used)] ^= 1 << generator.randrange(8)
            (folder / "library.sqlite3").write_bytes(spoiled)
            if not noticed(folder):
                unnoticed[name] += 1
                continue
            counts["noticed"] += 1
            if name.startswith(DERIVED):
                counts["derived_noticed"] += 1
                if problems := repaired(folder):
                    not_repaired[name] += 1
                    print(f"page {number} of {name} was not repaired: {problems[0]}")
                else:
                    counts["derived_repaired"] += 1
    counts["unnoticed_that_matter"] = sum(
        count for name, count in unnoticed.items() if name not in HARMLESS
    )
    return dict(counts) | {"unnoticed": dict(unnoticed), "not_repaired": dict(not_repaired)}


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--passages", type=int, default=2000, help="of the library with the snapshot"
    )
    parser.add_argument("--pages", type=int, default=400, help="of the database to be spoiled")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    generator, began = random.Random(given.seed), time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        large, small = Path(temporary) / "large", Path(temporary) / "small"
        filled(large, given.passages)
        snapshot = snapshot_flips(large, generator)
        filled(small, 300)
        database = database_flips(small, generator, given.pages)
    all_seen = all(
        snapshot[part] == snapshot.get(f"{part}_noticed") for part in ("header", "blocks")
    )
    passed = all_seen and database["unnoticed_that_matter"] <= 0.01 * database["pages"]
    passed = passed and not database["not_repaired"]
    result = {"snapshot": snapshot, "database": database, "seed": given.seed, "passed": passed}
    print(json.dumps(result | {"seconds": round(time.monotonic() - began, 1)}))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
