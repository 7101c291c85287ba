"""The chat: questions and answers at the left, the evidence beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import gradio as gr

from rag.errors import RagError
from rag.web import conversation, evidence
from rag.web.asking import Talk, asked_turns, asker, first_turn
from rag.web.desk import Desk, log
from rag.web.kept import with_passages
from rag.web.labels import BLOCKS, FORWARD, QUICK, forwarding, text
from rag.web.render import attributes, element, escaped
from rag.web.scope_bar import ScopeBar
from rag.web.script_words import script_words
from rag.web.shelf_panel import ShelfPanel, sent
from rag.web.strings import Words, words
from rag.web.turn import Turn, rating_of
from rag.web.welcome import welcome

Updates = dict[Any, Any]
SEVERAL = 16
"""Questions searched at the same time; the model itself answers them one by one."""
EVENTS = (
    "ask_again",
    "rate",
    "open_conversation",
    "list_conversations",
    "rename_conversation",
    "delete_conversation",
)
"""What the page's script raises on `#pc-wire`."""
_STATUS = {
    "searching": "status_searching",
    "found": "status_found",
    "waiting": "status_waiting",
    "writing": "status_writing",
    "checked": "status_checked",
    "done": "status_done",
    "refused": "status_refused",
    "stopped": "status_stopped",
    "failed": "failed",
}


