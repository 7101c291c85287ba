import io
import zipfile

import pytest

from rag.errors import SourceError
from rag.load.archive import Archive
from tests.load.making import zip_bytes


def test_parts_are_read_by_name(tmp_path):
    """A part that is not there is None, not an error."""
    with Archive(tmp_path / "a.zip", zip_bytes({"café.txt": "été"})) as parts:
        assert parts.names() == ["café.txt"]
        assert parts.read("café.txt") == "été".encode()
        assert parts.read("other") is None


def test_a_bomb_is_refused_while_inflating(tmp_path):
    """Ten megabytes of zeros from ten kilobytes are no document."""
    bomb = zip_bytes({"word/document.xml": b"\0" * 10_000_000})

    with (
        Archive(tmp_path / "bomb.docx", bomb) as parts,
        pytest.raises(SourceError, match="unpacks to far more"),
    ):
        parts.read("word/document.xml")


def test_the_size_in_the_header_is_not_believed(tmp_path):
    """A header that claims a small size does not let a bomb through."""
    bomb = zip_bytes({"a": b"\0" * 10_000_000})
    lying = bomb.replace((10_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert lying != bomb

    with Archive(tmp_path / "lie.zip", lying) as parts:
        try:
            content = parts.read("a")
        except SourceError as error:
            content = str(error).encode()

    assert len(content) < 1000


def test_all_parts_together_are_bounded(tmp_path):
    """Many parts of allowed size are together too much."""
    data = zip_bytes({"a": "x" * 600, "b": "y" * 600})
    with Archive(tmp_path / "many.zip", data, largest=1000) as parts:
        parts.read("a")
        with pytest.raises(SourceError, match="unpacks to far more"):
            parts.read("b")


def test_too_many_members_are_refused(tmp_path):
    """An archive of more than ten thousand parts is no document."""
    with pytest.raises(SourceError, match="more than 10000 parts"):
        Archive(tmp_path / "m.zip", zip_bytes({str(n): "" for n in range(10_001)}))


@pytest.mark.parametrize("cut", [10, 60, -30])
def test_a_torn_archive_is_damaged(tmp_path, cut):
    """A file cut short says so."""
    data = zip_bytes({"a": "some words that are long enough to be cut"})[:cut]

    with pytest.raises(SourceError, match="is a damaged archive"):
        Archive(tmp_path / "torn.zip", data)


def test_flipped_content_is_damaged(tmp_path):
    """A checksum that does not fit is not overlooked."""
    data = bytearray(zip_bytes({"a": "some words"}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as file:
        start = file.getinfo("a").header_offset + 31
    data[start + 3] ^= 0xFF

    with (
        Archive(tmp_path / "flip.zip", bytes(data)) as parts,
        pytest.raises(SourceError, match="damaged"),
    ):
        parts.read("a")
