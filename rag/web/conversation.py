"""Questions and answers as HTML."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rag.types import Answer, Sentence
from rag.web.answer_actions import actions, edit_search
from rag.web.render import attributes, badge, chip, element, escaped, name, with_chips
from rag.web.strings import Words
from rag.web.turn import Turn

_PROGRESS = {
    "searching": "status_searching",
    "found": "status_writing",
    "waiting": "status_waiting",
    "writing": "status_writing",
    "checked": "status_checked",
}


def log(turns: Sequence[Turn], words: Words) -> str:
    """All turns, the oldest first."""
    return "".join(turn_block(turn, words) for turn in turns)


def turn_block(turn: Turn, words: Words) -> str:
    """A question and what is known of its answer."""
    # An element with a direction of its own has no say in what dir="auto" finds around it.
    label = element("span", escaped(words("you_asked")), "pc-hidden", _own(words))
    question = element("h2", label + escaped(turn.question), "pc-question", 'dir="auto"')
    if turn.condensed:
        isolated = f"\N{FIRST STRONG ISOLATE}{turn.condensed}\N{POP DIRECTIONAL ISOLATE}"
        told = escaped(words("searched_as", question=isolated))
        edit = edit_search(turn, words) if turn.ended else ""
        question += element("p", f"{told} {edit}", "pc-condensed", _own(words))
    return element(
        "section",
        question + _answer_block(turn, words),
        "pc-turn",
        f'data-turn="{turn.number}" data-asked="{escaped(turn.asked)}" '
        f'data-question="{escaped(turn.question)}"',
    )


def _answer_block(turn: Turn, words: Words) -> str:
    """The answer with its language and direction, and the line under it."""
    body = (
        _short(turn, words)
        + _lead(turn, words)
        + _prose(turn, words)
        + _notes(turn, words)
        + _footer(turn, words)
        + actions(turn, words)
    )
    busy = "" if turn.ended else ' aria-busy="true"'
    return element("div", body, "pc-answer", f'data-stage="{turn.stage}"{busy}')


def _lead(turn: Turn, words: Words) -> str:
    """The best quote, word for word, from the moment it is found; beneath it where it stands.

    An answer that is itself a quote in a frame needs no other.
    """
    refused = turn.stage == "refused"
    framed = turn.answer is not None and turn.answer.outcome == "quoted"
    if not turn.evidence or refused or framed:
        return ""
    best = turn.evidence[0]
    shape = attributes(best.passage.language)
    quote = element("q", escaped(best.quote.strip()), "pc-lead-quote", shape)
    source = f"{badge(best.passage.language, words)} {name(best.source.title)}"
    body = quote + chip(turn.number, best.n, words) + element("footer", source, "pc-lead-source")
    return element("blockquote", body, "pc-lead")


def _prose(turn: Turn, words: Words) -> str:
    """The text of the answer: the model's words while they come, then what was checked."""
    numbers = {item.n for item in turn.evidence}
    shape = attributes(turn.language)
    if turn.answer is not None and turn.answer.outcome != "answered":
        return element("p", _framed(turn.answer, turn.number, words), "pc-prose", shape)
    if any(sentence.text for sentence in turn.checked):
        body = " ".join(_sentence(item, numbers, turn.number, words) for item in turn.checked)
        return element("p", body, "pc-prose", shape)
    if turn.draft:
        body = with_chips(turn.draft, numbers, turn.number, words)
        return element("p", body, "pc-prose pc-draft", shape)
    return ""


def _framed(answer: Answer, turn: int, words: Words) -> str:
    """A refusal as it is; a framed quote with the quote apart from its frame, which may run the other way.

    Only the mark that ends the frame is ours: a quote may hold marks of its own document.
    """
    if answer.outcome == "refused" or not answer.evidence:
        return escaped(answer.text)
    best = answer.evidence[0]
    frame, bracket, mark = answer.text.rpartition("[")
    before, quote, after = frame.rstrip().partition(best.quote)
    shown = f"<bdi {attributes(best.passage.language)}>{escaped(quote)}</bdi>" if quote else ""
    chip = with_chips(bracket + mark, {item.n for item in answer.evidence}, turn, words)
    return escaped(before) + shown + escaped(after) + chip


