"""How much of their text two texts share, in any script: runs of characters, not words.

Broder, "On the resemblance and containment of documents" (1997), with runs of characters in place
of words, because not every script puts spaces between them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LENGTH = 5
"""Characters of a run."""

Shingles = NDArray[np.uint64]
"""(n,) sorted hashes of the different runs of a text."""

# Odd numbers without a pattern: a run's hash is the sum of its characters times these, modulo 2^64.
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F],
    dtype=np.uint64,
)  # fmt: skip


def shingles(text: str) -> Shingles:
    """The runs of five characters in a text, without case and white space."""
    packed = "".join(text.casefold().split()).ljust(LENGTH, "\0")
    codes = np.frombuffer(packed.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(
        np.uint64
    )
    count = len(codes) - LENGTH + 1
    hashes = np.zeros(count, np.uint64)
    for at, factor in enumerate(_FACTORS):
        hashes += codes[at : at + count] * factor
    return np.unique(hashes)


def resemblance(one: Shingles, other: Shingles, least: float = 0.0) -> float:
    """Jaccard index of two sets of runs, 0 to 1; 0 at once when it cannot reach `least`."""
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or shorter < least * longer:
        return 0.0
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (shorter + longer - shared)
