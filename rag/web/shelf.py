"""Where conversations are kept: a folder for each person, a JSON file for each conversation.

Files are written whole or not at all, may be read by this user alone, and are named by random ids.
A person is the digest of their browser's word (`rag/web/people.py`); nothing here takes a path or
a name of a file from outside.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from platformdirs import user_data_path

from rag.errors import RagError
from rag.files import atomic_write, sha256
from rag.settings import Settings
from rag.terms import fold
from rag.web.kept import Kept, from_bytes, is_id, named, new_id, now, to_bytes
from rag.web.turn import Rating, Turn

OFF = "off"
"""The value of the setting `conversations` with which nothing is kept."""
MOST_KEPT = 1000
"""Conversations of one person; a further one is not kept until some are deleted."""
LARGEST = 8_000_000
"""Bytes of one conversation."""


class ConversationError(RagError):
    """A conversation cannot be kept or read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of conversations."""

    id: str
    name: str
    changed: str
    turns: int


class Shelf:
    """The conversations about one library. Safe to use from several threads."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._lock = threading.Lock()

    @property
    def is_on(self) -> bool:
        """Whether conversations are kept at all."""
        return self._folder is not None

    def save(self, person: str | None, key: str, turns: Sequence[Turn]) -> str:
        """Keep the turns as the conversation `key`, or as a new one when it is empty; returns its id.

        Name and ratings stay as they are; a new one is named by its first question. An empty id
        means that it was not kept: nobody asks, or nothing is kept. Raises `ConversationError`.
        """
        if not self.is_on or person is None or not turns:
            return ""
        with self._lock:
            before = self._read(person, key) if is_id(key) else None
            if before is None:
                self._check_room(person)
                key = key if is_id(key) else new_id()
                before = Kept(key, named(turns[0].question), now(), "")
            asked = {turn.asked for turn in turns}
            ratings = {key: value for key, value in before.ratings.items() if key in asked}
            self._write(person, replace(before, turns=tuple(turns), changed=now(), ratings=ratings))
        return before.id

    def load(self, person: str | None, key: object) -> Kept | None:
        """A conversation of this person; None when they have none of that id. Raises `ConversationError`."""
        if not self.is_on or person is None or not is_id(key):
            return None
        return self._read(person, str(key))

    def listed(self, person: str | None, search: str = "") -> list[Entry]:
        """The conversations of this person, the latest first; `search` keeps those that hold all its words."""
        if not self.is_on or person is None:
            return []
        words = fold(search).split()
        found = []
        for file in self._place(person).glob("*.json"):
            try:
                kept = from_bytes(file.read_bytes())
            except (OSError, ValueError):
                continue  # opening it says what is wrong with it; the others can still be read
            if not words or all(word in _searched(kept) for word in words):
                found.append(Entry(kept.id, kept.name, kept.changed, len(kept.turns)))
        return sorted(found, key=lambda entry: (entry.changed, entry.id), reverse=True)

    def rename(self, person: str | None, key: object, name: str) -> bool:
        """Give a conversation another name; False when there is none or the name is empty."""
        with self._lock:
            kept = self.load(person, key)
            if kept is None or person is None or not named(name):
                return False
            self._write(person, replace(kept, name=named(name)))
        return True

    def rate(self, person: str | None, key: object, asked: str, rating: Rating | None) -> bool:
        """Keep what a person thinks of the turn asked at a time; None takes it back."""
        with self._lock:
            kept = self.load(person, key)
            if kept is None or person is None or asked not in {turn.asked for turn in kept.turns}:
                return False
            ratings = {name: value for name, value in kept.ratings.items() if name != asked}
            if rating is not None:
                ratings[asked] = rating
            self._write(person, replace(kept, ratings=ratings))
        return True

    def delete(self, person: str | None, key: object) -> bool:
        """Remove a conversation for good; False when there is none."""
        if not self.is_on or person is None or not is_id(key):
            return False
        try:
            self._file(person, str(key)).unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise ConversationError(_told("deleted", error)) from error
        return True

    def _place(self, person: str) -> Path:
        assert self._folder is not None  # noqa: S101 - every public method has asked `is_on`
        if not is_id(person):
            raise ConversationError("Conversations are kept by person, and this is none.")
        return self._folder / person

    def _file(self, person: str, key: str) -> Path:
        return self._place(person) / f"{key}.json"

    def _read(self, person: str, key: str) -> Kept | None:
        try:
            return from_bytes(self._file(person, key).read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise ConversationError(_told("read", error)) from error
        except ValueError as error:
            raise ConversationError(
                "The file of this conversation is damaged, so it cannot be shown; delete it."
            ) from error

    def _write(self, person: str, kept: Kept) -> None:
        data = to_bytes(kept)
        if len(data) > LARGEST:
            raise ConversationError(
                "This conversation has become too long to be kept; begin a new one."
            )
        place = self._place(person)
        try:
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            atomic_write(self._file(person, kept.id), data)
        except OSError as error:
            raise ConversationError(_told("kept", error)) from error

    def _check_room(self, person: str) -> None:
        place = self._place(person)
        if place.is_dir() and sum(1 for _ in place.glob("*.json")) >= MOST_KEPT:
            raise ConversationError(
                f"{MOST_KEPT} conversations are kept and this one is not; delete some first."
            )


def shelf_of(settings: Settings) -> Shelf:
    """The conversations about the library of these settings."""
    if settings.conversations == OFF:
        return Shelf(None)
    chosen = settings.conversations
    folder = Path(chosen).expanduser() if chosen else user_data_path("polycite") / "conversations"
    return Shelf(folder.absolute() / sha256(settings.library.encode())[:16])


def _told(what: str, error: OSError) -> str:
    return f"The conversation could not be {what} ({error.strerror or error}); check the disk."


def _searched(kept: Kept) -> str:
    """What a search looks through: the name, the questions and the answers."""
    parts = [kept.name]
    for turn in kept.turns:
        parts += [turn.question, turn.answer.text if turn.answer else ""]
    return fold("\n".join(parts))
