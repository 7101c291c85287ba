"""Reading of XQuAD, shared by the benchmarks that use it; nothing here has a command line."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from pathlib import Path

LANGUAGES = "en,de,es,ru,zh,ar,tr"


def paragraphs_of(data: Path, language: str) -> Iterator[dict]:
    """Each paragraph: keys context, qas, and the title of its article."""
    with lzma.open(data / "xquad" / f"{language}.json.xz") as file:
        content = json.load(file)["data"]
    for number, article in enumerate(content):
        for paragraph in article["paragraphs"]:
            yield {**paragraph, "article": number}


def read_xquad(data: Path, language: str) -> tuple[list[str], dict[str, str], dict[str, int]]:
    """The paragraphs, the questions by id, and the place of each id's paragraph."""
    paragraphs: list[str] = []
    questions: dict[str, str] = {}
    gold: dict[str, int] = {}
    for paragraph in paragraphs_of(data, language):
        for question in paragraph["qas"]:
            questions[question["id"]] = question["question"]
            gold[question["id"]] = len(paragraphs)
        paragraphs.append(paragraph["context"])
    return paragraphs, questions, gold


def answers(data: Path, language: str) -> dict[str, str]:
    """The answer to each question, by id."""
    return {
        question["id"]: question["answers"][0]["text"]
        for paragraph in paragraphs_of(data, language)
        for question in paragraph["qas"]
    }


def articles(data: Path, language: str) -> list[int]:
    """The number of the article that each paragraph is of."""
    return [paragraph["article"] for paragraph in paragraphs_of(data, language)]
