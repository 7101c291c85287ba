import json
import stat
from dataclasses import replace

import pytest

from rag.settings import resolve
from rag.web.kept import from_bytes, named, to_bytes, with_passages
from rag.web.shelf import MOST_KEPT, ConversationError, Shelf, shelf_of
from rag.web.turn import Rating
from tests.web.samples import QUOTE, TEXT, passage, turn

ANNA, BELA = "a" * 32, "b" * 32
QUESTIONS = [
    "How many stores?", "Combien de magasins ?", "Wie viele Läden?", "¿Cuántas tiendas?", "Ile sklepów?",
    "Сколько магазинов?", "有多少家商店？", "店舗はいくつですか。", "كم عدد المتاجر؟", "Kaç mağaza var?",
    "कितनी दुकानें हैं?", "มีร้านค้ากี่แห่ง", "매장이 몇 개입니까?", "Πόσα καταστήματα;",
]  # fmt: skip


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "conversations")


def asked(question="How many stores?", at="2026-01-01T00:00:00.000000+00:00", **changes):
    return replace(turn(), question=question, asked=at, **changes)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_conversation_is_kept_and_found_again(shelf, question):
    """In every script: by its question, by its answer, and whole."""
    key = shelf.save(ANNA, "", [asked(question)])
    assert shelf.load(ANNA, key).turns[0].question == question
    assert [entry.name for entry in shelf.listed(ANNA, question.upper())] == [question]
    assert [entry.id for entry in shelf.listed(ANNA, "11,600")] == [key]
    assert shelf.listed(ANNA, "Raumschiff") == []


def test_nobody_sees_the_conversation_of_another(shelf):
    """Neither in the list nor by its id; nor can they rename, rate or delete it."""
    key = shelf.save(ANNA, "", [asked()])
    assert shelf.listed(BELA) == []
    assert shelf.load(BELA, key) is None
    assert not shelf.rename(BELA, key, "mine")
    assert not shelf.rate(BELA, key, asked().asked, Rating("good"))
    assert not shelf.delete(BELA, key)
    assert shelf.load(None, key) is None
    assert shelf.load(ANNA, key).name == "How many stores?"


@pytest.mark.parametrize("key", ["../x", "a" * 31, "A" * 32, "", "a" * 32 + "/..", None, 7, ["a"]])
def test_an_id_from_outside_never_becomes_a_path(shelf, key):
    """Only 32 hexadecimal digits do."""
    assert shelf.load(ANNA, key) is None
    assert not shelf.delete(ANNA, key)
    assert not shelf.rename(ANNA, key, "x")


def test_files_can_be_read_by_this_user_alone(shelf, tmp_path):
    """The folder of a person and each file in it."""
    shelf.save(ANNA, "", [asked()])
    folder = tmp_path / "conversations" / ANNA
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600]


def test_the_text_around_a_quote_is_not_kept(shelf, tmp_path):
    """It is the document's, and is gone with it; the quote is part of the answer."""
    shelf.save(ANNA, "", [asked()])
    file = next((tmp_path / "conversations" / ANNA).iterdir())
    assert QUOTE in file.read_text()
    assert "Vorher." not in file.read_text()


def test_passages_come_back_from_the_library_while_it_has_them():
    """And the quote stands alone where the passage is gone or is another document's."""
    kept = from_bytes(to_bytes(_kept([asked()])))
    assert kept.turns[0].evidence[0].passage.text == QUOTE
    there = with_passages(kept.turns, lambda ids: [passage()])[0]
    assert there.evidence[0].passage.text == TEXT
    assert there.answer.evidence == there.evidence
    assert with_passages(kept.turns, lambda ids: []) == kept.turns
    other = replace(passage(), document_id="other")
    assert with_passages(kept.turns, lambda ids: [other]) == kept.turns


def _kept(turns):
    from rag.web.kept import Kept

    return Kept("c" * 32, "n", "t", "t", tuple(turns))


def test_everything_else_of_a_turn_comes_back():
    """Answer, checks, hashes, models, times."""
    whole = asked(condensed="Shops?", hashes={"doc": "f" * 64}, models={"embedder": "e"})
    back = with_passages(from_bytes(to_bytes(_kept([whole]))).turns, lambda ids: [passage()])
    assert back == (whole,)


