import time

from rag.generate.measure import speed


class Steady:
    """Writes a piece every ten milliseconds."""

    identity = "steady"

    def __init__(self, pieces):
        self.pieces = pieces

    def load(self):
        time.sleep(0.05)

    def stream(self, messages, stop):
        for _ in range(self.pieces):
            time.sleep(0.01)
            yield "x"


def test_loading_the_first_token_and_the_rest_are_timed_apart():
    """A hundred tokens a second at most, and not much less."""
    found = speed(Steady(20))
    assert found.tokens == 20
    assert found.load >= 0.05
    assert found.first_token >= 0.01
    assert 5 < found.tokens_per_second <= 101


def test_a_model_that_writes_nothing_has_no_speed():
    """Rather than an infinite one."""
    assert speed(Steady(0)).tokens_per_second == 0
    assert speed(Steady(1)).tokens_per_second == 0
