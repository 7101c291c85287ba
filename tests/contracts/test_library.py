"""What every library promises of the documents that it stores."""

from dataclasses import replace

import numpy as np
import pytest

from rag.errors import LibraryError
from rag.terms import passage_terms, query_terms
from rag.types import Filter
from tests.library.samples import (
    BOILERPLATE,
    DIMENSION,
    LANGUAGES,
    SENTENCES,
    fill,
    make_document,
    put,
    vector_of,
    vectors_of,
)


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


def test_a_vacuum_changes_nothing_that_can_be_asked(library):
    """It says how many bytes it gave back; nothing to give back is none."""
    put_in = fill(library)
    library.remove([document.id for document, _ in list(put_in.values())[:9]])
    before = library.documents(), library.matching(["240"], 9), library.stats().generation

    assert library.vacuum() >= 0

    assert (library.documents(), library.matching(["240"], 9), library.stats().generation) == before
    assert library.verify().problems == ()
    assert library.vacuum() == 0


def test_a_removed_document_can_be_put_again(library):
    """It is found as before."""
    document, passages = put(library, "a", "th")
    library.remove([document.id])
    put(library, "a", "th")
    assert library.nearest(vector_of(passages[1].text), 1)[0][0] == passages[1].id


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


COLLECTIONS = ("Verträge", "Договоры", "契約", "عقود", "สัญญา", "Συμβάσεις")


def test_documents_are_collected_under_names_in_any_script(library):
    """A document may be in several; the list, the counts and the members agree."""
    put_in = {language: document.id for language, (document, _) in fill(library).items()}
    for number, name in enumerate(COLLECTIONS, start=1):
        ids = list(put_in.values())[:number]
        assert library.collect(name, [*ids, ids[0], "unknown"]) == number
        assert library.collect(name, ids) == 0
        assert library.members([name]) == frozenset(ids)
        assert {entry.source.id for entry in library.documents(collection=name)} == set(ids)
    assert library.collections() == dict(zip(COLLECTIONS, range(1, 7), strict=True))
    assert list(library.collections()) == sorted(COLLECTIONS)
    english = next(entry for entry in library.documents() if entry.source.id == put_in["en"])
    assert english.collections == tuple(sorted(COLLECTIONS))
    assert library.members(["契約", "unknown"]) == library.members(["契約"])
    assert library.members([]) == library.members(["\ud800"]) == frozenset()


def test_a_collection_goes_with_its_last_document(library):
    """Taking out, removing: none is left that nothing belongs to."""
    (english, _), (german, _) = put(library, "a", "en"), put(library, "b", "de")
    library.collect("both", [english.id, german.id])
    assert library.collect("both", [english.id, "unknown"], inside=False) == 1
    assert library.collections() == {"both": 1}
    library.remove([german.id])
    assert library.collections() == {}
    assert library.documents(collection="both") == []
    assert library.verify().problems == ()


def test_a_document_that_is_replaced_stays_in_its_collections(library):
    """It is the same document."""
    document, _ = put(library, "a", "en")
    library.collect("kept", [document.id])
    put(library, "a", "en", sentences=["An entirely new text. "])
    assert library.members(["kept"]) == {document.id}


def test_the_list_of_a_collection_is_searched_and_paged(library):
    """The conditions hold together."""
    ids = [document.id for document, _ in fill(library).values()]
    library.collect("some", ids[:7])
    found = [
        entry.source.id
        for page in range(4)
        for entry in library.documents(page * 2, 2, ".TXT", "some")
    ]
    assert sorted(found) == sorted(ids[:7])
    assert library.documents(search="nothing like it", collection="some") == []


@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b", "a\u202eb", "\ud800"], ids=ascii)
def test_a_name_that_cannot_be_read_is_refused(library, name):
    """One sentence, and nothing is changed."""
    document, _ = put(library, "a", "en")
    with pytest.raises(LibraryError, match=r"cannot be named .*\.$"):
        library.collect(name, [document.id])
    assert library.collections() == {}


def test_spaces_and_forms_do_not_make_two_collections_of_one(library):
    """Names are kept in NFC with single spaces."""
    document, _ = put(library, "a", "en")
    library.collect("Caf\u00e9  du port ", [document.id])
    library.collect("Cafe\u0301 du port", [document.id])
    assert library.collections() == {"Caf\u00e9 du port": 1}


def test_pages_are_counted_where_a_document_has_them(library):
    """The sample documents have one mark of a page."""
    put(library, "a", "en")
    assert [entry.pages for entry in library.documents()] == [1]


def test_a_sample_has_the_stored_vectors_of_the_lowest_ids(filled):
    """With those asked for; boilerplate and unknown ids are left out."""
    library, put_in = filled
    every = {item.id: item for _, passages in put_in.values() for item in passages}
    searched = sorted(number for number, item in every.items() if not item.boilerplate)
    boilerplate = next(number for number, item in every.items() if item.boilerplate)
    found = library.sample(5, [searched[-1], boilerplate, 12345, -1, 2**63])
    assert sorted(found) == [*searched[:5], searched[-1]]
    for number, vector in found.items():
        assert vector.dtype == np.float32
        assert np.allclose(vector, vector_of(every[number].text), atol=2e-3)
    assert library.sample(0) == {}
    assert len(library.sample(10_000)) == len(searched)


def test_a_library_that_rests_goes_on_as_before(library):
    """Resting is no end: what was put stays, and more can be put."""
    put(library, "a", "en")
    library.rest()
    library.rest()
    put(library, "b", "zh")
    assert library.stats().documents == 2


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
        lambda: library.collect("name", [document.id]),
        lambda: library.collections(),
        lambda: library.members(["name"]),
        lambda: library.sample(1),
        lambda: library.stats(),
        lambda: library.verify(),
        lambda: library.vacuum(),
        lambda: library.put(document, passages, vectors_of(passages)),
        lambda: library.remove([]),
    ):
        with pytest.raises(LibraryError, match=r"is closed; .*\.$"):
            ask()
