"""Turn the training data into token arrays, once, so that training does no tokenising.

    python training/embedder_examples.py DATA TEACHER WORK

After ``embedder_vocabulary.py``, ``glosses_learn.py`` and ``embedder_words.py``. Foreign texts are
glossed as the embedder glosses them. Writes into WORK:
``examples.npz``: tokens int32 [all], offsets int64 [examples + 1], english int32 [examples]
(row of the English text, -1 for none), group int16 [examples]; ``groups.json``: the group names
"language kind" in order; ``english.npz``: tokens int32 [all], offsets int64 [texts + 1] of the
unique English texts, by the teacher's tokenizer; ``held_out.json``: the held-out pairs.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from pathlib import Path

import numpy as np
from embedder_data import (
    CORE_LANGUAGES,
    LANGUAGES,
    held_out_keys,
    held_out_pairs,
    is_clean_passage,
    read_pairs,
    read_passages,
    read_questions,
    sentence_key,
)
from embedder_echoes import Echoes
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.gloss import gloss

STUDENT_LIMIT = 160
TEACHER_LIMIT = 256
CORE_SENTENCES = 70_000
OTHER_SENTENCES = 14_000
ENGLISH_SENTENCES = 60_000
ENGLISH_PASSAGES = 12_000
QUESTION_LANGUAGES = ("ja", "zh", "zh-hant", "fr", "ar", "pt", "he", "th", "en")
QUESTIONS_PER_LANGUAGE = 8_000
ECHOES_OF_QUESTION = 3  # languages that each English question is put into and back
ECHOED_SENTENCES = 40_000
ASKED_ECHOES = 16_000  # English questions and contexts put into two languages
QUESTION_MARKS = ("?", "？", "؟", ";")
BATCH = 20_000


class Examples:
    """The examples in the making: foreign texts, the English row of each, its group."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.english: list[int] = []
        self.groups: list[int] = []
        self.group_names: dict[str, int] = {}
        self.english_rows: dict[str, int] = {}

    def add(self, language: str, kind: str, text: str, english: str | None) -> None:
        """Append one example; English None stands for no twin."""
        row = -1
        if english is not None:
            row = self.english_rows.setdefault(english, len(self.english_rows))
        self.texts.append(gloss(text, language))
        self.english.append(row)
        name = f"{language} {kind}"
        self.groups.append(self.group_names.setdefault(name, len(self.group_names)))


def add_language(
    examples: Examples, data: Path, language: str, pairs: list[tuple[str, str]], excluded: set[str]
) -> None:
    """Add the sentences, questions, passages and titles of one language."""
    for foreign, english in pairs:
        kind = "question" if foreign.rstrip().endswith(QUESTION_MARKS) else "sentence"
        examples.add(language, kind, foreign, english)
    for passage in read_passages(data, language):
        if not is_clean_passage(passage["en"], excluded):
            continue
        examples.add(language, "passage", passage["text"], passage["en"])
        if passage["title"] and passage["title_en"]:
            examples.add(language, "title", passage["title"], passage["title_en"])


def add_english(examples: Examples, data: Path, texts: list[str], passages: list[str]) -> None:
    """Add English texts as their own twins."""
    for text in texts:
        examples.add("en", "sentence", text, text)
    for text in passages:
        examples.add("en", "passage", text, text)
    contexts: set[str] = set()
    for record in read_questions(data, "en"):
        examples.add("en", "question", record["question"], record["question"])
        if record["context"] not in contexts:
            contexts.add(record["context"])
            examples.add("en", "passage", record["context"], record["context"])


def add_question_pairs(examples: Examples, data: Path) -> None:
    """Add questions, each followed by its own passage, without English twins."""
    for language in QUESTION_LANGUAGES:
        records = read_questions(data, language)
        random.Random(3).shuffle(records)
        for record in records[:QUESTIONS_PER_LANGUAGE]:
            examples.add(language, "asked", record["question"], None)
            examples.add(language, "answering", record["context"], None)


