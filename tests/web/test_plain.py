import json
from dataclasses import dataclass, field
from typing import Literal

import pytest

from rag.web.plain import as_plain, from_plain


@dataclass(frozen=True)
class Inner:
    text: str
    score: float = 0.0


@dataclass(frozen=True)
class Outer:
    kind: Literal["a", "b"]
    many: tuple[Inner, ...] = ()
    named: dict[str, Inner] = field(default_factory=dict)
    perhaps: int | None = None
    flag: bool = False


WHOLE = Outer("a", (Inner("ア", 0.5), Inner("ب")), {"x": Inner("हिन्दी")}, 2**63 - 1, True)


def test_what_is_taken_apart_comes_together_again():
    """Through JSON, with every type and script kept."""
    assert from_plain(Outer, json.loads(json.dumps(as_plain(WHOLE)))) == WHOLE


def test_missing_fields_have_their_defaults_and_unknown_ones_are_passed_over():
    """Files of an older and of a newer version can be read."""
    assert from_plain(Outer, {"kind": "b", "later": [1]}) == Outer("b")


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"kind": "c"},
        {"kind": "a", "many": {"text": "x"}},
        {"kind": "a", "many": [{"text": 7}]},
        {"kind": "a", "many": [{"text": "x", "score": True}]},
        {"kind": "a", "named": [["x", "y"]]},
        {"kind": "a", "perhaps": "7"},
        {"kind": "a", "flag": 1},
    ],
)
def test_values_of_another_type_are_an_error(value):
    """Nothing that does not fit gets into the program."""
    with pytest.raises(ValueError, match=r"type|Outer|Inner"):
        from_plain(Outer, value)
