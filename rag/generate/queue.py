"""Who may use the language model next.

Finding quotes takes a fraction of a second and waits for nobody. Writing takes seconds and all
processor cores, so few answers are written at once and the others stand in line: at most one
question of a client goes before the next client's first, and the line has an end.
"""

from __future__ import annotations

import threading
from types import TracebackType

from rag.errors import ModelError


class Ticket:
    """A place in the line; leave it by the end of its `with` statement."""

    def __init__(self, queue: ModelQueue, client: str, turn: int) -> None:
        self._queue = queue
        self.client = client
        self.turn = turn
        """How many questions of the same client stood in the line before this one."""
        self.called = False
        """Whether it was told that it may write; nobody comes before it any more."""

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
        """How many must leave before this one may write, after waiting up to `wait_s` s for none."""
        return self._queue.ahead(self, wait_s)


class ModelQueue:
    """A fair line of bounded length in front of a language model.

    `at_once` answers are written at the same time; at most `most_waiting` stand behind them.
    """

    def __init__(self, at_once: int = 1, most_waiting: int = 16) -> None:
        self._at_once, self._most_waiting = at_once, most_waiting
        self._line: list[Ticket] = []
        self._changed = threading.Condition()

    def take(self, client: str = "") -> Ticket:
        """Stand in the line, behind those who have had as many turns in it.

        Clients with the same name share their turns. Raises `ModelError` when the line is full.
        """
        with self._changed:
            if len(self._line) >= self._at_once + self._most_waiting:
                raise ModelError(
                    f"{len(self._line)} questions are before this one at the language model; "
                    "the quote is shown without prose, ask again in a moment."
                )
            own = sum(ticket.client == client for ticket in self._line)
            ticket = Ticket(self, client, own)
            place = next(
                (
                    place
                    for place, other in enumerate(self._line)
                    if not other.called and other.turn > ticket.turn
                ),
                len(self._line),
            )
            self._line.insert(place, ticket)
            return ticket

    def ahead(self, ticket: Ticket, wait_s: float) -> int:
        """Number of tickets that must leave first; 0 means it is this one's turn."""
        with self._changed:
            self._changed.wait_for(lambda: self._before(ticket) == 0, wait_s)
            before = self._before(ticket)
            ticket.called = ticket.called or before == 0
            return before

    def leave(self, ticket: Ticket) -> None:
        """Give the place free."""
        with self._changed:
            self._line.remove(ticket)
            self._changed.notify_all()

    def _before(self, ticket: Ticket) -> int:
        if ticket.called:
            return 0
        return max(0, self._line.index(ticket) - self._at_once + 1)
