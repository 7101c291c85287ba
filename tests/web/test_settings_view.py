from rag.settings import SECRET, Settings, described
from rag.web.settings_view import settings_table
from rag.web.strings import words
from tests.web.test_render import read


def test_every_setting_is_shown_with_its_meaning():
    """The table is made from the settings themselves."""
    page = read(settings_table(Settings(), words("en"))).text
    for name, _, _, meaning in described():
        assert name in page
        assert meaning.replace("`", "")[:40] in page


def test_secrets_are_hidden_and_changes_are_marked():
    """A key is never part of the page."""
    page = settings_table(Settings(openai_key="s3cret", token="t0ken", port=9000), words("en"))
    assert "s3cret" not in page
    assert "t0ken" not in page
    assert SECRET in page
    assert page.count("pc-changed") == 3
