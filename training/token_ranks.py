"""Train the byte-level ranks that tokens are counted with, and measure them.

    python training/token_ranks.py DATA OUT

DATA is the folder with ``parallel/``, ``passages/`` and ``qa/``; OUT receives ``polycite.tiktoken``
(line n, from 0, is the token of rank n in base64) and ``report.json`` (SHA-256, characters per
token and tokens relative to English by language, agreement with the trainer's own tokenizer).
Text is sampled in proportion to the square root of what each language has, so that small languages
and scripts are not starved; 200 sentence pairs per language are held out for the report. About
five minutes on one core.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import tiktoken
from embedder_data import LANGUAGES, read_pairs, read_passages, read_questions
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from rag.tokens import PATTERN

MERGES = 60_000
CHARACTERS = 64_000_000
EXPONENT = 0.5
HELD_OUT = 200
LONGEST_TOKEN = 24  # bytes: eight Thai or Han characters
QUESTION_LANGUAGES = ("th", "zh-hant", "he", "ar")  # scripts of which the rest has little
SEED = 20

Pairs = dict[str, list[tuple[str, str]]]


def split_pairs(data: Path) -> tuple[Pairs, Pairs]:
    """Sentence pairs by language: for training, and held out (chosen by hash of the English)."""
    training: Pairs = {}
    held_out: Pairs = {}
    for language in LANGUAGES:
        pairs = sorted(
            read_pairs(data, language), key=lambda pair: hashlib.sha1(pair[1].encode()).digest()
        )
        held_out[language], training[language] = pairs[:HELD_OUT], pairs[HELD_OUT:]
    return training, held_out


def texts_by_language(data: Path, training: Pairs) -> dict[str, list[str]]:
    """Every training text of each language, English once."""
    texts: dict[str, list[str]] = {}
    english: set[str] = set()
    for language in LANGUAGES:
        passages = read_passages(data, language)
        texts[language] = [foreign for foreign, _ in training[language]]
        texts[language] += [passage["text"] for passage in passages]
        english.update(sentence for _, sentence in training[language])
        english.update(passage["en"] for passage in passages)
    for language in QUESTION_LANGUAGES:
        contexts = {record["context"] for record in read_questions(data, language)}
        texts.setdefault(language, []).extend(sorted(contexts))
    texts["en"] = sorted(english)
    return texts


def quotas(texts: dict[str, list[str]]) -> dict[str, int]:
    """Characters to take of each language."""
    sizes = {language: sum(map(len, lines)) for language, lines in texts.items()}
    total = sum(size**EXPONENT for size in sizes.values())
    return {
        language: min(size, round(CHARACTERS * size**EXPONENT / total))
        for language, size in sizes.items()
    }


def sample(texts: dict[str, list[str]]) -> Iterator[str]:
    """Texts of every language up to its quota."""
    chance = random.Random(SEED)
    for language, quota in quotas(texts).items():
        lines = texts[language]
        chance.shuffle(lines)
        taken = 0
        for line in lines:
            if taken >= quota:
                break
            taken += len(line) + 1
            yield line


def train(lines: Iterator[str]) -> Tokenizer:
    """Byte-level BPE with the pattern of `rag.tokens`."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=256 + MERGES,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        max_token_length=LONGEST_TOKEN,
        show_progress=False,
    )
    tokenizer.train_from_iterator(lines, trainer)
    return tokenizer


def byte_letters() -> dict[str, int]:
    """The printable letter that the trainer writes for each byte: itself, else from U+0100 on."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    letters = {chr(byte): byte for byte in printable}
    letters.update({chr(0x100 + n): byte for n, byte in enumerate(others)})
    return letters


def tokens_in_order(tokenizer: Tokenizer) -> list[bytes]:
    """The bytes of every token by rank: single bytes first, then merges as they were learned."""
    letters = byte_letters()
    vocabulary = tokenizer.get_vocab()
    return [
        bytes(letters[letter] for letter in token)
        for token in sorted(vocabulary, key=lambda token: vocabulary[token])
    ]


def measure(encoding: tiktoken.Encoding, trained: Tokenizer, held_out: Pairs) -> dict:
    """Figures by language over the held-out pairs."""
    languages = {}
    different = texts = 0
    for language, pairs in held_out.items():
        foreign = [pair[0] for pair in pairs]
        tokens = encoding.encode_ordinary_batch(foreign, num_threads=1)
        english = encoding.encode_ordinary_batch([pair[1] for pair in pairs], num_threads=1)
        count = sum(map(len, tokens))
        languages[language] = {
            "characters_per_token": round(sum(map(len, foreign)) / count, 2),
            "tokens_per_english_token": round(count / sum(map(len, english)), 2),
        }
        for text, ours in zip(foreign, tokens, strict=True):
            texts += 1
            different += ours != trained.encode(text).ids
            if encoding.decode(ours) != text:
                raise SystemExit(f"Not the same after encoding and decoding: {text!r}")
    return {"texts": texts, "texts_cut_unlike_the_trainer": different, "languages": languages}


def main() -> None:
    """Train, convert, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    started = time.time()
    training, held_out = split_pairs(arguments.data)
    texts = texts_by_language(arguments.data, training)
    trained = train(sample(texts))
    tokens = tokens_in_order(trained)
    content = b"".join(base64.b64encode(token) + b"\n" for token in tokens)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "polycite.tiktoken").write_bytes(content)
    encoding = tiktoken.Encoding(
        "polycite",
        pat_str=PATTERN,
        mergeable_ranks={token: rank for rank, token in enumerate(tokens)},
        special_tokens={},
    )
    report = {
        "tokens": len(tokens),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "training_characters": quotas(texts),
        "seconds": round(time.time() - started),
        **measure(encoding, trained, held_out),
    }
    (arguments.out / "report.json").write_text(json.dumps(report, indent=1) + "\n")
    print(json.dumps({key: value for key, value in report.items() if key != "languages"}))


if __name__ == "__main__":
    main()
