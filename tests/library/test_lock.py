import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import LibraryBusy, LibraryError
from rag.library.lock import WriterLock
from tests.library.samples import put, vector_of

ROOT = Path(__file__).resolve().parents[2]

HOLD = """
import sys, time
from pathlib import Path
from rag.library.lock import WriterLock
lock = WriterLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock on `tmp_path/lock`."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_second_writer_is_told_who_holds_the_lock(tmp_path, holder):
    """By the number of the process."""
    with pytest.raises(LibraryBusy, match=rf"being written by process {holder.pid}; .*\.$"):
        WriterLock(tmp_path / "lock").acquire()


def test_killing_the_holder_frees_the_lock(tmp_path, holder):
    """There is nothing to clear away by hand."""
    holder.kill()
    holder.wait()
    lock = WriterLock(tmp_path / "lock")
    assert lock.acquire()
    assert (tmp_path / "lock").read_text() == f"{os.getpid()}\n"
    lock.release()


def test_the_lock_is_taken_once_and_can_be_given_back(tmp_path):
    """Taking it again changes nothing; after release another may have it."""
    first, second = WriterLock(tmp_path / "lock"), WriterLock(tmp_path / "lock")
    assert [first.acquire(), first.acquire(), first.held, second.held] == [True, False, True, False]
    with pytest.raises(LibraryBusy, match=f"process {os.getpid()}"):
        second.acquire(wait_s=0.1)
    first.release()
    first.release()
    assert second.acquire()
    second.release()


def test_a_folder_that_is_not_there_is_said_in_a_sentence(tmp_path):
    """As `LibraryError`, naming the folder."""
    with pytest.raises(LibraryError, match="gone cannot be written"):
        WriterLock(tmp_path / "gone" / "lock").acquire()


def test_a_library_that_rests_lets_another_process_write(folder, open_library):
    """And takes over what that one wrote; while it writes itself, the other waits outside."""
    library = open_library()
    put(library, "a", "en")
    code = (
        "import sys; from pathlib import Path; from rag.library.sqlite_faiss import SqliteFaissLibrary; "
        "from tests.library.samples import *; "
        "library = SqliteFaissLibrary(Path(sys.argv[1]), IDENTITY, DIMENSION, False); "
        "put(library, 'b', 'zh'); library.close()"
    )
    command = [sys.executable, "-c", code, str(folder)]
    refused = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (
        f"LibraryBusy: The library in {folder} is being written by process {os.getpid()}"
        in refused.stderr
    )
    library.rest()
    assert subprocess.run(command, cwd=ROOT).returncode == 0
    _, passages = put(library, "c", "ar")
    assert library.stats().documents == 3
    assert library.nearest(vector_of(passages[0].text), 1)[0][0] == passages[0].id
    assert len(library.nearest(vector_of("x"), 99)) == 9
    assert library.verify().problems == ()
