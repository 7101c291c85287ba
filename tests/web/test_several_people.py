"""Several people at once over one library and a real model server, without a browser."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from rag.api import Bot, Collection
from rag.settings import resolve
from rag.types import Written
from rag.web.asking import Asker, Talk, asked_turns, first_turn
from rag.web.desk import Desk
from rag.web.shelf import Shelf
from tests.small_chat_server import chat_server

TOWNS = ["Skagen", "Żnin", "Córdoba", "Orléans", "Тверь", "Ankara", "長崎", "大理", "طنجة", "Gouda"]


@pytest.fixture
def desk(tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    for n, town in enumerate(TOWNS):
        text = f"The lighthouse of {town} is {40 + n} metres tall. It has stood there for long.\n"
        (documents / f"{n}.txt").write_text(text, encoding="utf-8")
    with chat_server() as model:
        model.words = ["It ", "is ", "tall. ", "[1] "] * 10
        given = {
            "library": str(tmp_path / "library"),
            "embedder": "hashing",
            "generator": "openai:small",
            "openai_url": model.url,
        }
        settings = resolve(given, {}).settings
        with Collection(settings, create=True) as collection:
            collection.add([documents])
            shelf = Shelf(tmp_path / "kept")
            made = Desk(collection, Bot(collection), settings, shelf=shelf)
            yield made, model


def question(town):
    return f"How tall is the lighthouse of {town}?"


def test_after_a_stop_the_model_gives_at_most_one_more_piece(desk):
    """Fifty times, at another piece each time."""
    desk, model = desk
    model.pause_s = 0.002
    for n in range(50):
        signal, before, further = threading.Event(), 0, 0
        for event in desk.bot.ask(question("Skagen"), stop=signal.is_set):
            if isinstance(event, Written):
                further += signal.is_set()
                before += 1
                if before > n % 20:
                    signal.set()
        assert signal.is_set()
        assert further <= 1, f"round {n}"


def test_ten_people_at_once_each_get_their_own_quote_and_conversation(desk):
    """Nobody's quote waits for another's prose, and nobody's conversation holds another's question."""
    desk, model = desk
    model.pause_s = 0.02
    together = threading.Barrier(len(TOWNS))

    def one(town):
        who = Asker(f"tab of {town}", f"{TOWNS.index(town):032x}")
        talk, stages = Talk([], ""), []
        together.wait(60)
        for turn in asked_turns(desk, who, first_turn(question(town), []), talk, None):
            if not stages or stages[-1][0] != turn.stage:
                stages.append((turn.stage, turn.ahead))
        return who.person, talk, stages

    with ThreadPoolExecutor(len(TOWNS)) as people:
        done = list(people.map(one, TOWNS))

    assert all(stages[-1][0] == "done" for _, _, stages in done)
    assert sum(any(stage == "waiting" for stage, _ in stages) for _, _, stages in done) >= 5
    for town, (person, talk, _) in zip(TOWNS, done, strict=True):
        assert town in talk.turns[0].evidence[0].quote
        kept = [desk.shelf.load(person, entry.id) for entry in desk.shelf.listed(person)]
        assert [turn.question for each in kept for turn in each.turns] == [question(town)]


def test_someone_who_goes_away_frees_their_place_and_keeps_what_was_found(desk):
    """The next in the line goes on; the conversation says that it was stopped."""
    desk, model = desk
    model.stall_after = 1
    who, talk = Asker("tab", "a" * 32), Talk([], "")
    growing = asked_turns(desk, who, first_turn(question("Skagen"), []), talk, None)
    assert next(turn.stage for turn in growing if turn.stage == "writing")
    growing.close()
    assert model.vanished.wait(10)
    assert desk.bot._parts[0]._queue.take("next").ahead() == 0
    kept = desk.shelf.load(who.person, talk.key)
    assert kept.turns[0].stage == "stopped"
    assert "Skagen" in kept.turns[0].evidence[0].quote
    assert kept.turns[0].hashes
