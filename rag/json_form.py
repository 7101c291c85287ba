"""Results as plain objects for `--json`; fields may be added, never renamed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rag.explain import Explanation
from rag.types import AddResult, Answer, Document, Evidence, Hit, LibraryEntry, Source

Json = dict[str, Any]


def added(result: AddResult) -> Json:
    """One file of `rag add`."""
    return {
        "path": result.path,
        "status": result.status,
        "document": result.document,
        "passages": result.passages,
        "language": result.language,
        "error": result.error,
        "notes": list(result.notes),
        "embedded": result.embedded,
    }


def removed(entry: LibraryEntry) -> Json:
    """One document that `rag add --sync` removed because its file is gone."""
    gone = entry.source
    return {
        "path": gone.path,
        "status": "removed",
        "document": gone.id,
        "passages": entry.passages,
        "language": gone.language,
        "error": None,
        "notes": [],
    }


def source(item: Source) -> Json:
    """A document without its text."""
    return {"id": item.id, "path": item.path, "title": item.title, "language": item.language}


def hit(item: Hit) -> Json:
    """One passage of `rag search`."""
    passage = item.passage
    return {
        "rank": item.rank,
        "document": source(item.source),
        "place": passage.place,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "language": passage.language,
        "score": item.score,
        "dense_rank": item.dense_rank,
        "lexical_rank": item.lexical_rank,
        "translated_rank": item.translated_rank,
        "fused_rank": item.fused_rank,
        "dense_score": item.dense_score,
        "lexical_score": item.lexical_score,
        "merged": len(item.merged),
    }


def searched(question: str, language: str, hits: tuple[Hit, ...]) -> Json:
    """The result of `rag search`."""
    return {"question": question, "language": language, "hits": [hit(item) for item in hits]}


def evidence(item: Evidence) -> Json:
    """One piece of evidence of `rag ask`."""
    return {
        "n": item.n,
        "document": source(item.source),
        "place": item.passage.place,
        "start": item.start,
        "end": item.end,
        "quote": item.quote,
        "passage": item.passage.text,
        "language": item.passage.language,
        "score": round(item.score, 4),
        "absent": round(item.absent, 4),
    }


def answer(item: Answer) -> Json:
    """The result of `rag ask`."""
    seconds = {
        key: None if value is None else round(value, 3)
        for key, value in asdict(item.seconds).items()
    }
    return {
        "question": item.question,
        "language": item.language,
        "outcome": item.outcome,
        "text": item.text,
        "sentences": [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "supported": sentence.supported,
            }
            for sentence in item.sentences
        ],
        "evidence": [evidence(each) for each in item.evidence],
        "short": asdict(item.short) if item.short else None,
        "seconds": seconds,
        "note": item.note,
        "reason": item.reason,
        "conflict": asdict(item.conflict) if item.conflict else None,
    }


def explanation(item: Explanation) -> Json:
    """How an answer comes about."""
    ranks = item.reader_ranks()
    return {
        **searched(item.question, item.language, item.hits),
        "reader_ranks": [ranks.get(each.passage.id) for each in item.hits],
        "evidence": [evidence(each) for each in item.shown],
        "refused": item.refused,
        "absent": round(item.absent, 4),
        "refuse_above": item.limits.refuse_above,
        "read_hits": item.limits.read_hits,
        "generator": item.generator,
        "messages": list(item.messages),
        "seconds": {key: round(value, 4) for key, value in item.seconds.items()},
    }


def entry(item: LibraryEntry) -> Json:
    """One line of `rag list`."""
    return {
        "document": source(item.source),
        "passages": item.passages,
        "characters": item.characters,
        "added": item.added,
        "pages": item.pages,
        "collections": list(item.collections),
        "notes": list(item.notes),
    }


def document(item: Document) -> Json:
    """The result of `rag show`."""
    about = {
        "id": item.id,
        "path": item.path,
        "title": item.title,
        "language": item.language,
        "media_type": item.media_type,
        "sha256": item.sha256,
    }
    marks = [{"offset": mark.offset, "place": mark.place, "kind": mark.kind} for mark in item.marks]
    return {"document": about, "text": item.text, "marks": marks, "notes": list(item.notes)}
