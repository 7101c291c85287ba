"""Follow-up questions in many languages."""

import pytest

from rag.conversations import as_markdown, condense
from rag.types import Answer

BEFORE = Answer("q", "en", "answered", "a")

FOLLOW_UPS = [
    ("en", "How many stores does Walmart operate?", "And how many employees?"),
    ("en", "When was TikTok sold?", "Why did it fail?"),
    ("fr", "Combien de magasins Walmart exploite-t-il ?", "Et combien d'employés ?"),
    ("de", "Wie viele Filialen betreibt Walmart?", "Und wie viele Mitarbeiter?"),
    ("es", "¿Cuántas tiendas tiene Walmart?", "¿Y cuántos empleados?"),
    ("it", "Quanti negozi gestisce Walmart?", "E quanti dipendenti?"),
    ("pt", "Quantas lojas tem o Walmart?", "E quantos funcionários?"),
    ("nl", "Hoeveel winkels heeft Walmart?", "En hoeveel werknemers?"),
    ("pl", "Ile sklepów prowadzi Walmart?", "A ilu pracowników?"),
    ("ru", "Сколько магазинов у Walmart?", "А сколько сотрудников?"),
    ("zh", "沃尔玛经营多少家商店？", "那么员工呢？"),
    ("ja", "ウォルマートは何店舗を運営していますか。", "では従業員は？"),
    ("ar", "كم عدد متاجر وول مارت؟", "وماذا عن الموظفين؟"),
    ("tr", "Walmart kaç mağaza işletiyor?", "Peki kaç çalışanı var?"),
    ("ko", "월마트는 매장을 몇 개 운영합니까?", "그럼 직원은 몇 명입니까?"),
]

COMPLETE = [
    "How much did Amazon pay for Twitch in 2014?",
    "Quel est le chiffre d'affaires de TikTok en Europe en 2021 ?",
    "Wann kaufte Amazon den Streaming-Dienst Twitch?",
    "¿Qué empresa compró la plataforma de vídeo Vudu en 2010?",
    "Сколько покупателей сделали заказ через TikTok в 2022 году?",
    "亚马逊在2014年以多少钱收购了Twitch公司？",
    "كم بلغت إيرادات شركة تيك توك في أوروبا العام الماضي؟",
]


@pytest.mark.parametrize(("language", "first", "second"), FOLLOW_UPS)
def test_a_follow_up_is_searched_with_the_question_before(language, first, second):
    """Both questions are in what is searched."""
    assert condense(second, [(first, BEFORE)]) == f"{first} {second}"


@pytest.mark.parametrize("question", COMPLETE)
def test_a_complete_question_stays_as_it_is(question):
    """It names what it asks about, so the conversation must not blur it."""
    assert condense(question, [("How many stores does Walmart operate?", BEFORE)]) == question


def test_a_first_question_stays_as_it_is():
    """There is nothing to lean on."""
    assert condense("And how many employees?", []) == "And how many employees?"


def test_export_holds_questions_and_answers():
    """Markdown that can be read without the program."""
    text = as_markdown(
        [("Wie viele?", Answer("Wie viele?", "de", "answered", "11.600 Filialen. [1]"))]
    )

    assert text.startswith("## Wie viele?")
    assert "11.600 Filialen. [1]" in text
