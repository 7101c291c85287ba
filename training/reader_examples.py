"""Turn the question sets into token arrays for the reader: positives, mined and cut negatives.

    python training/reader_examples.py DATA WORK

After ``embedder_words.py`` and ``glosses_learn.py``. English questions and passages are put into
other languages word by word, each on its own, so that most pairs cross languages; everything is
then glossed as the reader glosses it. A negative is a passage of the same language that shares the
question's terms and not its answer, or the right passage with the answer's part cut off. Writes
WORK/reader.npz: tokens int32 [all], offsets int64 [pairs + 1], second int16 [pairs] (where the
passage begins), start and end int16 [pairs] (tokens of the answer, 0 where there is none).
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from embedder_data import is_held_out_context, read_questions
from embedder_echoes import Echoes
from sklearn.feature_extraction.text import TfidfVectorizer
from tokenizers import Tokenizer

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.gloss import gloss
from rag.terms import passage_terms

QUESTIONS = {
    "en": 38_000, "ja": 11_000, "zh": 4_300, "zh-hant": 5_000, "th": 4_000, "fr": 3_900, "ar": 700,
    "pt": 900, "he": 1_100,
}  # fmt: skip
QUESTION_TOKENS = 40
PASSAGE_TOKENS = 150
MOST_ANSWER_TOKENS = 40
QUESTION_ECHOED, PASSAGE_ECHOED = 0.6, 0.5  # share of English ones put into another language
NEGATIVES = 0.8  # for each positive
CUT_SHARE = 0.25  # of the negatives: the right passage without the part that answers
MINED = (1, 12)  # ranks of mined passages that are drawn from
CLS, SEP = "[CLS]", "[SEP]"


@dataclass(frozen=True)
class Sides:
    """The languages that a pair is put into; None leaves English as it is."""

    question: str | None
    passage: str | None


class Pairs:
    """The pairs in the making."""

    def __init__(self, work: Path, choice: random.Random) -> None:
        self.choice = choice
        self.echoes = Echoes(work / "words", choice)
        self.tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.tokens: list[np.ndarray] = []
        self.second: list[int] = []
        self.spans: list[tuple[int, int]] = []
        self.first_token = self.tokenizer.token_to_id(CLS)
        self.between = self.tokenizer.token_to_id(SEP)

    def sides(self, language: str) -> Sides:
        """Draw the languages of a pair; only English can be put into another."""
        if language != "en":
            return Sides(None, None)
        question, passage = self.echoes.languages(2)
        return Sides(
            question if self.choice.random() < QUESTION_ECHOED else None,
            passage if self.choice.random() < PASSAGE_ECHOED else None,
        )

    def ids(self, text: str, language: str, echo: str | None) -> list[int]:
        """Token ids of a text as the reader sees it."""
        if echo:
            text = self.echoes.into(text, echo)
        seen = gloss(text, echo or language)
        return self.tokenizer.encode(seen, add_special_tokens=False).ids

    def add(self, question: list[int], passage: list[int], span: tuple[int, int] | None) -> None:
        """Append one pair; ``span`` are first and last token of the answer within the passage."""
        front = [self.first_token, *question[:QUESTION_TOKENS], self.between]
        self.tokens.append(np.array([*front, *passage, self.between], np.int32))
        self.second.append(len(front))
        self.spans.append((len(front) + span[0], len(front) + span[1]) if span else (0, 0))

    def positive(self, record: dict, language: str, sides: Sides) -> bool:
        """Add a question with a window of its passage around the answer."""
        answer = self.choice.choice(record["answers"])
        context, start = record["context"], answer["start"]
        end = start + len(answer["text"])
        before, inside, after = (
            self.ids(part, language, sides.passage)
            for part in (
                context[max(0, start - 1500) : start],
                context[start:end],
                context[end : end + 1500],
            )
        )
        if not 1 <= len(inside) <= MOST_ANSWER_TOKENS:
            return False
        room = PASSAGE_TOKENS - len(inside)
        least = max(0, room - len(after))
        kept = self.choice.randint(min(least, len(before)), min(room, len(before)))
        before, after = before[len(before) - kept :], after[: room - kept]
        question = self.ids(record["question"], language, sides.question)
        self.add(question, before + inside + after, (len(before), len(before) + len(inside) - 1))
        return True

    def negative(self, record: dict, language: str, sides: Sides, other: str | None) -> None:
        """Add a question with a passage that does not answer it."""
        question = self.ids(record["question"], language, sides.question)
        if other is None or self.choice.random() < CUT_SHARE:
            context, answer = record["context"], record["answers"][0]
            end = answer["start"] + len(answer["text"])
            left, right = context[: answer["start"]], context[end:]
            rest = left if len(left) > len(right) else right
            if len(rest) < 150 or any(a["text"] in rest for a in record["answers"]):
                return
            other = rest
        passage = self.ids(other[:2500], language, sides.passage)
        start = self.choice.randint(0, max(0, len(passage) - PASSAGE_TOKENS))
        self.add(question, passage[start : start + PASSAGE_TOKENS], None)


def mined(records: list[dict], language: str, choice: random.Random) -> list[str | None]:
    """For each record a passage near its question that holds none of its answers."""
    contexts = sorted({record["context"] for record in records})
    vectorizer = TfidfVectorizer(
        analyzer=lambda text: passage_terms(text, language), sublinear_tf=True, dtype=np.float32
    )
    table = vectorizer.fit_transform(contexts)
    found: list[str | None] = []
    for start in range(0, len(records), 500):
        batch = records[start : start + 500]
        asked = vectorizer.transform([record["question"] for record in batch])
        scores = (asked @ table.T).toarray()
        order = np.argsort(-scores, axis=1)[:, : MINED[1] + 3]
        for record, ranked in zip(batch, order, strict=True):
            answers = [answer["text"].casefold() for answer in record["answers"]]
            options = [
                contexts[place]
                for place in ranked[MINED[0] - 1 :]
                if contexts[place] != record["context"]
                and not any(answer in contexts[place].casefold() for answer in answers)
            ]
            found.append(choice.choice(options) if options else None)
    return found


def main() -> None:
    """Write the arrays."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--questions", type=int, default=0, help="at most so many of each language")
    arguments = parser.parse_args()
    choice = random.Random(0)
    pairs = Pairs(arguments.work, choice)
    started = time.monotonic()
    for language, most in QUESTIONS.items():
        records = [
            record
            for record in read_questions(arguments.data, language)
            if not is_held_out_context(record["context"])
        ]
        choice.shuffle(records)
        records = records[: min(most, arguments.questions or most)]
        others = mined(records, language, choice)
        for record, other in zip(records, others, strict=True):
            sides = pairs.sides(language)
            if pairs.positive(record, language, sides) and choice.random() < NEGATIVES:
                pairs.negative(record, language, pairs.sides(language), other)
        seconds = time.monotonic() - started
        print(
            f"{language}: {len(records)} questions, {len(pairs.tokens)} pairs, {seconds:.0f} s",
            flush=True,
        )
    starts, ends = np.array(pairs.spans, np.int16).T
    np.savez(
        arguments.work / "reader.npz",
        tokens=np.concatenate(pairs.tokens),
        offsets=np.cumsum([0] + [len(part) for part in pairs.tokens]),
        second=np.array(pairs.second, np.int16),
        start=starts,
        end=ends,
    )


if __name__ == "__main__":
    main()
