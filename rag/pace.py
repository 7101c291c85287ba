"""How fast work goes and how long the rest of it may take."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

_EACH = 20_000  # a file costs about as much as so many of its bytes, however small it is
_SOON_S = 1.0  # before that, a rate says nothing


class Pace:
    """Counts files done; their sizes say how much of the work that is."""

    def __init__(self, sizes: Sequence[int], clock: Callable[[], float] = time.monotonic) -> None:
        """`sizes` in bytes, in the order in which the files will be done."""
        self._work = [size + _EACH for size in sizes]
        self._left, self._done, self._files = sum(self._work), 0, 0
        self._clock, self._began = clock, clock()

    def step(self) -> None:
        """One more file is done."""
        work = self._work[self._files]
        self._files += 1
        self._done += work
        self._left -= work

    def line(self) -> str:
        """Such as "12/500 · 3.4 files/s · about 2 min left"."""
        count = f"{self._files}/{len(self._work)}"
        seconds = self._clock() - self._began
        if not self._files or seconds < _SOON_S:
            return count
        rate = self._files / seconds
        parts = [count, f"{rate:.1f} files/s" if rate < 10 else f"{rate:.0f} files/s"]
        if self._left:
            parts.append(f"about {span(seconds * self._left / self._done)} left")
        return " · ".join(parts)


def span(seconds: float) -> str:
    """A length of time in the one or two units that matter."""
    whole = max(1, round(seconds))
    if whole < 90:
        return f"{whole} s"
    if whole < 90 * 60:
        return f"{round(whole / 60)} min"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min"
