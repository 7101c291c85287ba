"""Collections on the command line: made, listed, asked within."""

import json

import pytest

from rag.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch, capsys, collection_folder):
    """Run a command on a library with the small collection; returns exit code, objects, stderr."""
    for name, value in {
        "EMBEDDER": "hashing",
        "GENERATOR": "quotes",
        "LIBRARY": tmp_path / "l",
    }.items():
        monkeypatch.setenv(f"RAG_{name}", str(value))

    def call(*arguments):
        capsys.readouterr()
        code = main([*(str(argument) for argument in arguments), "--json"])
        captured = capsys.readouterr()
        return code, [json.loads(line) for line in captured.out.splitlines()], captured.err

    assert call("add", collection_folder)[0] == 0
    return call


def paths(hits):
    """Names of the documents of hits."""
    return {hit["document"]["path"].rpartition("/")[2] for hit in hits}


def test_a_collection_is_made_listed_and_searched(run, collection_folder):
    """Only its documents are looked at, by every command that looks."""
    code, [told], _ = run(
        "collect", "عقود и 契約", collection_folder / "filialen.txt", collection_folder / "vente.md"
    )
    assert (code, told["changed"]) == (0, 2)
    assert run("collections")[1] == [{"collection": "عقود и 契約", "documents": 2}]
    assert len(run("list", "--collection", "عقود и 契約")[1]) == 2
    _, [found], _ = run("search", "Filialen 340", "--collection", "عقود и 契約")
    assert paths(found["hits"]) == {"filialen.txt", "vente.md"}
    code, [answer], _ = run(
        "ask", "Сколько автобусов выпустил завод в Казани?", "--collection", "عقود и 契約"
    )
    assert (code, answer["outcome"]) == (3, "refused")


def test_languages_and_documents_narrow_a_search(run, collection_folder):
    """Each by itself and together; several of a kind are any of them."""
    _, [found], _ = run("search", "340", "--in-language", "ru", "--in-language", "fr")
    assert {hit["language"] for hit in found["hits"]} == {"ru", "fr"}
    _, [found], _ = run("search", "340", "--document", collection_folder / "jizhan.txt")
    assert paths(found["hits"]) == {"jizhan.txt"}
    code, _, _ = run(
        "search", "340", "--document", collection_folder / "jizhan.txt", "--in-language", "ru"
    )
    assert code == 3


def test_what_is_added_can_be_collected_at_once(run, collection_folder):
    """Unchanged files too: the collection is about the documents, not about the reading."""
    assert run("add", collection_folder, "--collection", "all")[0] == 0
    assert run("collections")[1] == [{"collection": "all", "documents": 6}]
    code, [told], error = run(
        "collect", "all", collection_folder / "vente.md", "nothing.txt", "--out"
    )
    assert (code, told["changed"]) == (1, 1)
    assert "nothing.txt" in error


@pytest.mark.parametrize("option", ["--collection", "--document"])
def test_what_is_not_there_is_said_in_a_sentence(run, option):
    """Rather than finding nothing in it."""
    code, lines, error = run("ask", "Wie viele Filialen?", option, "contracts")
    assert (code, lines) == (2, [])
    assert "contracts" in error
    assert len(error.strip().splitlines()) == 1
