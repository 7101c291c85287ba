"""The values that pass from stage to stage: frozen, plain, no input or output.

Conventions: higher scores are better everywhere; ranks start at 1; offsets are code points into
the stored NFC text of a document; languages are BCP-47 codes, "und" when unknown and never English
by default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float32]
"""(n, d) float32, one unit-norm row per text."""
FloatVector = NDArray[np.float32]
"""(d,) float32, unit norm."""

Outcome = Literal["answered", "quoted", "refused"]
RefusalReason = Literal["nothing_near", "not_answering", "no_question"]
"""Nothing in the documents is about it; they are about it and do not say; it is no question that
documents could answer."""
AddStatus = Literal["added", "replaced", "unchanged", "failed"]
MarkKind = Literal["page", "heading", "slide", "sheet", "row", "time", "part", "paragraph"]

UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place that begins at `offset` of a document's text and holds until the next of its kind."""

    offset: int
    kind: MarkKind
    place: str
    """What a person is shown: "p. 3", the words of a heading, "row 12"."""
    level: int = 0
    """Depth of a heading, 1 for the highest; 0 for every other kind."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source as it is stored: its text in Unicode NFC and where places begin in it."""

    id: str
    """16 hexadecimal digits made from the absolute path: the same path is the same document."""
    path: str
    title: str
    language: str
    media_type: str
    sha256: str
    """Of the file's bytes, in hexadecimal."""
    text: str = field(repr=False)
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    """Sorted by offset."""
    notes: tuple[str, ...] = ()
    """What the loader guessed or left out, in words for a person."""


@dataclass(frozen=True, slots=True)
class Source:
    """What is said of a document beside a passage of it: everything but the text."""

    id: str
    path: str
    title: str
    language: str
    media_type: str = ""


@dataclass(frozen=True, slots=True)
class LibraryEntry:
    """One line of the list of documents."""

    source: Source
    passages: int
    characters: int
    added: str
    """ISO 8601 time, UTC."""
    sha256: str = ""
    notes: tuple[str, ...] = ()
    pages: int = 0
    """Pages, slides or sheets; 0 where the format has none."""
    collections: tuple[str, ...] = ()
    """Names of the collections that it is in."""


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is indexed and cited: `document.text[start:end] == text`."""

    id: int
    """63-bit, made from document id, offsets and text, so that adding again changes nothing."""
    document_id: str
    index: int
    """Position in the document, from 0; passages tile the document in this order."""
    start: int
    end: int
    text: str
    context: str
    """Title and headings, read by the embedder before the text; never part of the offsets."""
    language: str
    place: str
    """Where it is, for a person: "p. 3 · Results"; may be empty."""
    boilerplate: bool = False
    """Navigation, notices, bare links: stored and shown, but never searched or given as evidence."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which passages a search may return; None means all."""

    documents: frozenset[str] | None = None
    languages: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found for a question, with every rank it had on the way."""

    passage: Passage
    source: Source
    rank: int
    score: float
    """Fused score after language balance; comparable within one search only."""
    dense_rank: int | None = None
    dense_score: float | None = None
    """Cosine of question and passage, -1 to 1."""
    lexical_rank: int | None = None
    lexical_score: float | None = None
    translated_rank: int | None = None
    translated_score: float | None = None
    """Of the words of a passage in another language that the question's words stand for."""
    fused_rank: int | None = None
    """Rank before language balance."""
    merged: tuple[int, ...] = ()
    """Ids of near-duplicate passages that this one stands for."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage with the quote found in it: `document.text[start:end] == quote`."""

    n: int
    """The number it is cited by, from 1."""
    source: Source
    passage: Passage
    start: int
    end: int
    quote: str
    score: float
    """Relevance of the quote to the question, 0 to 1."""
    absent: float
    """Probability that the passage does not hold the answer, 0 to 1."""
    span_start: int | None = None
    """Where the answer itself begins in the document, in code points like `start`; None when the
    reader does not find exact spans."""
    span_end: int | None = None
    """Where it ends: `document.text[span_start:span_end]`; None exactly when `span_start` is."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, what it cites, and whether what it cites supports it."""

    text: str
    citations: tuple[int, ...]
    supported: bool
    reason: str = ""
    """Why it is not supported, as a key of the table of reasons; empty when it is."""
    detail: str = ""
    """The word, number or date that was not found."""
    support: float | None = None
    """Estimate that what it cites supports it, 0 to 1, with weights not fitted yet; None where none was measured."""


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The fact itself in the reader's language, and as the source writes it."""

    text: str
    original: str
    n: int
    """The evidence that it is from."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one source says where sources disagree."""

    n: int
    """The number of its evidence."""
    text: str
    """The fact, word for word as the source writes it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that state different facts where the question asks for one."""

    kind: Literal["number", "date", "name"]
    sides: tuple[Side, ...]
    """At least two; sources that agree are one side, told by the best of them."""
    text: str
    """Says so in the reader's language, with every side and its mark [n]."""


