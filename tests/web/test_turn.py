from rag.types import (
    Answer,
    Answered,
    Checked,
    Condensed,
    Evidence,
    Failed,
    Passage,
    Quoted,
    Refused,
    Searched,
    Sentence,
    Source,
    Written,
)
from rag.web.turn import Turn, after, stopped

PASSAGE = Passage(7, "d", 0, 0, 11, "Drei Läden.", "", "de", "")
EVIDENCE = (Evidence(1, Source("d", "/d.txt", "d", "de"), PASSAGE, 0, 11, "Drei Läden.", 0.9, 0.1),)


def grown(*events):
    turn = Turn(1, "How many shops?")
    for event in events:
        turn = after(turn, event)
    return turn


def test_the_quote_is_there_before_the_prose():
    """Evidence comes with Quoted, and prose is added to it."""
    turn = grown(Searched((), "en", 0.1), Quoted(EVIDENCE, "en", 0.2))
    assert (turn.stage, turn.evidence, turn.draft) == ("found", EVIDENCE, "")
    turn = after(after(turn, Written("Three ", 0.5)), Written("shops. [1]", 0.6))
    assert (turn.stage, turn.draft) == ("writing", "Three shops. [1]")


def test_an_answer_ends_the_turn_with_its_own_evidence_and_language():
    """The last word is the answer's."""
    answer = Answer("q", "fr", "answered", "Trois. [1]", evidence=EVIDENCE)
    turn = grown(
        Quoted(EVIDENCE, "en", 0.2),
        Checked((Sentence("Trois.", (1,), True),), 1.0),
        Answered(answer),
    )
    assert (turn.stage, turn.language, turn.ended) == ("done", "fr", True)


def test_a_refusal_keeps_the_nearest_passages():
    """What is nearest is shown, and labelled by the stage."""
    turn = grown(Refused(Answer("q", "en", "refused", "no", evidence=EVIDENCE)))
    assert (turn.stage, turn.evidence) == ("refused", EVIDENCE)


def test_a_failure_keeps_its_sentence():
    """The one sentence for a person is what is shown."""
    assert grown(Failed("The model is missing.")).message == "The model is missing."


def test_a_follow_up_is_searched_as_condensed():
    """What was searched is what the next question continues."""
    assert grown(Condensed("And 2021?", "Shops? And 2021?")).searched == "Shops? And 2021?"


def test_stopping_sets_an_unchecked_draft_aside_and_keeps_the_quote():
    """Nothing that was not checked stays on the page."""
    turn = stopped(grown(Quoted(EVIDENCE, "en", 0.2), Written("Thr", 0.4)))
    assert (turn.stage, turn.draft, turn.evidence) == ("stopped", "", EVIDENCE)


def test_stopping_after_the_end_changes_only_the_note():
    """A finished answer stays whole."""
    turn = grown(Answered(Answer("q", "en", "quoted", "x [1]", evidence=EVIDENCE)))
    assert stopped(turn).stage == "done"
    assert stopped(turn).was_stopped
