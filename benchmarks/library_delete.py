"""Remove a document and kill the process, then look for its words everywhere; and what removing costs.

    python benchmarks/library_delete.py --rounds 100
    python benchmarks/library_delete.py --rounds 20 --control      # must find them
    python benchmarks/library_delete.py --rounds 0 --passages 100000

In each round a child process adds a file with words that exist nowhere else, in four scripts, asks
about it, removes it, says so, goes on with other changes, and is killed within milliseconds. Then
every file below the data folder (the library with its log and snapshot, the cache, a log with every
message, the answers kept of the conversation) is searched for the words as UTF-8, as UTF-16, in
lower case, as search terms, and for the document's vectors; and the library is asked for them, by
words, by vector and by question. With `--control` the child does what programs do that only delete
rows: no zeros over what is deleted, a log that is left as it is, a snapshot that stays, answers
kept as they were.

With `--passages` a document of so many passages (twenty random words and a random vector each) is
added to a library that holds a tenth as many others, and removed; then one of fifty passages.

Ends with one JSON line. Exit code 0 when nothing was found (or, in the control, something was).
"""

import argparse
import json
import logging
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from library_kill import in_child  # noqa: E402

from rag import json_form  # noqa: E402
from rag.api import Bot, open_library  # noqa: E402
from rag.forgetting import without_documents  # noqa: E402
from rag.ingest import embedded_text  # noqa: E402
from rag.library import connections, layout  # noqa: E402
from rag.terms import passage_terms  # noqa: E402
from tests.library.samples import SENTENCES  # noqa: E402

SETTINGS = {"embedder": "hashing", "generator": "quotes"}
LATEST_KILL_S = 0.05
ALPHABETS = (
    "bcdfghjklmnpqrstvwxyz",
    "бвгджзклмнпрстфхцчшщ",
    "珞璎璐璟瓒瓖瓘琮琰琬",
    "بتثجحخدذرزسشصضطظ",
)
VECTOR_BYTES = 24  # of a vector are looked for: enough to be its own

# ---------------------------------------------------------------- words that must not be found


def canary(number):
    """Words of a round, one in each script, that are nowhere else."""
    generator = random.Random(f"canary {number}")
    return ["".join(generator.choices(letters, k=14)) for letters in ALPHABETS]


def file_of(sources, number):
    """A file about a gate whose code is the words of the round."""
    words = canary(number)
    file = sources / f"gate {words[0]}.txt"
    file.write_text(
        f"The gate {words[0]}\n\nThe code that opens the old harbour gate is {words[0]}.\n\n"
        f"Код старых ворот гавани {words[1]}.\n\n旧港大门的密码是{words[2]}。\n\n"
        f"رمز بوابة الميناء القديم هو {words[3]}.\n",
        encoding="utf-8",
    )
    return file


def needles(number, collection):
    """The bytes to look for, by what they are."""
    found = {}
    for word in canary(number):
        found[f"utf-8 {word}"] = word.encode()
        found[f"utf-16 {word}"] = word.encode("utf-16-le")
        for term in passage_terms(word, "und"):
            if len(term) > 3:
                found[f"term {term}"] = term.encode()
    for passage in collection:
        found[f"vector of passage {passage[0]}"] = bytes.fromhex(passage[1])
    return found


# ---------------------------------------------------------------- the child


