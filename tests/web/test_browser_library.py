"""The library tab in a real browser."""

from pathlib import Path

import pytest

from tests.web.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GERMAN = "Die Brücke\n\nDie Brücke bei Wesel ist 773 Meter lang. Sie wurde 2009 eröffnet.\n"
UPLOAD = "#pc-drop input[multiple]"


@pytest.fixture
def app(tmp_path):
    with served(tmp_path / "library", generator="quotes") as running:
        yield running


def files(*named):
    return [
        {"name": name, "mimeType": "text/plain", "buffer": text.encode()} for name, text in named
    ]


def open_library(page):
    page.click("#pc-tab-library-button")
    page.wait_for_selector("[data-adding]")


def test_a_file_is_uploaded_asked_about_and_removed(app, opened, ask):
    """The whole life of a document; afterwards nothing of it is found."""
    with opened(app.url) as page:
        assert "Your library is empty" in page.inner_text("#pc-welcome")
        page.click("[data-open-library]")
        page.wait_for_selector("[data-adding]")
        page.set_input_files(UPLOAD, files(("bruecke.txt", GERMAN), ("leer.txt", "")))
        page.wait_for_selector(".pc-result.pc-failed")
        lines = page.inner_text("#pc-results")
        assert "bruecke.txt" in lines
        assert "added" in lines
        assert "leer.txt" in lines
        page.wait_for_selector(".pc-documents tbody tr")
        assert "Documents: 1" in page.inner_text("#pc-statistics")

        page.click("#pc-tab-chat-button")
        ask(page, "Wie lang ist die Brücke bei Wesel?")
        assert "773 Meter" in page.inner_text("#pc-live-evidence mark")

        open_library(page)
        page.check(".pc-select")
        page.click(".pc-remove-ask")
        assert "Selected: 1" in page.inner_text(".pc-confirm")
        page.click(".pc-remove-no")
        assert page.is_hidden(".pc-confirm")
        assert app.collection.stats().documents == 1
        page.click(".pc-remove-ask")
        page.click(".pc-remove-yes")
        page.wait_for_selector(".pc-documents", state="detached")
        assert "Documents removed: 1" in page.inner_text("#pc-told")
        assert app.collection.stats().documents == 0

        page.click("#pc-tab-chat-button")
        ask(page, "Wie lang ist die Brücke bei Wesel?")
        assert page.locator("#pc-live-evidence mark").count() == 0


def test_an_upload_that_ends_while_a_question_is_answered_leaves_the_answer(tmp_path, opened, ask):
    """The invitation of an empty conversation never writes over the first answer."""
    with served(tmp_path / "library") as app, opened(app.url) as page:
        app.model.words, app.model.pause_s = (
            ["Die Brücke ", "ist ", "773 ", "Meter ", "lang. ", "[1]"],
            0.5,
        )
        open_library(page)
        page.set_input_files(UPLOAD, files(("bruecke.txt", GERMAN)))
        page.wait_for_selector(".pc-documents tbody tr")
        page.click("#pc-tab-chat-button")
        ask(page, "Wie lang ist die Brücke bei Wesel?", wait=False)
        page.wait_for_selector("#pc-live-evidence mark")
        page.set_input_files(UPLOAD, files(("haus.txt", "Das Haus\n\nDas Haus hat 9 Zimmer.\n")))
        page.wait_for_selector("#pc-live .pc-answer:not([aria-busy])")
        page.wait_for_function("document.querySelectorAll('#pc-documents tbody tr').length === 2")
        page.wait_for_timeout(1000)
        assert "773 Meter" in page.inner_text("#pc-live")
        assert page.is_hidden("#pc-welcome")


