"""The panel of conversations: find, open, rename, save, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.web.asking import asker
from rag.web.desk import Desk
from rag.web.labels import BLOCKS, QUICK
from rag.web.shelf_view import shelf_head, shelf_list
from rag.web.strings import Words, words

Updates = dict[Any, Any]
LONGEST_SEARCH = 200


def sent(event: gr.EventData, key: str) -> str:
    """A text that the page's script sent along; empty when it did not."""
    value = event._data.get(key) if isinstance(event._data, dict) else None
    return value if isinstance(value, str) else ""


class ShelfPanel:
    """The components of the panel and what they do. Made inside a `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Column(elem_id="pc-shelf"):
            self.head = gr.HTML(**BLOCKS, elem_id="pc-shelf-top")
            self.listed = gr.HTML(**BLOCKS, elem_id="pc-shelf-entries")

    def connect(self, wire: gr.HTML, key: gr.State, language: gr.Dropdown) -> None:
        """Let the buttons do what they say; `key` is the id of the conversation on the page."""
        self._key, inputs = key, [key, language]
        wire.list_conversations(self._list, inputs, [self.listed], **QUICK)
        wire.rename_conversation(self._rename, inputs, [self.listed], **QUICK)
        wire.delete_conversation(self._delete, inputs, [self.listed, key], **QUICK)

    def relabel(self, say: Words) -> Updates:
        """The panel in another language; the list is made when it is opened."""
        return {self.head: shelf_head(say) if self._desk.shelf.is_on else "", self.listed: ""}

    def shown(self, request: gr.Request, key: str, search: str, say: Words, told: str = "") -> str:
        """The list for the person who asks."""
        try:
            entries = self._desk.shelf.listed(asker(request).person, search[:LONGEST_SEARCH])
        except RagError as error:
            entries, told = [], str(error)
        return shelf_list(entries, key, search, say, told)

    def _list(self, key: str, language: str, event: gr.EventData, request: gr.Request) -> str:
        return self.shown(request, key, sent(event, "search"), words(language))

    def _rename(self, key: str, language: str, event: gr.EventData, request: gr.Request) -> str:
        shelf, say = self._desk.shelf, words(language)
        chosen, name = sent(event, "id"), sent(event, "title")
        told = _tried(
            lambda: shelf.rename(asker(request).person, chosen, name), say("conversation_gone")
        )
        return self.shown(request, key, sent(event, "search"), say, told)

    def _delete(self, key: str, language: str, event: gr.EventData, request: gr.Request) -> Updates:
        shelf, say, chosen = self._desk.shelf, words(language), sent(event, "id")
        told = _tried(lambda: shelf.delete(asker(request).person, chosen), say("conversation_gone"))
        current = "" if chosen == key else key
        listed = self.shown(request, current, sent(event, "search"), say, told)
        return {self.listed: listed, self._key: current}


def _tried(act: Callable[[], bool], gone: str) -> str:
    """What to tell after an act: nothing when it was done."""
    try:
        return "" if act() else gone
    except RagError as error:
        return str(error)
