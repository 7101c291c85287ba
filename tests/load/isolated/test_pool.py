import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from rag.errors import ModelError, SourceError
from rag.files import document_id
from rag.load.isolated.limits import LoadLimits
from rag.load.isolated.pool import LoaderPool
from rag.load.walk import load_document
from tests.conftest import SMALL_COLLECTION
from tests.load.isolated import hostile

pytestmark = pytest.mark.slow  # workers start, and limits have to be reached
ROOT = Path(__file__).parents[3]
DOCUMENTS = ROOT / "tests" / "data" / "documents"
HOSTILE = "tests.load.isolated.hostile:load"
LIMITS = LoadLimits(memory_mb=512, cpu_s=2, wall_s=6.0, output_mb=2, files=32)


@pytest.fixture(scope="module")
def pool():
    """One worker whose loader misbehaves when a file says so."""
    made = LoaderPool(LIMITS, 1, HOSTILE)
    yield made
    made.close()


@pytest.fixture
def read(pool, tmp_path):
    """Let the worker read a file with these words."""

    def write_and_read(words):
        path = tmp_path / "file.txt"
        path.write_text(words, encoding="utf-8")
        return pool.load(path)

    return write_and_read


def workers_of(pool):
    """Numbers of the processes that a pool has started."""
    return {worker._process.pid for worker in pool._started}


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_a_document_is_the_same_as_without_isolation(pool, path):
    """Every field: text, places, notes, language, title, id."""
    assert pool.load(path) == load_document(path)


def test_text_of_any_script_comes_through(pool, collection_folder):
    """Arabic, Chinese, Cyrillic, Latin with its accents."""
    for name in SMALL_COLLECTION:
        assert pool.load(collection_folder / name) == load_document(collection_folder / name)


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("spin", "takes longer than the 2 s"),
        ("sleep", "takes longer than the 2 s"),
        ("eat", "needs more than the 512 MB of memory"),
        ("crash", "crash (SIGSEGV)"),
        ("flood", "gives more than 2 MB of text"),
        ("garbage", "could not be read (no answer)"),
        ("exit", "could not be read (SystemExit)"),
        ("denormal", "could not be read (not the text of a document)"),
    ],
)
def test_a_file_that_ends_its_reader_is_one_sentence_and_the_next_is_read(read, word, reason):
    """Spinning, hanging, eating memory, crashing, flooding: told, and over for that file alone."""
    with pytest.raises(SourceError) as caught:
        read(word)

    assert str(caught.value).startswith("file.txt: ")
    assert reason in str(caught.value)
    assert str(caught.value).count("\n") == 0
    assert read("Der Hafen ist offen.").text == "Der Hafen ist offen."


def test_what_a_reader_may_use_is_measured_not_believed(read):
    """A spin ends by its processor time, a sleep by the clock, and neither much later."""
    for word, at_least, at_most in (("spin", 1.5, 60), ("sleep", 5.9, 60)):
        began = time.monotonic()
        with pytest.raises(SourceError):
            read(word)
        assert at_least < time.monotonic() - began < at_most


