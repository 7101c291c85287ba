"""What both searches of every library promise; each backend must agree with the exact one."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from rag.errors import LibraryError
from rag.library.exact import ExactLibrary
from rag.terms import passage_terms, query_terms
from rag.types import Filter
from tests.library.samples import (
    BOILERPLATE,
    DIMENSION,
    IDENTITY,
    LANGUAGES,
    SENTENCES,
    fill,
    make_document,
    put,
    vector_of,
    vectors_of,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_vector_finds_its_own_passage_first(filled, language):
    """With a cosine of one, and the others lower."""
    library, put_in = filled
    _, passages = put_in[language]
    found = library.nearest(vector_of(passages[1].text), 5)
    assert found[0][0] == passages[1].id
    assert found[0][1] == pytest.approx(1, abs=2e-3)
    assert found == sorted(found, key=lambda item: (-item[1], item[0]))
    assert found[1][1] < found[0][1]


def test_cosines_do_not_depend_on_the_length_of_the_query(filled):
    """A query three times as long has the same answer."""
    library, _ = filled
    query = vector_of("a question")
    for number, (scaled, cosine) in zip(
        library.nearest(query, 9), library.nearest(query * 3, 9), strict=True
    ):
        assert number == (scaled, pytest.approx(cosine, abs=1e-6))
    assert all(-1 <= cosine <= 1 for _, cosine in library.nearest(query, 99))


@pytest.mark.parametrize(
    "query", [np.zeros(DIMENSION), np.full(DIMENSION, np.nan), np.ones(DIMENSION + 1)]
)
def test_a_query_that_is_no_direction_is_refused(filled, query):
    """Zero, not a number, or of another dimension: one sentence."""
    library, _ = filled
    with pytest.raises(LibraryError, match=r"vector"):
        library.nearest(query.astype(np.float32), 3)


def test_equal_cosines_are_ordered_by_id(library):
    """Also where k cuts through them."""
    ids = []
    for name in range(30):
        document, passages = make_document(
            str(name), "en", sentences=["The same sentence everywhere."]
        )
        library.put(document, passages, vectors_of(passages))
        ids.append(passages[0].id)
    for k in (1, 3, 7, 29, 30, 50):
        near = library.nearest(vector_of("The same sentence everywhere."), k)
        said = library.matching(query_terms("sentence", "en"), k)
        assert [number for number, _ in near] == [number for number, _ in said] == sorted(ids)[:k]


def test_boilerplate_is_stored_and_never_found(library):
    """Neither by its vector, though one was given, nor by its terms."""
    document, passages = make_document("a", "pl")
    vectors = vectors_of(passages)
    vectors[-1] = vector_of("boilerplate")
    library.put(document, passages, vectors)
    assert passages[-1].boilerplate
    assert passages[-1].id not in dict(library.nearest(vector_of("boilerplate"), 99))
    assert passages[-1].id not in dict(library.matching(passage_terms(BOILERPLATE, "pl"), 99))
    assert library.passages([passages[-1].id]) == [passages[-1]]
    assert library.stats().languages == {"pl": 3}


def test_filters_hold_in_both_searches(filled):
    """By language, by document, by both; an empty set lets nothing through."""
    library, put_in = filled
    query, terms = vector_of("x"), ["240", *query_terms(SENTENCES["ja"][0], "ja")]
    spanish, japanese = put_in["es"], put_in["ja"]
    for keep, allowed in [
        (Filter(languages=frozenset({"es", "ja"})), [*spanish[1], *japanese[1]]),
        (Filter(documents=frozenset({spanish[0].id})), spanish[1]),
        (Filter(frozenset({spanish[0].id, japanese[0].id}), frozenset({"ja"})), japanese[1]),
        (Filter(frozenset({spanish[0].id}), frozenset({"ja"})), []),
        (Filter(languages=frozenset()), []),
        (Filter(documents=frozenset()), []),
        (Filter(documents=frozenset({"unknown"})), []),
    ]:
        ids = {item.id for item in allowed if not item.boilerplate}
        assert set(dict(library.nearest(query, 99, keep))) == ids
        assert set(dict(library.matching(terms, 99, keep))) <= ids
        assert bool(library.matching(terms, 99, keep)) == bool(ids)
    assert library.nearest(query, 5, Filter()) == library.nearest(query, 5)


def test_a_filter_sees_what_was_put_after_it_was_first_used(library):
    """Nothing that is remembered of a filter outlives a change."""
    keep = Filter(languages=frozenset({"tr"}))
    put(library, "a", "de")
    assert library.nearest(vector_of("x"), 9, keep) == []
    _, passages = put(library, "b", "tr")
    assert set(dict(library.nearest(vector_of("x"), 9, keep))) == {item.id for item in passages[:3]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passage_is_found_by_its_terms(filled, language):
    """In every script, first of all."""
    library, put_in = filled
    _, passages = put_in[language]
    found = library.matching(query_terms(passages[0].text, language), 5)
    assert found[0][0] == passages[0].id
    assert all(score > 0 for _, score in found)
    assert found == sorted(found, key=lambda item: (-item[1], item[0]))


def test_rarer_terms_and_more_of_them_weigh_more(library):
    """Higher is better."""
    _, [both, common, *_] = put(
        library, "a", "en", sentences=["ferry harbour ", "ferry crane ", "ferry mast ", "winch "]
    )
    found = library.matching(["harbour", "ferry"], 9)
    assert found[0][0] == both.id
    assert dict(found)[common.id] < found[0][1]
    assert len(found) == 3
    assert library.matching(["ferry", "ferry"], 9) == library.matching(["ferry"], 9)


def test_a_word_of_the_title_counts_less_than_one_of_the_text(library):
    """But it counts."""
    _, [titled, *_] = put(library, "a", "it", title="porto", sentences=["Un testo lungo uguale. "])
    _, [written, *_] = put(library, "b", "it", title="altro", sentences=["Un testo lungo porto. "])
    for name in "cdef":
        put(library, name, "it", title=name, sentences=[f"Niente di {name} simile qui. "])
    found = dict(library.matching(query_terms("porto", "it"), 9))
    assert set(found) == {titled.id, written.id}
    assert found[written.id] > found[titled.id]


@pytest.mark.parametrize(
    "term",
    [
        '"',
        "'",
        "a b",
        "a\x00b",
        "NEAR",
        "AND",
        "*",
        "body:x",
        "-",
        "(",
        "\\",
        "%",
        "ß",
        "İ",
        "\ud800",
        "x" * 40_000,
        "渡",
        "",
    ],
    ids=ascii,
)
def test_no_term_is_read_as_a_command(filled, term):
    """Whatever a term is made of, it is a term."""
    library, _ = filled
    assert library.matching([term[:50], term, "zzz"], 5) in ([], library.matching([term], 5))


def test_many_terms_can_be_asked_for_at_once(library):
    """A question may be long."""
    _, passages = put(library, "a", "vi", sentences=["chiếc phà rời bến. "])
    terms = [f"term{number}" for number in range(3000)] + query_terms("phà", "vi")
    assert [number for number, _ in library.matching(terms, 5)] == [passages[0].id]


@pytest.mark.parametrize("k", [0, -1])
def test_asking_for_none_gives_none(filled, k):
    """Not all."""
    library, _ = filled
    assert library.nearest(vector_of("x"), k) == library.matching(["240"], k) == []


def test_everything_is_the_same_after_opening_again(backend):
    """Documents, both searches, counts, and the order of equals."""
    put_in = fill(backend.library)
    put(backend.library, "en.txt", "en", sentences=["Another text altogether. "])
    backend.library.remove([put_in["hi"][0].id])
    before = _answers(backend.library)
    after = _answers(backend.reopened())
    assert after == before
    assert backend.library.verify().problems == ()


def _answers(library):
    queries = [vector_of(str(number)) for number in range(20)]
    terms = [
        query_terms(sentence, language)
        for language, lines in SENTENCES.items()
        for sentence in lines
    ]
    entries = library.documents(0, 99)
    return (
        entries,
        [library.document(entry.source.id) for entry in entries],
        [library.nearest(query, 7) for query in queries],
        [library.matching(item, 7) for item in terms],
        replace(library.stats(), bytes_on_disk=0),
    )


@pytest.mark.parametrize("reopen", [False, True], ids=["open", "reopened"])
def test_searches_agree_with_the_exact_library(backend, reopen):
    """After many changes: the same passages in the same order, the same direction of scores."""
    reference = ExactLibrary(IDENTITY, DIMENSION)
    for library in (reference, backend.library):
        _many_changes(library)
    library = backend.reopened() if reopen else backend.library
    languages = Filter(languages=frozenset({"zh", "ar", "en"}))
    for keep in (None, languages):
        for number in range(25):
            query = vector_of(f"query {number}")
            _same(library.nearest(query, 10, keep), reference.nearest(query, 10, keep))
            _same(library.nearest(query * 7, 10, keep), reference.nearest(query, 10, keep))
        for language, lines in SENTENCES.items():
            for line in lines:
                terms = query_terms(line, language)
                _same(library.matching(terms, 10, keep), reference.matching(terms, 10, keep))
    assert library.stats().languages == reference.stats().languages
    assert library.documents(0, 500) == _without_times(
        reference.documents(0, 500), library.documents(0, 500)
    )


def _many_changes(library):
    generator = np.random.default_rng(8)
    for step in range(80):
        name, language = str(generator.integers(30)), LANGUAGES[generator.integers(len(LANGUAGES))]
        document, passages = make_document(name, language)
        if generator.random() < 0.2:
            library.remove([document.id])
            continue
        lines = [f"{line}{step} " for line in generator.permutation(SENTENCES[language])]
        document, passages = make_document(name, language, sentences=lines)
        library.put(document, passages, vectors_of(passages))


def _same(found, expected):
    assert [number for number, _ in found] == [number for number, _ in expected]
    assert [score for _, score in found] == pytest.approx(
        [score for _, score in expected], abs=1e-5
    )


def _without_times(entries, like):
    return [replace(entry, added=other.added) for entry, other in zip(entries, like, strict=True)]


def test_a_search_sees_one_version_of_a_document_while_it_is_replaced(library):
    """All passages of one version, never some of each, from several threads."""
    versions = [
        make_document("a", "sv", sentences=[f"{part} i version {number} " for part in range(12)])
        for number in range(25)
    ]
    wholes = [frozenset(item.id for item in passages[:-1]) for _, passages in versions]
    library.put(*versions[0], vectors_of(versions[0][1]))
    stop, mixed = threading.Event(), []

    def search():
        while not stop.is_set():
            seen = frozenset(dict(library.nearest(vector_of("x"), 50)))
            said = frozenset(dict(library.matching(["version"], 50)))
            mixed.extend(found for found in (seen, said) if found not in wholes)

    readers = [threading.Thread(target=search) for _ in range(3)]
    for reader in readers:
        reader.start()
    for document, passages in versions[1:]:
        library.put(document, passages, vectors_of(passages))
    stop.set()
    for reader in readers:
        reader.join()
    assert mixed == []
    assert frozenset(dict(library.nearest(vector_of("x"), 50))) == wholes[-1]