@dataclass(frozen=True, slots=True)
class Seconds:
    """Wall-clock seconds from the question to each event; None where it did not happen."""

    search: float | None = None
    quote: float | None = None
    first_token: float | None = None
    total: float | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a question."""

    question: str
    language: str
    """Of the answer: the question's, unless a setting fixes it."""
    outcome: Outcome
    text: str
    sentences: tuple[Sentence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """What the answer cites; when refused, the nearest passages."""
    short: ShortAnswer | None = None
    seconds: Seconds = Seconds()
    note: str = ""
    """One sentence when something on the way broke, such as the model, and the answer stands without it."""
    reason: RefusalReason | None = None
    """Why it was refused; None when it was not."""
    conflict: Conflict | None = None
    """Set when the evidence disagrees on the fact that was asked for; the answer then shows both."""


@dataclass(frozen=True, slots=True)
class AddResult:
    """What became of one file given to `add`."""

    path: str
    status: AddStatus
    document: str | None
    passages: int
    language: str
    error: str | None = None
    notes: tuple[str, ...] = ()
    """What the loader guessed or left out, and which other document is the same or nearly so."""
    embedded: int = 0
    """Passages whose vectors were computed; those of unchanged passages are kept."""


@dataclass(frozen=True, slots=True)
class LibraryStats:
    """Counts over a library."""

    documents: int
    passages: int
    languages: dict[str, int]
    """Passages by language, boilerplate left out."""
    bytes_on_disk: int
    generation: int
    embedder: str
    """Identity of the embedder whose vectors are stored; empty for a new library."""


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `verify` looked at and what it found; nothing wrong means `problems` is empty."""

    checked: dict[str, int]
    problems: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()


# Events, in the order in which they can happen.


@dataclass(frozen=True, slots=True)
class Condensed:
    """The question as it is searched, when a conversation changed it."""

    question: str
    condensed: str


@dataclass(frozen=True, slots=True)
class Searched:
    """The hits, best first."""

    hits: tuple[Hit, ...]
    language: str
    """Detected language of the question."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Quoted:
    """The evidence with its quotes: can be shown before any model has written a word."""

    evidence: tuple[Evidence, ...]
    language: str
    seconds: float
    short: ShortAnswer | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Other questions go first at the language model; told again while it lasts."""

    ahead: int
    """How many, at least 1."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Written:
    """A piece of the model's prose, not yet checked."""

    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Checked:
    """The sentences of the prose after verification."""

    sentences: tuple[Sentence, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Answered:
    """The end: an answer, in prose that passed the checks or as framed quotes."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Refused:
    """The end: the documents do not say; `answer.evidence` holds the nearest passages."""

    answer: Answer


@dataclass(frozen=True, slots=True)
class Failed:
    """The end: something broke; one sentence for a person."""

    message: str


Event = Condensed | Searched | Quoted | Waiting | Written | Checked | Answered | Refused | Failed
