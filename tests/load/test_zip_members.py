import io
import random
import zipfile

import pytest

from rag.chunk.windows import WindowChunker
from rag.errors import SourceError
from rag.load import archive
from rag.load.zip_members import MOST_MEMBERS
from tests.load.making import pdf_bytes, zip_bytes

FILES = {
    "briefe/anna.txt": "Der Hafen ist offen.", "lettres/port.md": "# Le port\n\nIl est profond.", "письма/порт.txt": "Порт открыт для всех.",
    "文件/港口.txt": "港口已经开放。", "رسائل/ميناء.txt": "الميناء مفتوح.", "λιμάνι.html": "<html><body><h1>Λιμάνι</h1><p>Είναι ανοιχτό.</p></body></html>",
    "नाव.txt": "बंदरगाह खुला है।", "ท่าเรือ.txt": "ท่าเรือเปิดแล้ว", "港.csv": "名前,深さ\n港,12\n", "נמל.txt": "הנמל פתוח.", "항구.txt": "항구가 열렸다.", "liman.json": '{"ad": "Açık liman"}',
}  # fmt: skip


def test_members_are_parts_with_their_own_places(load):
    """One document; the name of a member is a place, and inside it are its pages and headings."""
    content = zip_bytes({**FILES, "zz.pdf": pdf_bytes([["One harbour."], ["Two bridges."]])})

    document = load("post.zip", content)
    parts = [mark.place for mark in document.marks if mark.kind == "part"]

    assert parts == sorted([*FILES, "zz.pdf"])
    assert document.title == "post"
    assert document.media_type == "application/zip"
    for words in (
        "Der Hafen ist offen.",
        "Порт открыт для всех.",
        "港口已经开放。",
        "الميناء مفتوح.",
        "Είναι ανοιχτό.",
        "항구가 열렸다.",
        "Two bridges.",
    ):
        assert words in document.text
    pages = [mark for mark in document.marks if mark.kind == "page"]
    assert document.text[pages[1].offset :].startswith("Two bridges.")


def test_pages_of_one_member_do_not_reach_into_the_next(load):
    """A passage of a text file after a PDF has no page."""
    words = " ".join(f"The harbour has pier number {n} on its northern side." for n in range(60))
    content = zip_bytes(
        {"a.pdf": pdf_bytes([["One harbour opened."], ["Two bridges stand."]]), "b.txt": words}
    )

    passages = WindowChunker(160).split(load("post.zip", content))

    assert any(passage.place.startswith("a.pdf · p. 1") for passage in passages)
    last = [passage.place for passage in passages if passage.place.startswith("b.txt")]
    assert last
    assert not any("p. " in place for place in last)


def test_archives_inside_are_read_and_nesting_ends(load):
    """Two archives deep; what lies deeper is said."""
    content = zip_bytes({"deep.txt": "Tief."})
    for n in range(4):
        content = zip_bytes({f"in{n}.zip": content, f"t{n}.txt": f"Text {n}."})

    document = load("out.zip", content)

    assert "Text 1." in document.text
    assert "Tief." not in document.text
    assert any("lies in too many archives" in note for note in document.notes)


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(load):
    """A torn member, a picture, files of the system, an editor's lock."""
    content = zip_bytes(
        {
            "a.txt": "Offen.",
            "torn.pdf": b"%PDF-1.4",
            "photo.jpg": b"\xff\xd8",
            "__MACOSX/._a.txt": "x",
            ".git/b.txt": "x",
            "~$a.txt": "x",
        }
    )

    document = load("post.zip", content)

    assert document.text == "Offen."
    assert document.notes == (
        "not read: torn.pdf: is a damaged PDF file; open it and save it again",
        "1 member that is no document passed over",
    )


def test_names_that_lead_out_of_the_archive_lead_nowhere(load, tmp_path):
    """Nothing is written to the disk, and the shown name has no steps upwards."""
    content = zip_bytes(
        {
            "../../evil.txt": "Böse.",
            "/etc/x.txt": "Worse.",
            "C:\\a\\b.txt": "Auch.",
            "a/./b/../c.txt": "Gut.",
        }
    )

    document = load("post.zip", content)

    assert [m.place for m in document.marks if m.kind == "part"] == [
        "C:/a/b.txt",
        "a/b/c.txt",
        "etc/x.txt",
        "evil.txt",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["post.zip"]
    assert not (tmp_path.parent / "evil.txt").exists()


def test_names_in_old_encodings_are_guessed_and_said(load):
    """Archives made on Japanese or Russian systems do not say how names are written."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("ABCDEFGHIJKLMN.txt", "Offen.")
    name = "港湾報告書資料".encode("cp932")
    content = out.getvalue().replace(b"ABCDEFGHIJKLMN", name)

    document = load("post.zip", content)

    assert document.text == "Offen."
    assert "the encoding of names in the archive was guessed" in document.notes


def test_bombs_are_not_unpacked(load, monkeypatch):
    """By ratio, and by the sum over all archives inside each other."""
    with pytest.raises(
        SourceError, match=r"holds no document that can be read \(.*unpacks to far more"
    ):
        load("bomb.zip", zip_bytes({"a.txt": b"0" * 30_000_000}))
    monkeypatch.setattr("rag.load.zip_members.LARGEST_INFLATED", 300_000)
    noise = "".join(random.Random(7).choices("abcdefghij \n", k=90_000))  # noqa: S311
    many = {f"{n}.zip": zip_bytes({"a.txt": noise}) for n in range(6)}

    document = load("many.zip", zip_bytes(many))

    assert 90_000 < len(document.text) < 300_000
    assert any("unpacks to far more than a document holds" in note for note in document.notes)


def test_no_more_documents_than_a_person_means(load, monkeypatch):
    """After the limit the rest is said."""
    monkeypatch.setattr("rag.load.zip_members.MOST_MEMBERS", 3)
    document = load("many.zip", zip_bytes({f"{n}.txt": f"Text {n}." for n in range(9)}))

    assert [m.place for m in document.marks if m.kind == "part"] == ["0.txt", "1.txt", "2.txt"]
    assert document.notes == ("not read: all after the first 3",)
    assert MOST_MEMBERS < archive.MOST_MEMBERS


def test_an_archive_of_pictures_is_one_sentence(load):
    """Nothing that can be read."""
    with pytest.raises(
        SourceError, match=r"^p\.zip: holds no document that can be read; unpack it"
    ):
        load("p.zip", zip_bytes({"a.jpg": b"x", "b/c.png": b"y"}))
