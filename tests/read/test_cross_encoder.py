"""The trained reader: spans, whole words, whole sentences."""

import json

import numpy as np
import pytest

from rag.build import READER_CALIBRATION, SHIPPED_EMBEDDER, SHIPPED_READER
from rag.errors import ModelError
from rag.read.candidates import sentences_of
from rag.read.cross_encoder import (
    FEATURES,
    Absence,
    CrossEncoderReader,
    best_span,
    quote_around,
    whole_words,
)
from rag.read.span_model import SpanModel, Window
from tests.read.samples import make_hits

ASKED = [
    ("How many buses did the factory build in 2021?", "fr", "L'usine a ouvert en 1998. Elle a produit 4 300 autobus en 2021. Elle emploie 900 personnes.", "4 300"),
    ("Wie viele Menschen arbeiten dort?", "en", "The port opened in 1962. It employs 7,400 people today. Ships come from Asia.", "7,400"),
    ("¿Cuándo abrió el puente?", "de", "Die Brücke ist 812 Meter lang. Sie wurde am 4. Mai 1931 eröffnet. Täglich fahren dort Züge.", "1931"),
    ("Кто основал компанию?", "en", "The company sells bread. It was founded by Maria Lopez. It has forty shops.", "Maria Lopez"),
    ("How long is the river?", "es", "El río nace en la montaña. Mide 640 kilómetros. Desemboca en el mar.", "640"),
    ("Combien coûte le billet ?", "it", "Il museo apre alle nove. Il biglietto costa 12 euro. Il lunedì è chiuso.", "12"),
    ("Müze ne zaman açıldı?", "en", "The museum has three floors. It opened in 1987. Entry is free.", "1987"),
    ("Where is the headquarters?", "pt", "A empresa vende livros. A sede fica em Lisboa. Tem vinte lojas.", "Lisboa"),
    ("Hoeveel inwoners heeft de stad?", "de", "Die Stadt liegt am Meer. Sie hat 215.000 Einwohner. Im Sommer ist es heiß.", "215.000"),
    ("Kiedy otwarto szkołę?", "en", "The school stands on a hill. It was opened in 1904. Two hundred pupils go there.", "1904"),
    ("How many people live in the village?", "ru", "Деревня стоит у реки. В ней живут 340 человек. Зимой там холодно.", "340"),
    ("工厂什么时候开业？", "en", "The factory makes shoes. It opened in 1975. It has two halls.", "1975"),
    ("متى افتتح المتحف؟", "en", "The museum has three floors. It opened in 1987. Entry is free.", "1987"),
    ("How many students does the school have?", "ja", "学校は丘の上にある。生徒は240人いる。創立は1904年である。", "240"),
]  # fmt: skip


@pytest.fixture(scope="module")
def reader():
    """The one that ships."""
    absence = Absence.from_file(READER_CALIBRATION)
    return CrossEncoderReader(SpanModel(SHIPPED_READER, SHIPPED_EMBEDDER), absence.coefficients)


@pytest.mark.slow
def test_most_answers_are_found_across_languages(reader):
    """The quote holds the answer in at least eleven of fourteen pairs; every span lies in its quote."""
    right = 0
    for question, language, text, answer in ASKED:
        (item,) = reader.read(question, make_hits([(language, text)]))
        start, end = item.span_start - item.start, item.span_end - item.start
        assert 0 <= start < end <= len(item.quote)
        right += answer in item.quote

    assert right >= 11


@pytest.mark.slow
def test_a_passage_that_answers_comes_before_one_that_does_not(reader):
    """And its probability of absence is the lower."""
    rows = [("en", "The bakery sells bread and cakes."), ("en", "The museum opened in 1987.")]

    first, second = reader.read("Wann wurde das Museum eröffnet?", make_hits(rows))

    assert first.quote == "The museum opened in 1987."
    assert first.absent < second.absent


@pytest.mark.slow
def test_a_long_passage_is_read_to_its_end(reader):
    """An answer behind the first window is found."""
    text = "The bakery sells bread. " * 60 + "The museum opened in 1987. " + "Shops are open. " * 20

    (item,) = reader.read("When did the museum open?", make_hits([("en", text)]))

    assert "1987" in item.quote


def test_the_best_span_is_forward_and_short():
    """The end is never before the start, nor more than thirty tokens behind it."""
    starts = np.zeros(80, np.float32)
    ends = np.zeros(80, np.float32)
    starts[40], ends[3], ends[79], ends[45] = 9.0, 9.0, 8.0, 5.0
    window = Window(0.0, 0.0, [(at, at + 1) for at in range(80)], starts, ends)

    assert best_span(window)[:2] == (40, 45)


@pytest.mark.parametrize(
    ("text", "cut", "expected"),
    [
        ("the warehouse closed", (6, 9), "warehouse"), ("kostet 11.600 Euro", (8, 9), "11"),
        ("склады закрыты", (2, 4), "склады"), ("das Straßencafé ", (5, 9), "Straßencafé"),
        ("战争开始", (0, 2), "战争"), ("मेला बड़ा है", (0, 3), "मेला"), (" in 1987.", (4, 6), "1987"),
    ],
)  # fmt: skip
def test_no_span_cuts_a_word(text, cut, expected):
    """It grows to the whole word in spaced scripts; digits stay together."""
    start, end = whole_words(text, *cut)

    assert text[start:end].startswith(expected[:2])
    assert text[start:end] in text.split() or text[start:end] in text


def test_a_quote_is_every_sentence_that_the_span_touches():
    """Two when it crosses their border, one when it does not."""
    text = "It opened in May. That was in 1987. It closed later."
    sentences = sentences_of(text, "en")
    within = quote_around(text, sentences, (text.index("1987"), text.index("1987") + 4))
    across = quote_around(text, sentences, (text.index("May"), text.index("1987") + 4))

    assert text[slice(*within)] == "That was in 1987."
    assert text[slice(*across)] == "It opened in May. That was in 1987."


@pytest.mark.parametrize("content", ["", "{}", '{"absent": {}, "threshold": 1}', "[]", "NaN"])
def test_a_damaged_calibration_is_one_sentence(tmp_path, content):
    """It names the file and says what to do."""
    file = tmp_path / "calibration.json"
    file.write_text(content, "utf-8")

    with pytest.raises(ModelError, match=r"calibration\.json .*install"):
        Absence.from_file(file)


def test_a_calibration_that_is_no_number_is_refused(tmp_path):
    """JSON may hold NaN."""
    file = tmp_path / "calibration.json"
    values = {"absent": dict.fromkeys(("bias", *FEATURES), float("nan")), "threshold": 0.5}
    file.write_text(json.dumps(values), "utf-8")

    with pytest.raises(ModelError, match="no numbers"):
        Absence.from_file(file)


def test_missing_weights_are_one_sentence(tmp_path):
    """Said when the first question is read."""
    model = SpanModel(tmp_path, SHIPPED_EMBEDDER)

    with pytest.raises(ModelError, match=r"The reader in .* cannot be loaded"):
        model.read(("When?", "en"), [("In 1987.", "en")])
