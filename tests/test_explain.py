"""How an answer comes about, against what the answer itself does."""

import pytest

from rag.api import Bot, Collection
from rag.errors import QuestionError
from rag.json_form import explanation
from rag.settings import resolve
from rag.types import Filter


@pytest.fixture
def bot(tmp_path, collection_folder):
    """Answers over the small collection with a model that is never loaded."""
    given = {"library": str(tmp_path / "l"), "embedder": "hashing", "generator": "openai:small"}
    settings = resolve({**given, "openai_url": "http://127.0.0.1:9/v1"}, {}).settings
    with Collection(settings, create=True) as collection:
        collection.add([collection_folder])
        yield Bot(collection)


@pytest.mark.parametrize(
    "question",
    [
        "Wie viele Filialen betreibt der Konzern?", "Quelle date le décret fixait-il pour la vente ?",
        "Сколько автобусов выпустил завод в Казани?", "北京大学站每天有多少乘客？",
        "كم حاوية استقبل ميناء طنجة؟",
    ],
)  # fmt: skip
def test_it_is_what_the_answer_rests_on(bot, question):
    """The same evidence, the same language, and the prompt with the quote in it."""
    found, answer = bot.explain(question), bot.answer(question, llm=False)
    assert found.shown == answer.evidence
    assert found.refused is False
    assert found.language == answer.language
    assert found.absent <= found.limits.refuse_above
    assert [message["role"] for message in found.messages] == ["system", "user"]
    assert answer.evidence[0].quote.strip().split("\n")[0][:20] in found.messages[1]["content"]
    assert found.generator == "openai:small-t96"
    ranks = found.reader_ranks()
    assert sorted(ranks.values()) == list(range(1, len(found.read) + 1))
    assert ranks[found.shown[0].passage.id] == 1


def test_a_refusal_says_why_and_asks_no_model(bot):
    """The threshold lies below what was measured."""
    found = bot.explain("Quelle est la recette du gâteau au chocolat ?")
    assert found.refused
    assert found.absent > found.limits.refuse_above
    assert found.messages == ()


def test_it_looks_within_the_filter(bot):
    """As a question does."""
    found = bot.explain("340", keep=Filter(languages=frozenset({"ru"})))
    assert {hit.passage.language for hit in found.hits} == {"ru"}


def test_settings_count_from_the_next_question(bot):
    """Limits and the model change; the library stays."""
    from dataclasses import replace

    settings = resolve({"generator": "quotes", "read_hits": 2, "refuse_above": 0.5}, {}).settings
    bot.use(replace(settings, embedder="hashing"))
    found = bot.explain("Wie viele Filialen betreibt der Konzern?")
    assert (found.limits.read_hits, found.limits.refuse_above) == (2, 0.5)
    assert len(found.hits) == 2
    assert found.messages == ()


def test_no_question_is_told(bot):
    """In the words of `ask`."""
    with pytest.raises(QuestionError, match="empty"):
        bot.explain("  ?")


def test_as_json_it_has_every_rank(bot):
    """Those of the search, and that after reading, hit by hit."""
    form = explanation(bot.explain("11.600 Filialen"))
    assert len(form["reader_ranks"]) == len(form["hits"])
    assert {"dense_rank", "lexical_rank", "fused_rank"} <= set(form["hits"][0])
    assert form["messages"][0]["role"] == "system"
    assert {"refused", "absent", "refuse_above", "seconds", "evidence"} <= set(form)
