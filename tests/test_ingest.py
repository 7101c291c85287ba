import os
import threading
import time

import pytest

from rag.chunk.windows import WindowChunker
from rag.embed.hashing import HashingEmbedder
from rag.errors import SourceError
from rag.ingest import Ingester, embedded_text
from rag.library.exact import ExactLibrary
from rag.load.walk import find_files, load_document
from tests.conftest import SMALL_COLLECTION


class Counting(HashingEmbedder):
    """Remembers the passages whose vectors it computed."""

    def __init__(self):
        super().__init__()
        self.texts = []

    def embed_passages(self, passages):
        self.texts += passages
        return super().embed_passages(passages)


@pytest.fixture
def embedder():
    return Counting()


@pytest.fixture
def library(embedder):
    return ExactLibrary(embedder.identity, embedder.dimension)


@pytest.fixture
def ingester(library, embedder):
    return Ingester(library, embedder, WindowChunker(60), find_files, load_document, readers=2)


def add(ingester, folder):
    """Results by name."""
    results = ingester.adding(ingester.files([folder]), {})
    return {result.path.rpartition("/")[2]: result for result in results}


PARAGRAPHS = {
    "ar": "استقبل ميناء طنجة {n} ملايين حاوية خلال العام الماضي، وقال المدير إن الميناء سيكبر.",
    "de": "Das Lager in Bremen hat {n} Tore, und die Leitung will im Herbst weitere bauen lassen.",
    "el": "Η αποθήκη στη Θεσσαλονίκη έχει {n} πύλες και θα μεγαλώσει το φθινόπωρο.",
    "fr": "Le port du Havre a reçu {n} navires, et la direction en attend davantage en automne.",
    "hi": "कारखाने ने पिछले साल {n} बसें बनाईं और इस साल और बनाना चाहता है।",
    "ja": "北京大学駅には毎日{n}人の乗客がいて、駅は来年大きくなる予定である。",
    "ko": "부산항은 지난해 컨테이너 {n}개를 받았고 올해 더 많이 기다리고 있다.",
    "ru": "Завод в Казани выпустил {n} автобусов за год и хочет выпускать больше.",
    "th": "โรงงานในเชียงใหม่ผลิตรถโดยสาร {n} คันเมื่อปีที่แล้วและจะผลิตเพิ่มอีก",
    "tr": "Fabrika geçen yıl {n} otobüs üretti ve bu yıl daha fazlasını üretmek istiyor.",
    "vi": "Nhà máy đã sản xuất {n} xe buýt vào năm ngoái và muốn sản xuất thêm.",
    "zh": "北京大学站每天有{n}名乘客，车站明年将会扩建，经理这样说。",
}


def long_text(language, sections=12, changed=None):
    """Headed sections of a few paragraphs; one can be changed."""
    parts = []
    for section in range(sections):
        parts.append(f"# {section}")
        words = [PARAGRAPHS[language].format(n=100 * section + n) for n in range(3)]
        if section == changed:
            words[1] = PARAGRAPHS[language].format(n=999_999)
        parts += words
    return "\n\n".join(parts) + "\n"


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_of_a_changed_document_only_changed_passages_are_embedded(
    ingester, embedder, library, tmp_path, language
):
    """One paragraph of twelve sections: its passages, and what is searched is as if all were new."""
    file = tmp_path / "long.md"
    file.write_text(long_text(language), encoding="utf-8")
    first = ingester.add(file)
    file.write_text(long_text(language, changed=5), encoding="utf-8")
    embedder.texts.clear()

    result = ingester.add(file)

    assert result.status == "replaced"
    assert first.embedded >= 12
    assert 1 <= len(embedder.texts) == result.embedded <= 3
    assert any("999999" in text for text in embedder.texts)
    fresh = embedder.embed_passages(
        [embedded_text(p) for p, _ in library.embedded(result.document)]
    )
    for (_, stored), computed in zip(library.embedded(result.document), fresh, strict=True):
        assert stored @ computed > 0.999


def test_text_moved_within_a_document_is_not_embedded_again(ingester, embedder, tmp_path):
    """A section put in front shifts every offset and changes no other vector."""
    file = tmp_path / "long.md"
    file.write_text("# Start\n\nDer Anfang.\n\n" + long_text("de"), encoding="utf-8")
    ingester.add(file)
    file.write_text("# Start\n\nDer Anfang.\n\n# Neu\n\nLe port.\n\n" + long_text("de"), encoding="utf-8")  # fmt: skip
    embedder.texts.clear()

    ingester.add(file)

    assert len(embedder.texts) == 1


def test_a_renamed_file_is_not_embedded_again(ingester, embedder, tmp_path):
    """The same bytes elsewhere have the same vectors, and the note names the other."""
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    one.write_text(long_text("ru"), encoding="utf-8")
    ingester.add(one)
    one.rename(other)
    embedder.texts.clear()

    result = ingester.add(other)

    assert embedder.texts == []
    assert result.embedded == 0
    assert f"the same file as {one}" in result.notes


