"""The one page: header, tabs, and what happens when it opens or changes its language."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.language import CORE_LANGUAGES
from rag.web.chat_tab import ChatTab
from rag.web.desk import Desk
from rag.web.explain_tab import ExplainTab
from rag.web.labels import BLOCKS, QUICK, text
from rag.web.library_tab import LibraryTab
from rag.web.render import attributes, element, escaped
from rag.web.settings_view import settings_table
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
                    self._settings()
            self._connect()
        self.blocks.queue(max_size=WAITING, api_open=False)

    def _settings(self) -> None:
        """The settings tab: two choices of the reader and the table of settings in force."""
        with gr.Row(elem_id="pc-choices"):
            self.answer_language = gr.Dropdown(
                self._answer_languages(words(FIRST_LANGUAGE)),
                value=self._desk.settings.answer_language,
                label=text("answer_language"),
                elem_id="pc-answer-language",
                filterable=False,
            )
            self.theme = gr.Radio(
                _themes(words(FIRST_LANGUAGE)),
                value="auto",
                label=text("theme"),
                elem_id="pc-theme",
            )
        self.settings = gr.HTML(**BLOCKS, elem_id="pc-settings")

    def _answer_languages(self, say: Words) -> list[tuple[str, str]]:
        fixed = self._desk.settings.answer_language
        more = () if fixed in ("auto", *CORE_LANGUAGES) else (fixed,)
        return [(say("answer_auto"), "auto"), *choices((*CORE_LANGUAGES, *more))]

    def _connect(self) -> None:
        """Events that concern the whole page, then those of each tab."""
        everything = list(self._relabelled(words(FIRST_LANGUAGE), []))
        known = [self.language, self.chat.turns]
        self.blocks.load(self._greet, known[:1], everything, js=_BROWSERS_LANGUAGE, **QUICK)
        self.language.input(self._change_language, known, everything, js=_SET_LANGUAGE, **QUICK)
        self.theme.input(None, [self.theme], None, js=_SET_THEME, **QUICK)
        self.blocks.unload(self._leave)
        self.chat.connect(self.language, self.answer_language, self.explain.table)
        self.explain.connect(self.language)
        for changed in self.library.connect(self.language):
            changed.then(self._welcome_again, [self.language], [self.chat.welcome], **QUICK)

    def _relabelled(self, say: Words, turns: list[Turn]) -> Updates:
        """Every component in a language, with what it shows now."""
        tagline = element("p", escaped(say("tagline")), "pc-tagline", attributes(say.language))
        local = element("p", escaped(say("local_note")), "pc-local", attributes(say.language))
        return {
            self.header: '<h1 translate="no">PolyCite</h1>' + tagline + local,
            self.language: gr.update(value=say.language, label=say("interface_language")),
            self.chat_tab: gr.update(label=say("tab_chat")),
            self.library_tab: gr.update(label=say("tab_library")),
            self.explain_tab: gr.update(label=say("tab_explain")),
            self.settings_tab: gr.update(label=say("tab_settings")),
            self.answer_language: gr.update(
                choices=self._answer_languages(say), label=say("answer_language")
            ),
            self.theme: gr.update(choices=_themes(say), label=say("theme")),
            self.settings: settings_table(self._desk.settings, say),
            **self.chat.relabel(say, turns),
            **self.library.relabel(say),
            **self.explain.relabel(say),
        }

    def _greet(self, language: str) -> Updates:
        """The page as it opens, in the language that the browser asks for."""
        return self._relabelled(words(language), [])

    def _change_language(self, language: str, turns: list[Turn]) -> Updates:
        return self._relabelled(words(language), turns)

    def _welcome_again(self, language: str) -> str:
        """After the library has changed, an empty conversation invites differently."""
        return welcome(self._desk, words(language))

    def _leave(self, request: gr.Request) -> None:
        """A closed tab frees the model at once."""
        self._desk.stops.stop(str(request.session_hash))


def _themes(say: Words) -> list[tuple[str, str]]:
    return [(say(f"theme_{name}"), name) for name in ("auto", "light", "dark")]
