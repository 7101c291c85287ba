"""The explain tab: how the answer to the last question, or to any other, came about."""

from __future__ import annotations

from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.explain import Explanation
from rag.types import Seconds
from rag.web.desk import Desk, log
from rag.web.explain_view import explanation, map_note
from rag.web.labels import BLOCKS, text
from rag.web.passage_map import PassageMap
from rag.web.render import element, escaped
from rag.web.strings import Words, words
from rag.web.turn import Turn

Updates = dict[Any, Any]


class ExplainTab:
    """The components of the explanation and what they do. Made inside a `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._map = PassageMap(desk.collection)
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
            with gr.Row(elem_id="pc-explained"):
                self.table = gr.HTML(**BLOCKS, elem_id="pc-explanation")
            self.map_note = gr.HTML(**BLOCKS, elem_id="pc-map-note")
            self.map = gr.ScatterPlot(
                x="x",
                y="y",
                color="kind",
                x_title=" ",
                y_title=" ",
                colors_in_legend=[],
                x_axis_labels_visible=False,
                tooltip=["text"],
                height=460,
                show_label=False,
                visible=False,
                elem_id="pc-map",
            )

    def connect(self, tab: gr.Tab, language: gr.Dropdown, turns: gr.State) -> None:
        """Let the button do what it says, and begin with the last question of the chat."""
        shown = [self.table, self.map, self.map_note]
        quiet: dict[str, Any] = {
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": 4,
            "concurrency_id": "explain",
        }
        gr.on(
            [self.question.submit, self.button.click],
            self._asked,
            [self.question, language],
            shown,
            **quiet,
        )
        tab.select(self._last, [self.question, turns, language], [self.question, *shown], **quiet)

    def relabel(self, say: Words) -> Updates:
        """Everything of the tab in another language; what was shown goes."""
        return {
            self.question: gr.update(label=say("explain_question")),
            self.button: gr.update(value=say("explain")),
            self.table: explanation(None, None, say),
            self.map: gr.update(visible=False),
            self.map_note: "",
        }

    def _last(self, typed: str, turns: list[Turn], language: str, request: gr.Request) -> Updates:
        """The last question of the chat, unless another was typed here."""
        last = next((turn for turn in reversed(turns) if turn.searched), None)
        asked = {turn.searched for turn in turns}
        if last is None or (typed.strip() and typed not in asked) or typed == last.searched:
            return {self.question: gr.skip()}
        seconds = last.answer.seconds if last.answer else None
        return {
            self.question: last.searched,
            **self._explained(last.searched, seconds, language, request),
        }

    def _asked(self, question: str, language: str, request: gr.Request) -> Updates:
        return self._explained(question, None, language, request)

    def _explained(
        self, question: str, seconds: Seconds | None, language: str, request: gr.Request
    ) -> Updates:
        """A question within what this tab looks at, explained."""
        say, desk = words(language), self._desk
        try:
            scope = desk.scopes.of(str(request.session_hash))
            found = desk.bot.explain(question, keep=scope.keep(desk.collection))
            return {self.table: explanation(found, seconds, say), **self._drawn(found, say)}
        except RagError as error:
            told = element("p", escaped(error), "pc-error", 'role="alert" dir="auto"')
        except Exception:
            log.exception("A question could not be explained.")
            told = element("p", escaped(say("failed")), "pc-error", 'role="alert"')
        return {self.table: told, self.map: gr.update(visible=False), self.map_note: ""}

    def _drawn(self, found: Explanation, say: Words) -> Updates:
        """The map with the question on it."""
        passages = [hit.passage for hit in found.hits]
        chart = self._map.chart(found.question, passages, say)
        if chart is None:
            return {self.map: gr.update(visible=False), self.map_note: ""}
        colours = self._map.colours(say)
        note = map_note(len(chart["data"]) - 1, colours, say)
        drawn = gr.update(value=chart, color_map=colours, visible=True)
        return {self.map: drawn, self.map_note: note}
