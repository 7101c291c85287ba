"""Whether a document that comes in is nearly one that is there already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.protocols import Library
from rag.shingles import resemblance, shingles
from rag.types import Document, FloatMatrix, Passage

NEARLY_SAME = 0.8
"""Share of runs of characters, of all that the two texts have, that both have."""

_PROBES = 3  # passages that are looked up; each costs a search
_NEIGHBOURS = 5
_NEAR = 0.85  # cosine of passages that may be nearly the same words
_COMPARED = 3  # documents whose texts are compared


def nearly_same(
    library: Library, document: Document, passages: Sequence[Passage], vectors: FloatMatrix
) -> tuple[str, float] | None:
    """Path and resemblance of the stored document that is most like this one, from 0.8 on.

    Its longest passages are searched, which finds the few documents that can be meant in a
    library of any size without keeping anything more; then the texts decide, by their shingles
    (`rag/shingles.py`), whichever language they are in.
    """
    likely = _candidates(library, document, passages, vectors)
    if not likely:
        return None
    own, best = shingles(document.text), None
    for number in likely:
        other = library.document(number)
        if other is None:
            continue
        share = resemblance(own, shingles(other.text), NEARLY_SAME)
        if share >= NEARLY_SAME and (best is None or share > best[1]):
            best = other.path, share
    return best


def _candidates(
    library: Library, document: Document, passages: Sequence[Passage], vectors: FloatMatrix
) -> list[str]:
    """Ids of the documents that passages like these come from, the most frequent first."""
    searched = [row for row, passage in enumerate(passages) if not passage.boilerplate]
    probes = sorted(searched, key=lambda row: -len(passages[row].text))[:_PROBES]
    found = [
        number
        for row in probes
        for number, cosine in library.nearest(vectors[row], _NEIGHBOURS)
        if cosine >= _NEAR
    ]
    counts = Counter(item.document_id for item in library.passages(found))
    counts.pop(document.id, None)
    return [number for number, _ in counts.most_common(_COMPARED)]
