"""How fast folders are added: with isolation and without, again unchanged, and after a small change.

    python benchmarks/intake_speed.py [--files 500] [--embedder default] [--rounds 1]

Small files in eight formats are made from the sample collection's own sentences. Each round adds
them to a new library with `isolate` on and off (in turn first), adds them again, and changes one
paragraph of a long document. Times are by the clock; processor seconds, of this process and of
those it started, say more where other programs run. Ends with one JSON line.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import platform
import random
import resource
import statistics
import sys
import tempfile
import time
from email.message import EmailMessage
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import rag  # noqa: E402
from rag.load.walk import load_document  # noqa: E402
from tests.load.making import docx_bytes, paragraph, pdf_bytes  # noqa: E402

SAMPLES = ("*.txt", "*.html", "*.eml", "*.docx")
LONG_SECTIONS = 200


def sentences():
    """Paragraphs of the sample collection, in fifteen languages."""
    found = []
    for pattern in SAMPLES:
        for file in sorted((ROOT / "seeds").glob(pattern)):
            found += [part for part in load_document(file).text.split("\n\n") if len(part) > 80]
    return found


def write(folder, count, parts, generator):
    """Small files in eight formats, each with a few paragraphs and a number of its own."""
    writers = (as_text, as_markdown, as_page, as_table, as_records, as_letter, as_word, as_pdf)
    for n in range(count):
        chosen = [f"{n}. {part}" for part in generator.sample(parts, 3)]
        suffix, data = writers[n % len(writers)](n, chosen)
        (folder / f"{n:05}{suffix}").write_bytes(data)


def as_text(n, parts):
    return ".txt", "\n\n".join(parts).encode()


def as_markdown(n, parts):
    return ".md", "\n\n".join([f"# {n}", *parts]).encode()


def as_page(n, parts):
    body = "".join(f"<p>{escape(part)}</p>" for part in parts)
    return ".html", f"<html><head><title>{n}</title></head><body>{body}</body></html>".encode()


def as_table(n, parts):
    out = io.StringIO()
    csv.writer(out).writerows([["n", "text"], *[[at, part] for at, part in enumerate(parts)]])
    return ".csv", out.getvalue().encode()


def as_records(n, parts):
    return ".json", json.dumps([{"n": n, "text": part} for part in parts]).encode()


def as_letter(n, parts):
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@example.org", "b@example.org", f"No. {n}"
    letter.set_content("\n\n".join(parts))
    return ".eml", letter.as_bytes()


def as_word(n, parts):
    return ".docx", docx_bytes("".join(paragraph(escape(part)) for part in parts))


def as_pdf(n, parts):
    lines = [part[at : at + 80] for part in parts for at in range(0, len(part), 80)]
    return ".pdf", pdf_bytes([lines])


def used():
    """Seconds by the clock, and processor seconds of this process and of those that have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return time.perf_counter(), sum(item.ru_utime + item.ru_stime for item in spent)


def added(library_folder, path, embedder, isolate):
    """Add a path: (results, seconds, processor seconds)."""
    began = used()
    with rag.open_library(library_folder, embedder=embedder, isolate=isolate) as library:
        results = library.add([path])
    ended = used()
    return results, ended[0] - began[0], ended[1] - began[1]


def one_round(folder, embedder, first):
    """Figures of one round; `first` is whether isolation is on for the first library."""
    figures = {}
    for isolate in (first, not first):
        name = "isolated" if isolate else "plain"
        place = folder / f"library-{name}"
        results, seconds, processor = added(place, folder / "small", embedder, isolate)
        failed = [item.error for item in results if item.status != "added"]
        assert not failed, failed[:3]
        figures[name] = {
            "files_per_s": len(results) / seconds,
            "seconds": seconds,
            "processor_s": processor,
            "passages": sum(item.passages for item in results),
        }
        results, seconds, _ = added(place, folder / "small", embedder, isolate)
        assert {item.status for item in results} == {"unchanged"}
        figures[name]["again_seconds"] = seconds
        figures[name]["again_embedded"] = sum(item.embedded for item in results)
    return figures


def changed_paragraph(folder, embedder, parts, generator):
    """A long document, and again with one paragraph changed: what had to be embedded."""
    file = folder / "long.md"
    words = ["\n\n".join([f"# {n}", *generator.sample(parts, 3)]) for n in range(LONG_SECTIONS)]
    file.write_text("\n\n".join(words), encoding="utf-8")
    first = added(folder / "library-long", file, embedder, True)
    words[LONG_SECTIONS // 2] += " 777 neue Filialen."
    file.write_text("\n\n".join(words), encoding="utf-8")
    second = added(folder / "library-long", file, embedder, True)
    return {
        "passages": second[0][0].passages,
        "embedded_at_first": first[0][0].embedded,
        "embedded_after_change": second[0][0].embedded,
        "seconds_at_first": round(first[1], 2),
        "seconds_after_change": round(second[1], 2),
    }


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--embedder", default="default")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    os.environ["RAG_GENERATOR"] = "quotes"
    generator, parts = random.Random(given.seed), sentences()
    rounds = []
    rag.load_embedder(given.embedder).embed_passages(["loaded before anything is measured"])
    for number in range(given.rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "small").mkdir()
            write(folder / "small", given.files, parts, generator)
            rounds.append(one_round(folder, given.embedder, first=number % 2 == 0))
            print(json.dumps(rounds[-1]), file=sys.stderr)
    with tempfile.TemporaryDirectory() as name:
        change = changed_paragraph(Path(name), given.embedder, parts, generator)
    result = {"files": given.files, "embedder": given.embedder, "rounds": given.rounds}
    for name in ("isolated", "plain"):
        for key in rounds[0][name]:
            middle = statistics.median(item[name][key] for item in rounds)
            result[f"{name}_{key}"] = round(middle, 2)
    result["ratio"] = round(result["isolated_files_per_s"] / result["plain_files_per_s"], 3)
    load = os.getloadavg()[0]
    print(json.dumps({**result, "changed": change, "load": load, "machine": platform.machine()}))


if __name__ == "__main__":
    main()