def add_ask_remove(data, sources, number, control, say):
    """Add the file, ask about it, remove it, say so, and go on until killed."""
    if control:
        forget_to_erase()
    logging.basicConfig(filename=data / "log.txt", level=logging.DEBUG, force=True)
    generator = random.Random(number)
    file = file_of(sources, number)
    collection = open_library(data / "library", **SETTINGS)
    collection.add([file])
    if number % 2:
        collection.close()  # the snapshot holds its vectors now
        collection = open_library(data / "library", **SETTINGS)
    answer = Bot(collection).answer("Which code opens the old harbour gate?", llm=False)
    keep(data, answer)
    document = collection.document(str(file))
    passages = collection.library.passages(
        [item for item, _ in collection.library.nearest(vector_of(collection, document.text), 99)]
    )
    own = [item for item in passages if item.document_id == document.id]
    vectors = collection.embedder.embed_passages([embedded_text(item) for item in own])
    say("vectors", json.dumps([[item.id, row.astype("<f2").tobytes()[8 : 8 + VECTOR_BYTES].hex()] for item, row in zip(own, vectors, strict=True)]))  # fmt: skip
    collection.remove([document.id])
    keep(data, answer if control else without_documents(answer, {document.id}))
    say("removed", len(own))
    while True:
        name = sources / f"other {generator.randrange(30)}.txt"
        language = generator.choice(sorted(SENTENCES))
        name.write_text("\n\n".join(SENTENCES[language]) + str(generator.random()), "utf-8")
        collection.add([name])
        if generator.random() < 0.2:
            collection.close()
            collection = open_library(data / "library", **SETTINGS)


def keep(data, answer):
    """Keep the answer as a conversation would."""
    text = json.dumps(json_form.answer(answer), ensure_ascii=False)
    (data / "conversation.json").write_text(text, encoding="utf-8")


def vector_of(collection, text):
    return collection.embedder.embed_queries([text])[0]


def forget_to_erase():
    """Turn this process into a program that only deletes rows."""
    connections._WRITER_PRAGMAS = tuple(
        statement.replace("secure_delete = ON", "secure_delete = OFF")
        for statement in connections._WRITER_PRAGMAS
    )
    connections.Connections.empty_log = lambda self: True
    layout.Layout.drop_copies = lambda self: None


# ---------------------------------------------------------------- the parent


def found_in_files(data, number, vectors):
    """Which of the words and vectors are in which file, the file's name and path included."""
    wanted, hits = needles(number, vectors), []
    for file in sorted(item for item in data.rglob("*") if item.is_file()):
        content = file.read_bytes() + str(file.relative_to(data)).encode()
        content += content.decode("utf-8", "ignore").casefold().encode()
        hits += [f"{name} in {file.name}" for name, needle in wanted.items() if needle in content]
    return hits


def ask_for(data, number, say):
    """Look for the words of a round in the searches, the list and an answer."""
    with open_library(data / "library", create=False, **SETTINGS) as collection:
        bot, hits = Bot(collection), []
        for word in canary(number):
            texts = [hit.passage.text for hit in bot.search(word, 20).hits]
            hits += [f"{word} by search"] if any(word in text for text in texts) else []
            hits += [f"{word} in the list"] if collection.documents(search=word) else []
        answer = bot.answer("Which code opens the old harbour gate?", llm=False)
        told = json.dumps(json_form.answer(answer), ensure_ascii=False)
        hits += [f"{word} in an answer" for word in canary(number) if word in told]
        hits += list(collection.verify().problems)
    say(json.dumps(hits))


def warm(sources):
    """Load once, before the forks, what every child needs; no library is opened here."""
    from rag import build
    from rag.chunk.windows import WindowChunker
    from rag.load.walk import load_document
    from rag.settings import resolve

    document = load_document(file_of(sources, 0))
    WindowChunker(160).split(document)
    settings = resolve(SETTINGS).settings
    build.embedder(settings).embed_passages([document.text])
    passage_terms(document.text, "en")


def one_round(data, sources, number, control, generator):
    """Remove and kill; returns what was found afterwards, None when it was not removed yet."""
    child, pipe = in_child(lambda say: add_ask_remove(data, sources, number, control, say))
    vectors, removed = [], False
    while line := pipe.readline().decode():
        kind, _, rest = line.partition(" ")
        if kind == "vectors":
            vectors = json.loads(rest)
        if kind == "removed":
            removed = int(rest) > 0
            break
    time.sleep(generator.random() * LATEST_KILL_S)
    os.kill(child, signal.SIGKILL)
    pipe.close()
    os.waitpid(child, 0)
    if not removed:
        return None
    hits = found_in_files(data, number, vectors)
    reader, pipe = in_child(lambda say: ask_for(data, number, say))
    answer = pipe.read()
    pipe.close()
    os.waitpid(reader, 0)
    return hits + (json.loads(answer) if answer else ["the library cannot be asked"])


