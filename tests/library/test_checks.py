import numpy as np
import pytest

from rag.library.checks import checked_rows, digest, folded, tiles
from tests.library.samples import DIMENSION, make_document, vectors_of


def test_rows_are_made_unit_and_half_precision():
    """Whatever their length was; boilerplate becomes zeros."""
    document, passages = make_document("a", "hi")
    rows = checked_rows(document, passages, vectors_of(passages) * 5 + 0, DIMENSION)
    assert rows.dtype == np.float16
    norms = np.linalg.norm(rows.astype(np.float32), axis=1)
    assert norms[:3] == pytest.approx([1, 1, 1], abs=1e-3)
    assert norms[3] == 0


def test_a_digest_keeps_its_parts_apart():
    """Moving a character from one part to the next changes it."""
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("1", 2) == digest(b"1", "2")
    assert len(digest()) == 16


@pytest.mark.parametrize(
    ("one", "other"), [("STRASSE", "Straße"), ("ﬁn", "FIN"), ("ΣΟΦΟΣ", "σοφος"), ("é", "E\u0301")]
)
def test_folding_makes_forms_of_a_word_equal(one, other):
    """Case, ligatures, final letters, composed characters."""
    assert folded(one) == folded(other)


def test_texts_tile_when_each_starts_where_the_last_ended():
    """Counted in code points."""
    assert tiles([(0, "a😀"), (2, "é"), (3, "")])
    assert not tiles([(0, "a😀"), (3, "é")])
    assert not tiles([(1, "a")])
