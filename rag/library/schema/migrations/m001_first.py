"""Schema 1: documents, passages that tile them, vectors, terms, and the log of changes."""

from __future__ import annotations

import string

import apsw

from rag.library.statements import run

VERSION = 1

_DOCUMENTS = """
CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    added TEXT NOT NULL,
    passages INTEGER NOT NULL,
    characters INTEGER NOT NULL,
    folded TEXT NOT NULL,
    notes TEXT NOT NULL,
    digest BLOB NOT NULL,
    marks TEXT NOT NULL
) STRICT
"""

# The text of a document is stored here and only here: its passages tile it, in order.
_PASSAGES = """
CREATE TABLE passages (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id INTEGER NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    language TEXT NOT NULL,
    boilerplate INTEGER NOT NULL,
    place TEXT NOT NULL,
    digest BLOB NOT NULL,
    context TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (document, position)
) STRICT
"""

# A table apart, so that reading every vector does not read every text.
_VECTORS = """
CREATE TABLE vectors (
    passage INTEGER PRIMARY KEY REFERENCES passages (key) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    digest BLOB NOT NULL,
    vector BLOB NOT NULL
) STRICT
"""

# The terms exactly as they went into the index: taking them out again needs the same ones, and
# a newer stemmer might make others.
_TERM_LISTS = """
CREATE TABLE term_lists (
    passage INTEGER PRIMARY KEY REFERENCES passages (key) ON DELETE CASCADE,
    terms BLOB NOT NULL
) STRICT
"""

_COMMITS = "CREATE TABLE commits (generation INTEGER PRIMARY KEY, stamp BLOB NOT NULL) STRICT"

_REMOVED = """
CREATE TABLE removed (
    generation INTEGER NOT NULL,
    id INTEGER NOT NULL,
    PRIMARY KEY (generation, id)
) STRICT, WITHOUT ROWID
"""

_FACTS = "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"

_INDEXES = (
    "CREATE INDEX documents_by_path ON documents (path, id)",
    "CREATE INDEX passages_searched ON passages (language, document, id) WHERE boilerplate = 0",
    "CREATE INDEX vectors_by_generation ON vectors (generation)",
)


def apply(database: apsw.Connection) -> None:
    """Make the tables in an empty database, inside the caller's transaction."""
    tables = (_DOCUMENTS, _PASSAGES, _VECTORS, _TERM_LISTS, _COMMITS, _REMOVED, _FACTS)
    for statement in (*tables, *_INDEXES, _terms()):
        run(database, statement)
    run(database, "INSERT INTO commits VALUES (0, randomblob(16))")


def _terms() -> str:
    """The inverted index: no copy of the text, and every character but ASCII space is a letter.

    SQLite's `ascii` tokenizer never splits beyond ASCII; with all ASCII punctuation declared as
    letters too, each term is one token however it is spelled.
    """
    letters = string.punctuation.replace("'", "''")
    tokenizer = f"ascii tokenchars '{letters}'".replace('"', '""')
    return f"CREATE VIRTUAL TABLE terms USING fts5 (body, context, content='', tokenize=\"{tokenizer}\")"
