"""Everything that can go wrong, as one tree.

RagError
├── SettingsError      a setting has a wrong name or value
├── SourceError        a file given to `add` cannot be read
├── LibraryError       the library cannot be opened, read or written
│   ├── LibraryMissing     there is no library in that folder
│   ├── LibraryMismatch    it was made with another embedder
│   ├── LibraryBusy        another process is writing
│   ├── LibraryNewer       it was written by a newer version of this program
│   └── LibraryDamaged     the truth itself fails its checks
├── ModelError         weights are missing, damaged, or the model failed
├── ServerError        a configured server did not answer as it should
└── QuestionError      the question is empty or too long

A message is one sentence for a person: it names the thing, the reason and what to do. The
facts are attributes too. Errors of other libraries are translated where they occur and chained.
"""

from __future__ import annotations

from pathlib import Path


class RagError(Exception):
    """Root of all errors that PolyCite raises on purpose; `str()` is one sentence for a person."""


class SettingsError(RagError):
    """A setting has an unknown name or a value that is not allowed."""

    def __init__(self, key: str, value: object, allowed: str) -> None:
        super().__init__(f"Setting {key} cannot be {value!r}: {allowed}.")
        self.key, self.value, self.allowed = key, value, allowed


class SourceError(RagError):
    """A file cannot be read as a document; nothing of it was stored."""

    def __init__(self, path: Path | str, reason: str, action: str = "") -> None:
        name = Path(path).name or str(path)
        super().__init__(f"{name}: {reason}{'; ' + action if action else ''}.")
        self.path, self.reason, self.action = str(path), reason, action


class LibraryError(RagError):
    """The library cannot be opened, read or written."""


class LibraryMissing(LibraryError):
    """There is no library in that folder."""


class LibraryMismatch(LibraryError):
    """The library holds vectors of another embedder."""


class LibraryBusy(LibraryError):
    """Another process holds the library for writing."""


class LibraryNewer(LibraryError):
    """The library was written by a newer version of this program."""


class LibraryDamaged(LibraryError):
    """The stored truth fails its own checks."""


class ModelError(RagError):
    """Model weights are missing or damaged, or a model failed while running."""


class ServerError(RagError):
    """A configured model server did not answer as it should."""


class QuestionError(RagError):
    """The question is empty or too long."""
