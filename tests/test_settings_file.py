"""The person's own settings file."""

import os

import pytest

from rag.errors import SettingsError
from rag.settings import resolve
from rag.settings_file import preview, store, user_file


def test_what_is_written_counts_and_comments_stay():
    """Other settings and the person's own words are kept."""
    file = user_file()
    file.parent.mkdir(parents=True)
    file.write_text(
        '# мои настройки\nport = 9000  # 我的端口\ngenerator = "quotes"\n', encoding="utf-8"
    )
    assert (
        store({"generator": "/modelle/größe.gguf", "balance": False, "refuse_above": 0.25}) == file
    )
    text = file.read_text(encoding="utf-8")
    assert "# мои настройки" in text
    assert "# 我的端口" in text
    settings = resolve({}, {}).settings
    assert (settings.generator, settings.balance, settings.refuse_above) == (
        "/modelle/größe.gguf",
        False,
        0.25,
    )
    assert settings.port == 9000


def test_none_takes_a_setting_out():
    """Then the default holds."""
    store({"read_hits": 40})
    assert resolve({}, {}).settings.read_hits == 40
    store({"read_hits": None})
    assert resolve({}, {}).settings.read_hits == 20


def test_the_preview_is_what_would_be_written():
    """Line by line, in TOML."""
    assert preview({"read_hits": 30, "generator": 'a"b'}) == 'read_hits = 30\ngenerator = "a\\"b"\n'
    assert not user_file().exists()


@pytest.mark.parametrize(
    ("key", "value"), [("read_hits", 0), ("refuse_above", 7), ("colour", "red")]
)
def test_a_value_that_is_not_allowed_writes_nothing(key, value):
    """One sentence that names it."""
    with pytest.raises(SettingsError, match=key):
        store({key: value})
    assert not user_file().exists()


def test_a_file_that_is_no_toml_is_left_as_it_is():
    """And said so."""
    user_file().parent.mkdir(parents=True)
    user_file().write_text("port = = 3")
    with pytest.raises(SettingsError, match="cannot be"):
        store({"read_hits": 30})
    assert user_file().read_text() == "port = = 3"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told():
    """In a sentence."""
    user_file().parent.mkdir(parents=True, mode=0o500)
    with pytest.raises(SettingsError, match="cannot be written"):
        store({"read_hits": 30})
