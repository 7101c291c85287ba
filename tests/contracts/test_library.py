"""What every library promises; each backend must agree with the exact one."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from rag.errors import LibraryError
from rag.library.exact import ExactLibrary
from rag.library.sqlite_faiss import SqliteFaissLibrary
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


class Exact:
    """In memory: there is nothing to open again."""

    def __init__(self, folder):
        self.library = ExactLibrary(IDENTITY, DIMENSION)

    def reopened(self):
        return self.library


class SqliteFaiss:
    """On disk."""

    def __init__(self, folder):
        self.folder = folder / "library"
        self.library = SqliteFaissLibrary(self.folder, IDENTITY, DIMENSION, create=True)

    def reopened(self):
        self.library.close()
        self.library = SqliteFaissLibrary(self.folder, IDENTITY, DIMENSION, create=False)
        return self.library


@pytest.fixture(params=[Exact, SqliteFaiss], ids=["exact", "sqlite_faiss"])
def backend(request, tmp_path):
    made = request.param(tmp_path)
    yield made
    made.library.close()


@pytest.fixture
def library(backend):
    return backend.library


@pytest.fixture(scope="module", params=[Exact, SqliteFaiss], ids=["exact", "sqlite_faiss"])
def filled(request, tmp_path_factory):
    """A library with a document in every language, to be read only, and what was put in."""
    made = request.param(tmp_path_factory.mktemp("filled"))
    yield made.library, fill(made.library)
    made.library.close()


def test_a_new_library_holds_and_finds_nothing(library):
    """Every question to an empty library has an empty answer."""
    assert library.documents() == []
    assert library.nearest(vector_of("x"), 5) == []
    assert library.matching(["x"], 5) == []
    assert library.document("x") is None
    assert (library.stats().documents, library.stats().passages, library.stats().embedder) == (
        0,
        0,
        "",
    )
    assert library.verify().problems == ()


def test_a_document_comes_back_as_it_was_put(library):
    """Text, marks, notes and all passages, by id and by path, in every script."""
    for language in LANGUAGES:
        name = f"{language}/straße 漢字.txt"
        _same_document(library, *put(library, name, language, notes=("encoding guessed: ñ",)))


def _same_document(library, document, passages):
    assert library.document(document.id) == document
    assert library.document(document.path) == document
    assert library.passages([item.id for item in passages]) == passages
    assert all(document.text[item.start : item.end] == item.text for item in passages)


def test_passages_come_in_the_order_asked_for(library):
    """Unknown ids are left out."""
    _, passages = put(library, "a", "ru")
    ids = [passages[2].id, 5, passages[0].id, 2**63 + 9, -1]
    assert library.passages(ids) == [passages[2], passages[0]]
    assert library.passages([]) == []


def test_neighbours_stop_at_the_ends_of_the_document(library):
    """Up to n on each side, in order, boilerplate too."""
    _, passages = put(library, "a", "zh")
    put(library, "b", "ja")
    assert library.neighbours(passages[0].id, 1) == passages[:2]
    assert library.neighbours(passages[2].id, 1) == passages[1:4]
    assert library.neighbours(passages[1].id, 9) == passages
    assert library.neighbours(passages[1].id, 0) == [passages[1]]
    assert library.neighbours(12345, 2) == []


def test_sources_are_given_by_document(library):
    """What stands beside a passage; unknown ids are left out."""
    document, _ = put(library, "a", "he", title="הנמל")
    [(number, source)] = library.sources([document.id, "unknown"]).items()
    assert (number, source.title, source.language) == (document.id, "הנמל", "he")


def test_the_list_is_paged_by_path(filled):
    """Pages follow one another without gaps and end."""
    library, _ = filled
    paths = [f"/samples/{language}.txt" for language in sorted(LANGUAGES)]
    pages = [library.documents(offset, 4) for offset in range(0, 20, 4)]
    assert [entry.source.path for page in pages for entry in page] == paths
    entry = library.documents(0, 1)[0]
    assert (entry.passages, entry.characters) == (
        4,
        len("".join(SENTENCES["ar"])) + len(BOILERPLATE),
    )
    assert entry.added.endswith("+00:00")
    assert library.documents(99) == library.documents(0, 0) == []


@pytest.mark.parametrize(
    ("title", "search"),
    [
        ("Die Straße", "STRASSE"),
        ("Ο δρόμος", "ΔΡΌΜΟΣ"),
        ("Старая гавань", "ГАВАНЬ"),
        ("Café du port", "cafe\u0301"),
        ("ﾌｪﾘｰ", "フェリー"),
        ("旧港渡轮", "渡轮"),
        ("बंदरगाह", "बंदर"),
        ("الميناء", "ميناء"),
        ("100% _sure_", "% _s"),
        ("any", "FOUND.TXT"),
    ],
)
def test_the_list_is_searched_without_regard_to_case_or_form(library, title, search):
    """In title and path, in any script."""
    put(library, "found.txt", "de", title=title)
    put(library, "other.md", "en", title="something else")
    assert [entry.source.title for entry in library.documents(search=search)] == [title]


def test_putting_again_replaces(library):
    """Nothing of the older version can be found; the passages in both versions stay."""
    put(library, "a", "en")
    document, passages = put(
        library, "a", "en", sentences=[SENTENCES["en"][0], "An entirely new ending."]
    )
    assert library.document("/samples/a") == document
    assert library.stats().documents == 1
    assert library.stats().passages == len(passages) == 3
    assert {number for number, _ in library.nearest(vector_of("x"), 9)} == {
        item.id for item in passages[:2]
    }
    assert library.matching(query_terms("passengers", "en"), 9) == []
    assert library.verify().problems == ()


def _shifted(document, passages, vectors):
    return document, [replace(passages[0], start=1), *passages[1:]], vectors


def _gap(document, passages, vectors):
    return document, passages[1:], vectors[1:]


def _other_text(document, passages, vectors):
    return replace(document, text=document.text + "more"), passages, vectors


def _foreign_passage(document, passages, vectors):
    return document, [replace(passages[0], document_id="0" * 16), *passages[1:]], vectors


def _doubled_id(document, passages, vectors):
    return document, [replace(passages[0], id=passages[1].id), *passages[1:]], vectors


def _large_id(document, passages, vectors):
    return document, [replace(passages[0], id=2**63), *passages[1:]], vectors


def _row_missing(document, passages, vectors):
    return document, passages, vectors[1:]


def _other_dimension(document, passages, vectors):
    return document, passages, vectors[:, 1:]


def _not_a_number(document, passages, vectors):
    return document, passages, np.where(np.arange(len(vectors))[:, None] == 1, np.nan, vectors)


def _zero(document, passages, vectors):
    return document, passages, vectors * 0


def _not_unicode(document, passages, vectors):
    return replace(document, title="\ud800"), passages, vectors


@pytest.mark.parametrize(
    "spoil",
    [
        _shifted, _gap, _other_text, _foreign_passage, _doubled_id, _large_id, _row_missing,
        _other_dimension, _not_a_number, _zero, _not_unicode,
    ],
    ids=lambda spoil: spoil.__name__.strip("_"),
)  # fmt: skip
def test_what_cannot_be_stored_changes_nothing(library, spoil):
    """One sentence that names the document; the older version stays whole."""
    old, old_passages = put(library, "a", "fr")
    before = library.stats()
    document, passages = make_document("a", "fr", sentences=["Un autre texte. ", "Sa fin."])
    with pytest.raises(LibraryError, match=r"/samples/a cannot be stored: .*\.$"):
        library.put(*spoil(document, passages, vectors_of(passages)))
    assert library.document("/samples/a") == old
    assert library.passages([item.id for item in old_passages]) == old_passages
    assert replace(library.stats(), bytes_on_disk=0) == replace(before, bytes_on_disk=0)
    assert library.verify().problems == ()


def test_a_passage_cannot_belong_to_two_documents(library):
    """The second document is refused whole."""
    _, first = put(library, "a", "ko")
    document, passages = make_document("b", "ko")
    passages[1] = replace(passages[1], id=first[1].id)
    with pytest.raises(LibraryError, match="/samples/b"):
        library.put(document, passages, vectors_of(passages))
    assert library.document("/samples/b") is None
    assert library.passages([first[1].id]) == [first[1]]


def test_removed_documents_are_gone(library):
    """From the list, from both searches, by id and by path; the others stay."""
    put_in = fill(library)
    document, passages = put_in["el"]
    assert library.remove([document.id, document.id, "unknown"]) == 1
    assert library.document(document.id) is None
    assert library.passages([item.id for item in passages]) == []
    assert library.stats().documents == len(LANGUAGES) - 1
    assert "el" not in library.stats().languages
    assert not {item.id for item in passages} & {
        number for number, _ in library.nearest(vector_of("x"), 99)
    }
    assert (
        library.matching(
            passage_terms(passages[0].text, "el"), 99, Filter(languages=frozenset({"el"}))
        )
        == []
    )
    assert library.verify().problems == ()


def test_removing_nothing_removes_nothing(library):
    """An empty list is not all; unknown ids are none."""
    fill(library)
    generation = library.stats().generation
    assert library.remove([]) == library.remove(["unknown"]) == 0
    assert library.stats().documents == len(LANGUAGES)
    assert library.stats().generation == generation


def test_a_removed_document_can_be_put_again(library):
    """It is found as before."""
    document, passages = put(library, "a", "th")
    library.remove([document.id])
    put(library, "a", "th")
    assert library.nearest(vector_of(passages[1].text), 1)[0][0] == passages[1].id


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


def test_stored_vectors_come_back_with_their_passages(library):
    """In order, boilerplate left out, of that document only; exactly what was stored."""
    put(library, "other", "de")
    for language in LANGUAGES:
        document, passages = put(library, f"{language}.txt", language)
        vectors = vectors_of(passages)
        expected = [
            (item, vectors[row]) for row, item in enumerate(passages) if not item.boilerplate
        ]

        found = library.embedded(document.id)

        assert [item for item, _ in found] == [item for item, _ in expected]
        for (_, stored), (_, given) in zip(found, expected, strict=True):
            assert stored.dtype == np.float32
            assert np.abs(stored - given / np.linalg.norm(given)).max() < 1e-3
    assert library.embedded("unknown") == []


def test_a_stored_vector_put_again_does_not_change(library):
    """What is kept of an unchanged passage is the same after any number of replacements."""
    document, passages = put(library, "again", "ja")
    before = library.embedded(document.id)

    rows = np.zeros((len(passages), DIMENSION), np.float32)
    for item, vector in before:
        rows[item.index] = vector
    library.put(document, passages, rows)

    again = library.embedded(document.id)
    assert all((one == other).all() for (_, one), (_, other) in zip(before, again, strict=True))


def test_a_closed_library_says_so(library):
    """One sentence, whatever is asked of it; closing again is no error."""
    document, passages = put(library, "a", "en")
    library.close()
    library.close()
    for ask in (
        lambda: library.documents(),
        lambda: library.document("a"),
        lambda: library.sources([document.id]),
        lambda: library.passages([1]),
        lambda: library.neighbours(1, 1),
        lambda: library.embedded(document.id),
        lambda: library.nearest(vector_of("x"), 1),
        lambda: library.matching(["x"], 1),
        lambda: library.stats(),
        lambda: library.verify(),
        lambda: library.put(document, passages, vectors_of(passages)),
        lambda: library.remove([]),
    ):
        with pytest.raises(LibraryError, match=r"is closed; .*\.$"):
            ask()