def _sentence(sentence: Sentence, numbers: Collection[int], turn: int, words: Words) -> str:
    """A checked sentence with its chips; one without support is marked and says why."""
    marks = "".join(f" [{n}]" for n in sentence.citations if f"[{n}]" not in sentence.text)
    body = with_chips(sentence.text + marks, numbers, turn, words)
    if sentence.supported:
        return element("span", body, "pc-sentence")
    why = f"{words('unsupported')}: {reason(sentence, words)}"
    return (
        f'<span class="pc-sentence pc-unsupported"><s>{body}</s> '
        f"{element('small', escaped(why), 'pc-why', _own(words))}</span>"
    )


def reason(sentence: Sentence, words: Words) -> str:
    """Why a sentence is not supported, with the word or number that was not found."""
    key = f"reason_{sentence.reason}"
    told = words(key if words.has(key) else "reason_other")
    return f"{told} ({sentence.detail})" if sentence.detail else told


def _short(turn: Turn, words: Words) -> str:
    """The fact itself, before the sentences."""
    short = turn.answer.short if turn.answer else turn.short
    if short is None:
        return ""
    numbers = {item.n for item in turn.evidence}
    fact = with_chips(f"{short.text} [{short.n}]", numbers, turn.number, words)
    label = element("span", escaped(words("short_answer")), "pc-label", _own(words))
    return element("p", f"{label} <strong>{fact}</strong>", "pc-short", attributes(turn.language))


def _notes(turn: Turn, words: Words) -> str:
    """What a person should know beside the text: progress, a failure, a draft set aside."""
    notes = ""
    if turn.stage in _PROGRESS:
        told = (
            words(_PROGRESS[turn.stage], n=turn.ahead)
            if turn.stage == "waiting"
            else words(_PROGRESS[turn.stage])
        )
        notes += element("p", escaped(told), "pc-progress", _own(words))
    if turn.stage == "failed":
        notes += element(
            "p", escaped(turn.message or words("failed")), "pc-error", 'role="alert" dir="auto"'
        )
    if turn.was_stopped:
        notes += element("p", escaped(words("stopped")), "pc-note", _own(words))
    if (
        turn.answer is not None
        and turn.answer.outcome == "quoted"
        and any(item.text for item in turn.checked)
    ):
        numbers = {item.n for item in turn.evidence}
        draft = " ".join(_sentence(item, numbers, turn.number, words) for item in turn.checked)
        summary = element("summary", escaped(words("draft")), "", _own(words))
        notes += element(
            "details", summary + element("p", draft, "", attributes(turn.language)), "pc-aside"
        )
    return notes


def _footer(turn: Turn, words: Words) -> str:
    """What was checked and how long it took."""
    answer = turn.answer
    if answer is None:
        return ""
    parts = [] if answer.outcome == "refused" else [_verdict(turn, words)]
    if answer.seconds.quote is not None:
        parts.append(words("quote_after", seconds=round(answer.seconds.quote, 2)))
    if answer.seconds.total is not None and answer.outcome != "refused":
        parts.append(words("answer_after", seconds=round(answer.seconds.total, 1)))
    line = element("span", escaped(" · ".join(parts)), "pc-verdict", _own(words))
    return element("footer", line)


def _verdict(turn: Turn, words: Words) -> str:
    """Whether every sentence is supported."""
    if turn.answer is not None and turn.answer.outcome == "quoted":
        return words("quoted")
    unsupported = sum(not sentence.supported for sentence in turn.checked)
    return words("partly_supported", n=unsupported) if unsupported else f"✓ {words('supported')}"


def _own(words: Words) -> str:
    """Language and direction of the page's own words, which may differ from the text around."""
    return attributes(words.language)