class ChatTab:
    """The components of the chat and what they do. Made inside a `gr.Blocks`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.turns: gr.State = gr.State([])
        self.key: gr.State = gr.State("")
        # What the page's script raises on this element reaches the handlers below.
        self.wire = gr.HTML(**forwarding(*EVENTS), elem_id="pc-wire")
        self.shelf = ShelfPanel(desk)
        with gr.Column(elem_id="pc-chat"):
            with gr.Column(elem_id="pc-talk"):
                self.past = gr.HTML(**BLOCKS, elem_id="pc-past")
                self.live = gr.HTML(**BLOCKS, elem_id="pc-live")
                # Apart from the answers, and hidden by the style sheet as soon as there is one: so an
                # upload that ends while the first question is answered cannot write over the answer.
                self.welcome = gr.HTML(elem_id="pc-welcome", **FORWARD)
            with gr.Column(elem_id="pc-composer"):
                self.scope = ScopeBar(desk)
                with gr.Row(elem_id="pc-ask-row"):
                    self.question = gr.Textbox(
                        label=text("question_label"),
                        placeholder=text("question_hint"),
                        elem_id="pc-question",
                        lines=1,
                        max_lines=6,
                        max_length=2000,
                        scale=1,
                        container=False,
                    )
                    self.ask = gr.Button(
                        text("ask"), variant="primary", elem_id="pc-ask", scale=0, min_width=88
                    )
                    self.stop = gr.Button(
                        text("stop"),
                        variant="stop",
                        elem_id="pc-stop",
                        scale=0,
                        min_width=88,
                        visible=False,
                    )
                with gr.Row(elem_id="pc-under"):
                    self.status = gr.HTML(**BLOCKS, elem_id="pc-status")
                    self.shelf_button = gr.Button(
                        text("conversations"),
                        size="sm",
                        elem_id="pc-shelf-open",
                        scale=0,
                        visible=desk.shelf.is_on,
                    )
                    self.new = gr.Button(
                        text("new_conversation"), size="sm", elem_id="pc-new", scale=0
                    )
            with gr.Column(elem_id="pc-evidence"):
                self.heading = gr.HTML(**BLOCKS, elem_id="pc-evidence-heading")
                self.past_evidence = gr.HTML(**BLOCKS, elem_id="pc-past-evidence")
                self.live_evidence = gr.HTML(**BLOCKS, elem_id="pc-live-evidence")

    def connect(self, language: gr.Dropdown, answer_language: gr.Dropdown) -> None:
        """Let the buttons do what they say."""
        conversation = [self.turns, self.key, language, answer_language]
        outputs = [
            self.question,
            self.past,
            self.live,
            self.welcome,
            self.past_evidence,
            self.live_evidence,
            self.heading,
            self.status,
            self.ask,
            self.stop,
            self.new,
            self.turns,
            self.key,
        ]
        asked: dict[str, Any] = {
            "outputs": outputs,
            "show_progress": "hidden",
            "api_visibility": "private",
            "concurrency_limit": SEVERAL,
            "concurrency_id": "ask",
            "trigger_mode": "once",
        }
        gr.on(
            [self.question.submit, self.ask.click],
            self._ask,
            [self.question, *conversation],
            **asked,
        )
        self.welcome.ask_example(self._ask_example, conversation, **asked)
        self.wire.ask_again(self._ask_again, conversation, **asked)
        self.wire.rate(self._rate, [self.turns, self.key], [self.turns], **QUICK)
        opened = [*outputs, self.shelf.listed]
        self.wire.open_conversation(self._open, [self.key, language], opened, **QUICK)
        self.shelf.connect(self.wire, self.key, language)
        self.stop.click(self._stop, **QUICK)
        self.new.click(self._start_again, [language], outputs, **QUICK)

    def relabel(self, say: Words, turns: Sequence[Turn]) -> Updates:
        """Everything of the chat in another language."""
        return {
            self.wire: script_words(say),
            self.question: gr.update(label=say("question_label"), placeholder=say("question_hint")),
            self.ask: gr.update(value=say("ask")),
            self.stop: gr.update(value=say("stop")),
            self.new: gr.update(value=say("new_conversation")),
            self.shelf_button: gr.update(value=say("conversations")),
            **self.shelf.relabel(say),
            self.past: conversation.log(turns, say),
            self.live: "",
            self.welcome: welcome(self._desk, say),
            self.past_evidence: evidence.panel(turns, say),
            self.live_evidence: "",
            self.heading: self._heading(turns, say),
            self.status: "",
        }

    def _heading(self, turns: Sequence[Turn], say: Words) -> str:
        empty = (
            ""
            if any(turn.evidence for turn in turns)
            else element("p", escaped(say("evidence_empty")), "pc-empty")
        )
        return element("h2", escaped(say("evidence")), "pc-label") + empty

    def _ask_example(
        self,
        turns: list[Turn],
        key: str,
        language: str,
        answer_language: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Ask the example that was clicked."""
        question = sent(event, "question")
        yield from self._ask(question, turns, key, language, answer_language, request)

    def _ask_again(
        self,
        turns: list[Turn],
        key: str,
        language: str,
        answer_language: str,
        event: gr.EventData,
        request: gr.Request,
    ) -> Iterator[Updates]:
        """Ask a turn's question anew, as it was or changed; the turns from it on make room."""
        number, question = sent(event, "turn"), sent(event, "question")
        kept = turns[: int(number) - 1] if number.isdecimal() and int(number) > 0 else turns
        searched = sent(event, "searched")
        yield from self._ask(question, kept, key, language, answer_language, request, searched)

    def _ask(
        self,
        question: str,
        turns: list[Turn],
        key: str,
        language: str,
        answer_language: str,
        request: gr.Request,
        searched: str = "",
    ) -> Iterator[Updates]:
        """Answer a question: updates of the page as its events come in."""
        say = words(language)
        if not question.strip():
            yield {self.status: _status(Turn(1, "", "failed"), say, say("question_hint"))}
            return
        turn, talk = first_turn(question, turns, searched), Talk(list(turns), key)
        yield self._opening(turn, turns, say)
        shown = turn.evidence
        fixed = None if answer_language == "auto" else answer_language
        with closing(asked_turns(self._desk, asker(request), turn, talk, fixed)) as growing:
            for turn in growing:
                update: Updates = {
                    self.live: conversation.turn_block(turn, say),
                    self.status: _status(turn, say),
                }
                if turn.evidence != shown or turn.ended:
                    shown = turn.evidence
                    update[self.live_evidence] = evidence.section(turn, say)
                    update[self.heading] = self._heading([*turns, turn], say)
                yield update
        yield self._closing(turn, talk, say)

    def _opening(self, turn: Turn, turns: list[Turn], say: Words) -> Updates:
        """The page when a question has just been asked."""
        return {
            self.question: "",
            self.past: conversation.log(turns, say),
            self.past_evidence: evidence.panel(turns, say),
            self.live: conversation.turn_block(turn, say),
            self.live_evidence: "",
            self.status: _status(turn, say),
            self.ask: gr.update(visible=False),
            self.stop: gr.update(visible=True),
            self.new: gr.update(interactive=False),
        }

    def _closing(self, turn: Turn, talk: Talk, say: Words) -> Updates:
        """The page when an answer has ended."""
        update: Updates = {
            self.ask: gr.update(visible=True),
            self.stop: gr.update(visible=False),
            self.new: gr.update(interactive=True),
            self.turns: talk.turns,
            self.key: talk.key,
        }
        if talk.told:
            update[self.status] = _status(turn, say, talk.told)
        return update

    def _rate(
        self, turns: list[Turn], key: str, event: gr.EventData, request: gr.Request
    ) -> list[Turn]:
        """Keep what the person thinks of an answer; the page shows it already."""
        asked, verdict, reason = (sent(event, name) for name in ("asked", "verdict", "reason"))
        rating = rating_of(verdict, reason)
        try:
            self._desk.shelf.rate(asker(request).person, key, asked, rating)
        except RagError:
            log.exception("A rating could not be kept.")
        return [replace(turn, rating=rating) if turn.asked == asked else turn for turn in turns]

    def _open(self, key: str, language: str, event: gr.EventData, request: gr.Request) -> Updates:
        """Show a conversation that was kept, with the passages as the library has them now."""
        say, told, desk = words(language), "", self._desk
        try:
            kept = desk.shelf.load(asker(request).person, sent(event, "id"))
            turns = list(with_passages(kept.rated(), desk.collection.passages)) if kept else []
        except RagError as error:
            kept, turns, told = None, [], str(error)
        search = sent(event, "search")
        if kept is None:
            told = told or say("conversation_gone")
            return {self.shelf.listed: self.shelf.shown(request, key, search, say, told)}
        return {
            **self._emptied(say, turns),
            self.key: kept.id,
            self.shelf.listed: self.shelf.shown(request, kept.id, search, say),
        }

    def _stop(self, request: gr.Request) -> None:
        """Tell the answer of this tab to stop."""
        self._desk.stops.stop(str(request.session_hash))

    def _start_again(self, language: str) -> Updates:
        """An empty conversation."""
        return self._emptied(words(language), [])

    def _emptied(self, say: Words, turns: list[Turn]) -> Updates:
        """The page with these turns and nothing being asked."""
        return {
            self.question: gr.update(value=""),
            self.past: conversation.log(turns, say),
            self.live: "",
            self.welcome: welcome(self._desk, say),
            self.past_evidence: evidence.panel(turns, say),
            self.live_evidence: "",
            self.heading: self._heading(turns, say),
            self.status: "",
            self.turns: turns,
            self.key: "",
        }


def _status(turn: Turn, say: Words, told: str = "") -> str:
    """One line for those who listen to the page rather than look at it."""
    line = told or (turn.message if turn.message else say(_STATUS[turn.stage], n=turn.ahead))
    return element("span", escaped(line), "", attributes(say.language))
