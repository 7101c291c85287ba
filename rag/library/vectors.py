"""The FAISS file: a snapshot of the vectors behind a header of our own.

FAISS loads a file with a flipped bit without a word, and its reader has had memory errors, so
nothing reaches it that our SHA-256 has not passed. `index/README.md` specifies the bytes.
"""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from rag.files import atomic_write
from rag.library.facts import Maker, State

MAGIC = b"POLYVEC\x00"
VERSION = 1
KIND = "IDMap2,SQfp16"
"""Exact inner product over half-precision rows: half the bytes of single precision, no slower."""

_HEADER = struct.Struct("<8sIIQQQ16s32s32s")
_SEAL_BYTES = 32
HEADER_BYTES = _HEADER.size + _SEAL_BYTES
_LARGEST_VECTOR_BYTES = 2**36
_MOST_LOOPS = 2**24


class SnapshotError(Exception):
    """The file cannot be used, and why; the vectors are in the database too."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a snapshot says of itself."""

    dimension: int
    count: int
    state: State
    payload_bytes: int
    maker: bytes
    """SHA-256 of the embedder's identity."""
    payload: bytes
    """SHA-256 of all that follows the header."""

    def packed(self) -> bytes:
        """The header's bytes, the last 32 a SHA-256 of those before."""
        body = _HEADER.pack(
            MAGIC,
            VERSION,
            self.dimension,
            self.count,
            self.state.generation,
            self.payload_bytes,
            self.state.stamp,
            self.maker,
            self.payload,
        )
        return body + hashlib.sha256(body).digest()


def new_index(dimension: int) -> Any:
    """An empty index for rows of (d,)."""
    return faiss.index_factory(dimension, KIND, faiss.METRIC_INNER_PRODUCT)


def write(file: Path, index: Any, made_by: Maker, state: State) -> None:
    """Put a snapshot at `file`, whole or not at all. Raises `OSError`."""
    payload = faiss.serialize_index(index).data
    header = Header(
        dimension=made_by.dimension,
        count=index.ntotal,
        state=state,
        payload_bytes=len(payload),
        maker=_maker_digest(made_by),
        payload=hashlib.sha256(payload).digest(),
    )
    atomic_write(file, (header.packed(), payload))


def read(file: Path, made_by: Maker) -> tuple[Any, State]:
    """The index and the commit it belongs to. Raises `SnapshotError` with the reason.

    In this order: size, header, SHA-256 of the payload, embedder, FAISS's own limits, FAISS,
    counts, a known answer.
    """
    try:
        data = memoryview(file.read_bytes())
    except OSError as error:
        raise SnapshotError(f"it cannot be read ({error.strerror or error})") from error
    header = read_header(data)
    payload = data[HEADER_BYTES:]
    if len(payload) != header.payload_bytes:
        raise SnapshotError(
            f"it has {len(payload)} bytes of vectors where {header.payload_bytes} were written"
        )
    if hashlib.sha256(payload).digest() != header.payload:
        raise SnapshotError("its vectors are not the bytes that were written")
    if header.maker != _maker_digest(made_by) or header.dimension != made_by.dimension:
        raise SnapshotError("its vectors are of another embedder")
    index = _deserialised(payload)
    _check(index, header)
    return index, header.state


def read_header(data: memoryview) -> Header:
    """The header at the start of a snapshot. Raises `SnapshotError`."""
    if len(data) < HEADER_BYTES:
        raise SnapshotError("it is cut short")
    body, seal = data[: _HEADER.size], bytes(data[_HEADER.size : HEADER_BYTES])
    magic, version, dimension, count, generation, size, stamp, maker, payload = _HEADER.unpack(body)
    if magic != MAGIC:
        raise SnapshotError("it is not a file of ours")
    if hashlib.sha256(body).digest() != seal:
        raise SnapshotError("its header is not the bytes that were written")
    if version != VERSION:
        raise SnapshotError(f"it is of version {version}")
    return Header(dimension, count, State(generation, stamp), size, maker, payload)


def _deserialised(payload: memoryview) -> Any:
    faiss.set_deserialization_vector_byte_limit(_LARGEST_VECTOR_BYTES)
    faiss.set_deserialization_loop_limit(_MOST_LOOPS)
    try:
        return faiss.deserialize_index(np.frombuffer(payload, dtype=np.uint8))
    except RuntimeError as error:
        raise SnapshotError("FAISS cannot read it") from error


def _check(index: Any, header: Header) -> None:
    """Kind, size, and that a stored vector is its own nearest."""
    if not isinstance(index, faiss.IndexIDMap2) or index.metric_type != faiss.METRIC_INNER_PRODUCT:
        raise SnapshotError("it is not an index of the kind that is used")
    if (index.d, index.ntotal) != (header.dimension, header.count):
        raise SnapshotError("its vectors are not as many as its header says")
    if index.ntotal:
        own = index.reconstruct(int(index.id_map.at(index.ntotal // 2)))
        best, _ = index.search(own[np.newaxis], 1)
        if not best[0, 0] >= float(own @ own) * 0.999:
            raise SnapshotError("a stored vector does not find itself")


def _maker_digest(made_by: Maker) -> bytes:
    return hashlib.sha256(made_by.identity.encode("utf-8")).digest()
