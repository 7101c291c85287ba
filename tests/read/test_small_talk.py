"""What is no question that documents could answer."""

import re
import time

import pytest

from rag.read.small_talk import is_no_question, spoken_in

TALK = [
    "Hello!", "hi there, how are you?", "Thanks a lot.", "Who are you?", "What can you do?", "Write me a poem about rain",
    "Bonjour !", "Merci beaucoup", "Que peux-tu faire ?", "Hallo, wie geht es dir?", "Vielen Dank!", "Wer bist du?",
    "¡Hola! ¿Cómo estás?", "¿Quién eres?", "Ciao, come stai?", "Chi sei?", "Olá, tudo bem?", "Quem é você?",
    "Hoi, hoe gaat het?", "Dzień dobry", "Kim jesteś?", "Привет! Как дела?", "Кто ты?", "你好", "你是谁？", "谢谢你！",
    "こんにちは", "何ができますか？", "안녕하세요", "مرحبا، كيف حالك؟", "من أنت؟", "Merhaba, nasılsın?", "Sen kimsin?",
    "नमस्ते", "Xin chào", "Καλημέρα, τι κάνεις;", "שלום, מה שלומך?", "สวัสดีครับ", "سلام", "Halo, apa kabar?",
    "2 + 2 = ?", "12*(3-1)", "Thank you 🙂",
]  # fmt: skip
QUESTIONS = [
    "Hello Fresh revenue?", "Who are you suing in the case?", "What can you say of Walmart's stores?", "Thanks to whom did sales grow?",
    "Merci de donner le chiffre d'affaires", "Wer bist du Dichter?", "Wie geht es dem Konzern?", "¿Quién es Kevin Mayer?",
    "Chi ha fondato Amazon?", "Кто такой Мейер?", "你好公司的收入是多少？", "こんにちはという会社の売上は？", "안녕 회사의 매출은?",
    "من أسس الشركة؟", "Sen kimsin romanının yazarı kim?", "नमस्ते कंपनी की आय?", "2022?", "12.11.2020", "12/11?", "Yes Bank's profit?",
]  # fmt: skip


@pytest.mark.parametrize("text", TALK)
def test_small_talk_is_told_from_questions(text):
    """Greetings, thanks, questions to the program, sums; in many languages."""
    assert is_no_question(text)


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_could_be_asked_of_documents_is_searched(text):
    """Also when it begins like a greeting."""
    assert not is_no_question(text)


def test_a_long_text_takes_no_time():
    """Two thousand characters of greetings that end in a question."""
    started = time.perf_counter()

    assert not is_no_question("hi hello hey " * 150 + "Walmart?")
    assert time.perf_counter() - started < 1.0


def test_the_pattern_has_no_empty_phrase():
    """An empty alternative would match everything."""
    assert not is_no_question("x")
    assert not is_no_question(re.escape("…"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Merci beaucoup !", "fr"), ("Hallo, wie geht es dir?", "de"), ("¡Gracias!", "es"), ("Привет", "ru"),
        ("你好", "zh"), ("こんにちは", "ja"), ("안녕하세요", "ko"), ("مرحبا", "ar"), ("Merhaba", "tr"),
        ("Καλημέρα", "el"), ("नमस्ते", "hi"), ("שלום", "he"), ("2+2", "und"),
    ],
)  # fmt: skip
def test_a_greeting_tells_its_language(text, language):
    """So that it is answered in it."""
    assert spoken_in(text) == language
