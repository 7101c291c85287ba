"""The explain tab: how the passages of the last question, or of any other, were found."""

from __future__ import annotations

import time
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.types import Seconds
from rag.web.desk import Desk, log
from rag.web.explain_view import explanation
from rag.web.labels import BLOCKS, text
from rag.web.render import element, escaped
from rag.web.strings import Words, words

Updates = dict[Any, Any]


class ExplainTab:
    """The components of the explanation and what they do. Made inside a `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Column(elem_id="pc-explain"):
            with gr.Row(elem_id="pc-explain-row"):
                self.question = gr.Textbox(
                    label=text("explain_question"),
                    elem_id="pc-explain-question",
                    max_lines=1,
                    max_length=2000,
                    scale=1,
                )
                self.button = gr.Button(
                    text("explain"), elem_id="pc-explain-run", scale=0, min_width=120
                )
            self.table = gr.HTML(**BLOCKS, elem_id="pc-explanation")

    def connect(self, language: gr.Dropdown) -> None:
        """Let the button do what it says."""
        gr.on(
            [self.question.submit, self.button.click],
            self._explain,
            [self.question, language],
            [self.table],
            show_progress="hidden",
            api_visibility="private",
            concurrency_limit=4,
            concurrency_id="explain",
        )

    def relabel(self, say: Words) -> Updates:
        """Everything of the tab in another language; a table that was shown goes."""
        return {
            self.question: gr.update(label=say("explain_question")),
            self.button: gr.update(value=say("explain")),
            self.table: explanation("", (), None, say),
        }

    def _explain(self, question: str, language: str) -> str:
        say, began = words(language), time.perf_counter()
        try:
            found = self._desk.bot.search(question, self._desk.settings.read_hits)
        except RagError as error:
            return element("p", escaped(error), "pc-error", 'role="alert" dir="auto"')
        except Exception:
            log.exception("A question could not be explained.")
            return element("p", escaped(say("failed")), "pc-error", 'role="alert"')
        return explanation(question, found.hits, Seconds(search=time.perf_counter() - began), say)
