"""Who may use the language model next, and how a running answer is told to stop.

Finding quotes takes a fraction of a second and waits for nobody. Writing takes seconds and all
processor cores, so one answer is written at a time, in the order in which the quotes were found.
"""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class Ticket:
    """A place in the queue; leave it by the end of its `with` statement."""

    def __init__(self, queue: ModelTurns) -> None:
        self._queue = queue

    def __enter__(self) -> Ticket:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._queue.leave(self)

    def ahead(self, wait_s: float = 0.0) -> int:
        """How many stand before this one, after waiting up to `wait_s` seconds for none."""
        return self._queue.ahead(self, wait_s)


class ModelTurns:
    """A fair queue in front of the language model."""

    def __init__(self, at_once: int = 1) -> None:
        self._at_once = at_once
        self._line: deque[Ticket] = deque()
        self._changed = threading.Condition()

    def take(self) -> Ticket:
        """Stand at the end of the line."""
        ticket = Ticket(self)
        with self._changed:
            self._line.append(ticket)
        return ticket

    def ahead(self, ticket: Ticket, wait_s: float) -> int:
        """Number of tickets that must leave first; 0 means it is this one's turn."""
        with self._changed:
            self._changed.wait_for(lambda: self._before(ticket) == 0, wait_s)
            return self._before(ticket)

    def leave(self, ticket: Ticket) -> None:
        """Give the place free."""
        with self._changed:
            self._line.remove(ticket)
            self._changed.notify_all()

    def _before(self, ticket: Ticket) -> int:
        return max(0, self._line.index(ticket) - self._at_once + 1)


class Stops:
    """The stop signal of each browser tab that is being answered."""

    def __init__(self) -> None:
        self._running: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    def start(self, session: str) -> threading.Event:
        """A fresh signal for a tab; an answer still running there is stopped."""
        signal = threading.Event()
        with self._lock:
            before = self._running.get(session)
            self._running[session] = signal
        if before is not None:
            before.set()
        return signal

    def stop(self, session: str) -> None:
        """Stop what is running for a tab; nothing happens where nothing runs."""
        with self._lock:
            signal = self._running.get(session)
        if signal is not None:
            signal.set()

    def end(self, session: str, signal: threading.Event) -> None:
        """Forget a signal that is no longer needed."""
        with self._lock:
            if self._running.get(session) is signal:
                del self._running[session]
