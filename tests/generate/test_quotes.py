"""The framed quote."""

import pytest

from rag.errors import ModelError
from rag.generate.prompts import build_messages
from rag.generate.quotes import QuotesGenerator, framed
from rag.types import Evidence, Passage, Source

QUOTE = "Der Konzern betreibt 11.600 Filialen [3]."


def evidence(language="de"):
    """One piece of evidence in German."""
    source = Source("0123456789abcdef", "/a/z.txt", "Zahlen", language)
    passage = Passage(1, source.id, 0, 0, len(QUOTE), QUOTE, "", language, "")
    return Evidence(1, source, passage, 0, len(QUOTE), QUOTE, 0.9, 0.1)


def test_a_framed_quote_names_document_language_and_mark():
    """Title, language in the reader's words, the quote letter by letter, its number."""
    assert framed([evidence()], "fr") == (
        "Le document «\u00a0Zahlen\u00a0» (allemand) dit\u00a0: «\u00a0" + QUOTE + "\u00a0» [1]"
    )


@pytest.mark.parametrize(
    "language", ["en", "ru", "zh", "ar", "hi", "th", "ko", "el", "he", "sw", "und"]
)
def test_the_quote_stays_word_for_word_in_every_frame(language):
    """What stands in the document stands in the frame, marks and all."""
    text = framed([evidence()], language)

    assert QUOTE in text
    assert text.endswith("[1]") or text.endswith("[1]".strip())


def test_the_generator_frames_the_first_passage():
    """It writes what the prompt shows, in the prompt's language."""
    text = "".join(QuotesGenerator().stream(build_messages("?", [evidence()], "es"), lambda: False))

    assert text.startswith("El documento «Zahlen (Deutsch)» dice: «Der Konzern betreibt")


def test_a_prompt_without_passages_is_told():
    """There is nothing to quote."""
    with pytest.raises(ModelError, match="no passage"):
        list(QuotesGenerator().stream([{"role": "user", "content": "?"}], lambda: False))
