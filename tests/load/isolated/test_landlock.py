import os

import pytest

from rag.load.isolated import landlock
from rag.load.isolated.kernel import PR_SET_NO_NEW_PRIVS, prctl

pytestmark = pytest.mark.skipif(not landlock.version(), reason="this kernel has no Landlock")


def in_a_process(act):
    """What `act` gives in a process of its own, as text."""
    source, target = os.pipe()
    if os.fork() == 0:
        try:
            os.write(target, str(act()).encode())
        finally:
            os._exit(0)
    os.close(target)
    with os.fdopen(source) as told:
        words = told.read()
    os.wait()
    return words


def opened(path, flags=os.O_RDONLY):
    """The name of the error that opening meets, "done" for none."""
    try:
        os.close(os.open(path, flags))
    except OSError as error:
        return type(error).__name__
    return "done"


def test_only_what_is_named_can_be_opened_and_only_to_read(tmp_path):
    """A file, a folder with all below it; nothing beside them, nothing to write."""
    for name in ("allowed.txt", "secret.txt", "folder/deep/文.txt", "other/file.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("words")

    def act():
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        landlock.allow_reading_only(
            [tmp_path / "allowed.txt", tmp_path / "folder", tmp_path / "no"]
        )
        return [
            opened(tmp_path / "allowed.txt"),
            opened(tmp_path / "folder/deep/文.txt"),
            opened(tmp_path / "secret.txt"),
            opened(tmp_path / "other/file.txt"),
            opened(tmp_path / "allowed.txt", os.O_WRONLY),
            opened(tmp_path / "folder/new.txt", os.O_WRONLY | os.O_CREAT),
            opened(tmp_path),
        ]

    assert in_a_process(act) == str(["done", "done", *["PermissionError"] * 5])
    assert not (tmp_path / "folder/new.txt").exists()
