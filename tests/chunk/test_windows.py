"""Windows: passages that follow headings, paragraphs and sentences and are well filled."""

import time

import pytest

from rag.chunk.windows import WindowChunker
from rag.tokens import count_tokens
from rag.types import Document, Mark

DE = "Der Hafen wurde im Jahr 1897 gebaut und später zweimal erweitert. "
FR = "Le port a été construit en 1897, puis agrandi à deux reprises par la ville. "
JA = "港は1897年に造られ、その後二度にわたって拡張された。"


def document(text, marks=(), language="de", title="Häfen", media_type="text/plain"):
    return Document("0123456789abcdef", "/a", title, language, media_type, "", text, tuple(marks))


def split(text, marks=(), most=160, **about):
    return WindowChunker(most).split(document(text, marks, **about))


def heading(text, words, level=1):
    return Mark(text.index(words), "heading", words, level)


def test_a_short_text_is_one_passage():
    """What fits is not cut."""
    assert [passage.text for passage in split(DE + "\n\n" + DE)] == [DE + "\n\n" + DE]


def test_each_marked_heading_begins_a_passage():
    """However little stands under it."""
    text = f"Bau\n\n{DE}\n\nZahlen\n\n{DE}\n"
    passages = split(text, [heading(text, "Bau"), heading(text, "Zahlen")])

    assert [passage.text.split()[0] for passage in passages] == ["Bau", "Zahlen"]


def test_markdown_headings_count_without_marks():
    """A plain text may be written like Markdown."""
    passages = split(f"# Bau\n\n{DE}\n\n## Zahlen\n\n{DE}\n\n# Ende\n\n{DE}")

    assert [passage.place for passage in passages] == ["Bau", "Zahlen", "Ende"]
    assert [passage.context for passage in passages] == ["Häfen", "Häfen › Bau", "Häfen"]


def test_a_heading_stays_with_the_heading_below_it():
    """A passage of a heading alone would answer nothing."""
    text = f"Bau\n\nKosten\n\n{DE}"
    passages = split(text, [heading(text, "Bau"), heading(text, "Kosten", 2)])

    assert [passage.text for passage in passages] == [text]


def test_context_is_title_and_headings_above():
    """The heading in the passage itself is not repeated, those above it are."""
    text = f"Bau\n\n{DE}\n\nKosten\n\n{DE * 12}"
    passages = split(text, [heading(text, "Bau"), heading(text, "Kosten", 2)])

    assert passages[1].context == "Häfen › Bau"
    assert passages[1].text.startswith("Kosten")
    assert {passage.context for passage in passages[2:]} == {"Häfen › Bau › Kosten"}


def test_a_title_that_is_also_the_heading_is_said_once():
    """Letter case does not make it another."""
    text = f"HÄFEN\n\n{DE * 12}"

    assert {passage.context for passage in split(text, [heading(text, "HÄFEN")])} == {"Häfen"}


@pytest.mark.parametrize(
    "word", ["Hafenverwaltung ", "港湾管理局の年次報告書", "الميناء الكبير ", "ท่าเรือ"]
)
def test_context_is_bounded(word):
    """Endless titles and headings in any script leave room for the text."""
    text = f"{word * 40}\n\n{DE * 12}"
    passages = split(text, [Mark(0, "heading", word * 40, 1)], title=f"Band 2: {word * 50}")

    assert all(0 < count_tokens(passage.context) <= 48 for passage in passages)
    assert all(" › " in passage.context for passage in passages[1:])


def test_passages_end_with_paragraphs_when_they_are_well_filled():
    """Paragraphs of two thirds of the budget are not cut to fill it up."""
    paragraph = DE * 6 + "\n\n"
    assert 90 < count_tokens(paragraph) < 140

    assert [passage.text for passage in split(paragraph * 5)] == [paragraph] * 5


def test_small_paragraphs_are_put_together():
    """Passages of many small paragraphs are well filled and even."""
    passages = split((DE + "\n\n") * 60)
    counts = [count_tokens(passage.text) for passage in passages]

    assert min(counts) > 0.7 * 160
    assert max(counts) - min(counts) <= 1.1 * count_tokens(DE + "\n\n")


def test_there_is_no_tiny_rest():
    """A little more than one passage becomes two of a size."""
    sentences = 1
    while count_tokens(DE * sentences) <= 160:
        sentences += 1
    first, second = split(DE * sentences)

    assert min(count_tokens(first.text), count_tokens(second.text)) > 60


@pytest.mark.parametrize(("language", "sentence"), [("de", DE), ("fr", FR), ("ja", JA)])
def test_long_paragraphs_are_cut_between_sentences(language, sentence):
    """No passage begins or ends within a sentence."""
    passages = split(sentence * 30, language=language)

    assert len(passages) > 2
    assert all(len(passage.text) % len(sentence) == 0 for passage in passages)