def erased(rounds, control, seed):
    """The figures of all rounds."""
    generator, counts, where = random.Random(seed), Counter(), Counter()
    with tempfile.TemporaryDirectory() as temporary:
        data, sources = Path(temporary) / "data", Path(temporary) / "sources"
        data.mkdir()
        sources.mkdir()
        os.environ["RAG_CACHE"] = str(data / "cache")
        warm(sources)
        for number in range(1, rounds + 1):
            hits = one_round(data, sources, number, control, generator)
            counts["rounds"] += 1
            counts["not_removed"] += hits is None
            counts["rounds_with_findings"] += bool(hits)
            counts["found"] += len(hits or ())
            where.update(hit.rpartition(" in ")[2] for hit in hits or ())
            if hits and not control:
                print(f"round {number}: {hits[:5]}")
        late = [hit for number in range(1, rounds + 1) for hit in found_in_files(data, number, [])]
        counts["found_at_the_end"] = len(late)
    return dict(counts) | {"where": dict(where.most_common(6))}


# ---------------------------------------------------------------- what removing costs


def cost(passages):
    """Seconds of adding and removing a document of so many passages, and one of fifty."""
    import numpy as np

    from rag.library.sqlite_faiss import SqliteFaissLibrary
    from rag.types import Document, Passage

    generator, dimension = random.Random(3), 64
    words = ["".join(generator.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(20_000)]

    def document(name, size):
        texts = [" ".join(generator.choices(words, k=20)) + ". " for _ in range(size)]
        number = f"{abs(hash(name)):016x}"[:16]
        made, at = [], 0
        for index, text in enumerate(texts):
            code = generator.getrandbits(62)
            made.append(Passage(code, number, index, at, at + len(text), text, "", "en", ""))
            at += len(text)
        rows = np.random.default_rng(1).standard_normal((size, dimension)).astype(np.float32)
        whole = Document(number, f"/cost/{name}", name, "en", "text/plain", "", "".join(texts))
        return whole, made, rows

    def timed(call):
        began, used = time.perf_counter(), time.process_time()
        call()
        return round(time.perf_counter() - began, 2), round(time.process_time() - used, 2)

    figures = {"passages": passages}
    with tempfile.TemporaryDirectory() as folder:
        library = SqliteFaissLibrary(Path(folder), "random", dimension, create=True)
        library.put(*document("others", passages // 10))
        for name, size in (("large", passages), ("small", 50)):
            made = document(name, size)
            add, add_cpu = timed(lambda made=made: library.put(*made))
            remove, remove_cpu = timed(lambda made=made: library.remove([made[0].id]))
            figures |= {f"add_{name}_s": add, f"remove_{name}_s": remove}
            figures |= {f"add_{name}_cpu_s": add_cpu, f"remove_{name}_cpu_s": remove_cpu}
            figures[f"ratio_{name}"] = round(remove_cpu / max(add_cpu, 1e-3), 3)
        figures["vacuum_s"], _ = timed(library.vacuum)
        library.close()
    return figures


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--passages", type=int, default=0, help="measure the cost at this size")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began, result, passed = time.monotonic(), {"control": given.control}, True
    if given.rounds:
        result |= erased(given.rounds, given.control, given.seed)
        passed = (result["found"] > 0) == given.control and not result["not_removed"]
    if given.passages:
        result["cost"] = cost(given.passages)
    print(json.dumps(result | {"passed": passed, "seconds": round(time.monotonic() - began, 1)}))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
