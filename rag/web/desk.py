"""What every part of the page works with."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path

from rag.api import Bot, Collection
from rag.settings import PACKAGE_FOLDER, Settings
from rag.web.readiness import Readiness
from rag.web.scope import Scopes
from rag.web.shelf import Shelf
from rag.web.stops import Stops

SAMPLES = PACKAGE_FOLDER.parent / "seeds"
"""The sample collection; only a checkout has one."""
SAMPLE_QUESTIONS = "questions.jsonl"
MOST_EXAMPLES = 6
SHOWN_FIRST = ("en", "fr", "de", "ar", "zh", "ru", "ja", "es")
"""Languages of the examples, in several scripts."""

log = logging.getLogger("polycite.web")


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the sample collection answers."""

    question: str
    language: str


@dataclass(slots=True)
class Desk:
    """The open library, the bot that answers over it, and who is being answered.

    `settings` are replaced, as a whole, when the page changes them.
    """

    collection: Collection
    bot: Bot
    settings: Settings
    samples: Path = SAMPLES
    shelf: Shelf = field(default_factory=lambda: Shelf(None))
    stops: Stops = field(default_factory=Stops)
    scopes: Scopes = field(default_factory=Scopes)
    readiness: Readiness = field(default_factory=Readiness)

    def is_empty(self) -> bool:
        """Whether there is nothing to ask about."""
        return not self.collection.documents(0, 1)

    def sample_files(self) -> list[Path]:
        """The files of the sample collection; none where there is no checkout."""
        return self.collection.files([self.samples]) if self.samples.is_dir() else []

    def examples(self) -> list[Example]:
        """Questions in different languages about samples that are in the library.

        Of each language the first one that is answered in another language, where there is one.
        """
        chosen: dict[str, Example] = {}
        across: set[str] = set()
        for line in self._sample_questions():
            language, documents = str(line.get("language")), line.get("documents")
            if language in across or "previous" in line or not isinstance(documents, list):
                continue
            first = self.collection.document(str(self.samples / str((documents or [""])[0])))
            if first is None:
                continue
            if first.language != language:
                across.add(language)
            elif language in chosen:
                continue
            chosen[language] = Example(str(line["question"]), language)
        ordered = [language for language in SHOWN_FIRST if language in chosen]
        return [chosen[language] for language in dict.fromkeys([*ordered, *chosen])][:MOST_EXAMPLES]

    def _sample_questions(self) -> list[dict[str, object]]:
        file = self.samples / SAMPLE_QUESTIONS
        if not file.is_file():
            return []
        return [
            json.loads(line)
            for line in file.read_text(encoding="utf-8").splitlines()
            if line.strip()
        ]
