"""Which pieces go together: well filled passages that end where the text pauses."""

from __future__ import annotations

from collections.abc import Sequence

from rag.chunk.pieces import Piece
from rag.tokens import count_tokens

Span = tuple[int, int]

_CRUMB = 32  # a piece of less than this part of the budget is a crumb


def pack(text: str, pieces: Sequence[Piece], most: int) -> list[Span]:
    """Spans of runs of pieces, in order, each of at most `most` tokens.

    Of all ways to put the pieces together, the one of least total cost: for each passage the
    square of its empty share, plus the cost of ending it where it ends. The square fills passages
    evenly and leaves no small rest. The method is the optimum line breaking of Knuth and Plass,
    "Breaking paragraphs into lines" (1981), with passages for lines.
    """
    pieces = _without_crumbs(pieces, most)
    spans: list[Span] = []
    for first, last in _best_runs(pieces, most):
        start, end = pieces[first].start, pieces[last - 1].end
        excess = count_tokens(text[start:end]) - most if last - first > 1 else 0
        if excess > 0:
            # Tokens may join differently than in the pieces one by one; rare and then small.
            spans.extend(pack(text, pieces[first:last], most - excess))
        else:
            spans.append((start, end))
    return spans


def _without_crumbs(pieces: Sequence[Piece], most: int) -> list[Piece]:
    """The pieces with tiny ones joined to the next, so that few can share one passage.

    The search for the best runs takes as many steps for a piece as pieces fit into a passage.
    """
    crumb = most // _CRUMB
    kept: list[Piece] = []
    for piece in pieces:
        if kept and kept[-1].tokens < crumb and (kept[-1].cut > 0 or piece.tokens < crumb):
            tokens = kept[-1].tokens + piece.tokens
            if tokens <= most:
                kept[-1] = Piece(kept[-1].start, piece.end, tokens, piece.cut)
                continue
        kept.append(piece)
    return kept


def _best_runs(pieces: Sequence[Piece], most: int) -> list[tuple[int, int]]:
    """Half-open runs of piece numbers; a piece above the budget is a run of its own."""
    costs = [0.0]  # of the best way to put the first n pieces together
    begins = [0]  # where its last run begins
    for end in range(1, len(pieces) + 1):
        best, begin, tokens = float("inf"), end - 1, 0
        for start in range(end - 1, -1, -1):
            tokens += pieces[start].tokens
            if tokens > most and start < end - 1:
                break
            cost = costs[start] + max(0.0, 1 - tokens / most) ** 2
            if cost < best:
                best, begin = cost, start
        costs.append(best + (pieces[end - 1].cut if end < len(pieces) else 0.0))
        begins.append(begin)
    runs: list[tuple[int, int]] = []
    end = len(pieces)
    while end:
        runs.append((begins[end], end))
        end = begins[end]
    return runs[::-1]
