"""Small values that the tests of the page's parts share."""

from rag.types import Answer, Evidence, Passage, Seconds, Sentence, Source
from rag.web.turn import Turn

TEXT = "Vorher. Der Konzern betreibt 11.600 Filialen. Danach.\n"
QUOTE = "Der Konzern betreibt 11.600 Filialen."


def passage(text=TEXT, language="de", place="p. 3", start=100):
    return Passage(7, "doc", 2, start, start + len(text), text, "", language, place)


def evidence(
    n=1,
    text=TEXT,
    quote=QUOTE,
    language="de",
    title="Gemeinsame Sache",
    path="/d/filialen.txt",
    place="p. 3",
):
    found = passage(text, language, place)
    start = found.start + text.index(quote)
    return Evidence(
        n, Source("doc", path, title, language), found, start, start + len(quote), quote, 0.87, 0.05
    )


def answered(
    sentences=None,
    outcome="answered",
    text="Walmart has 11,600 stores. [1]",
    items=None,
    language="en",
):
    sentences = sentences or (Sentence("Walmart has 11,600 stores.", (1,), True),)
    found = items if items is not None else (evidence(),)
    return Answer(
        "How many stores?",
        language,
        outcome,
        text,
        sentences,
        found,
        seconds=Seconds(0.05, 0.21, 0.4, 2.13),
    )


def turn(stage="done", **changes):
    answer = changes.pop("answer", answered())
    values = {
        "question": "How many stores?",
        "language": "en",
        "answer": answer,
        "evidence": answer.evidence if answer else (),
        "checked": answer.sentences if answer else (),
    }
    return Turn(1, stage=stage, **{**values, **changes})
