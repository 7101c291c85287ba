"""What is left of an answer once documents that it quoted were removed from the library."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rag.types import UNKNOWN_LANGUAGE, Answer, Evidence, Passage, Source


def without_documents(answer: Answer, gone: Collection[str]) -> Answer:
    """The answer without a word of the documents whose ids are in `gone`.

    Their evidence keeps its number and the document's id, so that "source removed" can be shown in
    its place; quote, passage, title and path are empty. Of the prose only the sentences stay that
    cite other documents alone. The question is the person's own and stays.
    """
    removed = {item.n for item in answer.evidence if item.source.id in gone}
    if not removed:
        return answer
    kept = tuple(
        sentence
        for sentence in answer.sentences
        if sentence.citations and not removed & set(sentence.citations)
    )
    short = answer.short if answer.short and answer.short.n not in removed else None
    return replace(
        answer,
        text=" ".join(sentence.text for sentence in kept),
        sentences=kept,
        evidence=tuple(_emptied(item) if item.n in removed else item for item in answer.evidence),
        short=short,
        note="",
    )


def was_removed(item: Evidence) -> bool:
    """Whether this stands for a document that was removed: all other evidence has a quote."""
    return not item.quote


def _emptied(item: Evidence) -> Evidence:
    """The number and the ids of a piece of evidence, and nothing that was written in the document."""
    passage = Passage(
        id=item.passage.id,
        document_id=item.passage.document_id,
        index=item.passage.index,
        start=0,
        end=0,
        text="",
        context="",
        language=UNKNOWN_LANGUAGE,
        place="",
    )
    source = Source(item.source.id, "", "", UNKNOWN_LANGUAGE)
    return replace(item, source=source, passage=passage, start=0, end=0, quote="")
