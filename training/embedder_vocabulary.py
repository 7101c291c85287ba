"""Build the student's tokenizer: the teacher's English pieces and new ones for 29 languages.

    python training/embedder_vocabulary.py DATA TEACHER WORK

DATA is the folder with ``parallel/``, TEACHER the folder of all-MiniLM-L6-v2, WORK the folder
for intermediate files. Writes WORK/tokenizer.json and WORK/fertility.json (student tokens per
teacher token of the English side). About three minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from embedder_data import CORE_LANGUAGES, LANGUAGES, read_passages, training_pairs
from tokenizers import (
    Regex,
    Tokenizer,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

SPECIAL_PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
VOCABULARY_SIZE = 84_000
TRAINER_SIZE = 70_000
CORE_SENTENCES = 45_000
OTHER_SENTENCES = 20_000
PASSAGES = 1_000
JOINED_CHARACTER_COUNT = 5  # seen at least this often: may stand inside a longer piece
SINGLE_CHARACTER_COUNT = 2  # seen at least this often: has a piece of its own
FERTILITY_SENTENCES = 2_000
MAXIMUM_WORD = 500

# Runs of these scripts are cut from Latin letters and digits that touch them.
SCRIPT_RUNS = r"[\p{Han}\p{Hiragana}\p{Katakana}ー]+|\p{Hangul}+|\p{Thai}+"
INVISIBLE = r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]"
CONTROL = r"[\x00-\x1f\x7f-\x9f\u2028\u2029]"


def build_normalizer() -> normalizers.Normalizer:
    """Return NFKC, lower case, accents dropped after Latin letters only, no invisible marks."""
    return normalizers.Sequence(
        [
            normalizers.Replace(Regex(CONTROL), " "),
            normalizers.Replace(Regex(INVISIBLE), ""),
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.NFD(),
            normalizers.Replace(Regex(r"(?<=\p{Latin})[\u0300-\u036f]+"), ""),
            normalizers.NFC(),
        ]
    )


def build_pre_tokenizer(joined: set[str] | None) -> pre_tokenizers.PreTokenizer:
    """Return the splitter into words; letters outside ``joined`` become words of their own."""
    parts = [
        pre_tokenizers.BertPreTokenizer(),
        pre_tokenizers.Split(Regex(SCRIPT_RUNS), "isolated"),
    ]
    if joined is not None:
        rare = Regex(f"[^{character_class(joined)}]")
        parts.append(pre_tokenizers.Split(rare, "isolated"))
    return pre_tokenizers.Sequence(parts)


def character_class(characters: set[str]) -> str:
    """Return the inside of a regular expression class that matches exactly the characters."""
    codes = sorted(map(ord, characters))
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in ranges)


def vocabulary_texts(data: Path, pairs: dict[str, list[tuple[str, str]]]) -> Iterator[str]:
    """Yield the foreign texts that the pieces are learned on, core languages with more."""
    for language in LANGUAGES:
        count = CORE_SENTENCES if language in CORE_LANGUAGES else OTHER_SENTENCES
        for foreign, _ in pairs[language][:count]:
            yield foreign
        for passage in read_passages(data, language)[:PASSAGES]:
            yield passage["text"]


def learn_pieces(texts: Iterable[str]) -> list[str]:
    """Return new pieces in the order in which they were learned."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.pre_tokenizer = build_pre_tokenizer(None)
    trainer = trainers.WordPieceTrainer(
        vocab_size=TRAINER_SIZE,
        min_frequency=4,
        special_tokens=["[UNK]"],
        limit_alphabet=12_000,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    vocabulary = tokenizer.get_vocab()
    return sorted(vocabulary, key=vocabulary.__getitem__)


def english_pieces(teacher: Tokenizer) -> list[str]:
    """Return the teacher's pieces made of ASCII, in its order."""
    vocabulary = teacher.get_vocab()
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    return [piece for piece in pieces if piece.isascii() and not piece.startswith("[")]


def build_tokenizer(teacher: Tokenizer, texts: list[str]) -> Tokenizer:
    """Return the student's tokenizer, learned on normalised texts."""
    counts = Counter(character for text in texts for character in text if not character.isspace())
    joined = {character for character, count in counts.items() if count >= JOINED_CHARACTER_COUNT}
    joined |= set(map(chr, range(33, 127)))
    single = {character for character, count in counts.items() if count >= SINGLE_CHARACTER_COUNT}
    pieces = SPECIAL_PIECES + english_pieces(teacher) + sorted(single | joined)
    pieces += [f"##{character}" for character in sorted(joined) if character.isalnum()]
    pieces += learn_pieces(texts)
    ordered = list(dict.fromkeys(pieces))[:VOCABULARY_SIZE]
    vocabulary = {piece: index for index, piece in enumerate(ordered)}
    model = models.WordPiece(vocabulary, unk_token="[UNK]", max_input_chars_per_word=MAXIMUM_WORD)
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = build_normalizer()
    tokenizer.pre_tokenizer = build_pre_tokenizer(joined)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(piece, vocabulary[piece]) for piece in ("[CLS]", "[SEP]")],
    )
    tokenizer.add_special_tokens(SPECIAL_PIECES)
    return tokenizer


