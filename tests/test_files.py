import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import SourceError
from rag.files import (
    atomic_write,
    check_file,
    document_id,
    held_file,
    is_gone,
    make_folder,
    read_bytes,
    sha256,
    sha256_of_file,
    shown_path,
    title_from_name,
)


def test_hashes_of_bytes_and_files_agree(tmp_path):
    """The same content has the same hash, larger than one piece or not."""
    data = os.urandom(3 * 2**20 + 7)
    (tmp_path / "a").write_bytes(data)

    assert sha256(data) == sha256_of_file(tmp_path / "a") == hashlib.sha256(data).hexdigest()


def test_reading_stops_at_the_limit(tmp_path):
    """A file of exactly the limit is read, one byte more is not."""
    (tmp_path / "f.txt").write_bytes(b"x" * 1000)

    assert len(read_bytes(tmp_path / "f.txt", largest=1000)) == 1000
    with pytest.raises(SourceError, match=r"f\.txt: is larger than"):
        read_bytes(tmp_path / "f.txt", largest=999)


def test_what_is_no_file_is_said(tmp_path):
    """Missing, a folder, below a file: one sentence each."""
    (tmp_path / "file").write_bytes(b"x")

    with pytest.raises(SourceError, match="none: is not there; check the path"):
        read_bytes(tmp_path / "none")
    with pytest.raises(SourceError, match="is a folder"):
        read_bytes(tmp_path)
    with pytest.raises(SourceError, match="is not there"):
        read_bytes(tmp_path / "file" / "below")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_refused_at_once(tmp_path):
    """Reading a pipe that nobody writes to would wait for ever."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(SourceError, match="is not a file"):
        read_bytes(tmp_path / "pipe")


def test_a_write_replaces_the_whole_file(tmp_path):
    """Bytes or pieces of them; nothing else is left in the folder."""
    target = tmp_path / "ünïcode ملف.bin"
    atomic_write(target, b"old and longer")
    atomic_write(target, (piece for piece in (b"ne", b"w")))

    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("name", ["x" * 255, "名" * 85, "😀" * 63, "ק\u202e\n" * 20])
def test_a_file_of_the_longest_name_can_be_written(tmp_path, name):
    """Names end at 255 bytes, and so must those of temporary files."""
    atomic_write(tmp_path / name, b"new")

    assert (tmp_path / name).read_bytes() == b"new"


def test_new_folders_are_flushed_into_those_above(tmp_path, monkeypatch):
    """Each folder that gained one, so that a power cut cannot take the whole library with it."""
    flushed, flush = [], os.fsync

    def seen(descriptor):
        flushed.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        flush(descriptor)

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("this system does not tell which file a descriptor is of")
    monkeypatch.setattr(os, "fsync", seen)
    make_folder(tmp_path / "a" / "b")

    assert sorted(flushed) == [str(tmp_path), str(tmp_path / "a")]
    make_folder(tmp_path / "a" / "b")
    assert len(flushed) == 2


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    """When the pieces end in an error, the old content stays and no temporary file does."""

    def broken():
        yield b"half"
        raise ValueError("no more")

    target = tmp_path / "f"
    target.write_bytes(b"old")
    with pytest.raises(ValueError, match="no more"):
        atomic_write(target, broken())

    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_killed_write_leaves_the_old_file(tmp_path):
    """A process that dies while writing has changed nothing that a reader sees."""
    target = tmp_path / "f"
    target.write_bytes(b"old")
    code = (
        "import os, sys; from pathlib import Path; from rag.files import atomic_write\n"
        "def pieces():\n    yield b'x' * 100000\n    os._exit(9)\n"
        "atomic_write(Path(sys.argv[1]), pieces())"
    )

    assert subprocess.run([sys.executable, "-c", code, str(target)], check=False).returncode == 9
    assert target.read_bytes() == b"old"


def test_ids_are_stable_and_differ():
    """The same path gives the same id in every process."""
    assert document_id("/a/été.txt") == document_id("/a/été.txt") == "d0ecabf8e1da0c14"
    assert len({document_id(f"/a/{n}") for n in range(1000)}) == 1000


def test_odd_names_can_be_stored():
    """A name that is not UTF-8 has an id and can be shown."""
    odd = os.fsdecode(b"/a/\xff\xfe.txt")

    assert len(document_id(odd)) == 16
    assert shown_path(odd) == "/a/\ufffd\ufffd.txt"
    shown_path(odd).encode("utf-8")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("annual_report_2021.pdf", "annual report 2021"),
        ("Übersicht.Teil.1.txt", "Übersicht.Teil.1"),
        ("jean-pierre.md", "jean pierre"),
        ("2021-05-03.txt", "2021 05 03"),
        ("報告書.docx", "報告書"),
        ("___.txt", "___"),
    ],
)
def test_a_name_becomes_a_title(name, title):
    """Without its ending, underscores and joining hyphens as spaces."""
    assert title_from_name(f"/folder/{name}") == title


@pytest.mark.parametrize("name", ["a.txt", "港口.txt", "ملف.txt", "порт.txt"])
def test_a_removed_file_is_gone_and_a_broken_link_is_not(tmp_path, name):
    """Nor is anything whose folder or name leaves it open."""
    file = tmp_path / name
    file.write_text("words")
    assert not is_gone(str(file))
    file.unlink()
    assert is_gone(str(file))
    assert is_gone(str(file / "below"))

    file.symlink_to(tmp_path / "nowhere")
    assert not is_gone(str(file))
    assert not is_gone(f"{tmp_path}/\ufffd.txt")
    assert not is_gone(f"{tmp_path}/nul\0.txt")


def test_a_file_can_be_checked_without_reading_it(tmp_path):
    """The same sentences as reading it gives."""
    file = tmp_path / "a.txt"
    file.write_bytes(b"")
    check_file(file)
    for wrong in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(SourceError) as caught:
            check_file(wrong)
        with pytest.raises(SourceError) as read:
            read_bytes(wrong)
        assert str(caught.value) == str(read.value)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("a/b.txt", "a/b.txt"), ("../../b.txt", "b.txt"), ("/etc/b.txt", "etc/b.txt"), ("C:\\x\\港.txt", "C:/x/港.txt"), ("..", "unnamed"), ("a\0b", "ab")],
)  # fmt: skip
def test_a_file_inside_another_is_read_from_memory(tmp_path, name, shown):
    """Its path lies below its container whatever its name says, and nothing is on the disk."""
    container = tmp_path / "archive.zip"

    file = held_file(container, name, b"words")

    assert read_bytes(file) == b"words"
    assert file.relative_to(container).as_posix() == shown
    assert file.suffix == Path(shown).suffix
    assert not container.exists()
