"""How fast a language model writes on this machine."""

from __future__ import annotations

import time
from dataclasses import dataclass

from rag.generate.prompts import instruction
from rag.protocols import Generator

# Long enough to be like a prompt of ours, and a task at which no model stops after three words.
_TEXT = (
    "The old lighthouse of Skagen was built in 1858. It is 46 metres tall and has 210 steps. "
    "From the top one sees the place where two seas meet. "
) * 2
_TASK = "Describe the lighthouse in many sentences, with everything that the text says about it."


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds to load, to the first token, and tokens a second from then on."""

    load: float
    first_token: float
    tokens_per_second: float
    tokens: int


def speed(generator: Generator) -> Speed:
    """Load a model and let it write once. A piece of text is counted as a token.

    Raises `ModelError` or `ServerError`.
    """
    start = time.perf_counter()
    generator.load()
    loaded = time.perf_counter()
    messages = [
        {"role": "system", "content": instruction("en")},
        {"role": "user", "content": f"{_TEXT}\n\n{_TASK}"},
    ]
    times = [time.perf_counter() for _ in generator.stream(messages, lambda: False)]
    if not times:
        return Speed(loaded - start, 0.0, 0.0, 0)
    wrote = times[-1] - times[0]
    rate = (len(times) - 1) / wrote if wrote > 0 else 0.0
    return Speed(loaded - start, times[0] - loaded, rate, len(times))
