"""Whether the models are loaded, and what to do when they cannot be."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Literal

from rag.api import Bot
from rag.errors import RagError

State = Literal["ready", "loading", "failed"]
_LOG = logging.getLogger("polycite.web")


@dataclass(frozen=True, slots=True)
class Told:
    """A state, with one sentence when loading failed."""

    state: State = "ready"
    message: str = ""


class Readiness:
    """What is told of the models; the last to be loaded decides."""

    def __init__(self) -> None:
        self._told = Told()
        self._run = 0
        self._lock = threading.Lock()

    def told(self) -> Told:
        """How it stands now."""
        with self._lock:
            return self._told

    def load(self, bot: Bot) -> threading.Thread:
        """Load what a bot answers with, in a thread of its own."""
        with self._lock:
            self._run += 1
            self._told = Told("loading")
            run = self._run
        thread = threading.Thread(target=self._loaded, args=(bot, run), daemon=True)
        thread.start()
        return thread

    def _loaded(self, bot: Bot, run: int) -> None:
        told = Told()
        try:
            bot.load()
        except RagError as error:
            told = Told("failed", str(error))
        except Exception:
            _LOG.exception("The models could not be loaded.")
            told = Told("failed", "The models could not be loaded; the program's log says why.")
        with self._lock:
            if run == self._run:
                self._told = told