@pytest.mark.skipif(os.uname().sysname != "Linux", reason="Linux alone has what does it")
class TestWhatIsRefused:
    """A reader meets an error at every attempt to do more than read its file."""

    def test_the_network(self, read):
        """TCP, UDP and local sockets."""
        assert read("socket").text == "PermissionError PermissionError PermissionError"

    def test_other_processes(self, read):
        """Forking, starting a program, signals to the worker and to everybody."""
        assert read("fork").text == "PermissionError PermissionError PermissionError"
        assert read("start-program").text == "PermissionError"
        assert read("kill-all").text == "PermissionError PermissionError"

    def test_other_files(self, read, tmp_path):
        """A file beside its own, the person's keys, the list of users, another process."""
        secret = tmp_path / "secret.txt"
        secret.write_text("a secret")
        others = f"{secret}|/etc/passwd|/proc/self/environ|/proc/{os.getpid()}/environ|{DOCUMENTS}/acta.txt"

        assert read(f"open {others}").text == " ".join(["PermissionError"] * 5)

    def test_changing_files(self, read, tmp_path):
        """Neither its own file nor any other is written, renamed, removed or made."""
        words = f"write {tmp_path}/file.txt"

        assert read(words).text == " ".join(["PermissionError"] * 7)
        assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]
        assert (tmp_path / "file.txt").read_text() == words

    def test_more_open_files_than_allowed(self, read):
        """A number of descriptors."""
        assert read("many-files").text == "OSError"

    def test_without_isolation_all_of_it_is_possible(self, tmp_path):
        """The attempts are real: in a process that gave nothing up they succeed."""
        path = tmp_path / "file.txt"
        for words, told in (
            ("socket", "done done done"),
            ("start-program", "done"),
            (f"open {path}|/etc/passwd", "done done"),
            ("many-files", "done"),
        ):
            path.write_text(words)
            assert hostile.load(path).text == told

    def test_nothing_is_lacking_here(self, pool):
        """Linux as it is today has all that is used; one without would say so in `rag config`."""
        assert pool.lacks() == ()


def test_a_reader_cannot_speak_for_another_document(read, tmp_path):
    """Id and path are those of the file that was asked for."""
    document = read("forge")

    assert document.text == "forged words"
    assert document.path == str(tmp_path / "file.txt")
    assert document.id == document_id(str(tmp_path / "file.txt"))


def test_what_a_library_prints_does_not_reach_the_answers(read, capfd):
    """Standard output and error of a reader go nowhere."""
    assert read("print").text == "printed"
    assert capfd.readouterr() == ("", "")


def test_keys_in_the_environment_do_not_reach_a_reader(tmp_path, monkeypatch):
    """Settings, tokens and whatever else a person has exported."""
    monkeypatch.setenv("RAG_OPENAI_KEY", "secret")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    path = tmp_path / "file.txt"
    path.write_text("variables")
    pool = LoaderPool(LIMITS, 1, HOSTILE)

    words = pool.load(path).text.split()
    pool.close()

    assert "PATH" in words
    assert not [word for word in words if word.startswith(("RAG_", "AWS"))]


def test_a_worker_that_is_killed_is_replaced(pool, read):
    """The next file is read by another one, and nobody notices."""
    read("Порт открыт.")
    before = workers_of(pool)
    for number in before:
        os.kill(number, signal.SIGKILL)

    assert read("Порт открыт.").text == "Порт открыт."
    assert not workers_of(pool) & before


def test_a_worker_killed_while_it_reads_takes_its_reader_along(tmp_path):
    """Nothing goes on reading for a worker that is gone; the file is tried once more, then told."""
    pool = LoaderPool(LoadLimits(memory_mb=512, cpu_s=60, wall_s=60.0), 1, HOSTILE)
    path = tmp_path / "file.txt"
    path.write_text("sleep")
    pool.lacks()
    readers, failed = set(), []

    def load():
        try:
            pool.load(path)
        except SourceError as error:
            failed.append(str(error))

    thread = threading.Thread(target=load)
    thread.start()
    for _ in range(2):
        (number,) = waited_for(lambda: workers_of(pool) - {number for _, number in readers})
        (reader,) = waited_for(lambda number=number: children_of(number))
        readers.add((reader, number))
        os.kill(number, signal.SIGKILL)
    thread.join(200)
    pool.close()

    assert failed == ["file.txt: could not be read (the other process has gone); try again."]
    waited_for(lambda: not [reader for reader, _ in readers if is_running(reader)])


def test_a_program_that_is_killed_leaves_nothing_reading(tmp_path):
    """Its workers and what they read end by themselves."""
    path = tmp_path / "file.txt"
    path.write_text("sleep")
    code = (
        "import sys; from pathlib import Path\n"
        "from rag.load.isolated.limits import LoadLimits\n"
        "from rag.load.isolated.pool import LoaderPool\n"
        f"LoaderPool(LoadLimits(cpu_s=300, wall_s=300.0), 1, {HOSTILE!r}).load(Path(sys.argv[1]))"
    )
    program = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT)
    (worker,) = waited_for(lambda: children_of(program.pid))
    (reader,) = waited_for(lambda: children_of(worker))

    program.kill()
    program.wait()

    waited_for(lambda: not is_running(worker) and not is_running(reader))


