import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rag.library.exact import ExactLibrary
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.terms import query_terms
from tests.library.samples import (
    DIMENSION,
    IDENTITY,
    LANGUAGES,
    SENTENCES,
    make_document,
    vector_of,
    vectors_of,
)

names = st.sampled_from("abcdef")
languages = st.sampled_from(LANGUAGES)


class History(RuleBasedStateMachine):
    """Any order of putting, replacing, removing and opening again, on disk and in memory."""

    def __init__(self):
        super().__init__()
        self.temporary = tempfile.TemporaryDirectory()
        self.reference = ExactLibrary(IDENTITY, DIMENSION)
        self.library = self.opened()
        self.steps = 0

    def opened(self):
        return SqliteFaissLibrary(Path(self.temporary.name), IDENTITY, DIMENSION, create=True)

    @rule(name=names, language=languages, count=st.integers(0, 3), same=st.booleans())
    def put(self, name, language, count, same):
        self.steps += 1
        lines = [f"{line}{'' if same else self.steps} " for line in SENTENCES[language][:count]]
        document, passages = make_document(name, language, sentences=lines)
        for library in (self.library, self.reference):
            library.put(document, passages, vectors_of(passages))

    @rule(some=st.lists(names, max_size=3))
    def remove(self, some):
        ids = [make_document(name, "en")[0].id for name in some]
        assert self.library.remove(ids) == self.reference.remove(ids)

    @rule(drop=st.booleans())
    def open_again(self, drop):
        self.library.close()
        if drop:
            (Path(self.temporary.name) / "vectors.faiss").unlink(missing_ok=True)
        self.library = self.opened()

    @invariant()
    def same_answers(self):
        query, terms = vector_of(str(self.steps)), query_terms("240 7 " + SENTENCES["ja"][0], "ja")
        for search, question in (("nearest", query), ("matching", terms)):
            found, expected = (
                getattr(self.library, search)(question, 5),
                getattr(self.reference, search)(question, 5),
            )
            assert [number for number, _ in found] == [number for number, _ in expected]
            assert [score for _, score in found] == pytest.approx(
                [score for _, score in expected], abs=1e-5
            )
        assert self.library.stats().languages == self.reference.stats().languages

    def teardown(self):
        assert self.library.verify().problems == ()
        self.library.close()
        self.temporary.cleanup()


@pytest.mark.slow
def test_any_history_ends_in_the_same_library_as_in_memory():
    """Found by trying many; the shortest one that fails is shown."""
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        History, settings=settings(max_examples=25, stateful_step_count=15, deadline=None)
    )