def test_a_second_question_goes_into_the_same_file(shelf):
    """The name stays that of the first question, or the one that was given."""
    key = shelf.save(ANNA, "", [asked()])
    assert shelf.rename(ANNA, key, "  Filialen\n2023  ")
    assert shelf.save(ANNA, key, [asked(), asked("And 2021?", "later")]) == key
    assert [(entry.name, entry.turns) for entry in shelf.listed(ANNA)] == [("Filialen 2023", 2)]


def test_a_rating_is_kept_and_taken_back(shelf):
    """It survives the next question, and goes with its turn."""
    key = shelf.save(ANNA, "", [asked()])
    assert shelf.rate(ANNA, key, asked().asked, Rating("bad", "quote"))
    shelf.save(ANNA, key, [asked(), asked("And 2021?", "later")])
    assert shelf.load(ANNA, key).rated()[0].rating == Rating("bad", "quote")
    assert shelf.rate(ANNA, key, asked().asked, None)
    assert shelf.load(ANNA, key).rated()[0].rating is None
    assert not shelf.rate(ANNA, key, "no such time", Rating("good"))


def test_a_deleted_conversation_is_gone_from_the_disk(shelf, tmp_path):
    """Nothing of it is left in the folder; deleting it again does nothing."""
    key = shelf.save(ANNA, "", [asked()])
    assert shelf.delete(ANNA, key)
    assert list((tmp_path / "conversations" / ANNA).iterdir()) == []
    assert not shelf.delete(ANNA, key)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": 99}', b'{"format": 1, "id": 5}'])
def test_a_damaged_file_is_told_and_hides_no_other(shelf, tmp_path, data):
    """Opening it says so in one sentence; the list shows the rest; it can be deleted."""
    good, bad = shelf.save(ANNA, "", [asked()]), shelf.save(ANNA, "", [asked("Why?")])
    (tmp_path / "conversations" / ANNA / f"{bad}.json").write_bytes(data)
    with pytest.raises(ConversationError, match="damaged"):
        shelf.load(ANNA, bad)
    assert [entry.id for entry in shelf.listed(ANNA)] == [good]
    assert shelf.delete(ANNA, bad)


def test_there_is_an_end_to_how_many_are_kept(shelf, tmp_path):
    """Nothing is removed to make room without being asked."""
    folder = tmp_path / "conversations" / ANNA
    folder.mkdir(parents=True)
    for n in range(MOST_KEPT):
        (folder / f"{n:032x}.json").touch()
    with pytest.raises(ConversationError, match="delete some"):
        shelf.save(ANNA, "", [asked()])


def test_nothing_is_kept_where_that_is_switched_off_or_nobody_asks(shelf):
    """No id, no file, no list."""
    off = Shelf(None)
    assert off.save(ANNA, "", [asked()]) == ""
    assert off.listed(ANNA) == []
    assert off.load(ANNA, "c" * 32) is None
    assert shelf.save(None, "", [asked()]) == ""


def test_the_setting_names_the_folder(tmp_path):
    """One folder for each library; `off` keeps nothing."""
    place = str(tmp_path / "kept")
    one, two = (
        shelf_of(resolve({"library": str(tmp_path / name), "conversations": place}, {}).settings)
        for name in ("one", "two")
    )
    key = one.save(ANNA, "", [asked()])
    assert two.load(ANNA, key) is None
    assert one.load(ANNA, key) is not None
    off = shelf_of(resolve({"library": str(tmp_path), "conversations": "off"}, {}).settings)
    assert not off.is_on


def test_names_are_one_line_of_bounded_length():
    """Control characters and line ends go."""
    assert named(" a\n\u202eb\x00 c ") == "a b c"
    assert len(named("字" * 500)) == 120
    assert named("\n\u200b ") == ""


def test_a_file_is_plain_json(shelf, tmp_path):
    """Anybody can read it without the program."""
    shelf.save(ANNA, "", [asked()])
    values = json.loads(next((tmp_path / "conversations" / ANNA).iterdir()).read_text())
    assert values["turns"][0]["question"] == "How many stores?"