def fertility(
    student: Tokenizer, teacher: Tokenizer, pairs: list[tuple[str, str]]
) -> dict[str, float]:
    """Return student tokens per teacher token of the English side, and the share of [UNK]."""
    foreign = student.encode_batch([pair[0] for pair in pairs], add_special_tokens=False)
    english = teacher.encode_batch([pair[1] for pair in pairs], add_special_tokens=False)
    student_tokens = sum(len(encoding.ids) for encoding in foreign)
    unknown = student.token_to_id("[UNK]")
    return {
        "ratio": round(student_tokens / sum(len(encoding.ids) for encoding in english), 3),
        "unknown": round(sum(e.ids.count(unknown) for e in foreign) / student_tokens, 5),
    }


def check_normalizer(normalizer: normalizers.Normalizer) -> None:
    """Stop when the normaliser harms a script."""
    expected = {
        "Zürich": "zurich", "étudiant": "etudiant", "हिन्दी": "हिन्दी", "が": "が", "ガ": "ガ",
        "й": "й", "Ελλάδα": "ελλάδα", "İstanbul": "istanbul", "한국어": "한국어", "ไทย้ำ": None,
        "a\u200bb\tc": "ab c", "ﬁ": "fi",
    }  # fmt: skip
    for text, wanted in expected.items():
        found = normalizer.normalize_str(text)
        if wanted is not None and found != wanted:
            raise SystemExit(f"normaliser: {text!r} gives {found!r}, not {wanted!r}")


def main() -> None:
    """Build and save the tokenizer and report its fertility."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("work", type=Path)
    arguments = parser.parse_args()
    started = time.monotonic()
    arguments.work.mkdir(parents=True, exist_ok=True)
    normalizer = build_normalizer()
    check_normalizer(normalizer)
    pairs = training_pairs(arguments.data)
    for rows in pairs.values():
        random.Random(0).shuffle(rows)
    print(f"read {time.monotonic() - started:.0f} s", flush=True)
    texts = [normalizer.normalize_str(text) for text in vocabulary_texts(arguments.data, pairs)]
    print(f"{len(texts)} texts normalised {time.monotonic() - started:.0f} s", flush=True)
    teacher = Tokenizer.from_file(str(arguments.teacher / "tokenizer.json"))
    teacher.no_padding()
    teacher.no_truncation()
    student = build_tokenizer(teacher, texts)
    student.save(str(arguments.work / "tokenizer.json"), pretty=False)
    print(f"{student.get_vocab_size()} pieces {time.monotonic() - started:.0f} s", flush=True)
    table = {
        language: fertility(student, teacher, rows[-FERTILITY_SENTENCES:])
        for language, rows in pairs.items()
    }
    english = [(pair[1], pair[1]) for pair in pairs["fr"][-FERTILITY_SENTENCES:]]
    table["en"] = fertility(student, teacher, english)
    (arguments.work / "fertility.json").write_text(json.dumps(table, indent=1))
    for language, figures in table.items():
        print(language, figures["ratio"], figures["unknown"], flush=True)


if __name__ == "__main__":
    main()
