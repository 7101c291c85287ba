"""The commands that look after a library, as scripts see them."""

import json
import os
from pathlib import Path

import apsw
import pytest

from rag.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command on a library of this test; returns exit code, stdout as objects, stderr."""
    monkeypatch.setenv("RAG_EMBEDDER", "hashing")
    monkeypatch.setenv("RAG_GENERATOR", "quotes")
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))

    def call(*arguments):
        capsys.readouterr()
        code = main([*map(str, arguments), "--json"])
        captured = capsys.readouterr()
        return code, [json.loads(line) for line in captured.out.splitlines()], captured.err

    return call


@pytest.fixture
def filled(run, collection_folder):
    """The same with the small collection in it."""
    assert run("add", collection_folder)[0] == 0
    return run


def test_removing_can_give_space_back(filled, collection_folder):
    """With the documents, or later without any; a removed file can be added again."""
    code, [told], _ = filled("remove", collection_folder / "mawani.txt", "--vacuum")
    assert (code, told["removed"]) == (0, 1)
    assert told["bytes_given_back"] >= 0
    assert filled("remove", "--vacuum")[1][0]["removed"] == 0
    code, added, _ = filled("add", collection_folder)
    assert [item["status"] for item in added].count("added") == 1


def test_removing_nothing_at_all_is_said(filled):
    """Neither documents nor a vacuum: one sentence."""
    code, told, error = filled("remove")
    assert (code, told) == (2, [])
    assert "Name the documents" in error


def test_vectors_can_be_made_again_by_another_embedder(filled, monkeypatch, tmp_path):
    """The sentence that refuses names the command; nothing is done when they are its own already."""
    assert filled("reembed")[1] == [{"embedded": 0}]
    monkeypatch.setenv("RAG_EMBEDDER", "default")
    code, _, error = filled("search", "автобусов")
    assert code == 2
    assert "`rag reembed`" in error


def test_verify_ends_with_known_answers(filled, tmp_path):
    """A vector and words are asked for; a repair of a torn snapshot as well."""
    (tmp_path / "library" / "vectors.faiss").write_bytes(b"torn")
    code, [told], _ = filled("verify")
    assert (code, told["checked"]["known answers"]) == (2, 2)
    code, [told], _ = filled("verify", "--repair")
    assert (code, told["problems"], len(told["repaired"])) == (0, [], 1)


def test_an_export_of_an_import_is_the_same_file(filled, tmp_path, monkeypatch):
    """Byte for byte, in another library."""
    filled("export", tmp_path / "one.jsonl")
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "other"))
    assert filled("import", tmp_path / "one.jsonl")[1] == [{"imported": 6}]
    filled("export", tmp_path / "two.jsonl")
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_a_document_that_cannot_be_read_can_be_removed(filled, collection_folder, tmp_path):
    """By path or id, and added again; until then asking for it says what is wrong."""
    database = apsw.Connection(str(tmp_path / "library" / "library.sqlite3"))
    database.execute("UPDATE passages SET text = CAST(x'ff' AS TEXT)").fetchall()
    database.close()
    code, _, error = filled("show", collection_folder / "fabrika.txt")
    assert code == 2
    assert "is damaged" in error
    _, listed, _ = filled("list")
    ids = [item["document"]["id"] for item in listed if "fabrika" not in item["document"]["path"]]
    code, [told], _ = filled("remove", collection_folder / "fabrika.txt", *ids)
    assert (code, told["removed"]) == (0, 6)
    assert filled("add", collection_folder)[0] == 0
    assert filled("verify")[1][0]["problems"] == []


def test_a_path_that_is_not_utf8_names_its_document(filled, tmp_path):
    """Though it is stored with marks in the place of those bytes."""
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt")
    Path(odd).write_text("Der Kahn ist leer.", encoding="utf-8")
    assert filled("add", odd)[1][0]["status"] == "added"
    assert filled("remove", odd)[1][0]["removed"] == 1
