"""The library tab: add files, see what is there, remove."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.types import UNKNOWN_LANGUAGE, AddResult
from rag.web import library_view
from rag.web.desk import Desk, log
from rag.web.labels import BLOCKS, FORWARD, QUICK, text
from rag.web.library_view import PAGE, ListPage
from rag.web.render import attributes, element, escaped
from rag.web.strings import Words, words

Updates = dict[Any, Any]
UPLOADS = "uploads"
"""Uploaded files are known by a path of this name in the library's folder; no file lies there."""
MEGABYTE = 1_000_000
MOST_REMOVED = 1000
"""Documents removed by one click."""


class LibraryTab:
    """The components of the library and what they do. Made inside a `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Column(elem_id="pc-library"):
            with gr.Column(elem_id="pc-drop"):
                self.drop = gr.HTML(**BLOCKS, elem_id="pc-drop-text")
                with gr.Row(elem_id="pc-drop-buttons"):
                    self.upload = gr.UploadButton(
                        text("choose_files"),
                        file_count="multiple",
                        variant="primary",
                        elem_id="pc-upload",
                        scale=0,
                        min_width=160,
                    )
                    self.samples = gr.Button(
                        text("add_samples"),
                        elem_id="pc-samples",
                        scale=0,
                        min_width=160,
                        visible=False,
                    )
            self.results = gr.HTML(**BLOCKS, elem_id="pc-results")
            self.statistics = gr.HTML(**BLOCKS, elem_id="pc-statistics")
            self.search = gr.Textbox(
                label=text("search_documents"),
                elem_id="pc-search",
                max_lines=1,
                max_length=200,
                type="text",
            )
            self.listed = gr.HTML(elem_id="pc-documents", **FORWARD)

    def connect(self, language: gr.Dropdown) -> list[Any]:
        """Let the buttons do what they say; returns the events after which the library has changed."""
        shown = [self.results, *self._shown]
        adding: dict[str, Any] = {
            "outputs": shown,
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": 1,
            "concurrency_id": "add",
            "trigger_mode": "once",
        }
        self.search.change(
            self._search,
            [self.search, language],
            [self.listed],
            trigger_mode="always_last",
            **QUICK,
        )
        self.listed.turn_page(self._page, [self.search, language], [self.listed], **QUICK)
        return [
            self.upload.upload(self._add_uploads, [self.upload, language], **adding),
            self.samples.click(self._add_samples, [language], **adding),
            self.listed.remove_documents(self._remove, [self.search, language], shown, **QUICK),
        ]

    @property
    def _shown(self) -> list[Any]:
        """What shows the state of the library."""
        return [self.statistics, self.listed, self.samples]

    def relabel(self, say: Words, search: str = "") -> Updates:
        """Everything of the library in another language, as it is now."""
        size = self._desk.settings.upload_mb
        drop = (
            element("p", escaped(say("drop_files")), "pc-drop-title")
            + element("p", escaped(say("drop_detail", size=size)), "pc-note")
            + element(
                "p",
                escaped(say("too_large", size=size)),
                "pc-error pc-too-large",
                'role="alert" hidden',
            )
        )
        limit = f'data-upload-bytes="{size * MEGABYTE}" {attributes(say.language)}'
        return {
            self.drop: element("div", drop, "", limit),
            self.upload: gr.update(label=say("choose_files")),
            self.search: gr.update(label=say("search_documents")),
            self.results: "",
            **self.refreshed(say, search),
            self.samples: gr.update(value=say("add_samples"), visible=self._wants_samples()),
        }

    def refreshed(self, say: Words, search: str = "") -> Updates:
        """What there is in the library now."""
        try:
            stats = library_view.statistics(self._desk.collection.stats(), say)
            listed = library_view.documents(self._page_at(0, search), say)
        except RagError as error:
            stats, listed = element("p", escaped(error), "pc-error", 'role="alert" dir="auto"'), ""
        return {
            self.statistics: stats,
            self.listed: listed,
            self.samples: gr.update(visible=self._wants_samples()),
        }

    def _wants_samples(self) -> bool:
        return self._desk.is_empty() and bool(self._desk.sample_files())

    def _page_at(self, offset: int, search: str) -> ListPage:
        """One page of the list, and whether more follow."""
        found = self._desk.collection.documents(offset, PAGE + 1, search.strip())
        return ListPage(tuple(found[:PAGE]), offset, len(found) > PAGE, search.strip())

    def _search(self, search: str, language: str) -> str:
        return library_view.documents(self._page_at(0, search), words(language))

    def _page(self, search: str, language: str, event: gr.EventData) -> str:
        """The page of the list whose button was clicked."""
        offset = _detail(event, "offset")
        start = int(offset) if isinstance(offset, int | str) and str(offset).isdecimal() else 0
        return library_view.documents(self._page_at(min(start, 10**9), search), words(language))

    def _add_uploads(self, uploaded: list[str] | None, language: str) -> Iterator[Updates]:
        """Read the files that were dropped or chosen; nothing of the upload itself is kept."""
        files = [Path(file) for file in uploaded or []]
        folder = Path(self._desk.settings.library) / UPLOADS
        try:
            yield from self._add(
                files, {str(file): str(folder / file.name) for file in files}, language
            )
        finally:
            for file in files:
                shutil.rmtree(file.parent, ignore_errors=True)

    def _add_samples(self, language: str) -> Iterator[Updates]:
        """Read the sample collection."""
        yield from self._add(self._desk.sample_files(), {}, language)

    def _add(
        self, files: Sequence[Path], names: dict[str, str], language: str
    ) -> Iterator[Updates]:
        """Add files one by one, telling each result as it comes."""
        say, done = words(language), list[AddResult]()
        yield {self.results: library_view.results(done, len(files), say)}
        try:
            for result in self._desk.collection.adding(files, names):
                done.append(result)
                yield {self.results: library_view.results(done, len(files), say)}
        except RagError as error:
            done += _failed(files[len(done) :], str(error))
        except Exception:
            log.exception("Files could not be added.")
            done += _failed(files[len(done) :], say("failed"))
        yield {self.results: library_view.results(done, len(files), say), **self.refreshed(say)}

    def _remove(self, search: str, language: str, event: gr.EventData) -> Updates:
        """Remove the documents whose boxes were ticked."""
        say, ids = words(language), _detail(event, "ids")
        keys = (
            [key for key in ids if isinstance(key, str)][:MOST_REMOVED]
            if isinstance(ids, list)
            else []
        )
        try:
            told = escaped(say("removed", n=self._desk.collection.remove(keys)))
            result = element("p", told, "pc-note", 'role="status"')
        except RagError as error:
            result = element("p", escaped(error), "pc-error", 'role="alert" dir="auto"')
        return {self.results: result, **self.refreshed(say, search)}


def _detail(event: gr.EventData, key: str) -> object:
    """A value that the page's script sent along; None when it did not."""
    return event._data.get(key) if isinstance(event._data, dict) else None


def _failed(files: Sequence[Path], reason: str) -> list[AddResult]:
    return [AddResult(str(file), "failed", None, 0, UNKNOWN_LANGUAGE, reason) for file in files]