def test_an_unchanged_file_is_neither_read_nor_embedded(library, embedder, tmp_path):
    """Its hash is all that is taken, even if its time and size have changed or not."""
    read = []

    def load(path):
        read.append(path)
        return load_document(path)

    ingester = Ingester(library, embedder, WindowChunker(60), find_files, load)
    file = tmp_path / "a.txt"
    file.write_text("Der Hafen ist offen.")
    ingester.add(file)
    file.touch()
    again = ingester.add(file)
    # The same length and time, other content: nothing but the hash tells.
    times = file.stat()
    file.write_text("Der Hafen ist offan.")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    changed = ingester.add(file)

    assert [again.status, changed.status] == ["unchanged", "replaced"]
    assert len(read) == 2


@pytest.mark.parametrize("language", PARAGRAPHS)
def test_a_nearly_equal_document_is_noted(ingester, tmp_path, language):
    """Whatever the script, with spaces or without; the other one is named with the share."""
    one, other = tmp_path / "one.md", tmp_path / "other.md"
    one.write_text(long_text(language), encoding="utf-8")
    other.write_text(long_text(language, changed=5), encoding="utf-8")

    assert ingester.add(one).notes == ()
    (note,) = ingester.add(other).notes

    assert note.startswith(f"nearly the same text as {one} (")
    assert 80 <= int(note[-4:-2]) <= 99


def test_documents_about_the_same_thing_are_not_called_the_same(ingester, collection_folder):
    """Different words, and different languages, are different documents."""
    text = "Walmart in Zahlen\n\nDer Händler hat 11.600 Läden. Zwei Millionen Leute arbeiten da.\n"
    (collection_folder / "zahlen.txt").write_text(text, encoding="utf-8")

    results = add(ingester, collection_folder)

    assert not [note for result in results.values() for note in result.notes]


def test_the_note_is_not_stored(ingester, library, tmp_path):
    """The other document may go; what is stored is what the loader said."""
    for name in ("one.md", "other.md"):
        (tmp_path / name).write_text(long_text("fr"), encoding="utf-8")

    results = add(ingester, tmp_path)

    assert results["other.md"].notes
    assert library.document(str(tmp_path / "other.md")).notes == ()


def test_results_are_in_the_order_of_the_files(ingester, collection_folder):
    """Whoever is read first."""
    files = ingester.files([collection_folder])

    results = list(ingester.adding(files, {}))

    assert [result.path for result in results] == [str(file) for file in files]
    assert {result.status for result in results} == {"added"}
    assert len(results) == len(SMALL_COLLECTION)


def test_a_result_is_stored_when_it_is_given_and_the_next_is_not(
    ingester, library, collection_folder
):
    """An interruption loses nothing that was told."""
    for number, result in enumerate(ingester.adding(ingester.files([collection_folder]), {}), 1):
        assert library.document(result.document) is not None
        assert library.stats().documents == number


def test_reading_goes_on_while_documents_are_stored(library, embedder, collection_folder):
    """The next file is being read before the first result is used."""
    reading = threading.Event()

    def load(path):
        document = load_document(path)
        if path.name != "fabrika.txt":
            reading.set()
        return document

    ingester = Ingester(library, embedder, WindowChunker(60), find_files, load)
    results = ingester.adding(ingester.files([collection_folder]), {})
    next(results)

    assert reading.wait(20)
    assert len(list(results)) == len(SMALL_COLLECTION) - 1


def test_a_file_that_fails_is_one_result_among_the_others(library, embedder, collection_folder):
    """Its reason is told, it is in its place, and it is tried again the next time."""

    def load(path):
        time.sleep(0.01)
        if path.name == "jizhan.txt":
            raise SourceError(path, "takes too long")
        return load_document(path)

    ingester = Ingester(library, embedder, WindowChunker(60), find_files, load, readers=3)

    for expected in ("added", "unchanged"):
        results = add(ingester, collection_folder)
        assert results.pop("jizhan.txt").error == "jizhan.txt: takes too long."
        assert {result.status for result in results.values()} == {expected}


def test_two_uploads_of_one_name_are_one_document(ingester, library, tmp_path):
    """The second replaces the first, or is unchanged when it is the same."""
    files = [tmp_path / name / "a.txt" for name in ("one", "two", "three")]
    for file, words in zip(files, ("Der Hafen.", "Der Hafen.", "Le port."), strict=True):
        file.parent.mkdir()
        file.write_text(words)

    results = list(ingester.adding(files, {str(file): "/uploads/a.txt" for file in files}))

    assert [result.status for result in results] == ["added", "unchanged", "replaced"]
    assert library.stats().documents == 1
