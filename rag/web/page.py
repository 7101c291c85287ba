"""The one page: header, tabs, and what happens when it opens or changes its language."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.web.chat_tab import ChatTab
from rag.web.desk import Desk
from rag.web.explain_tab import ExplainTab
from rag.web.labels import BLOCKS, QUICK, text
from rag.web.library_tab import LibraryTab, ticked
from rag.web.render import attributes, element, escaped
from rag.web.settings_tab import SettingsTab
from rag.web.strings import FIRST_LANGUAGE, Words, choices, words
from rag.web.turn import Turn
from rag.web.welcome import welcome

WAITING = 64
"""Requests that may wait in Gradio's queue; more are refused."""
UPLOADS_KEPT = (600, 3600)
"""Every so many seconds, uploads older than so many seconds are deleted if a crash left them."""
# Functions of static/polycite.js, which the browser has loaded by then.
_BROWSERS_LANGUAGE = "() => [window.polycite.language()]"
_SET_LANGUAGE = "(language, ...others) => { window.polycite.setLanguage(language); return [language, ...others]; }"
_SET_THEME = "(theme) => { window.polycite.setTheme(theme); return []; }"

Updates = dict[Any, Any]


class Page:
    """All tabs in one `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Blocks(
            title="PolyCite", analytics_enabled=False, delete_cache=UPLOADS_KEPT, fill_width=True
        ) as self.blocks:
            with gr.Row(elem_id="pc-header"):
                self.header = gr.HTML(**BLOCKS, elem_id="pc-brand")
                self.language = gr.Dropdown(
                    choices(),
                    value=FIRST_LANGUAGE,
                    label=text("interface_language"),
                    elem_id="pc-language",
                    container=False,
                    scale=0,
                    min_width=140,
                    filterable=False,
                )
            with gr.Tabs(elem_id="pc-tabs") as self.tabs:
                with gr.Tab(text("tab_chat"), id="chat", elem_id="pc-tab-chat") as self.chat_tab:
                    self.chat = ChatTab(desk)
                with gr.Tab(
                    text("tab_library"), id="library", elem_id="pc-tab-library"
                ) as self.library_tab:
                    self.library = LibraryTab(desk)
                with gr.Tab(
                    text("tab_explain"), id="explain", elem_id="pc-tab-explain"
                ) as self.explain_tab:
                    self.explain = ExplainTab(desk)
                with gr.Tab(
                    text("tab_settings"), id="settings", elem_id="pc-tab-settings"
                ) as self.settings_tab:
                    self.settings = SettingsTab(desk)
            self._connect()
        self.blocks.queue(max_size=WAITING, api_open=False)

    def _connect(self) -> None:
        """Events that concern the whole page, then those of each tab."""
        everything = list(self._relabelled(words(FIRST_LANGUAGE), []))
        known = [self.language, self.chat.turns]
        self.blocks.load(self._greet, known[:1], everything, js=_BROWSERS_LANGUAGE, **QUICK)
        self.language.input(self._change_language, known, everything, js=_SET_LANGUAGE, **QUICK)
        self.settings.theme.input(None, [self.settings.theme], None, js=_SET_THEME, **QUICK)
        self.blocks.unload(self._leave)
        self.chat.connect(self.language, self.settings.answer_language)
        self.explain.connect(self.explain_tab, self.language, self.chat.turns)
        self.settings.connect(self.settings_tab, self.language)
        self._connect_library()

    def _connect_library(self) -> None:
        """What happens in the library is seen in the chat."""
        scope = self.chat.scope
        scope.connect(self.language)
        self.chat_tab.select(self._scope_again, [self.language], scope.parts, **QUICK)
        self.library.listed.within_documents(
            self._within, [self.language], [*scope.parts, scope.clear], **QUICK
        )
        for changed in self.library.connect(self.library_tab, self.language):
            changed.then(self._welcome_again, [self.language], [self.chat.welcome], **QUICK)

    def _relabelled(
        self, say: Words, turns: list[Turn], request: gr.Request | None = None
    ) -> Updates:
        """Every component in a language, with what it shows now."""
        tagline = element("p", escaped(say("tagline")), "pc-tagline", attributes(say.language))
        local = element("p", escaped(say("local_note")), "pc-local", attributes(say.language))
        return {
            self.header: '<h1 translate="no">PolyCite</h1>' + tagline + local + _ready(say),
            self.language: gr.update(value=say.language, label=say("interface_language")),
            self.chat_tab: gr.update(label=say("tab_chat")),
            self.library_tab: gr.update(label=say("tab_library")),
            self.explain_tab: gr.update(label=say("tab_explain")),
            self.settings_tab: gr.update(label=say("tab_settings")),
            **self.settings.relabel(say),
            **self.chat.relabel(say, turns),
            **self.chat.scope.relabel(say, request),
            **self.library.relabel(say),
            **self.explain.relabel(say),
        }

    def _greet(self, language: str, request: gr.Request) -> Updates:
        """The page as it opens, in the language that the browser asks for."""
        return self._relabelled(words(language), [], request)

    def _change_language(self, language: str, turns: list[Turn], request: gr.Request) -> Updates:
        return self._relabelled(words(language), turns, request)

    def _scope_again(self, language: str, request: gr.Request) -> Updates:
        """Collections and languages may have come or gone while another tab was open."""
        scope = self.chat.scope
        return {
            part: value
            for part, value in scope.relabel(words(language), request).items()
            if part in scope.parts
        }

    def _within(self, language: str, event: gr.EventData, request: gr.Request) -> Updates:
        """Look for answers in the documents that were ticked in the library."""
        return self.chat.scope.within(ticked(event), words(language), request)

    def _welcome_again(self, language: str) -> str:
        """After the library has changed, an empty conversation invites differently."""
        return welcome(self._desk, words(language))

    def _leave(self, request: gr.Request) -> None:
        """A closed tab frees the model at once, and what it had chosen is forgotten."""
        self._desk.stops.stop(str(request.session_hash))
        self._desk.scopes.forget(str(request.session_hash))


def _ready(say: Words) -> str:
    """Where the page's script says that models are being loaded, or cannot be."""
    loading = f'data-loading="{escaped(say("models_loading"))}"'
    return element("p", "", "pc-ready", f'role="status" {loading} hidden dir="auto"')
