"""The composition root: names in settings become objects here and nowhere else.

Backends are imported in the branch that needs them, so that choosing one loads no other.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rag.answer import Answerer, Limits
from rag.errors import ModelError, SettingsError
from rag.explain import Explainer
from rag.generate.queue import ModelQueue
from rag.ingest import Ingester, LoadDocument
from rag.protocols import Embedder, Generator, Library, Reader
from rag.read.calibration import Calibration
from rag.retrieve.retriever import Retriever
from rag.settings import PACKAGE_FOLDER, Settings

if TYPE_CHECKING:
    from rag.load.isolated.limits import LoadLimits

SHIPPED_EMBEDDER = PACKAGE_FOLDER / "models" / "embedder"
SHIPPED_READER = PACKAGE_FOLDER / "models" / "reader"
READER_CALIBRATION = SHIPPED_READER / "calibration.json"
SERVER_PREFIX = "openai:"
READERS = max(1, min(4, os.cpu_count() or 1))
"""Processes that read files; more hold memory and wait for the embedder."""
DEFAULT_NEAR = 0.33
"""See docs/decisions/0019-why-a-question-is-refused.md."""
SERVER_WRITES_AT_ONCE = 4
SHIPPED_GENERATOR_WRITES = frozenset({"en"})
"""Languages in which prose of the shipped model passes the checks often enough to wait for it:
see docs/decisions/0007-prose-in-english-only.md."""


def embedder(settings: Settings) -> Embedder:
    """The embedder that settings name. Raises `ModelError` or `SettingsError`."""
    name = settings.embedder
    if name == "hashing":
        from rag.embed.hashing import HashingEmbedder

        return HashingEmbedder()
    if name.startswith(SERVER_PREFIX):
        from rag.embed.openai_api import OpenAIEmbedder

        _need_server(settings, "embedder")
        return OpenAIEmbedder(
            settings.openai_url, name.removeprefix(SERVER_PREFIX), settings.openai_key
        )
    from rag.embed.sentence_transformer import SentenceTransformerEmbedder

    folder = embedder_folder(settings)
    if folder == SHIPPED_EMBEDDER:
        from rag.manifest import check_shipped

        check_shipped("embedder")
        check_shipped("glosses")
    return SentenceTransformerEmbedder(folder, folder.name, settings.precision, settings.threads)


def embedder_folder(settings: Settings) -> Path:
    """Where the embedder's files are, the shipped one or the folder named."""
    if settings.embedder == "default":
        return SHIPPED_EMBEDDER
    folder = Path(settings.embedder).expanduser()
    if not folder.is_dir():
        raise SettingsError(
            "embedder",
            settings.embedder,
            "it must be default, hashing, openai:MODEL or a folder that exists",
        )
    return folder


def library(settings: Settings, identity: str, dimension: int, create: bool) -> Library:
    """The library in the folder that settings name; `create` allows a new one."""
    if settings.library_backend == "exact":
        from rag.library.exact import ExactLibrary

        return ExactLibrary(identity, dimension)
    from rag.library.sqlite_faiss import SqliteFaissLibrary

    return SqliteFaissLibrary(Path(settings.library), identity, dimension, create)


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was measured of an embedder on open data and is kept beside its weights."""

    calibration: Calibration
    own_advantage: float
    """Mean cosine by which it favours passages in the question's language."""
    near: float = DEFAULT_NEAR
    """Cosine from which a passage is about a question, whether it answers it or not."""


def tuning(settings: Settings) -> Tuning:
    """Calibration of the embedder; of one that has no file, the defaults."""
    if settings.embedder == "hashing" or settings.embedder.startswith(SERVER_PREFIX):
        return Tuning(Calibration.for_hashing(), 0.0)
    file = embedder_folder(settings) / "refusal.json"
    if not file.is_file():
        return Tuning(Calibration.default(), 0.0)
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        return Tuning(
            Calibration.from_values(values),
            float(values.get("own_advantage", 0.0)),
            float(values.get("near", DEFAULT_NEAR)),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{file.name} of the embedder is damaged ({error}); restore it."
        ) from error


def ingester(settings: Settings, store: Library, vectors: Embedder, loading: Loading) -> Ingester:
    """What `add` uses."""
    from rag.chunk.windows import WindowChunker
    from rag.load.walk import find_files

    chunker = WindowChunker(settings.passage_tokens)
    return Ingester(store, vectors, chunker, find_files, loading.load, loading.readers)


