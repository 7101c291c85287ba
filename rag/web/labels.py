"""Static texts of components, translated by the browser, and how handlers are registered."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.web.strings import INTERFACE_LANGUAGES, table

STATIC = (
    "tab_chat",
    "tab_library",
    "tab_explain",
    "tab_settings",
    "interface_language",
    "question_label",
    "question_hint",
    "ask",
    "stop",
    "new_conversation",
    "conversations",
    "search_documents",
    "collection",
    "collections",
    "languages",
    "language_mix",
    "size_mix",
    "within_all",
    "within_clear",
    "explain_question",
    "explain",
    "answer_language",
    "settings_write",
    "hub_name",
    "hub_ask",
    "theme",
    "theme_auto",
    "theme_light",
    "theme_dark",
)

TRANSLATIONS = gr.I18n(
    **{language: {key: table(language)[key] for key in STATIC} for language in INTERFACE_LANGUAGES}
)

BLOCKS: dict[str, Any] = {"value": "", "js_on_load": None, "apply_default_css": False}
"""HTML that we render and that triggers nothing."""

# The page's own script raises this event on the component's element; names of events must be quoted.
FORWARD: dict[str, Any] = {
    "value": "",
    "apply_default_css": False,
    "js_on_load": "element.addEventListener('polycite', (event) => trigger(event.detail.name, event.detail));"
    " /* 'ask_example' 'turn_page' 'remove_documents' 'collect_documents' 'within_documents'"
    " 'library_changed' 'settings_chosen' 'model_wanted' */",
}


def forwarding(*events: str) -> dict[str, Any]:
    """HTML that triggers events of these names when the page's script raises them on it."""
    return {
        **FORWARD,
        "js_on_load": FORWARD["js_on_load"] + "".join(f" /* '{event}' */" for event in events),
    }


QUICK: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
"""Handlers that answer at once."""


def text(key: str) -> Any:
    """A static text that the browser shows in its reader's language."""
    return TRANSLATIONS(key)
