"""Hostile texts in a real browser: none runs a script and none makes a request."""

import html
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.web.payloads import PAYLOADS
from tests.web.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FOREIGN = "img, iframe, a, script, svg, object, link, style, form, video"
FACT = "The lighthouse of Skagen is 46 metres tall."


def document(payload):
    """A text document whose title and passage are hostile."""
    return f"{payload}\n\n{FACT} {payload}\n\n{payload}\n"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    documents = tmp_path_factory.mktemp("documents")
    for n, payload in enumerate(PAYLOADS):
        text = (
            document(payload).replace("46", str(10 + 3 * n)).replace("Skagen", f"Skagen {n * 7919}")
        )
        (documents / f"{n:03}.txt").write_text(text, encoding="utf-8", errors="replace")
    page = f"<html><head><title>{html.escape(PAYLOADS[1])}</title></head><body><p>{FACT} {html.escape(PAYLOADS[0])}</p></body></html>"
    (documents / "page.html").write_text(page, encoding="utf-8")
    (documents / "<img src=x onerror='window.hacked=1'>.md").write_text(
        f"# {PAYLOADS[1]}\n\n{FACT}\n"
    )
    with served(
        tmp_path_factory.mktemp("library"), documents, evidence=10, answer_tokens=600
    ) as running:
        yield running


def test_hostile_documents_and_a_hostile_model_change_nothing(app, opened, ask):
    """Titles, names, passages, prose, the list of documents and the table of ranks."""
    app.model.pause_s = 0
    app.model.words = [f"{FACT} {payload} [1] " for payload in PAYLOADS]
    with opened(app.url) as page:
        ask(page, "How tall is the lighthouse of Skagen?")
        assert page.locator("#pc-live-evidence .pc-card").count() >= 3
        for button in page.locator(".pc-around").all():
            button.click()
        page.wait_for_timeout(500)
        page.click("#pc-tab-explain-button")
        page.wait_for_selector(".pc-ranks tbody tr")
        page.click("#pc-tab-library-button")
        page.wait_for_selector(".pc-documents tbody tr")
        page.locator(".pc-page").nth(2).click()
        page.wait_for_timeout(500)
        assert page.locator(f"#pc-chat :is({FOREIGN})").count() == 0


def test_hostile_questions_change_nothing(app, opened, ask):
    """All of them in one conversation, which is then kept, listed, opened again and saved."""
    app.model.pause_s, app.model.words = 0, ["No. [1]"]
    with opened(app.url) as page:
        for start in range(0, len(PAYLOADS), 12):
            several = " ".join(PAYLOADS[start : start + 12])[:1900]
            ask(page, f"How tall is the lighthouse of Skagen? {several}".replace("\n", " "))
            page.wait_for_selector("#pc-ask", state="visible")
        assert page.locator(f"#pc-past :is({FOREIGN})").count() == 0
        page.click("#pc-shelf-open")
        page.click(".pc-open-conversation")
        page.wait_for_function("!document.querySelector('#pc-live .pc-turn')")
        page.wait_for_timeout(500)
        assert page.locator(f"#pc-past :is({FOREIGN})").count() == 0
        assert page.locator("#pc-shelf :is(img, iframe, script, svg, object, link)").count() == 0


def test_a_hostile_conversation_is_a_harmless_page(app, opened, ask, tmp_path):
    """The page with all evidence, opened as a file, runs nothing and asks for nothing."""
    app.model.pause_s = 0
    app.model.words = [f"{FACT} {payload} [1] " for payload in PAYLOADS]
    with opened(app.url, accept_downloads=True) as page:
        ask(page, "How tall is the lighthouse of Skagen? <img src=x onerror=window.hacked=1>")
        page.click("#pc-shelf-open")
        page.locator(".pc-shelf-list summary").first.click()
        with page.expect_download() as saving:
            page.locator('.pc-shelf-list a[href*=".html"]').first.click()
        file = tmp_path / "pack.html"
        saving.value.save_as(file)
        asked = []
        own = page.context.new_page()
        own.on("request", lambda request: asked.append(request.url))
        own.goto(file.as_uri())
        own.wait_for_timeout(500)
        assert asked == [file.as_uri()]
        assert own.evaluate("window.hacked") is None
        assert own.locator("article mark").count() >= 1


def test_hostile_originals_change_nothing(app, opened, ask):
    """The text of a document is shown as text, whatever is in it."""
    app.model.pause_s, app.model.words = 0, ["No. [1]"]
    with opened(app.url) as page:
        ask(page, "How tall is the lighthouse of Skagen?")
        for button in page.locator("#pc-live-evidence .pc-open-original").all():
            button.click()
            page.wait_for_selector(".pc-original mark")
            assert page.locator(f".pc-original :is({FOREIGN})").count() == 0
            page.keyboard.press("Escape")
            page.wait_for_selector(".pc-original", state="detached")


def test_hostile_file_names_change_nothing(app, opened):
    """While uploading, in the result and in the list."""
    names = [
        "<img src=x onerror=window.hacked=1>.txt",
        '"><svg onload=window.hacked=1>.txt',
        "a\u202efdp.txt",
        "${window.hacked=1}.txt",
    ]
    uploads = [
        {"name": name, "mimeType": "text/plain", "buffer": document(name).encode()}
        for name in names
    ]
    with opened(app.url) as page:
        page.click("#pc-tab-library-button")
        page.wait_for_selector("[data-adding]")
        page.set_input_files("#pc-drop input[multiple]", uploads)
        page.wait_for_function("document.querySelectorAll('.pc-result').length === 4")
        page.wait_for_timeout(500)
        assert page.locator("#pc-library :is(img, iframe, a, script)").count() == 0


def test_a_page_of_another_site_changes_nothing(app, chromium):
    """A form, a fetch and an upload from another origin of this machine have no effect."""

    class Elsewhere(BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>elsewhere</title>")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=server.serve_forever, daemon=True).start()
    context = chromium.new_context()
    page = context.new_page()
    try:
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        statuses = page.evaluate(
            """async url => {
                const tries = [
                    fetch(url + '/polycite/add/file?name=x.txt', {method: 'POST', body: 'x x x', mode: 'no-cors'}),
                    fetch(url + '/gradio_api/queue/join', {method: 'POST', body: '{}', mode: 'cors'}),
                    fetch(url + '/polycite/around/1', {mode: 'cors'}),
                ];
                return (await Promise.allSettled(tries)).map(one => one.status + (one.value ? one.value.type : ''));
            }""",
            app.url,
        )
        assert "fulfilledbasic" not in statuses
        assert "fulfilledcors" not in statuses
    finally:
        context.close()
        server.shutdown()
    incoming = Path(app.collection.settings.library) / "incoming"
    assert [path for path in incoming.rglob("x.txt")] == []