def test_the_same_file_is_unchanged_and_a_new_version_replaces_it(app, opened):
    """A file is known by its name, and nothing of the upload itself is kept."""
    with opened(app.url) as page:
        open_library(page)
        for text, expected in (
            (GERMAN, "added"),
            (GERMAN, "unchanged"),
            (GERMAN.replace("773", "774"), "replaced"),
        ):
            page.set_input_files(UPLOAD, files(("bruecke.txt", text)))
            page.wait_for_selector(f".pc-result.pc-{expected}")
        assert app.collection.stats().documents == 1
        assert "774" in app.collection.document(app.collection.documents()[0].source.id).text
    incoming = Path(app.collection.settings.library) / "incoming"
    assert [path for path in incoming.rglob("*") if path.is_file() and path.stat().st_size] == []


def test_files_dropped_anywhere_on_the_page_are_added(app, opened):
    """Also while another tab is open."""
    with opened(app.url) as page:
        page.evaluate(
            """text => {
                const transfer = new DataTransfer();
                transfer.items.add(new File([text], 'bruecke.txt', {type: 'text/plain'}));
                document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: transfer, bubbles: true, cancelable: true}));
            }""",
            GERMAN,
        )
        page.wait_for_selector(".pc-result.pc-added")


def test_too_large_a_file_is_told_before_it_is_sent_and_the_others_are_added(tmp_path, opened):
    """The limit is for each file."""
    with (
        served(tmp_path / "library", generator="quotes", upload_mb=1) as app,
        opened(app.url) as page,
    ):
        open_library(page)
        page.set_input_files(UPLOAD, files(("groß.txt", "x " * 600_000), ("bruecke.txt", GERMAN)))
        page.wait_for_selector(".pc-result.pc-failed")
        page.wait_for_selector(".pc-result.pc-added")
        assert "larger than 1 MB" in page.inner_text(".pc-result.pc-failed")
        page.wait_for_selector(".pc-documents tbody tr")
        assert app.collection.stats().documents == 1


