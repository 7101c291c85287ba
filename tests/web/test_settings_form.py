import pytest

from rag.errors import SettingsError
from rag.settings import Settings, resolve
from rag.settings_file import store, user_file
from rag.web.settings_form import KEYS, Locks, changes, texts, written
from rag.web.strings import INTERFACE_LANGUAGES, words
from tests.web.test_render import read

SAY = words("en")


def settings(**values):
    return resolve(values, {}).settings


@pytest.mark.parametrize("language", INTERFACE_LANGUAGES)
def test_each_setting_has_its_meaning_and_default(language):
    """In every language of the page."""
    for key in KEYS:
        told = texts(key, Locks({}), words(language))
        assert told["label"]
        assert len(told["info"]) > len(told["label"]) / 2
    assert "20" in texts("read_hits", Locks({}), words(language))["info"]


def test_what_the_environment_or_the_command_line_fixes_is_locked(monkeypatch):
    """And what fixes it is said."""
    monkeypatch.setenv("RAG_READ_HITS", "30")
    locks = Locks.of(settings(read_hits=30, generator="quotes"))
    assert locks.origins == {"read_hits": "RAG_READ_HITS", "generator": "given"}
    assert "Fixed by RAG_READ_HITS." in texts("read_hits", locks, SAY)["info"]
    assert "when the program was started" in texts("generator", locks, SAY)["info"]
    assert changes({"read_hits": 99, "evidence": 5}, settings(read_hits=30), locks) == {
        "evidence": 5
    }


def test_what_stands_in_the_person_s_file_is_not_locked():
    """It is what the page writes."""
    store({"evidence": 7})
    assert Locks.of(settings()).origins == {}


def test_a_page_that_others_can_open_changes_nothing():
    """The file is its owner's."""
    locks = Locks.of(settings(host="0.0.0.0", token="word"))
    assert changes({"evidence": 5, "generator": "quotes"}, Settings(), locks) == {}


def test_only_what_differs_is_written_and_as_its_type():
    """A field of the page gives floats and words."""
    values = {
        "read_hits": 25.0,
        "evidence": 3,
        "refuse_above": -1,
        "balance": True,
        "leg_hits": None,
    }
    assert changes(values, Settings(), Locks({})) == {"read_hits": 25}
    with pytest.raises(SettingsError, match="read_hits"):
        changes({"read_hits": 1000}, Settings(), Locks({}))


def test_the_preview_names_the_file_and_the_lines():
    """Before anything is written; hostile values stay text."""
    page = read(written({"generator": "<img src=x onerror=window.hacked=1>"}, SAY))
    assert str(user_file()) in page.text
    assert 'generator = "<img src=x' in page.text
    assert {tag for tag, _ in page.tags} == {"p", "code", "pre"}
    assert "Nothing is changed." in written({}, SAY)
