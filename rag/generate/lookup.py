"""Guesses the next tokens by looking them up in the prompt.

An answer copies names and figures from its passages, so what followed the last few tokens before
will often follow them again. The model reads a guess in one pass, which costs about as much as one
token, and keeps what it would have written itself: the answer stays the model's own. Saxena,
"Prompt Lookup Decoding" (2023).
"""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_KEY, _SHORTEST_KEY = 3, 2


def guess(context: Sequence[int], most: int) -> list[int]:
    """Up to `most` tokens that followed the latest earlier place of the context's last tokens.

    Three tokens are looked for, then two; [] when they stand nowhere before.
    """
    for length in range(_LONGEST_KEY, _SHORTEST_KEY - 1, -1):
        if len(context) <= length or most < 1:
            continue
        key = list(context[-length:])
        for start in range(len(context) - length - 1, -1, -1):
            if context[start] == key[0] and list(context[start : start + length]) == key:
                return list(context[start + length : start + length + most])
    return []


def agreed(guessed: Sequence[int], written: Sequence[int]) -> int:
    """How many of the guessed tokens the model would have written, from the first on."""
    for at, (ours, theirs) in enumerate(zip(guessed, written, strict=False)):
        if ours != theirs:
            return at
    return min(len(guessed), len(written))
