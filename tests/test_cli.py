"""The command line as scripts see it: JSON, exit codes, one sentence for what goes wrong."""

import json
import subprocess
import sys

import pytest

from rag.cli import COMMANDS, main

OFFLINE = {"RAG_EMBEDDER": "hashing", "RAG_GENERATOR": "quotes"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run a command on a library of this test; returns exit code, stdout lines, stderr."""
    for name, value in OFFLINE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "library"))

    def call(*arguments):
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return code, captured.out.splitlines(), captured.err

    return call


@pytest.fixture
def filled(run, collection_folder):
    """The same with the small collection in it."""
    code, _, error = run("add", collection_folder)
    assert (code, error) == (0, "")
    return run


def objects(lines):
    """JSON Lines as objects."""
    return [json.loads(line) for line in lines]


def test_add_says_what_became_of_each_file(run, collection_folder):
    """Added, then unchanged, then replaced when one changed."""
    code, lines, _ = run("add", collection_folder, "--json")
    assert code == 0
    assert {item["status"] for item in objects(lines)} == {"added"}

    (collection_folder / "filialen.txt").write_text(
        "Jetzt sind es 12.000 Filialen.", encoding="utf-8"
    )
    _, lines, _ = run("add", collection_folder, "--json")

    statuses = {item["path"].rpartition("/")[2]: item["status"] for item in objects(lines)}
    assert statuses.pop("filialen.txt") == "replaced"
    assert set(statuses.values()) == {"unchanged"}


def test_one_bad_file_does_not_stop_the_others(run, collection_folder):
    """Exit code 1, the bad one with a reason, the rest added."""
    (collection_folder / "empty.txt").write_bytes(b"")
    (collection_folder / "picture.txt").write_bytes(bytes(range(256)) * 40)

    code, lines, _ = run("add", collection_folder, "--json")

    failed = [item for item in objects(lines) if item["status"] == "failed"]
    assert code == 1
    assert {item["path"].rpartition("/")[2] for item in failed} == {"empty.txt", "picture.txt"}
    assert all(item["error"].endswith(".") and item["document"] is None for item in failed)
    assert len(lines) == 8


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("Wie viele Filialen betreibt der Konzern?", "filialen.txt", "11.600 Filialen"),
        ("Quelle date le décret fixait-il pour la vente ?", "vente.md", "12 novembre"),
        ("Сколько автобусов выпустил завод в Казани?", "fabrika.txt", "340 автобусов"),
        ("北京大学站每天有多少乘客？", "jizhan.txt", "三万名乘客"),
        ("كم حاوية استقبل ميناء طنجة؟", "mawani.txt", "سبعة ملايين حاوية"),
        ("kayısı fiyat", "mahsul.csv", "42"),
    ],
)
def test_ask_quotes_the_passage_word_for_word(filled, question, document, words):
    """The quote is the slice of the stored text that its offsets name."""
    code, lines, _ = filled("ask", question, "--json")
    answer = objects(lines)[0]
    first = answer["evidence"][0]

    assert code == 0
    assert answer["outcome"] == "quoted"
    assert first["document"]["path"].endswith(document)
    assert words in first["quote"]
    _, lines, _ = filled("show", first["document"]["id"], "--json")
    assert objects(lines)[0]["text"][first["start"] : first["end"]] == first["quote"]


def test_a_question_about_something_else_is_refused(filled):
    """Exit code 3 and outcome refused, in the question's language."""
    code, lines, _ = filled("ask", "Quelle est la recette du gâteau au chocolat ?", "--json")

    answer = objects(lines)[0]
    assert code == 3
    assert answer["outcome"] == "refused"
    assert answer["language"] == "fr"


def test_search_shows_every_rank(filled):
    """`--explain` names both legs and what balance changed."""
    code, lines, _ = filled("search", "11.600 Filialen", "-k", 2, "--explain")

    assert code == 0
    assert any("dense 1" in line and "balance" in line for line in lines)


def test_a_file_of_questions_gives_a_result_per_line(filled, tmp_path):
    """In order, with ids; a bad line is told and the rest is answered."""
    file = tmp_path / "questions.jsonl"
    file.write_text(
        '{"id": "a", "question": "Wie viele Filialen?"}\nno json\n{"id": "c", "question": ""}\n',
        encoding="utf-8",
    )

    code, lines, _ = filled("ask", "--file", file, "--json")

    results = objects(lines)
    assert code == 1
    assert [item["id"] for item in results] == ["a", 2, "c"]
    assert "evidence" in results[0]
    assert "error" in results[1]
    assert "error" in results[2]


def test_a_refusal_says_why_and_an_answer_whether_sources_differ(filled):
    """Fields of the JSON."""
    _, refused, _ = filled("ask", "--json", "Merci beaucoup !")
    _, answered, _ = filled("ask", "--json", "Wie viele Filialen betreibt der Konzern?")

    assert objects(refused)[0]["reason"] == "no_question"
    assert objects(refused)[0]["language"] == "fr"
    assert objects(answered)[0]["reason"] is None
    assert objects(answered)[0]["conflict"] is None


def test_questions_are_made_from_the_documents_and_a_report_is_written(filled, tmp_path):
    """A first check in two lines."""
    file, page = tmp_path / "first.jsonl", tmp_path / "first.html"

    code, made, _ = filled("evaluate", str(file), "--make-questions", "4", "--json")
    assert (code, objects(made)[0]["questions"]) == (0, 4)
    code, figures, _ = filled("evaluate", str(file), "--report", str(page), "--no-llm", "--json")

    assert (code, objects(figures)[0]["questions"]) == (0, 4)
    assert "<h1>Evaluation</h1>" in page.read_text(encoding="utf-8")


def test_remove_takes_a_path_or_an_id_and_names_what_is_unknown(filled, collection_folder):
    """A removed document is not found any more."""
    code, lines, error = filled(
        "remove", collection_folder / "filialen.txt", "nothing.txt", "--json"
    )

    assert code == 1
    assert objects(lines)[0]["removed"] == 1
    assert "nothing.txt" in error
    _, lines, _ = filled("list", "--json")
    assert len(lines) == 5
    assert not any("filialen" in line for line in lines)


def test_verify_finds_nothing_wrong(filled):
    """Exit code 0 and no problems."""
    code, lines, _ = filled("verify", "--json")

    assert code == 0
    assert objects(lines)[0]["problems"] == []


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["add", "missing-folder"], "missing-folder"),
        (["ask", "   "], "question"),
        (["ask", "x" * 100_000], "100000"),
        (["ask"], "--file"),
        (["show", "nothing.pdf"], "nothing.pdf"),
        (["search", "?", "-k", "3"], "question"),
        (["evaluate", "missing.jsonl"], "missing.jsonl"),
        (["frobnicate"], "frobnicate"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(filled, arguments, named):
    """Named thing, no traceback, nothing on stdout."""
    code, lines, error = filled(*arguments)

    assert code == 2
    assert lines == []
    assert named in error
    assert "Traceback" not in error
    assert len(error.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["list", "search", "ask", "verify", "remove"])
def test_without_a_library_the_sentence_says_how_to_make_one(run, command):
    """Reading commands do not make an empty library behind one's back."""
    arguments = {"search": ["question"], "ask": ["question"], "remove": ["x"]}.get(command, [])

    code, _, error = run(command, *arguments)

    assert code == 2
    assert "rag add" in error


def test_a_library_of_another_embedder_is_refused(filled, monkeypatch):
    """Both embedders are named; nothing is mixed."""
    monkeypatch.setenv("RAG_EMBEDDER", "default")

    code, _, error = filled("search", "Filialen")

    assert code == 2
    assert "hashing" in error


def test_export_and_import_carry_every_document(filled, tmp_path, monkeypatch):
    """Another library has the same documents with the same texts."""
    file = tmp_path / "documents.jsonl"
    assert filled("export", file)[0] == 0
    _, before, _ = filled("list", "--json")
    monkeypatch.setenv("RAG_LIBRARY", str(tmp_path / "other"))

    code, lines, _ = filled("import", file, "--json")

    assert code == 0
    assert objects(lines)[0]["imported"] == 6
    _, after, _ = filled("list", "--json")
    assert {item["document"]["id"] for item in objects(after)} == {
        item["document"]["id"] for item in objects(before)
    }


def test_backup_and_restore_bring_back_what_was_removed(filled, tmp_path, collection_folder):
    """A copy made while the library is in use."""
    assert filled("backup", tmp_path / "copy")[0] == 0
    filled("remove", collection_folder / "filialen.txt")

    code, _, error = filled("restore", tmp_path / "copy")
    assert code == 2
    assert "5 documents" in error
    assert filled("restore", tmp_path / "copy", "--replace")[0] == 0

    assert len(filled("list", "--json")[1]) == 6


def test_config_says_where_each_value_came_from(run):
    """The environment variable of the fixture is named."""
    _, lines, _ = run("config", "--json")

    origins = {item["setting"]: item["origin"] for item in objects(lines)}
    assert origins["embedder"] == "RAG_EMBEDDER"
    assert origins["port"] == "default"


def test_config_says_what_a_loader_could_do(run, monkeypatch):
    """Found by trying, when files are read apart; and that they are not, when they are not."""
    for value, expected in (("no", 1), ("yes", 0 if sys.platform == "linux" else 2)):
        monkeypatch.setenv("RAG_ISOLATE", value)

        _, lines, error = run("config", "--json")

        (isolate,) = [item for item in objects(lines) if item["setting"] == "isolate"]
        assert len(isolate["lacks"]) == expected == len(error.splitlines())


@pytest.mark.parametrize(
    "name",
    [
        "اسم.txt",
        "名前 和 空格.txt",
        "emoji😀.txt",
        "new\nline.txt",
        "x" * 240 + ".txt",
        "-dash.txt",
    ],
)
def test_odd_file_names_are_stored_and_found(run, tmp_path, name):
    """The path is given back as it was."""
    folder = tmp_path / "odd"
    folder.mkdir()
    (folder / name).write_text("Der Konzern betreibt 11.600 Filialen.", encoding="utf-8")

    code, lines, _ = run("add", folder, "--json")

    assert code == 0
    assert objects(lines)[0]["path"] == str(folder / name)
    assert run("show", folder / name, "--json")[0] == 0


def test_every_command_has_help_with_an_example(capsys):
    """A person who types --help sees how to use it."""
    for command in COMMANDS:
        assert main([command.name, "--help"]) == 0
        assert command.example in capsys.readouterr().out


def test_help_loads_nothing_heavy():
    """A fresh process shows help without torch, faiss, transformers, gradio or apsw."""
    code = (
        "import sys; from rag.cli import main; main(['--help']); "
        "heavy = {'torch', 'faiss', 'transformers', 'gradio', 'apsw', 'sentence_transformers', 'numpy'}; "
        "sys.exit(len(heavy & set(sys.modules)))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode
        == 0
    )
