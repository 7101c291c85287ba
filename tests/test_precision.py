"""The choice of arithmetic."""

import json
import time

import pytest
import torch

from rag.precision import faster_precision, measure


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    """A cache of its own."""
    monkeypatch.setenv("RAG_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def slow_in(kind, model):
    """Something that takes longer in one arithmetic."""
    return lambda: time.sleep(0.02 if model.weight.dtype == kind else 0.001)


@pytest.mark.parametrize(
    ("slow", "chosen"), [(torch.float32, "bfloat16"), (torch.bfloat16, "float32")]
)
def test_the_faster_one_is_chosen_and_remembered(own_cache, slow, chosen):
    """The second time nothing is measured."""
    model = torch.nn.Linear(4, 4)

    assert faster_precision("m", model, slow_in(slow, model)) == chosen
    assert faster_precision("m", model, lambda: pytest.fail("measured again")) == chosen
    assert (
        next(iter(json.loads((own_cache / "precision.json").read_text()).values()))["choice"]
        == chosen
    )


def test_equal_speed_keeps_the_exact_one():
    """Digits are not given up for nothing."""
    model = torch.nn.Linear(4, 4)

    assert faster_precision("m", model, lambda: time.sleep(0.01)) == "float32"


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16, torch.float16])
def test_the_model_is_left_as_it_was(kind):
    """To the last bit, also when the run fails."""
    model = torch.nn.Linear(8, 8).to(kind)
    before = [tensor.clone() for tensor in model.parameters()]

    def fail():
        raise ValueError

    measure(model, lambda: None)
    with pytest.raises(ValueError):
        measure(model, fail)

    for ours, theirs in zip(model.parameters(), before, strict=True):
        assert ours.dtype == kind
        assert torch.equal(ours, theirs)


@pytest.mark.parametrize("text", ["{broken", "[]", '{"a": 1}', '{"a": {}}', "\x00"])
def test_a_damaged_cache_is_measured_anew(own_cache, text):
    """It is derived and can be made again."""
    own_cache.mkdir()
    (own_cache / "precision.json").write_text(text)
    model = torch.nn.Linear(4, 4)

    assert faster_precision("m", model, slow_in(torch.float32, model)) == "bfloat16"


def test_a_cache_that_cannot_be_written_is_no_error(own_cache):
    """A file stands where the folder should be."""
    own_cache.write_text("a file")

    assert faster_precision("m", torch.nn.Linear(4, 4), lambda: time.sleep(0.01)) == "float32"
