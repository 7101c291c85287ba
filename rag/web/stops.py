"""How a running answer is told to stop."""

from __future__ import annotations

import threading


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
