import numpy as np
import pytest

from rag.library import vectors
from rag.library.facts import Maker, State
from tests.library.samples import vector_of

MAKER = Maker("embedder", 16)
STATE = State(7, bytes(range(16)))


@pytest.fixture
def snapshot(tmp_path):
    """A file of forty vectors; their ids are large and in no order."""
    index = vectors.new_index(16)
    ids = np.array([(number * 7919 % 41) << 50 for number in range(1, 41)], dtype=np.int64)
    index.add_with_ids(np.array([vector_of(str(number), 16) for number in range(40)]), ids)
    file = tmp_path / "vectors.faiss"
    vectors.write(file, index, MAKER, STATE)
    return file


def test_a_snapshot_comes_back_with_its_commit(snapshot):
    """Same ids, same rows in half precision."""
    index, state = vectors.read(snapshot, MAKER)
    assert (index.ntotal, state) == (40, STATE)
    row = index.reconstruct((3 * 7919 % 41) << 50)
    assert np.array_equal(row, vector_of("2", 16).astype(np.float16).astype(np.float32))


@pytest.mark.parametrize("bit", [0, 7])
def test_every_flipped_byte_is_seen(snapshot, bit):
    """Of the header and of the vectors, each alone, the last one too."""
    whole = snapshot.read_bytes()
    places = [
        *range(vectors.HEADER_BYTES),
        *range(vectors.HEADER_BYTES, len(whole), 17),
        len(whole) - 1,
    ]
    for place in places:
        spoiled = bytearray(whole)
        spoiled[place] ^= 1 << bit
        snapshot.write_bytes(spoiled)
        with pytest.raises(vectors.SnapshotError):
            vectors.read(snapshot, MAKER)
    snapshot.write_bytes(whole)
    vectors.read(snapshot, MAKER)


def test_a_torn_snapshot_is_seen(snapshot):
    """Cut anywhere, or with something behind it."""
    whole = snapshot.read_bytes()
    for length in [
        0,
        1,
        vectors.HEADER_BYTES - 1,
        vectors.HEADER_BYTES,
        len(whole) // 2,
        len(whole) - 1,
    ]:
        snapshot.write_bytes(whole[:length])
        with pytest.raises(vectors.SnapshotError):
            vectors.read(snapshot, MAKER)
    snapshot.write_bytes(whole + b"\0")
    with pytest.raises(vectors.SnapshotError, match="bytes of vectors"):
        vectors.read(snapshot, MAKER)


@pytest.mark.parametrize("other", [Maker("embedder 2", 16), Maker("embedder", 8)])
def test_a_snapshot_of_another_embedder_is_refused(snapshot, other):
    """Of the same dimension too."""
    with pytest.raises(vectors.SnapshotError, match="another embedder"):
        vectors.read(snapshot, other)


def test_a_snapshot_that_is_not_there_is_said(tmp_path):
    """As any other that cannot be used."""
    with pytest.raises(vectors.SnapshotError, match="cannot be read"):
        vectors.read(tmp_path / "none", MAKER)


def test_the_header_is_laid_out_as_specified(snapshot):
    """Numbers little-endian at the offsets that `index/README.md` names."""
    data = snapshot.read_bytes()
    assert data[:8] == b"POLYVEC\0"
    numbers = [
        int.from_bytes(data[start:end], "little")
        for start, end in [(8, 12), (12, 16), (16, 24), (24, 32), (32, 40)]
    ]
    assert numbers == [1, 16, 40, 7, len(data) - 152]
    assert (data[40:56], vectors.HEADER_BYTES) == (STATE.stamp, 152)
