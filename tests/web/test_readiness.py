from rag.errors import ModelError
from rag.web.readiness import Readiness, Told


class Loading:
    """Stands in for a bot: what loading it leads to is all that matters here."""

    def __init__(self, error=None):
        self.error = error

    def load(self):
        if self.error:
            raise self.error


def test_what_is_loaded_is_ready():
    """And nothing is said of it any more."""
    readiness = Readiness()
    assert readiness.told() == Told("ready")
    readiness.load(Loading()).join()
    assert readiness.told() == Told("ready")


def test_a_missing_model_says_what_to_type():
    """In the words of the error; another one that can be loaded takes them back."""
    readiness = Readiness()
    error = ModelError("The model x is not installed; type: python -m pip install x.")
    readiness.load(Loading(error)).join()
    assert readiness.told() == Told("failed", str(error))
    readiness.load(Loading()).join()
    assert readiness.told() == Told("ready")


def test_what_nobody_expected_is_told_without_a_traceback():
    """The log has the rest."""
    readiness = Readiness()
    readiness.load(Loading(ZeroDivisionError("x"))).join()
    assert "log" in readiness.told().message
    assert "Zero" not in readiness.told().message
