"""Follow-up questions in many languages."""

import pytest

from rag.conversations import condense, language_of
from rag.types import Answer

BEFORE = Answer("q", "en", "answered", "a")

STORES = "How many stores did Walmart have in 2020?"

# Each after the same English question: only what changes is said, in any language.
CHANGES = [
    ("And in 2022?", "2020", "2022"),
    ("Et en 2022 ?", "2020", "2022"),
    ("Und 2022?", "2020", "2022"),
    ("¿Y en 2022?", "2020", "2022"),
    ("E nel 2022?", "2020", "2022"),
    ("E em 2022?", "2020", "2022"),
    ("En in 2022?", "2020", "2022"),
    ("A w 2022 roku?", "2020", "2022"),
    ("А в 2022 году?", "2020", "2022"),
    ("Peki 2022'de?", "2020", "2022"),
    ("وفي 2022؟", "2020", "2022"),
    ("ובשנת 2022?", "2020", "2022"),
    ("那2022年呢？", "2020", "2022"),
    ("では2022年は？", "2020", "2022"),
    ("그럼 2022년은?", "2020", "2022"),
    ("2022?", "2020", "2022"),
    ("And Amazon?", "Walmart", "Amazon"),
    ("Und Amazon?", "Walmart", "Amazon"),
    ("Et Amazon ?", "Walmart", "Amazon"),
    ("А Amazon?", "Walmart", "Amazon"),
    ("Amazon?", "Walmart", "Amazon"),
]

SUBJECTS = [
    ("How many stores does Walmart operate?", "And how many employees?", "Walmart: how many employees?"),
    ("How many stores does Walmart operate?", "combien d'employés ?", "Walmart: combien d'employés ?"),
    ("How many stores does Walmart operate?", "Wie viele Mitarbeiter?", "Walmart: Wie viele Mitarbeiter?"),
    ("How many stores does Walmart operate?", "他们有多少员工？", "Walmart: 他们有多少员工？"),
    ("Combien de magasins Walmart exploite-t-il ?", "Et combien d'employés ?", "Walmart: combien d'employés ?"),
    ("Wie viele Filialen betreibt Walmart?", "Und wie viele Mitarbeiter?", "Walmart: wie viele Mitarbeiter?"),
    ("¿Cuántas tiendas tiene Walmart?", "¿Y cuántos empleados?", "Walmart: cuántos empleados?"),
    ("Quanti negozi gestisce Walmart?", "E quanti dipendenti?", "Walmart: quanti dipendenti?"),
    ("Quantas lojas tem o Walmart?", "E quantos funcionários?", "Walmart: quantos funcionários?"),
    ("Hoeveel winkels heeft Walmart?", "En hoeveel werknemers?", "Walmart: hoeveel werknemers?"),
    ("Ile sklepów prowadzi Walmart?", "A ilu pracowników?", "Walmart: ilu pracowników?"),
    ("Сколько магазинов у Walmart?", "А сколько сотрудников?", "Walmart: сколько сотрудников?"),
    ("Walmart kaç mağaza işletiyor?", "Peki kaç çalışanı var?", "Walmart: kaç çalışanı var?"),
    ("When did Kevin Mayer leave TikTok?", "Who replaced him?", "Kevin Mayer, TikTok: Who replaced him?"),
    ("When was Walmart+ launched?", "And how much did it cost?", "Walmart+: how much did it cost?"),
    (STORES, "And how many employees?", "Walmart, 2020: how many employees?"),
]  # fmt: skip

WHOLE = [
    ("When was TikTok sold?", "Why did it fail?"),
    ("¿Qué piensa Neil Saunders de los almacenes de TikTok?", "¿Y qué opina Pachter?"),
    ("沃尔玛经营多少家商店？", "那么员工呢？"),
    ("ウォルマートは何店舗を運営していますか。", "では従業員は？"),
    ("كم عدد متاجر وول مارت؟", "وماذا عن الموظفين؟"),
    ("월마트는 매장을 몇 개 운영합니까?", "그럼 직원은 몇 명입니까?"),
    ("Facebookのアカウントを持たないTikTok利用者の割合は。", "では、Twitterのアカウントがない人の割合は。"),
]  # fmt: skip

COMPLETE = [
    "How much did Amazon pay for Twitch in 2014?",
    "Quel est le chiffre d'affaires de TikTok en Europe en 2021 ?",
    "Wann kaufte Amazon den Streaming-Dienst Twitch?",
    "¿Qué empresa compró la plataforma de vídeo Vudu en 2010?",
    "Сколько покупателей сделали заказ через TikTok в 2022 году?",
    "亚马逊在2014年以多少钱收购了Twitch公司？",
    "كم بلغت إيرادات شركة تيك توك في أوروبا العام الماضي؟",
    "Who founded Amazon?",
    "How many stores are there in Germany?",
    "Which company that sells books did Amazon buy?",
    "Did Amazon say why it bought Twitch?",
    "Was kostet ein Liter Milch im Supermarkt?",
]


@pytest.mark.parametrize(("follow_up", "old", "new"), CHANGES)
def test_a_follow_up_that_changes_one_thing_changes_it_in_the_question_before(follow_up, old, new):
    """A year for a year, a name for a name."""
    assert condense(follow_up, [(STORES, BEFORE)]) == STORES.replace(old, new)


@pytest.mark.parametrize(("first", "second", "searched"), SUBJECTS)
def test_a_follow_up_that_asks_something_else_keeps_what_it_is_about(first, second, searched):
    """Names and dates of the question before, not its predicate."""
    assert condense(second, [(first, BEFORE)]) == searched


@pytest.mark.parametrize(("first", "second"), WHOLE)
def test_otherwise_both_questions_are_searched(first, second):
    """Where no names are known, or the follow-up lacks a predicate."""
    assert condense(second, [(first, BEFORE)]) == f"{first} {second}"


def test_a_question_that_names_somebody_else_stands_by_itself():
    """The conjunction goes."""
    asked = condense("Und wie viele Mitarbeiter hat Amazon?", [(STORES, BEFORE)])

    assert asked == "wie viele Mitarbeiter hat Amazon?"


def test_a_chain_keeps_its_subject():
    """Each turn continues what was searched before."""
    first = condense("Combien d'employés ?", [(STORES, BEFORE)])
    second = condense("And in 2022?", [(first, BEFORE)])

    assert (first, second) == (
        "Walmart, 2020: Combien d'employés ?", "Walmart, 2022: Combien d'employés ?",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("combien d'employés travaillent pour cette entreprise ?", "fr"),
        ("Wie viele Mitarbeiter sind es?", "de"),
        ("2022?", "en"),
    ],
)
def test_the_answer_is_in_the_language_that_was_typed(question, language):
    """Not in that of the question before; a year is in none, and then it stays."""
    assert language_of(question, [(STORES, BEFORE)], "und") == language


@pytest.mark.parametrize("question", COMPLETE)
def test_a_complete_question_stays_as_it_is(question):
    """It names what it asks about, so the conversation must not blur it."""
    assert condense(question, [("How many stores does Walmart operate?", BEFORE)]) == question


def test_a_first_question_stays_as_it_is():
    """There is nothing to lean on."""
    assert condense("And how many employees?", []) == "And how many employees?"