def children_of(number):
    """Processes that a process has started and that run."""
    listed = Path(f"/proc/{number}/task/{number}/children")
    return listed.read_text().split() if listed.exists() else []


def is_running(number):
    """Whether a process is there and no mere remains."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def waited_for(found):
    """What `found` gives as soon as it is something."""
    for _ in range(4000):
        if result := found():
            return result
        time.sleep(0.05)
    raise AssertionError("it never came")


def test_workers_read_at_the_same_time(tmp_path):
    """Two files that take a while take it together."""
    pool = LoaderPool(LIMITS, 2, HOSTILE)
    path = tmp_path / "file.txt"
    path.write_text("sleep")
    errors = []

    def load():
        try:
            pool.load(path)
        except SourceError as error:
            errors.append(error)

    threads = [threading.Thread(target=load) for _ in range(2)]
    for thread in threads:
        thread.start()
    waited_for(lambda: len([n for n in workers_of(pool) if children_of(n)]) == 2)
    for thread in threads:
        thread.join()
    pool.close()

    assert len(errors) == 2


def test_closing_ends_what_is_being_read(tmp_path):
    """At once, and a later file is not begun."""
    pool = LoaderPool(LoadLimits(), 1, HOSTILE)
    path = tmp_path / "file.txt"
    path.write_text("sleep")
    pool.lacks()
    ended = []

    def load():
        with pytest.raises((SourceError, ModelError)):
            pool.load(path)
        ended.append(True)

    thread = threading.Thread(target=load)
    thread.start()
    time.sleep(0.3)
    pool.close()
    thread.join(200)

    assert ended == [True]
    with pytest.raises(ModelError, match="did not start"):
        pool.load(path)


def test_a_missing_file_and_a_folder_are_told_as_without_isolation(pool, tmp_path):
    """The same sentences."""
    for wrong in (tmp_path, tmp_path / "none.txt"):
        with pytest.raises(SourceError) as caught:
            pool.load(wrong)
        with pytest.raises(SourceError) as plain:
            load_document(wrong)
        assert str(caught.value) == str(plain.value)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(99), b"*** --- ***"])
def test_what_a_loader_says_is_said(pool, tmp_path, content):
    """The loader's own sentence comes through."""
    path = tmp_path / "wrong.pdf"
    path.write_bytes(content)

    with pytest.raises(SourceError) as plain:
        load_document(path)
    with LoaderPoolClosing(LIMITS) as real, pytest.raises(SourceError) as caught:
        real.load(path)

    assert str(caught.value) == str(plain.value)


class LoaderPoolClosing(LoaderPool):
    """A pool of the real loaders, closed at the end of a `with`."""

    def __init__(self, limits):
        super().__init__(limits, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


@pytest.mark.parametrize(
    "name", ["ملف.txt", "報告 書.txt", "a\nb.txt", "-dash.txt", "é" * 100 + ".txt"]
)
def test_odd_names_are_no_trouble(pool, tmp_path, name):
    """Other scripts, spaces, even a line end."""
    path = tmp_path / name
    path.write_text("Der Hafen ist offen.", encoding="utf-8")

    assert pool.load(path) == load_document(path)


def test_a_link_to_a_file_is_read(pool, tmp_path):
    """What it points at is what may be read."""
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file.txt").write_text("Le port est ouvert.")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "file.txt")

    assert pool.load(tmp_path / "link.txt").text == "Le port est ouvert."


def test_a_worker_that_does_not_start_is_one_sentence(tmp_path):
    """What it said of itself, and the settings to change."""
    path = tmp_path / "file.txt"
    path.write_text("words")
    pool = LoaderPool(LoadLimits(), 1, "tests.load.isolated.nowhere:load")

    with pytest.raises(ModelError, match="did not start .ModuleNotFoundError.*set isolate to no"):
        pool.load(path)
    pool.close()
