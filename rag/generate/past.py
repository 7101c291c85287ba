"""What a model remembers of prompts, so that an equal beginning is read once.

Rounding depends on how many tokens are read at a time. So a prompt is always read in the same
steps, and only whole steps are remembered: an answer does not depend on what was asked before.
"""

from __future__ import annotations

import copy
from collections import OrderedDict
from collections.abc import Sequence

from transformers import DynamicCache

STEP = 64
"""Most tokens of a prompt that are read between two looks at `stop`."""
_MOST_FIXED = 8
"""Fixed beginnings that are kept: one for each language that is asked in."""


def steps(length: int, fixed: int) -> list[int]:
    """Where each step of reading ends: the fixed beginning is read by itself, so that it can be kept."""
    first = [*range(STEP, fixed, STEP), *([fixed] if fixed else [])]
    return [*first, *range(fixed + STEP, length, STEP), length]


class Past:
    """The memory of the prompt before, and of the fixed beginnings of prompts.

    The former is out while an answer is written: an abandoned answer cannot spoil it.
    """

    def __init__(self) -> None:
        self._prompt: list[int] = []
        self._fixed_before = 0
        self._cache: DynamicCache | None = None
        self._fixed: OrderedDict[tuple[int, ...], DynamicCache] = OrderedDict()

    def take(self, prompt: Sequence[int], fixed: int) -> tuple[DynamicCache, int]:
        """A memory and how many tokens of the prompt are in it; at least one is left to read.

        The first `fixed` tokens of the prompt are its fixed beginning.
        """
        cache, before = self._cache, self._prompt
        same_steps = self._fixed_before == fixed
        self._cache, self._prompt = None, []
        common = 0
        for ours, theirs in zip(before, prompt[:-1], strict=False):
            if ours != theirs:
                break
            common += 1
        known = max((end for end in steps(len(prompt), fixed) if end <= common), default=0)
        if cache is not None and same_steps and known > fixed and croppable(cache):
            surplus = int(cache.get_seq_length()) - known
            if surplus:
                cache.crop(-surplus)  # negative: how many to forget
            return cache, known
        key = tuple(prompt[:fixed])
        if fixed and fixed < len(prompt) and key in self._fixed:
            self._fixed.move_to_end(key)
            return copy.deepcopy(self._fixed[key]), fixed
        return DynamicCache(), 0

    def keep_fixed(self, beginning: Sequence[int], cache: DynamicCache) -> None:
        """Keep a copy of the memory of a fixed beginning that was just read."""
        self._fixed[tuple(beginning)] = copy.deepcopy(cache)
        while len(self._fixed) > _MOST_FIXED:
            self._fixed.popitem(last=False)

    def give_back(self, prompt: list[int], fixed: int, cache: DynamicCache) -> None:
        """Keep what was read of a prompt."""
        length = min(int(cache.get_seq_length()), len(prompt))
        self._prompt, self._fixed_before, self._cache = prompt[:length], fixed, cache


def croppable(cache: DynamicCache) -> bool:
    """Whether a memory can be cut back: layers with a sliding window have forgotten the start."""
    return not any(getattr(layer, "is_sliding", False) for layer in cache.layers)