def test_rows_are_kept_whole():
    """A row of a table with several sentences and lines is never cut when it fits."""
    rows = [f"Hafen {n}\nGebaut. Erweitert. Verkauft.\n" for n in range(60)]
    marks = [Mark(n * len(rows[10]), "row", f"row {n + 1}") for n in range(10)]
    text = "".join(rows[10:20])
    passages = split(text, marks, most=64)

    assert len(passages) > 1
    assert all(passage.text.startswith("Hafen") for passage in passages)
    assert passages[0].place.startswith("row 1–")


@pytest.mark.parametrize("bullet", ["- ", "• ", "1. ", "| "])
def test_list_items_and_table_lines_are_kept_whole(bullet):
    """Each holds two sentences, and none is torn."""
    items = (bullet + DE + DE.strip() + "\n") * 12

    assert all(passage.text.startswith(bullet) for passage in split(items))


def test_a_line_that_introduces_a_list_stays_with_it():
    """A colon at the end of a passage would point at nothing."""
    introduction = "Zum Hafen gehören:\n"
    text = DE * 9 + "\n" + introduction + "- Kran und Speicher am Kai\n" * 12

    assert not any(passage.text.endswith(introduction) for passage in split(text, most=120))


def test_pages_and_headings_name_the_place():
    """A passage over two pages says so."""
    text = f"Bau\n\n{DE}\n{DE}\n"
    marks = [heading(text, "Bau"), Mark(0, "page", "p. 3"), Mark(len(DE) + 6, "page", "p. 4")]

    assert [passage.place for passage in split(text, sorted(marks, key=lambda m: m.offset))] == [
        "p. 3–4 · Bau"
    ]


def test_slides_and_sheets_begin_passages():
    """Text of one slide never runs into the next."""
    text = f"{DE}\n{FR}\n"
    marks = [Mark(0, "slide", "slide 1"), Mark(len(DE) + 1, "slide", "slide 2")]

    assert [passage.place for passage in split(text, marks)] == ["slide 1", "slide 2"]


def test_without_marks_the_paragraph_is_counted():
    """A person finds the place by counting."""
    passages = split((DE * 6 + "\n\n") * 3)

    assert [passage.place for passage in passages] == ["¶ 1", "¶ 2", "¶ 3"]


def test_paragraph_marks_name_the_place_of_plain_text():
    """A loader's own word for a paragraph is kept."""
    assert split(DE, [Mark(0, "paragraph", "Art. 1")])[0].place == "Art. 1"


def test_a_passage_in_another_language_says_so():
    """The language of a long passage is its own, not the document's."""
    text = f"# Deutsch\n\n{DE * 3}\n\n# Français\n\n{FR * 3}\n\n# 日本語\n\n{JA * 4}"

    assert [passage.language for passage in split(text)] == ["de", "fr", "ja"]


def test_a_short_passage_has_the_language_of_its_document():
    """A line of names tells nothing."""
    assert split("Le Havre, Marseille", language="de")[0].language == "de"


def test_boilerplate_stands_alone_and_is_flagged():
    """A notice between paragraphs is stored, but not as part of one that is searched."""
    passages = split(f"{DE}\n\nAnzeige\n\n{DE}\n")

    assert [passage.boilerplate for passage in passages] == [False, True, False]
    assert passages[1].text == "Anzeige\n\n"


@pytest.mark.parametrize("text", ["***\n", "\n \n", "…。、！", "— — —"])
def test_text_without_letters_or_digits_is_boilerplate(text):
    """There is nothing in it to find or to quote."""
    assert [passage.boilerplate for passage in split(text)] == [True]


def test_ids_depend_on_document_place_and_text():
    """The same words elsewhere are another passage."""
    text = (DE * 6 + "\n\n") * 2
    first, second = split(text)

    assert first.text == second.text
    assert first.id != second.id
    assert first.id == split(text)[0].id


def test_a_sentence_beyond_the_budget_is_cut_at_spaces():
    """Words stay whole when there are words."""
    passages = split("Hafenbecken " * 200)

    assert all(passage.text.endswith("Hafenbecken ") for passage in passages)


def test_a_heap_of_accents_holds_the_budget():
    """Even one cluster of thousands of marks is stored, in pieces."""
    text = "e" + "\u0301" * 5000
    passages = split(text)

    assert "".join(passage.text for passage in passages) == text
    assert max(count_tokens(passage.text) for passage in passages) <= 160


@pytest.mark.slow
@pytest.mark.parametrize("unit", [DE, JA, "ein paar wörter\n", "wörter ohne satzende ", "港"])
def test_time_grows_with_length_only(unit):
    """Four times the text takes about four times the time, not sixteen."""
    seconds = []
    for characters in (50_000, 200_000):
        began = time.process_time()
        split(unit * (characters // len(unit)))
        seconds.append(time.process_time() - began)

    assert seconds[1] < 9 * seconds[0]
