"""Above the question: where it is looked up."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.web.desk import Desk
from rag.web.labels import QUICK, text
from rag.web.render import language_name
from rag.web.scope import Scope
from rag.web.strings import Words, words

Updates = dict[Any, Any]


class ScopeBar:
    """A closed box that says what is looked at and opens to choose. Made inside a `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.box = gr.Accordion(text("within_all"), open=False, elem_id="pc-scope")
        with self.box, gr.Row(elem_id="pc-scope-row"):
            self.collections = gr.Dropdown(
                [], multiselect=True, label=text("collections"), elem_id="pc-scope-collections"
            )
            self.languages = gr.Dropdown(
                [], multiselect=True, label=text("languages"), elem_id="pc-scope-languages"
            )
            self.clear = gr.Button(
                text("within_clear"), size="sm", scale=0, elem_id="pc-scope-clear"
            )

    @property
    def parts(self) -> list[Any]:
        """What a choice changes."""
        return [self.box, self.collections, self.languages]

    def connect(self, language: gr.Dropdown) -> None:
        """Remember what is chosen."""
        for field in (self.collections, self.languages):
            field.input(
                self._choose, [self.collections, self.languages, language], [self.box], **QUICK
            )
        self.clear.click(self._clear, [language], self.parts, **QUICK)

    def relabel(self, say: Words, request: gr.Request | None = None) -> Updates:
        """Everything in another language, with what the library holds now."""
        scope = self._desk.scopes.of(str(request.session_hash)) if request else Scope()
        stats = self._desk.collection.stats()
        known = self._desk.collection.collections()
        codes = sorted(stats.languages, key=lambda code: (-stats.languages[code], code))
        return {
            self.box: gr.update(label=told(scope, say)),
            self.collections: gr.update(
                choices=[(f"{name} ({say.number(count)})", name) for name, count in known.items()],
                value=[name for name in scope.collections if name in known],
                label=say("collections"),
            ),
            self.languages: gr.update(
                choices=[(language_name(code, say), code) for code in codes],
                value=[code for code in scope.languages if code in codes],
                label=say("languages"),
            ),
            self.clear: gr.update(value=say("within_clear")),
        }

    def within(self, ids: list[str], say: Words, request: gr.Request) -> Updates:
        """Look at these documents alone."""
        self._desk.scopes.choose(str(request.session_hash), Scope(documents=tuple(ids)))
        return self.relabel(say, request)

    def _choose(
        self, collections: list[str], languages: list[str], language: str, request: gr.Request
    ) -> Any:
        session = str(request.session_hash)
        documents = self._desk.scopes.of(session).documents
        scope = Scope(tuple(collections or ()), tuple(languages or ()), documents)
        self._desk.scopes.choose(session, scope)
        return gr.update(label=told(scope, words(language)))

    def _clear(self, language: str, request: gr.Request) -> Updates:
        self._desk.scopes.forget(str(request.session_hash))
        say = words(language)
        return {
            self.box: gr.update(label=told(Scope(), say), open=False),
            self.collections: gr.update(value=[]),
            self.languages: gr.update(value=[]),
        }


def told(scope: Scope, say: Words) -> str:
    """What is looked at, in one line."""
    parts = [*scope.collections, *(language_name(code, say) for code in scope.languages)]
    if scope.documents:
        parts.append(say("within_documents", n=len(scope.documents)))
    return say("within", where=" · ".join(parts)) if parts else say("within_all")
