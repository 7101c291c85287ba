"""The explain and settings tabs in a real browser."""

import json

import pytest

from rag.settings import resolve
from rag.settings_file import user_file
from tests.web.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

QUESTION = "Wie viele Filialen betreibt der Konzern?"


def test_the_last_question_is_explained_and_so_is_any_other(
    tmp_path, collection_folder, opened, ask
):
    """Ranks, decision, prompt, JSON and map; the last question comes by itself."""
    with served(tmp_path / "library", collection_folder) as app, opened(app.url) as page:
        ask(page, QUESTION)
        page.click("#pc-tab-explain-button")
        page.wait_for_selector(".pc-ranks tbody tr")
        assert QUESTION in page.inner_text(".pc-heading")
        assert page.locator(".pc-cited").count() >= 1
        assert "Answered:" in page.inner_text(".pc-decision")
        page.wait_for_selector("#pc-map svg path[stroke='#d43d3d']", state="attached")
        page.locator(".pc-folded summary").first.click()
        assert "11.600 Filialen" in page.inner_text(".pc-pre >> nth=1")
        form = json.loads(page.get_attribute("#pc-explanation .pc-copy", "data-copy"))
        assert form["question"] == QUESTION
        page.fill("#pc-explain-question :is(input, textarea)", "Quelle recette de gâteau ?")
        page.click("#pc-explain-run")
        page.wait_for_function(
            "document.querySelector('.pc-decision')?.innerText.startsWith('Refused:')"
        )


def test_a_setting_is_previewed_written_and_used(tmp_path, collection_folder, opened, ask):
    """The button says what it writes; what is written counts from the next question on."""
    with served(tmp_path / "library", collection_folder) as app, opened(app.url) as page:
        page.click("#pc-tab-settings-button")
        page.fill("#pc-set-evidence input", "1")
        page.wait_for_selector("#pc-written pre")
        assert page.inner_text("#pc-written pre").strip() == "evidence = 1"
        assert str(user_file()) in page.inner_text("#pc-written")
        assert not user_file().exists()
        page.click("#pc-write:not([disabled])")
        page.wait_for_selector("#pc-written [data-loads-again]")
        assert resolve({}, {}).settings.evidence == 1
        page.click("#pc-tab-chat-button")
        ask(page, QUESTION)
        assert page.locator("#pc-live-evidence .pc-card").count() == 1


def test_what_is_fixed_from_outside_cannot_be_changed(tmp_path, opened):
    """The generator was given when the program was started."""
    with served(tmp_path / "library", generator="quotes") as app, opened(app.url) as page:
        page.click("#pc-tab-settings-button")
        assert page.is_disabled("#pc-set-generator input")
        assert "when the program was started" in page.inner_text("#pc-set-generator")
        page.wait_for_selector("#pc-models table")
        assert "token-ranks" in page.inner_text("#pc-models")