@dataclass(frozen=True, slots=True)
class Loading:
    """How files are read."""

    load: LoadDocument
    readers: int
    """Files that can be read at a time."""
    close: Callable[[], None]


def loading(settings: Settings) -> Loading:
    """The loaders, in processes of their own unless settings say otherwise."""
    if not settings.isolate:
        from rag.load.walk import load_document

        # One at a time: parsers share this process, and not all of them bear threads.
        return Loading(load_document, 1, lambda: None)
    from rag.load.isolated.pool import LoaderPool

    pool = LoaderPool(load_limits(settings), READERS)
    return Loading(pool.load, READERS, pool.close)


def load_limits(settings: Settings) -> LoadLimits:
    """What reading one file may take."""
    from rag.load.isolated.limits import LoadLimits

    seconds = settings.load_timeout_s
    return LoadLimits(settings.load_memory_mb, seconds, 2.0 * seconds)


def isolation_gaps(settings: Settings) -> tuple[str, ...]:
    """What this system cannot keep a loader from, in words; found by trying."""
    if not settings.isolate:
        return ("loaders run in the program's own process (isolate is no)",)
    from rag.load.isolated.pool import LoaderPool

    pool = LoaderPool(load_limits(settings), 1, "rag.files:sha256_of_file")
    try:
        return pool.lacks()
    finally:
        pool.close()


def retriever(settings: Settings, store: Library, vectors: Embedder, tuned: Tuning) -> Retriever:
    """What `search` uses."""
    return Retriever(store, vectors, settings.leg_hits, settings.balance, tuned.own_advantage)


def reader(settings: Settings, vectors: Embedder, calibration: Calibration) -> tuple[Reader, float]:
    """What finds the quotes, and the threshold above which it is believed that nothing answers."""
    if settings.reader == "overlap" or (
        settings.reader == "auto" and settings.embedder == "hashing"
    ):
        from rag.read.overlap import OverlapReader

        return OverlapReader(vectors, calibration), calibration.threshold
    from rag.manifest import check_shipped
    from rag.read.cross_encoder import Absence, CrossEncoderReader
    from rag.read.span_model import SpanModel

    for name in ("embedder", "glosses", "reader"):
        check_shipped(name)
    absence = Absence.from_file(READER_CALIBRATION)
    model = SpanModel(SHIPPED_READER, SHIPPED_EMBEDDER, settings.precision)
    return CrossEncoderReader(model, absence.coefficients), absence.threshold


def generator(settings: Settings) -> Generator | None:
    """The language model that settings name; None when answers are quotes only."""
    name = settings.generator
    if name == "quotes":
        return None
    if name.startswith(SERVER_PREFIX):
        from rag.generate.openai_api import OpenAIGenerator

        _need_server(settings, "generator")
        model = name.removeprefix(SERVER_PREFIX)
        return OpenAIGenerator(
            settings.openai_url,
            model,
            settings.openai_key,
            settings.answer_tokens,
            settings.timeout_s,
        )
    from rag.generate.causal_lm import CausalLanguageModel

    return CausalLanguageModel(
        name, settings.precision, settings.threads, settings.answer_tokens, settings.timeout_s
    )


def answering(settings: Settings, store: Library, vectors: Embedder) -> tuple[Answerer, Explainer]:
    """What `ask` uses, and what tells how its answers come about."""
    tuned = tuning(settings)
    read_by, calibrated = reader(settings, vectors, tuned.calibration)
    threshold = settings.refuse_above if settings.refuse_above >= 0 else calibrated
    limits = Limits(
        settings.read_hits, settings.evidence, threshold, tuned.near, _prose_languages(settings)
    )
    found_by = retriever(settings, store, vectors, tuned)
    writer = generator(settings)
    queue = ModelQueue(_written_at_once(settings), settings.queue)
    answers = Answerer(found_by, read_by, vectors, writer, limits, queue=queue)
    return answers, Explainer(answers, read_by, limits, writer.identity if writer else "")


def _written_at_once(settings: Settings) -> int:
    """A model on this machine takes all of its cores; a server has its own line for the rest."""
    return SERVER_WRITES_AT_ONCE if settings.generator.startswith(SERVER_PREFIX) else 1


def _prose_languages(settings: Settings) -> frozenset[str] | None:
    return SHIPPED_GENERATOR_WRITES if settings.generator == "default" else None


def _need_server(settings: Settings, key: str) -> None:
    if not settings.openai_url:
        raise SettingsError(
            key,
            getattr(settings, key),
            "it needs the address of a server in the setting openai_url",
        )
