import threading
from dataclasses import dataclass, field

import pytest

from rag.errors import QuestionError
from rag.types import Answered, Checked, Quoted, Refused, Searched, Sentence, Waiting, Written
from rag.web.answering import answering, past
from rag.web.turn import Turn
from tests.web.samples import answered, evidence, turn

ASKED = Turn(1, "How many stores?")


@dataclass
class Scripted:
    """Stands where the bot stands and gives events of a list."""

    events: list
    closed: bool = False
    asked: list = field(default_factory=list)

    def ask(self, question, **options):
        self.asked.append((question, options))
        try:
            for event in self.events:
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.closed = True


class Whole:
    """A library in which everything may be searched."""

    def keep(self, *_chosen):
        return None


@dataclass
class Desk:
    bot: Scripted
    collection: Whole = Whole()


QUOTED = [Searched((), "en", 0.1), Quoted((evidence(),), "en", 0.2)]
WRITTEN = [Written("Walmart ", 0.3), Written("has 11,600 stores. [1]", 0.4)]
END = [Checked((Sentence("Walmart has 11,600 stores.", (1,), True),), 0.5), Answered(answered())]


def run(events, signal=None, history=(), desk=None):
    desk = desk or Desk(Scripted(events))
    return list(answering(desk, ASKED, history, None, signal or threading.Event()))


def test_the_stages_come_in_order():
    """Found, then writing, then checked, then done."""
    stages = [step.stage for step in run(QUOTED + WRITTEN + END)]
    assert list(dict.fromkeys(stages)) == ["searching", "found", "writing", "checked", "done"]


def test_the_position_in_the_line_is_told_while_it_lasts():
    """The quote is there already."""
    steps = run([*QUOTED, Waiting(2, 0.3), Waiting(1, 0.6), *WRITTEN, *END])
    waiting = [step for step in steps if step.stage == "waiting"]
    assert [step.ahead for step in waiting] == [2, 1]
    assert all(step.evidence == (evidence(),) for step in waiting)
    assert steps[-1].stage == "done"


def test_stopping_while_waiting_keeps_the_quote():
    """The answer then never comes."""
    signal = threading.Event()
    steps = answering(Desk(Scripted([*QUOTED, Waiting(1, 0.3)])), ASKED, (), None, signal)
    for _ in range(3):
        next(steps)
    signal.set()
    last = list(steps)[-1]
    assert (last.stage, last.evidence) == ("stopped", (evidence(),))


def test_a_browser_that_goes_away_stops_the_model():
    """Closing the iterator sets the signal and closes the events."""
    desk, signal = Desk(Scripted(QUOTED + WRITTEN + END)), threading.Event()
    steps = answering(desk, ASKED, (), None, signal)
    for _ in range(3):
        next(steps)
    steps.close()
    assert signal.is_set()
    assert desk.bot.closed


def test_a_stop_that_comes_while_writing_is_told_with_the_answer():
    """What was checked by then stays."""
    signal = threading.Event()
    desk = Desk(Scripted(QUOTED + WRITTEN + END))
    steps = answering(desk, ASKED, (), None, signal)
    for _ in range(3):
        next(steps)
    signal.set()
    last = list(steps)[-1]
    assert (last.stage, last.was_stopped) == ("done", True)


def test_a_refusal_needs_no_model():
    """Nobody waits to hear that there is no answer."""
    desk = Desk(Scripted([Searched((), "en", 0.1), Refused(answered(outcome="refused"))]))
    assert run([], desk=desk)[-1].stage == "refused"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (
            QuestionError("The question is empty; type what you want to know."),
            "The question is empty",
        ),
        (RuntimeError("secret path /root/x"), ""),
    ],
)
def test_an_error_becomes_one_sentence(error, told):
    """Our own sentences are shown; what was not foreseen goes to the log and not to the page."""
    last = run([error])[-1]
    assert last.stage == "failed"
    assert last.message.startswith(told)
    assert "secret" not in last.message


def test_earlier_answers_go_with_the_question_as_they_were_searched():
    """Turns that never had an answer are left out."""
    earlier = [turn(condensed="Shops? And 2021?"), turn(stage="stopped", answer=None)]
    desk = Desk(Scripted(QUOTED + END))
    run([], history=earlier, desk=desk)
    assert (
        desk.bot.asked[0][1]["history"]
        == past(earlier)
        == [("Shops? And 2021?", earlier[0].answer)]
    )
