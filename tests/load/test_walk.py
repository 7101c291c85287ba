import os
import subprocess
import sys
from pathlib import Path

import pytest

from rag.errors import SourceError
from rag.load.walk import SUFFIXES, find_files, load_document
from tests.load.making import docx_bytes, paragraph, pdf_bytes

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    names = ["b.txt", "a.md", "sub/c.PDF", "sub/deep/日本.docx", "talk.pptx", "photo.jpg", "code.py",
             ".hidden.txt", ".git/x.txt", "sub/~$lock.docx", "none"]  # fmt: skip
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("words")
    return tmp_path


def test_documents_of_a_folder_come_in_order(folder):
    """All that look like documents, below as well, in the same order each time; nothing hidden."""
    found = [str(path.relative_to(folder)) for path in find_files([folder])]

    assert found == ["a.md", "b.txt", "talk.pptx", "sub/c.PDF", "sub/deep/日本.docx"]


def test_what_a_folder_says_is_no_document_is_passed_over(folder):
    """Names and patterns, in that folder only, and not for a file that is named itself."""
    (folder / ".ragignore").write_text("# notes\na.*\nsub\n", encoding="utf-8")

    assert [path.name for path in find_files([folder])] == ["b.txt", "talk.pptx"]
    assert [path.name for path in find_files([folder / "a.md"])] == ["a.md"]


def test_a_named_file_is_taken_whatever_it_is_called_and_once(folder):
    """A person who names a file means it; the same file named twice is one."""
    assert list(find_files([folder / "none", folder / "sub" / ".." / "none", folder / "none"])) in (
        [folder / "none"], [folder / "none", folder / "sub" / ".." / "none"],
    )  # fmt: skip
    assert len(list(find_files([folder, folder / "a.md", folder / "sub"]))) == 5


def test_a_missing_path_is_said_before_any_file(folder):
    """Nothing is given when one of the paths is wrong."""
    files = find_files([folder, folder / "nowhere"])

    with pytest.raises(SourceError, match="nowhere: is not there; check the path"):
        next(files)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_a_link_to_a_folder_above_does_not_loop(folder):
    """Links to folders are passed over."""
    (folder / "sub" / "loop").symlink_to(folder, target_is_directory=True)

    assert len(list(find_files([folder]))) == 5


def test_the_content_decides_and_a_wrong_ending_is_noted(load):
    """A PDF called .txt, a page called .pdf, a letter called .csv."""
    pdf = load("wrong.txt", pdf_bytes([["The harbour opened."]]))
    page = load("wrong.pdf", "<html><body><p>Le port est ouvert.</p></body></html>")
    word = load("wrong.json", docx_bytes(paragraph("Порт открыт.")))
    right = load("right.PDF", pdf_bytes([["The harbour opened."]]))

    assert (pdf.media_type, pdf.notes) == (
        "application/pdf",
        ("read as PDF, whatever its name says",),
    )
    assert page.notes == ("read as a web page, whatever its name says",)
    assert word.text == "Порт открыт."
    assert right.notes == ()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.txt", b"", "empty.txt: is empty."),
        ("blank.md", b" \n\t\r\n", "blank.md: is empty."),
        ("noise.txt", bytes(range(256)) * 9, "noise.txt: is binary data, not a document; give a text, PDF, Word or web file."),
        ("photo.txt", b"\x89PNG\r\n\x1a\n" + bytes(99), "photo.txt: is an image, not a document; give a text, PDF, Word or web file."),
        ("talk.ppt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), "talk.ppt: is an old PowerPoint presentation, which cannot be read; save it as PDF or text."),
        ("torn.docx", b"PK\x03\x04abc", "torn.docx: is a damaged archive, not a document; give a text, PDF, Word or web file."),
        ("signs.txt", "*** --- ***", "signs.txt: holds no text."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(load, name, content, sentence):
    """The file, the reason and what to do."""
    with pytest.raises(SourceError) as caught:
        load(name, content)

    assert str(caught.value) == sentence


def test_a_folder_and_a_missing_file_are_said(tmp_path):
    """`load_document` raises nothing but SourceError."""
    with pytest.raises(SourceError, match="is a folder"):
        load_document(tmp_path)
    with pytest.raises(SourceError, match="is not there"):
        load_document(tmp_path / "none.txt")


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said(tmp_path):
    """Permissions are the person's to change."""
    (tmp_path / "secret.txt").write_text("words")
    (tmp_path / "secret.txt").chmod(0)

    with pytest.raises(SourceError, match="may not be read; change its permissions"):
        load_document(tmp_path / "secret.txt")


@pytest.mark.parametrize(
    "name",
    ["mit Leerzeichen & 'Zeichen'.txt", "報告書.txt", "ملف.txt", "é" * 100 + ".txt", "a\nb.txt"],
)
def test_odd_names_are_no_trouble(load, name):
    """Spaces, quotes, other scripts, long names, even a line end."""
    document = load(name, "Der Hafen ist offen.")

    assert document.path.endswith(name)
    assert document.title == "Der Hafen ist offen."


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_a_name_that_is_not_utf_8_is_no_trouble(tmp_path):
    """Its document can be stored: the path has no lone surrogates."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.txt"))
    path.write_text("12 34")

    document = load_document(next(find_files([path])))

    document.path.encode("utf-8")
    document.title.encode("utf-8")


def test_reading_plain_text_loads_no_parser():
    """Each loader's libraries are imported when the first file of its kind comes."""
    code = (
        "import sys; from pathlib import Path; from rag.load.walk import load_document\n"
        "load_document(Path('tests/data/documents/acta.txt'))\n"
        "print([name for name in ('lxml', 'pypdfium2', 'trafilatura', 'babel') if name in sys.modules])"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_endings_that_can_be_read():
    """The formats of this release."""
    assert {
        ".txt",
        ".md",
        ".html",
        ".pdf",
        ".docx",
        ".csv",
        ".tsv",
        ".json",
        ".jsonl",
        ".eml",
        *(".pptx", ".xlsx", ".odt", ".ods", ".odp", ".epub", ".rtf"),
    } <= SUFFIXES
