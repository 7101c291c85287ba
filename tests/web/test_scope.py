from rag.api import Collection
from rag.settings import resolve
from rag.types import Filter
from rag.web.scope import EVERYTHING, MOST_REMEMBERED, Scope, Scopes
from rag.web.scope_bar import told
from rag.web.strings import words


def test_a_scope_becomes_a_filter(tmp_path, collection_folder):
    """Nothing chosen is no filter; collections and documents are united, languages narrow them."""
    given = {"library": str(tmp_path / "l"), "embedder": "hashing"}
    with Collection(resolve(given, {}).settings, create=True) as collection:
        collection.add([collection_folder])
        ids = {entry.source.language: entry.source.id for entry in collection.documents()}
        collection.collect("Verträge", [ids["de"], ids["fr"]])
        assert EVERYTHING.keep(collection) is None
        assert Scope(("Verträge",), ("fr",), (ids["zh"],)).keep(collection) == Filter(
            frozenset({ids["de"], ids["fr"], ids["zh"]}), frozenset({"fr"})
        )


def test_each_tab_has_its_own_choice():
    """It is forgotten with the tab, and the oldest when there are too many."""
    scopes = Scopes()
    scopes.choose("a", Scope(languages=("ar",)))
    assert scopes.of("b") == EVERYTHING
    scopes.forget("a")
    assert scopes.of("a") == EVERYTHING
    for number in range(MOST_REMEMBERED + 1):
        scopes.choose(str(number), Scope(("x",)))
    assert scopes.of("0") == EVERYTHING
    assert scopes.of(str(MOST_REMEMBERED)) == Scope(("x",))


def test_the_choice_is_told_in_one_line():
    """Collections by name, languages by their own, documents by their number."""
    assert told(EVERYTHING, words("de")) == "Antworten aus allen Dokumenten"
    scope = Scope(("Договоры",), ("ar", "und"), ("1", "2"))
    assert told(scope, words("en")) == (
        "Answers from: Договоры · العربية · Language unknown · documents chosen: 2"
    )
