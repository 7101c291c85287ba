import pytest

from rag.pace import Pace, span


class Clock:
    """Time as the test says."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def test_a_line_says_count_rate_and_what_is_left():
    """The estimate goes by bytes: one large file left is more work than the three small ones."""
    clock = Clock()
    pace = Pace([0, 0, 0, 980_000], clock)
    assert pace.line() == "0/4"

    for _ in range(3):
        clock.now += 2
        pace.step()

    assert pace.line() == "3/4 · 0.5 files/s · about 2 min left"


def test_in_the_first_second_only_the_count_is_said():
    """A rate over a moment means nothing."""
    clock = Clock()
    pace = Pace([10, 10], clock)
    clock.now += 0.5
    pace.step()

    assert pace.line() == "1/2"


def test_at_the_end_nothing_is_left():
    """Count and rate stay."""
    clock = Clock()
    pace = Pace([10] * 30, clock)
    clock.now += 2
    for _ in range(30):
        pace.step()

    assert pace.line() == "30/30 · 15 files/s"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (45, "45 s"), (89, "89 s"), (100, "2 min"), (3600, "60 min"), (9000, "2 h 30 min")],
)  # fmt: skip
def test_a_span_has_the_units_that_matter(seconds, words):
    """Seconds, minutes, hours."""
    assert span(seconds) == words
