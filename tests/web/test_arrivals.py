import json
import threading
from pathlib import Path

import httpx
import pytest

from rag.files import document_id
from rag.web.arrivals import safe_parts
from tests.web.serving import served

GERMAN = "Die Brücke\n\nDie Brücke bei Wesel ist 773 Meter lang. Sie wurde 2009 eröffnet.\n"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with served(tmp_path_factory.mktemp("library"), generator="quotes") as running:
        yield running


def send(app, way, content=b"", **values):
    """The last line of the answer, or its status where it is not 200."""
    response = httpx.post(
        f"{app.url}/polycite/add/{way}", params=values, content=content, timeout=60
    )
    lines = response.text.strip().splitlines()
    return json.loads(lines[-1]) if response.status_code == 200 else response.status_code


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("a.txt", ["a.txt"]),
        ("Berichte/2020/Straße.pdf", ["Berichte", "2020", "Straße.pdf"]),
        ("../../etc/passwd", ["etc", "passwd"]),
        ("/etc/passwd", ["etc", "passwd"]),
        ("C:\\Users\\x\\报告.docx", ["C:", "Users", "x", "报告.docx"]),
        ("a\x00b/\x1fc", ["ab", "c"]),
        ("..", ["file"]),
        ("", ["file"]),
        ("Cafe\u0301.txt", ["Caf\u00e9.txt"]),
        ("\ud800.txt", ["?.txt"]),
        ("นิทาน/หนังสือ.txt", ["นิทาน", "หนังสือ.txt"]),
    ],
    ids=ascii,
)
def test_a_name_leads_nowhere_but_below(name, parts):
    """Whatever a browser tells, in any script."""
    assert safe_parts(name) == parts


def test_a_long_name_keeps_its_end():
    """That is where the format stands; and every file system takes it."""
    assert safe_parts("学" * 300 + ".pdf")[0].endswith("学.pdf")
    assert len(safe_parts("学" * 300 + ".pdf")[0].encode()) <= 240
    assert len(safe_parts("a/" * 500 + "b.txt")) == 12


@pytest.mark.slow
def test_files_of_the_same_name_in_two_folders_are_two_documents(app):
    """A folder that is dropped keeps its tree."""
    for folder, text in (("2020", GERMAN), ("2021", GERMAN.replace("773", "774"))):
        told = send(app, "file", text.encode(), name=f"Berichte/{folder}/brücke.txt")
        assert (told["status"], told["language"]) == ("added", "de")
        assert told["path"].endswith(f"uploads/Berichte/{folder}/brücke.txt")
    assert (
        send(app, "file", GERMAN.encode(), name="Berichte/2020/brücke.txt")["status"] == "unchanged"
    )


@pytest.mark.slow
def test_a_file_that_cannot_be_read_is_told_and_leaves_nothing(app):
    """One sentence; the file that was sent is gone in any case."""
    told = send(app, "file", b"", name="leer.txt")
    assert told["status"] == "failed"
    assert told["error"].startswith("leer.txt")
    incoming = Path(app.collection.settings.library) / "incoming"
    assert [path for path in incoming.rglob("*") if path.is_file()] == []


@pytest.mark.slow
def test_a_document_is_replaced_by_another_file_and_stays_the_same_document(app):
    """Under its own name, whatever the new file is called."""
    document = send(app, "file", GERMAN.encode(), name="alt.txt")["document"]
    told = send(app, "instead", GERMAN.replace("773", "900").encode(), document=document)
    assert (told["status"], told["document"]) == ("replaced", document)
    assert "900 Meter" in app.collection.document(document).text
    assert send(app, "instead", b"x", document="0" * 16) == 404


@pytest.mark.slow
def test_a_file_of_this_machine_is_read_again_and_an_upload_cannot_be(app, tmp_path):
    """The upload's own file was not kept, and that is said."""
    file = tmp_path / "notiz.txt"
    file.write_text(GERMAN)
    app.collection.add([file])
    document = document_id(str(file))
    assert send(app, "again", document=document)["status"] == "unchanged"
    file.write_text(GERMAN.replace("773", "1"))
    assert send(app, "again", document=document)["status"] == "replaced"
    file.unlink()
    assert send(app, "again", document=document)["status"] == "failed"
    assert "1 Meter" in app.collection.document(document).text
    uploaded = send(app, "file", GERMAN.encode(), name="hoch.txt")["document"]
    assert send(app, "again", document=uploaded) == 409


@pytest.mark.slow
def test_samples_are_added_by_name_and_nothing_else_is(app):
    """No path gets out of the folder of samples."""
    assert send(app, "sample", name="walmart-digital.txt")["status"] in ("added", "unchanged")
    assert send(app, "sample", name="../README.md") == 404
    assert send(app, "sample", name="/etc/passwd") == 404


@pytest.mark.slow
def test_another_process_may_write_between_two_files(app):
    """The lock is held only while something is written."""
    send(app, "file", GERMAN.encode(), name="erst.txt")
    lock = Path(app.collection.settings.library) / "writer.lock"
    import fcntl

    with lock.open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        told = send(app, "file", GERMAN.encode(), name="zweit.txt")
    assert told["status"] == "failed"
    assert "is being written by" in told["error"]
    assert send(app, "file", GERMAN.encode(), name="zweit.txt")["status"] == "added"


@pytest.mark.slow
def test_no_more_than_some_files_are_held_at_the_same_time(app):
    """Another one is told to come again, and the places are given back."""
    release, statuses = threading.Event(), []

    def slow_file():
        yield b"x"
        release.wait(30)

    def hold():
        response = httpx.post(
            f"{app.url}/polycite/add/file",
            params={"name": "x.txt"},
            content=slow_file(),
            timeout=60,
        )
        statuses.append(response.status_code)

    holders = [threading.Thread(target=hold) for _ in range(8)]
    for holder in holders:
        holder.start()
    for _ in range(100):
        answer = send(app, "file", b"", name="one-more.txt")
        if answer == 503:
            break
    release.set()
    for holder in holders:
        holder.join()
    assert answer == 503
    assert set(statuses) <= {200, 503}
    assert send(app, "file", GERMAN.encode(), name="danach.txt")["status"] == "added"