def add_echoes(examples: Examples, data: Path, work: Path, sentences: list[str]) -> None:
    """Add English texts put into another language and back, word by word, and such questions with
    their passages put into a third.
    """
    echoes = Echoes(work / "words", random.Random(5))
    records = read_questions(data, "en")
    random.Random(6).shuffle(records)
    for record in records:
        for language in echoes.languages(ECHOES_OF_QUESTION):
            text = echoes.into(record["question"], language)
            examples.add(language, "echo", text, record["question"])
    for sentence in sentences[:ECHOED_SENTENCES]:
        (language,) = echoes.languages(1)
        examples.add(language, "echo", echoes.into(sentence, language), sentence)
    for record in records[:ASKED_ECHOES]:
        asked, answering = echoes.languages(2)
        examples.add(asked, "asked", echoes.into(record["question"], asked), None)
        examples.add(answering, "answering", echoes.into(record["context"], answering), None)


def tokenise(tokenizer: Tokenizer, texts: list[str], limit: int) -> dict[str, np.ndarray]:
    """Return token ids cut to a limit, with [CLS] and [SEP], and each text's full length."""
    tokenizer.no_padding()
    tokenizer.no_truncation()
    parts: list[np.ndarray] = []
    lengths: list[int] = []
    for start in range(0, len(texts), BATCH):
        for encoding in tokenizer.encode_batch_fast(texts[start : start + BATCH]):
            ids = np.array(encoding.ids, np.int32)
            lengths.append(len(ids))
            parts.append(ids if len(ids) <= limit else np.append(ids[: limit - 1], ids[-1]))
    offsets = np.cumsum([0] + [len(part) for part in parts])
    return {
        "tokens": np.concatenate(parts),
        "offsets": offsets,
        "lengths": np.array(lengths, np.int32),
    }


def collect(data: Path, work: Path) -> Examples:
    """Return all examples and save the held-out pairs."""
    pairs = {language: read_pairs(data, language) for language in LANGUAGES}
    excluded = held_out_keys(pairs)
    held_out = {language: held_out_pairs(rows) for language, rows in pairs.items()}
    (work / "held_out.json").write_text(json.dumps(held_out, ensure_ascii=False))
    examples = Examples()
    for language, rows in pairs.items():
        kept = [pair for pair in rows if sentence_key(pair[1]) not in excluded]
        random.Random(2).shuffle(kept)
        kept = kept[: CORE_SENTENCES if language in CORE_LANGUAGES else OTHER_SENTENCES]
        add_language(examples, data, language, kept, excluded)
        print(f"{language} {len(rows)} pairs, {len(kept)} taken", flush=True)
    texts = list(examples.english_rows)
    random.Random(4).shuffle(texts)
    short = [text for text in texts if len(text.split()) < 40][:ENGLISH_SENTENCES]
    long = [text for text in texts if len(text.split()) >= 40][:ENGLISH_PASSAGES]
    add_english(examples, data, short, long)
    add_question_pairs(examples, data)
    add_echoes(examples, data, work, short)
    return examples


def main() -> None:
    """Write the arrays."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("work", type=Path)
    arguments = parser.parse_args()
    started = time.monotonic()
    examples = collect(arguments.data, arguments.work)
    print(f"{len(examples.texts)} examples {time.monotonic() - started:.0f} s", flush=True)
    teacher = Tokenizer.from_file(str(arguments.teacher / "tokenizer.json"))
    english = tokenise(teacher, list(examples.english_rows), TEACHER_LIMIT)
    np.savez(arguments.work / "english.npz", **english)
    print(f"{len(examples.english_rows)} English texts {time.monotonic() - started:.0f} s")
    student = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    arrays = tokenise(student, examples.texts, STUDENT_LIMIT)
    arrays["english"] = np.array(examples.english, np.int32)
    arrays["group"] = np.array(examples.groups, np.int16)
    np.savez(arguments.work / "examples.npz", **arrays)
    (arguments.work / "groups.json").write_text(json.dumps(list(examples.group_names)))
    print(f"done {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
