"""Find the function words that a search leaves out of a question.

    python training/stop_words.py DATA OUT

DATA is the folder with ``parallel/``; OUT receives ``stop_words.txt``: per language the words (for
scripts without spaces pairs of characters) that sentences hold whatever they are about. A word
counts when it is frequent in nearly every domain of the data, or when, in the domain with the most
questions, it is frequent among them and several times rarer in the other sentences, and is asked in
other domains too. About two minutes on one core.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

from embedder_data import LANGUAGES

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from rag.terms import STEM_MARK, passage_terms
from rag.types import UNKNOWN_LANGUAGE

LARGEST_DOMAIN = 2_500  # sentences looked at per domain and language
SMALLEST_DOMAIN = 300
LEAST_SHARE = 0.015  # of the sentences of a domain, in all domains but a sixth
LEAST_QUESTION_SHARE = 0.006  # of the questions of the domain with the most
LEAST_QUESTIONS = 8  # of that domain that hold the word
LEAST_OTHER_QUESTIONS = 3  # of all other domains that hold it
LEAST_RATIO = 3  # of the share among questions to the share among other sentences
MOST_WORDS = 90
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
)
QUESTION_MARKS = ("?", "？", "؟", ";")


def main() -> None:
    """Count, choose and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    english: dict[str, list[str]] = defaultdict(list)
    lines = [
        "# Function words by language, folded as rag/terms.py folds them; made by",
        "# training/stop_words.py from the frequencies of the training data.",
    ]
    for language in LANGUAGES:
        domains: dict[str, list[str]] = defaultdict(list)
        file = arguments.data / "parallel" / f"{language}-en.tsv.xz"
        with lzma.open(file, "rt", encoding="utf-8") as rows:
            for row in rows:
                foreign, translated, tag = row.rstrip("\n").split("\t")
                domains[tag.removesuffix("-hant")].append(foreign)
                english[tag].append(translated)
        lines.append(f"{language}: {' '.join(chosen(domains))}")
    lines.append(f"en: {' '.join(chosen(english))}")
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "stop_words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def chosen(domains: dict[str, list[str]]) -> list[str]:
    """Function words of a language, most frequent first."""
    samples = [
        spread(sentences) for sentences in domains.values() if len(sentences) >= SMALLEST_DOMAIN
    ]
    counted = [(held_by(sample), len(sample)) for sample in samples]
    most_asked = max(domains.values(), key=lambda sentences: sum(map(is_question, sentences)))
    asked = spread([text for text in most_asked if is_question(text)])
    told = spread([text for text in most_asked if not is_question(text)])
    others = [sentences for sentences in domains.values() if sentences is not most_asked]
    elsewhere = spread([text for texts in others for text in texts if is_question(text)])
    in_asked, in_told = held_by(asked), held_by(told)
    in_elsewhere = held_by(elsewhere)
    scores: dict[str, float] = {}
    for word in {word for counts, _ in counted for word in counts} | set(in_asked):
        shares = sorted(counts[word] / total for counts, total in counted)
        score = shares[max(1, len(shares) // 6)] / LEAST_SHARE
        share, other = in_asked[word] / len(asked), in_told[word] / len(told)
        enough = in_asked[word] >= LEAST_QUESTIONS and in_elsewhere[word] >= LEAST_OTHER_QUESTIONS
        if enough and share >= LEAST_RATIO * other:
            score = max(score, share / LEAST_QUESTION_SHARE)
        if score >= 1:
            scores[word] = score
    best = sorted((-score, word) for word, score in scores.items())
    return [word for _, word in best[:MOST_WORDS]]


def spread(sentences: list[str]) -> list[str]:
    """Sentences from all over a list, which is in the order of the alphabet."""
    return sentences[:: max(1, len(sentences) // LARGEST_DOMAIN)]


def is_question(sentence: str) -> bool:
    """Whether a sentence ends with the question mark of its script."""
    return sentence.endswith(QUESTION_MARKS)


def held_by(sentences: list[str]) -> Counter[str]:
    """How many sentences hold each exact term; numbers left out."""
    counts: Counter[str] = Counter()
    for text in sentences:
        terms = set(exact_terms(text))
        counts.update(term for term in terms if not any(map(str.isdecimal, term)))
    return counts


def exact_terms(text: str) -> list[str]:
    """Exact terms of a sentence, without the single letters of unspaced scripts."""
    return [
        term
        for term in passage_terms(text, UNKNOWN_LANGUAGE)  # the language decides stems only
        if term[0] != STEM_MARK and not (len(term) == 1 and UNSPACED.match(term))
    ]


if __name__ == "__main__":
    main()
