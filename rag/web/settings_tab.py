"""The settings tab: what answers are made with, where it is written, and which models there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.generate.hub import HubModel
from rag.generate.local_models import free_memory, local_models
from rag.language import CORE_LANGUAGES
from rag.manifest import listed
from rag.settings_file import store
from rag.web import settings_form
from rag.web.desk import Desk
from rag.web.labels import BLOCKS, QUICK, text
from rag.web.model_fetching import fetching, look_up
from rag.web.models_view import GIGABYTE, models_table
from rag.web.render import element, escaped
from rag.web.settings_form import KEYS, Locks
from rag.web.settings_view import settings_table
from rag.web.strings import FIRST_LANGUAGE, Words, choices, words

Updates = dict[Any, Any]


class SettingsTab:
    """The components of the settings and what they do. Made inside a `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._locks = Locks.of(desk.settings)
        say = words(FIRST_LANGUAGE)
        with gr.Column(elem_id="pc-settings-tab"):
            with gr.Row(elem_id="pc-choices"):
                self.answer_language = gr.Dropdown(
                    self._answer_languages(say),
                    value=desk.settings.answer_language,
                    label=text("answer_language"),
                    elem_id="pc-answer-language",
                    filterable=False,
                )
                self.theme = gr.Radio(
                    _themes(say), value="auto", label=text("theme"), elem_id="pc-theme"
                )
            self.form_title = gr.HTML(**BLOCKS, elem_id="pc-form-title")
            with gr.Row(elem_id="pc-form"):
                self.fields = {
                    key: settings_form.field(key, desk.settings, self._locks) for key in KEYS
                }
            self.written = gr.HTML(**BLOCKS, elem_id="pc-written")
            self.write = gr.Button(
                text("settings_write"), elem_id="pc-write", variant="primary", interactive=False
            )
            self.models = gr.HTML(**BLOCKS, elem_id="pc-models")
            with gr.Row(elem_id="pc-hub", visible=not self._locks.everything):
                self.hub_name = gr.Textbox(
                    label=text("hub_name"),
                    elem_id="pc-hub-name",
                    max_lines=1,
                    max_length=200,
                    scale=2,
                )
                self.hub_ask = gr.Button(
                    text("hub_ask"), elem_id="pc-hub-ask", scale=0, min_width=220
                )
                self.hub_get = gr.Button(
                    "", elem_id="pc-hub-get", scale=0, min_width=220, visible=False
                )
            self.hub_told = gr.HTML(**BLOCKS, elem_id="pc-hub-told")
            self.wanted: gr.State = gr.State(None)
            self.table = gr.HTML(**BLOCKS, elem_id="pc-settings")

    def connect(self, tab: gr.Tab, language: gr.Dropdown) -> None:
        """Let everything do what it says; the theme is the page's script's."""
        values = [*self.fields.values(), self.answer_language, language]
        preview = [self.written, self.write]
        for field in (*self.fields.values(), self.answer_language):
            field.change(self._previewed, values, preview, trigger_mode="always_last", **QUICK)
        self.write.click(self._store, values, [*preview, self.table, self.models], **QUICK)
        tab.select(self._opened, [language], [self.models, self.fields["generator"]], **QUICK)
        hub = [self.hub_told, self.hub_get, self.wanted]
        slow: dict[str, Any] = {
            "show_progress": "hidden", "api_visibility": "private", "concurrency_limit": 1,
            "concurrency_id": "hub", "trigger_mode": "once",
        }  # fmt: skip
        self.hub_ask.click(self._look_up, [self.hub_name, language], hub, **slow)
        after = [*hub, self.models, self.fields["generator"]]
        self.hub_get.click(self._fetch, [self.wanted, language], after, **slow)

    def relabel(self, say: Words) -> Updates:
        """Everything of the tab in another language."""
        note = say("settings_shared") if self._locks.everything else say("form_note")
        title = element("h3", escaped(say("form_title"))) + element("p", escaped(note), "pc-note")
        return {
            self.answer_language: gr.update(
                choices=self._answer_languages(say), label=say("answer_language")
            ),
            self.theme: gr.update(choices=_themes(say), label=say("theme")),
            self.form_title: title,
            **{
                field: gr.update(**settings_form.texts(key, self._locks, say))
                for key, field in self.fields.items()
            },
            self.written: "",
            self.write: gr.update(value=say("settings_write"), interactive=False),
            self.hub_name: gr.update(label=say("hub_name")),
            self.hub_ask: gr.update(value=say("hub_ask")),
            self.hub_get: gr.update(visible=False),
            self.hub_told: "",
            self.table: settings_table(self._desk.settings, say),
        }

    def _answer_languages(self, say: Words) -> list[tuple[str, str]]:
        fixed = self._desk.settings.answer_language
        more = () if fixed in ("auto", *CORE_LANGUAGES) else (fixed,)
        return [(say("answer_auto"), "auto"), *choices((*CORE_LANGUAGES, *more))]

    def _opened(self, language: str) -> Updates:
        """What lies on this machine now."""
        found = settings_form.generators(self._desk.settings)
        return {
            self.models: _models(words(language)),
            self.fields["generator"]: gr.update(choices=found),
        }

    # ---- writing

    def _differing(self, values: tuple[Any, ...]) -> dict[str, Any]:
        named = dict(zip((*KEYS, "answer_language"), values, strict=True))
        return settings_form.changes(named, self._desk.settings, self._locks)

    def _previewed(self, *values: Any) -> Updates:
        """What the button would write, as the fields stand."""
        say = words(values[-1])
        try:
            differing = self._differing(values[:-1])
        except RagError as error:
            return {
                self.written: settings_form.problem(error),
                self.write: gr.update(interactive=False),
            }
        return {
            self.written: settings_form.written(differing, say),
            self.write: gr.update(interactive=bool(differing)),
        }

    def _store(self, *values: Any) -> Updates:
        """Use the settings from the next question on, and write them into the person's file."""
        say, desk = words(values[-1]), self._desk
        try:
            differing = self._differing(values[:-1])
            changed = replace(desk.settings, **differing)
            desk.bot.use(changed)
            told = settings_form.stored(store(differing), say)
        except RagError as error:
            return {self.written: settings_form.problem(error)}
        desk.settings = changed
        desk.readiness.load(desk.bot)
        return {
            self.written: told,
            self.write: gr.update(interactive=False),
            self.table: settings_table(changed, say),
            self.models: _models(say),
        }

    # ---- models of a hub

    def _look_up(self, name: str, language: str) -> Updates:
        """Ask the hub how large a model is; only then there is a button that downloads it."""
        say = words(language)
        try:
            model = look_up(name.strip())
        except RagError as error:
            told = settings_form.problem(error)
            return {self.hub_told: told, self.hub_get: gr.update(visible=False), self.wanted: None}
        fits = say("model_fits" if model.bytes * 2 <= free_memory() else "model_too_large")
        about = say(
            "hub_size", name=model.name, n=model.gigabytes, licence=model.licence, host=model.host
        )
        download = say("hub_get", n=model.gigabytes)
        return {
            self.hub_told: element(
                "p", escaped(f"{about} {fits}"), "pc-note", 'role="status" dir="auto"'
            ),
            self.hub_get: gr.update(value=download, visible=True),
            self.wanted: model,
        }

    def _fetch(self, model: HubModel | None, language: str) -> Iterator[Updates]:
        """Download what was agreed to."""
        say = words(language)
        if model is None or self._locks.everything:
            return
        try:
            for there in fetching(model.name, model.gigabytes):
                told = say("hub_getting", done=round(there / GIGABYTE, 2), n=model.gigabytes)
                yield {self.hub_told: element("p", escaped(told), "pc-note", 'role="status"')}
        except RagError as error:
            yield {self.hub_told: settings_form.problem(error)}
            return
        yield {
            self.hub_told: element("p", escaped(say("hub_got")), "pc-note", 'role="status"'),
            self.hub_get: gr.update(visible=False),
            self.wanted: None,
            **self._opened(language),
        }


def _models(say: Words) -> str:
    try:
        return models_table(listed(), local_models(), free_memory(), say)
    except RagError as error:
        return settings_form.problem(error)


def _themes(say: Words) -> list[tuple[str, str]]:
    return [(say(f"theme_{name}"), name) for name in ("auto", "light", "dark")]
