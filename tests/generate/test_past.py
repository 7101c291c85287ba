"""What is remembered of prompts."""

import torch
from transformers import DynamicCache

from rag.generate.past import STEP, Past, steps


def read(tokens):
    """A memory of so many tokens, one layer."""
    cache = DynamicCache()
    rows = torch.arange(len(tokens), dtype=torch.float32).reshape(1, 1, -1, 1)
    cache.update(rows, rows, 0)
    return cache


def test_the_fixed_beginning_is_a_step_of_its_own():
    """Then whole steps to the end."""
    assert steps(200, 40) == [40, 104, 168, 200]
    assert steps(200, 0) == [64, 128, 192, 200]
    assert steps(150, 70) == [64, 70, 134, 150]
    assert steps(41, 40) == [40, 41]


def test_a_fixed_beginning_is_read_once():
    """Another question with the same instruction begins after it."""
    past, prompt = Past(), list(range(100))
    past.keep_fixed(prompt[:40], read(prompt[:40]))

    cache, known = past.take([*prompt[:40], 7, 8, 9], 40)

    assert known == cache.get_seq_length() == 40


def test_a_copy_is_given_so_that_an_answer_cannot_spoil_it():
    """What is read after it does not stay."""
    past, prompt = Past(), list(range(60))
    past.keep_fixed(prompt[:40], read(prompt[:40]))
    cache, _ = past.take(prompt, 40)
    more = torch.zeros(1, 1, 5, 1)
    cache.update(more, more, 0)

    again, known = past.take(prompt, 40)

    assert known == again.get_seq_length() == 40


def test_of_the_prompt_before_whole_steps_are_kept():
    """A retry with the same passages reads only what is new."""
    past, prompt = Past(), list(range(300))
    past.give_back(prompt, 40, read(prompt))

    cache, known = past.take([*prompt[:250], 999], 40)

    assert known == cache.get_seq_length() == 40 + 3 * STEP


def test_nothing_is_kept_of_a_prompt_read_in_other_steps():
    """Rounding would differ."""
    past, prompt = Past(), list(range(300))
    past.give_back(prompt, 30, read(prompt))

    assert past.take(prompt, 40)[1] == 0
