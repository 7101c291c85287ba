"""The library tab: add files, see what is there, collect, remove."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.web import library_charts, library_view
from rag.web.desk import Desk
from rag.web.labels import BLOCKS, FORWARD, QUICK, text
from rag.web.library_charts import Makeup
from rag.web.library_view import PAGE, ListPage
from rag.web.render import element, escaped
from rag.web.strings import Words, words

Updates = dict[Any, Any]
MOST_AT_ONCE = 1000
"""Documents that one click is about."""
_CHART: dict[str, Any] = {
    "x": "name", "y": "count", "x_title": " ", "y_lim": [0, None], "height": 240, "show_label": True,
}  # fmt: skip


class LibraryTab:
    """The components of the library and what they do. Made inside a `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._makeup = Makeup()
        with gr.Column(elem_id="pc-library"):
            with gr.Column(elem_id="pc-drop"):
                self.shelf = gr.HTML(**BLOCKS, elem_id="pc-drop-text")
            # What stands in it while files are added is made by the page's script.
            arrivals = {**FORWARD, "value": '<div id="pc-arrivals"></div>'}
            self.results = gr.HTML(elem_id="pc-results", **arrivals)
            self.told = gr.HTML(**BLOCKS, elem_id="pc-told")
            with gr.Row(elem_id="pc-stock"):
                with gr.Column(elem_id="pc-list", scale=2, min_width=320):
                    self.totals = gr.HTML(**BLOCKS, elem_id="pc-statistics")
                    with gr.Row(elem_id="pc-search-row"):
                        self.search = gr.Textbox(
                            label=text("search_documents"),
                            elem_id="pc-search",
                            max_lines=1,
                            max_length=200,
                            type="text",
                            scale=2,
                        )
                        self.collection = gr.Dropdown(
                            [("", "")],
                            value="",
                            label=text("collection"),
                            elem_id="pc-collection",
                            scale=1,
                            filterable=False,
                        )
                    self.listed = gr.HTML(elem_id="pc-documents", **FORWARD)
                with gr.Column(elem_id="pc-makeup", scale=1, min_width=300):
                    self.language_chart = gr.BarPlot(
                        label=text("language_mix"),
                        x_label_angle=-60,
                        sort="-y",
                        elem_id="pc-language-chart",
                        **_CHART,
                    )
                    self.language_table = gr.HTML(**BLOCKS, elem_id="pc-language-table")
                    self.size_chart = gr.BarPlot(
                        label=text("size_mix"), elem_id="pc-size-chart", **_CHART
                    )
                    self.size_table = gr.HTML(**BLOCKS, elem_id="pc-size-table")

    def connect(self, tab: gr.Tab, language: gr.Dropdown) -> list[Any]:
        """Let everything do what it says; returns the events after which the library has changed."""
        asked = [self.search, self.collection, language]
        again: dict[str, Any] = {"trigger_mode": "always_last", **QUICK}
        self.search.change(self._listed, asked, [self.listed], **again)
        self.collection.input(self._listed, asked, [self.listed], **again)
        self.listed.turn_page(self._page, asked, [self.listed], **QUICK)
        tab.select(self._opened, asked, self._shown, **QUICK)
        self.listed.collect_documents(self._collect, asked, [self.told, *self._shown], **QUICK)
        return [
            self.results.library_changed(self._opened, asked, self._shown, **QUICK),
            self.listed.remove_documents(self._remove, asked, [self.told, *self._shown], **QUICK),
        ]

    @property
    def _shown(self) -> list[Any]:
        """What shows the state of the library."""
        charts = [self.language_chart, self.language_table, self.size_chart, self.size_table]
        return [self.shelf, self.totals, self.collection, self.listed, *charts]

    def relabel(self, say: Words) -> Updates:
        """Everything of the library in another language, as it is now."""
        return {
            self.search: gr.update(label=say("search_documents")),
            self.told: "",
            self.language_chart: gr.update(
                label=say("language_mix"), y_title=say("column_passages")
            ),
            self.size_chart: gr.update(label=say("size_mix"), y_title=say("column_documents")),
            **self._refreshed("", "", say),
        }

    def _opened(self, search: str, collection: str, language: str) -> Updates:
        """The library as it is now, with its charts."""
        say = words(language)
        return {**self._refreshed(search, collection, say), **self._charts(say)}

    def _refreshed(self, search: str, collection: str, say: Words) -> Updates:
        """What there is in the library now."""
        desk = self._desk
        samples = [file.name for file in desk.sample_files()] if desk.is_empty() else []
        shelf = library_view.shelf(desk.settings.upload_mb, samples, say)
        try:
            known = desk.collection.collections()
            chosen = collection if collection in known else ""
            totals = library_view.totals(desk.collection.stats(), say)
            listed = self._list(0, search, chosen, say)
        except RagError as error:
            return {self.shelf: shelf, self.totals: _problem(error), self.listed: ""}
        choices = [(say("every_document"), "")] + [
            (f"{name} ({say.number(count)})", name) for name, count in known.items()
        ]
        return {
            self.shelf: shelf,
            self.totals: totals,
            self.listed: listed,
            self.collection: gr.update(
                choices=choices, value=chosen, label=say("collection"), visible=bool(known)
            ),
        }

    def _charts(self, say: Words) -> Updates:
        """Languages and sizes, counted once for each generation of the library."""
        try:
            stats = self._desk.collection.stats()
            if stats.generation != self._makeup.generation:
                entries = self._desk.collection.every_document()
                self._makeup = library_charts.makeup(stats, entries)
        except RagError:  # told where the list would be
            return {}
        found = self._makeup
        some = bool(found.documents)
        return {
            self.language_chart: gr.update(
                value=library_charts.language_bars(found, say), visible=some
            ),
            self.language_table: library_charts.language_table(found, say),
            self.size_chart: gr.update(value=library_charts.size_bars(found, say), visible=some),
            self.size_table: library_charts.size_table(found, say),
        }

    def _list(self, offset: int, search: str, collection: str, say: Words) -> str:
        """One page of the list as HTML."""
        library, search = self._desk.collection, search.strip()
        found = library.documents(offset, PAGE + 1, search, collection)
        known = library.collections()
        total = known.get(collection) if collection else library.stats().documents
        page = ListPage(
            tuple(found[:PAGE]),
            offset,
            len(found) > PAGE,
            search,
            None if search else total,
            collection,
        )
        return library_view.documents(page, list(known), say)

    def _listed(self, search: str, collection: str, language: str) -> str:
        return _careful(lambda: self._list(0, search, collection, words(language)))

    def _page(self, search: str, collection: str, language: str, event: gr.EventData) -> str:
        """The page of the list whose button was clicked."""
        offset = detail(event, "offset")
        start = int(offset) if isinstance(offset, int | str) and str(offset).isdecimal() else 0
        return _careful(lambda: self._list(min(start, 10**9), search, collection, words(language)))

    def _collect(self, search: str, collection: str, language: str, event: gr.EventData) -> Updates:
        """Put the documents whose boxes were ticked into a collection, or take them out."""
        name, inside = detail(event, "collection"), bool(detail(event, "inside"))
        name = name if isinstance(name, str) else ""

        def change(ids: list[str], say: Words) -> str:
            count = self._desk.collection.collect(name, ids, inside=inside)
            return say("collected" if inside else "uncollected", n=count, name=name)

        return self._changed(change, search, collection, language, event)

    def _remove(self, search: str, collection: str, language: str, event: gr.EventData) -> Updates:
        """Remove the documents whose boxes were ticked."""

        def change(ids: list[str], say: Words) -> str:
            return say("removed", n=self._desk.collection.remove(ids))

        return self._changed(change, search, collection, language, event)

    def _changed(
        self,
        change: Callable[[list[str], Words], str],
        search: str,
        collection: str,
        language: str,
        event: gr.EventData,
    ) -> Updates:
        """Make a change, tell what became of it, and let other processes write again."""
        say = words(language)
        try:
            told = element("p", escaped(change(ticked(event), say)), "pc-note", 'role="status"')
        except RagError as error:
            told = _problem(error)
        finally:
            self._desk.collection.rest()
        return {
            self.told: told,
            **self._refreshed(search, collection, say),
            **self._charts(say),
        }


def ticked(event: gr.EventData) -> list[str]:
    """Ids of the documents that an event of the list is about."""
    ids = detail(event, "ids")
    keys = ids if isinstance(ids, list) else []
    return [key for key in keys if isinstance(key, str)][:MOST_AT_ONCE]


def detail(event: gr.EventData, key: str) -> object:
    """A value that the page's script sent along; None when it did not."""
    return event._data.get(key) if isinstance(event._data, dict) else None


def _careful(make: Callable[[], str]) -> str:
    try:
        return make()
    except RagError as error:
        return _problem(error)


def _problem(error: RagError) -> str:
    return element("p", escaped(error), "pc-error", 'role="alert" dir="auto"')
