"""What every generator keeps, whatever stands behind it."""

from __future__ import annotations

import threading
import time

import pytest

from rag.errors import ModelError, ServerError
from rag.generate.openai_api import OpenAIGenerator
from rag.generate.prompts import build_messages
from rag.generate.quotes import QuotesGenerator
from rag.types import Evidence, Passage, Source
from tests.small_chat_server import chat_server
from tests.tiny_model import make_tiny_model

TEXTS = {
    "de": "Der Fluss Aru entspringt am Selsee und ist 92 km lang.",
    "fr": "La rivière Aru naît au lac Sel et mesure 92 km.",
    "ru": "Река Ару берёт начало в озере Сель, её длина 92 км.",
    "el": "Ο ποταμός Άρου πηγάζει από τη λίμνη Σελ και έχει μήκος 92 χλμ.",
    "ar": "ينبع نهر آرو من بحيرة سيل ويبلغ طوله 92 كيلومترًا.",
    "he": "נהר הארו מתחיל באגם סל ואורכו 92 קילומטרים.",
    "hi": "आरू नदी सेल झील से निकलती है और 92 किमी लंबी है।",
    "th": "แม่น้ำอารูเริ่มจากทะเลสาบเซลและยาว 92 กม.",
    "zh": "阿鲁河发源于塞尔湖，全长92公里。",
    "ja": "アル川はセル湖に源を発し、長さは92キロです。",
    "ko": "아루강은 셀 호수에서 시작하며 길이는 92km입니다.",
    "vi": "Sông Aru bắt nguồn từ hồ Sel và dài 92 km. 🏞️",
}


def evidence(text, language="de", n=1):
    """Evidence whose quote is the whole of its passage."""
    source = Source("0123456789abcdef", "/a/aru.txt", "Aru", language)
    passage = Passage(n, source.id, 0, 0, len(text), text, "Aru", language, "")
    return Evidence(n, source, passage, 0, len(text), text, 0.9, 0.1)


def messages(text=TEXTS["de"], language="de", question="Wie lang ist der Aru?"):
    """A prompt over one passage."""
    return build_messages(question, [evidence(text, language)], language)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory):
    """The folder of a tiny random model."""
    return make_tiny_model(tmp_path_factory.mktemp("tiny"), context=4096)


@pytest.fixture(scope="session")
def shipped():
    """The real model, loaded once."""
    from rag.generate.causal_lm import CausalLanguageModel

    return CausalLanguageModel("default", "auto", 0, 12, 600.0)


@pytest.fixture(
    params=[
        "quotes",
        "openai",
        "tiny",
        pytest.param("shipped", marks=[pytest.mark.slow, pytest.mark.timeout(900)]),
    ]
)
def generator(request):
    """Each generator in turn."""
    if request.param == "quotes":
        yield QuotesGenerator()
    elif request.param == "openai":
        with chat_server() as server:
            server.words = [f"{word} " for word in TEXTS["el"].split()]
            yield OpenAIGenerator(server.url, "small", max_tokens=24, timeout_s=20)
    elif request.param == "tiny":
        from rag.generate.causal_lm import CausalLanguageModel

        folder = request.getfixturevalue("tiny_model")
        yield CausalLanguageModel(str(folder), "float32", 1, 24, 60.0)
    else:
        yield request.getfixturevalue("shipped")


def test_an_answer_comes_in_pieces_of_text(generator):
    """Several pieces, each of them text that is not empty."""
    pieces = list(generator.stream(messages(), lambda: False))

    assert len(pieces) > 1
    assert all(isinstance(piece, str) and piece for piece in pieces)


def test_the_same_prompt_gives_the_same_answer(generator):
    """Nothing is drawn at random, and what is remembered of a prompt changes nothing."""
    first = "".join(generator.stream(messages(), lambda: False))
    other = "".join(
        generator.stream(messages(TEXTS["fr"], "fr", "Quelle longueur ?"), lambda: False)
    )
    again = "".join(generator.stream(messages(), lambda: False))

    assert again == first
    assert other


def test_nothing_comes_after_stop(generator):
    """Once `stop` says so, at most the piece that was being made still comes."""
    stopped = threading.Event()
    late = 0
    for piece in generator.stream(messages(), stopped.is_set):
        late += stopped.is_set()
        stopped.set()
        assert piece

    assert late == 0


def test_stopped_before_it_begins_writes_nothing(generator):
    """A question that nobody waits for any more costs no answer."""
    assert list(generator.stream(messages(), lambda: True)) == []


def test_closing_ends_the_answer_and_the_next_one_works(generator):
    """An abandoned answer blocks nobody."""
    stream = generator.stream(messages(), lambda: False)
    next(stream)
    started = time.monotonic()
    stream.close()

    assert time.monotonic() - started < 5
    assert "".join(generator.stream(messages(), lambda: False))


def test_an_empty_prompt_ends_cleanly(generator):
    """No messages at all: some text or one sentence of an error, never a traceback of a library."""
    try:
        pieces = list(generator.stream([], lambda: False))
    except (ModelError, ServerError) as error:
        assert str(error).endswith(".")
    else:
        assert all(isinstance(piece, str) for piece in pieces)


def test_a_very_long_passage_is_shortened_and_answered(generator):
    """A hundred thousand characters of a passage are cut, not refused."""
    long = " ".join([TEXTS["de"]] * 2000)
    prompt = messages()
    prompt[-1]["content"] = prompt[-1]["content"].replace(TEXTS["de"], long)
    written = "".join(_first(generator.stream(prompt, lambda: False), 5))

    assert written


@pytest.mark.parametrize("language", TEXTS)
def test_letters_of_every_script_come_whole(generator, language):
    """A letter that is cut over several tokens is never shown as a replacement character."""
    text = "".join(_first(generator.stream(messages(TEXTS[language], language), lambda: False), 12))

    assert text
    assert "\ufffd" not in text
    text.encode("utf-8")  # no half surrogates either


def test_the_identity_is_one_line(generator):
    """What wrote an answer can be said in one line."""
    assert generator.identity
    assert "\n" not in generator.identity


def _first(pieces, n):
    """Up to n pieces; then the answer is closed."""
    taken = [piece for piece, _ in zip(pieces, range(n), strict=False)]
    pieces.close()
    return taken
