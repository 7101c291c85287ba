"""An OpenAI-compatible server, well-behaved and hostile; a real one on this machine."""

import socket
import threading
import time

import pytest

from rag.errors import ServerError
from rag.generate.openai_api import OpenAIGenerator
from tests.small_chat_server import chat_server, event

MESSAGES = [{"role": "user", "content": "Wie lang ist der Fluss? 河有多长?"}]


@pytest.fixture
def server():
    """A server that answers with seven words."""
    with chat_server() as running:
        yield running


def written(server, stop=lambda: False, **options):
    """The whole answer."""
    options = {"timeout_s": 10, **options}
    return "".join(OpenAIGenerator(server.url, "small", **options).stream(MESSAGES, stop))


def delta(text):
    """An event with a piece of text."""
    return event({"choices": [{"delta": {"content": text}, "finish_reason": None}]})


def test_the_request_holds_messages_model_limit_and_key(server):
    """What the person set arrives, and nothing is drawn at random."""
    assert written(server, key="geheim", max_tokens=5) == "Der Fluss ist 92 km "

    asked = server.requests[0]
    assert (asked["messages"], asked["model"], asked["max_tokens"]) == (MESSAGES, "small", 5)
    assert asked["temperature"] == 0
    assert server.headers_seen[0]["Authorization"] == "Bearer geheim"


def test_without_a_key_none_is_sent(server):
    """A local server needs none."""
    written(server)

    assert "Authorization" not in server.headers_seen[0]


def test_events_cut_anywhere_and_keep_alive_lines_are_read(server):
    """Bytes arrive one by one, with comments between."""
    stream = b": wait\n\n" + delta("日本") + b":\r\n\r\n" + delta("語") + b"data: [DONE]\n\n"
    server.raw = [bytes([byte]) for byte in stream]

    assert written(server) == "日本語"


def test_thoughts_are_not_shown(server):
    """Neither in a field of their own nor between marks."""
    server.raw = [
        event({"choices": [{"delta": {"reasoning_content": "hm"}}]}),
        delta("<thi"), delta("nk>hm</think>\n"), delta("Ja."), b"data: [DONE]\n\n",
    ]  # fmt: skip

    assert written(server) == "Ja."


def test_an_end_without_the_end_mark_is_an_end(server):
    """Some servers say only the reason why they finished; some send counts last."""
    server.raw = [
        delta("Ja."),
        event({"choices": [{"delta": {}, "finish_reason": "stop"}]}),
        event({"choices": [], "usage": {"total_tokens": 3}}),
    ]

    assert written(server) == "Ja."


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (
            401,
            {"error": {"message": "bad key"}},
            r"401: it refuses the key; set RAG_OPENAI_KEY \(bad key\)",
        ),
        (404, {"error": "no such model"}, r"404: it knows no model small .*\(no such model\)"),
        (429, None, r"429: it has too much to do"),
        (500, {"message": "boom\n\n boom"}, r"500: it failed; look at its log \(boom boom\)"),
        (503, ["odd"], r"503: it failed"),
        (400, {"detail": 3}, r"400: it refuses the request"),
        (301, None, r"301"),
    ],
)
def test_a_refusal_is_one_sentence(server, status, said, expected):
    """It says what the server said and what to do."""
    server.status, server.error = status, said

    with pytest.raises(ServerError, match=expected) as caught:
        written(server)
    assert "\n" not in str(caught.value)


def test_a_wrong_path_is_told(server):
    """The address without /v1 is the commonest mistake."""
    generator = OpenAIGenerator(server.url.removesuffix("/v1"), "small")

    with pytest.raises(ServerError, match="ends in /v1"):
        list(generator.stream(MESSAGES, lambda: False))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ([b"data: {broken\n\n"], "no chat stream"),
        ([b"<html>hello</html>"], "broke off"),
        ([event([1, 2])], "no chat stream"),
        ([event({"choices": 5})], "no chat stream"),
        ([event({"choices": [{"delta": "x"}]})], "no chat stream"),
        ([event({"error": {"message": "out of memory"}})], "failed: out of memory"),
        ([b"data: " + b"x" * 1_100_000], "no chat stream"),
        ([delta("Der ")], "broke off"),
        ([delta("Der "), b""], "broke off"),
    ],
    ids=["json", "html", "list", "choices", "delta", "error", "huge", "early-end", "cut"],
)
def test_a_broken_stream_is_one_sentence(server, raw, expected):
    """Whatever the server sends."""
    server.raw = raw

    with pytest.raises(ServerError, match=expected):
        written(server)


def test_nobody_listening_is_one_sentence():
    """A port that nothing listens on."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        with pytest.raises(ServerError, match="There is no server at"):
            list(OpenAIGenerator(url, "small").stream(MESSAGES, lambda: False))


@pytest.mark.parametrize("url", ["", "localhost:80/v1", "ftp://a/v1", "http://[::1", "http://\x01"])
def test_an_address_that_is_none_is_one_sentence(url):
    """It says what an address looks like."""
    with pytest.raises(ServerError, match="openai_url"):
        list(OpenAIGenerator(url, "small").stream(MESSAGES, lambda: False))


def test_a_key_that_is_none_is_one_sentence(server):
    """Letters that cannot stand in a header."""
    with pytest.raises(ServerError, match="RAG_OPENAI_KEY"):
        written(server, key="schlüssel")


@pytest.mark.parametrize("silent", [True, False], ids=["no-status", "no-event"])
def test_stop_ends_a_silent_server_at_once(server, silent):
    """Before the first byte as well as between two pieces; the server is told."""
    server.silent, server.stall_after = silent, 1
    stopped = threading.Event()
    threading.Timer(0.3, stopped.set).start()
    started = time.monotonic()

    written(server, stopped.is_set, timeout_s=60)

    assert time.monotonic() - started < 2
    assert server.vanished.wait(2)


def test_closing_the_answer_closes_the_connection(server):
    """So that the server stops its model."""
    server.words, server.pause_s = ["ja "] * 2000, 0.01
    stream = OpenAIGenerator(server.url, "small", max_tokens=2000).stream(MESSAGES, lambda: False)
    next(stream)
    stream.close()

    assert server.vanished.wait(3)
    assert server.sent < 200


def test_a_server_that_says_nothing_in_time_is_one_sentence(server):
    """The limit is for the whole answer."""
    server.silent = True

    with pytest.raises(ServerError, match="no answer within 0.3 seconds"):
        written(server, timeout_s=0.3)


def test_what_was_written_in_time_stands(server):
    """A slow answer is cut, not thrown away."""
    server.stall_after = 3

    assert written(server, timeout_s=0.5) == "Der Fluss ist "
