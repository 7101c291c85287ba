"""Tokens to text."""

import pytest

from rag.generate.token_text import TokenText, repeats


class ByteTokenizer:
    """Every token is one byte; 256 is special and shows nothing."""

    def decode(self, ids, skip_special_tokens, clean_up_tokenization_spaces):
        """As a byte-level tokenizer does it."""
        return bytes(i for i in ids if i < 256).decode("utf-8", "replace")


class LeadingSpaceTokenizer:
    """Every token is a word; the first one of a text loses its space, as in SentencePiece."""

    words = ("▁Der", "▁Fluss", "▁fließt", "▁nach", "▁Süden", ".")

    def decode(self, ids, skip_special_tokens, clean_up_tokenization_spaces):
        """As a SentencePiece tokenizer does it."""
        return "".join(self.words[i] for i in ids).replace("▁", " ").removeprefix(" ")


TEXTS = [
    "Straße", "Γειά σου", "Привет", "שלום", "مرحبا", "नमस्ते", "สวัสดี", "你好", "こんにちは",
    "안녕하세요", "👩‍👩‍👧 🏞️", "Tiếng Việt", "𐍈𝄞",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_letters_come_whole(text):
    """One byte at a time goes in, only whole letters come out."""
    tokens = TokenText(ByteTokenizer())
    pieces = [tokens.feed(byte) for byte in text.encode()]

    assert "".join([*pieces, tokens.finish()]) == text
    assert not any("\ufffd" in piece for piece in pieces)


@pytest.mark.parametrize("broken", [b"ab\xe2\x82", b"a\xffb", b"\xf0\x9f", b"\x80" * 30 + b"ab"])
def test_bytes_that_are_no_letter_are_left_out(broken):
    """A letter that never ends and bytes that begin none do not show."""
    tokens = TokenText(ByteTokenizer())
    text = "".join([*(tokens.feed(byte) for byte in broken), tokens.finish()])

    assert text == broken.decode("utf-8", "ignore")


def test_spaces_between_words_are_kept():
    """Although each word alone would lose its space."""
    tokens = TokenText(LeadingSpaceTokenizer())

    assert [tokens.feed(i) for i in range(6)] == [
        "Der",
        " Fluss",
        " fließt",
        " nach",
        " Süden",
        ".",
    ]


@pytest.mark.parametrize(
    ("ids", "loops"),
    [
        ([5, 6, 7, 8] * 3, True),
        ([1, 2, 3, *[9] * 12], True),
        ([9] * 11, False),
        ([5, 6, 7, 8, 5, 6, 7, 8, 5, 6], False),
        (list(range(100)), False),
        ([], False),
        (list(range(40)) * 3, True),
    ],
)
def test_a_loop_is_noticed_and_a_list_is_not(ids, loops):
    """Three times the same run, or twelve times the same token."""
    assert repeats(ids) is loops