def test_a_folder_keeps_its_tree_and_leaves_out_hidden_files(app, opened, tmp_path):
    """Files of the same name in two folders are two documents."""
    for name in ("Akten/2020/brief.txt", "Akten/2021/brief.txt", "Akten/.geheim/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(GERMAN.replace("773", str(len(name) * 31)))
    with opened(app.url) as page:
        open_library(page)
        page.set_input_files("#pc-drop input[webkitdirectory]", tmp_path / "Akten")
        page.wait_for_function("document.querySelectorAll('.pc-documents tbody tr').length === 2")
        paths = {
            entry.source.path.partition("/uploads/")[2] for entry in app.collection.documents()
        }
        assert paths == {"Akten/2020/brief.txt", "Akten/2021/brief.txt"}


def test_adding_can_be_cancelled(app, opened):
    """What was begun is finished, the rest is not sent, and both are said."""
    with opened(app.url) as page:
        open_library(page)
        many = [(f"{n:03}.txt", GERMAN.replace("773", str(n))) for n in range(150)]
        page.set_input_files(UPLOAD, files(*many))
        page.wait_for_selector(".pc-result.pc-added")
        page.click(".pc-cancel")
        page.wait_for_selector(".pc-cancel", state="hidden")
        added = page.locator(".pc-result.pc-added").count()
        assert added + page.locator(".pc-result.pc-cancelled").count() == 150
        page.wait_for_selector(".pc-documents tbody tr")
        assert app.collection.stats().documents == added < 150


def test_documents_are_collected_and_asked_within(app, opened, ask):
    """A collection narrows the list and the chat; taken out, it is gone."""
    with opened(app.url) as page:
        open_library(page)
        page.set_input_files(
            UPLOAD,
            files(
                ("bruecke.txt", GERMAN), ("turm.txt", "Der Turm\n\nDer Turm ist 46 Meter hoch.\n")
            ),
        )
        page.wait_for_function("document.querySelectorAll('.pc-documents tbody tr').length === 2")
        page.locator(".pc-select").nth(1).check()
        page.fill(".pc-collection-name", "Türme 塔")
        page.click(".pc-collect")
        page.wait_for_selector(".pc-collection")
        assert "Documents put into Türme 塔: 1" in page.inner_text("#pc-told")
        assert app.collection.collections() == {"Türme 塔": 1}

        page.locator(".pc-select").nth(1).check()
        page.click(".pc-within")
        page.wait_for_selector("#pc-question textarea", state="visible")
        page.wait_for_function(
            "document.querySelector('#pc-scope').innerText.includes('documents chosen: 1')"
        )
        ask(page, "Wie lang ist die Brücke bei Wesel?")
        assert "773" not in page.inner_text("#pc-chat")
        page.click("#pc-scope > button")
        page.click("#pc-scope-clear")
        page.wait_for_function(
            "document.querySelector('#pc-scope').innerText.includes('all documents')"
        )
        ask(page, "Wie lang ist die Brücke bei Wesel?")
        assert "773 Meter" in page.inner_text("#pc-live-evidence mark")


def test_what_is_in_the_library_is_drawn_and_written(app, opened):
    """A chart for the eye, a table for everybody."""
    with opened(app.url) as page:
        open_library(page)
        page.set_input_files(
            UPLOAD,
            files(
                ("bruecke.txt", GERMAN), ("pont.txt", "Le pont\n\nLe pont est long de 12 mètres.\n")
            ),
        )
        page.wait_for_function(
            "document.querySelectorAll('#pc-language-table tbody tr').length === 2"
        )
        page.wait_for_selector("#pc-language-chart svg")
        assert "Deutsch" in page.inner_text("#pc-language-table")
        assert "français" in page.inner_text("#pc-language-table")


def test_the_list_is_paged_and_searched(tmp_path, opened):
    """Forty documents are two pages; boxes ticked on one page are not ticked on the next."""
    documents = tmp_path / "documents"
    documents.mkdir()
    for n in range(40):
        (documents / f"report-{n:02}.txt").write_text(
            f"Report {n}\n\nThe number of trains is {n}.\n"
        )
    with (
        served(tmp_path / "library", documents, generator="quotes") as app,
        opened(app.url) as page,
    ):
        open_library(page)
        page.wait_for_selector(".pc-pager")
        assert page.locator(".pc-select").count() == 25
        page.locator(".pc-select").first.check()
        page.locator(".pc-page").nth(2).click()
        page.wait_for_function("document.querySelectorAll('.pc-select').length === 15")
        assert "26 to 40 of 40" in page.inner_text(".pc-pager")
        assert page.locator(".pc-select:checked").count() == 0
        assert page.is_disabled(".pc-remove-ask")
        page.fill("#pc-search input", "report-07")
        page.wait_for_function("document.querySelectorAll('.pc-select').length === 1")
        page.fill("#pc-search input", "nothing like this")
        page.wait_for_function(
            "document.querySelector('#pc-documents').innerText.includes('No document matches.')"
        )


def test_the_sample_collection_is_added_by_one_click(app, opened):
    """An empty library offers it, and afterwards the chat offers questions about it."""
    with opened(app.url) as page:
        page.click("#pc-welcome [data-samples-button]")
        page.wait_for_selector(".pc-cancel", state="hidden")
        page.wait_for_selector(".pc-documents tbody tr")
        assert page.locator(".pc-result.pc-added").count() >= 14
        assert page.locator(".pc-result.pc-failed").count() == 0
        page.wait_for_selector("#pc-library [data-samples-button]", state="detached")
        page.click("#pc-tab-chat-button")
        page.wait_for_selector(".pc-example")
        languages = page.locator(".pc-example").evaluate_all("all => all.map(one => one.lang)")
        assert len(set(languages)) == len(languages) >= 4
        page.locator(".pc-example").first.click()
        page.wait_for_selector("#pc-live .pc-answer:not([aria-busy])")
        page.wait_for_selector("#pc-live-evidence .pc-card")
