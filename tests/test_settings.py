"""Settings: order of precedence, origins, refusals."""

from dataclasses import fields

import pytest

from rag.errors import SettingsError
from rag.settings import FILE_NAME, SECRET, Settings, described, resolve, shown


@pytest.fixture
def library(tmp_path):
    """A folder to be the library."""
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


def test_later_places_win_and_each_origin_is_told(library):
    """File, then environment, then what was given."""
    (library / FILE_NAME).write_text(
        "read_hits = 8\nevidence = 5\nleg_hits = 7\n", encoding="utf-8"
    )

    resolved = resolve(
        {"library": str(library), "read_hits": 10}, {"RAG_READ_HITS": "9", "RAG_EVIDENCE": "4"}
    )

    settings = resolved.settings
    assert (settings.read_hits, settings.evidence, settings.leg_hits) == (10, 4, 7)
    assert resolved.origins["read_hits"] == "given"
    assert resolved.origins["evidence"] == "RAG_EVIDENCE"
    assert resolved.origins["leg_hits"] == str(library / FILE_NAME)
    assert resolved.origins["balance"] == "default"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("port", "many"),
        ("port", 70000),
        ("precision", "float8"),
        ("balance", "perhaps"),
        ("passage_tokens", 1),
        ("colour", "blue"),
    ],
)
def test_a_wrong_value_names_key_value_and_what_is_allowed(key, value):
    """One sentence, with the facts as attributes too."""
    with pytest.raises(SettingsError) as caught:
        resolve({key: value}, {})

    assert caught.value.key == key
    assert key in str(caught.value)
    assert repr(value) in str(caught.value)


def test_a_settings_file_that_is_no_toml_is_named(library):
    """The file is in the sentence."""
    (library / FILE_NAME).write_text("port = = 1", encoding="utf-8")

    with pytest.raises(SettingsError, match=FILE_NAME):
        resolve({"library": str(library)}, {})


@pytest.mark.parametrize("word", ["1", "yes", "TRUE", " on "])
def test_yes_has_many_words(word):
    """Environment variables are text."""
    assert resolve({}, {"RAG_BALANCE": word}).settings.balance is True


def test_a_secret_is_not_shown():
    """`rag config` may be pasted anywhere."""
    resolved = resolve({"openai_key": "abc"}, {})

    assert shown(resolved.settings, "openai_key") == SECRET


def test_every_setting_has_a_meaning():
    """The page of settings has no empty cell."""
    assert [row[0] for row in described()] == [item.name for item in fields(Settings)]
    assert all(row[3].endswith((".", "`")) for row in described())


@pytest.mark.parametrize(
    "line",
    ['openai_url = "http://example.org"', 'host = "0.0.0.0"', 'token = ""', "isolate = false"],
)
def test_a_library_of_somebody_else_cannot_name_a_server(library, line):
    """Its file may tune the search, not send text away, open a door or take down a wall."""
    (library / FILE_NAME).write_text(line, encoding="utf-8")

    with pytest.raises(SettingsError, match="may not set it"):
        resolve({"library": str(library)}, {})
