"""What can be done with an answer: copy it, ask again, ask otherwise, say what one thinks of it."""

from __future__ import annotations

from rag.web.citing import copied
from rag.web.render import attributes, element, escaped
from rag.web.strings import Words
from rag.web.turn import REASONS, Rating, Turn

VERDICTS = ("good", "bad")


def actions(turn: Turn, words: Words) -> str:
    """The row of buttons under a turn that has ended."""
    if not turn.ended:
        return ""
    again = _button("ask_again", "pc-retry", words)
    edit = _button("edit_question", "pc-edit", words, _editor(words, turn.question))
    answered = turn.answer is not None and turn.answer.outcome != "refused"
    body = (_copies(turn, words) if answered else "") + again + edit + _thumbs(turn, words)
    return element("div", body, "pc-actions", attributes(words.language))


def edit_search(turn: Turn, words: Words) -> str:
    """The button with which somebody writes themselves what is searched for a follow-up."""
    return _button("edit_search", "pc-edit pc-edit-search", words, _editor(words, turn.condensed))


def _editor(words: Words, text: str) -> str:
    """What the page's script needs to open a field in which a text can be changed."""
    return (
        f'data-text="{escaped(text)}" data-send="{escaped(words("send"))}" '
        f'data-cancel="{escaped(words("cancel"))}" data-later="{escaped(words("later_removed"))}"'
    )


def _button(key: str, css: str, words: Words, more: str = "") -> str:
    return element(
        "button", escaped(words(key)), f"pc-quiet {css}", f'type="button" {more}'.strip()
    )


def _copies(turn: Turn, words: Words) -> str:
    """One button for the usual copy, and a list of the other kinds."""
    others = "".join(
        _copy(turn, form, f"copy_{form}", words) for form in ("markdown", "references")
    )
    label = escaped(words("copy_more"))
    summary = element("summary", "⋯", "pc-quiet", f'aria-label="{label}" title="{label}"')
    menu = element("details", summary + element("div", others, "pc-menu-items"), "pc-menu")
    return _copy(turn, "plain", "copy", words) + menu


def _copy(turn: Turn, form: str, key: str, words: Words) -> str:
    assert turn.answer is not None  # noqa: S101 - only answers can be copied
    text = escaped(copied(turn.answer, form))
    done = escaped(words("copied"))
    return _button(key, "pc-copy", words, f'data-done="{done}" data-copy="{text}"')


def _thumbs(turn: Turn, words: Words) -> str:
    """Two verdicts, and reasons once the verdict is bad."""
    if not turn.asked:
        return ""
    rating = turn.rating or Rating("good")
    buttons = "".join(
        _toggle(f"rating_{verdict}", "pc-thumb", turn.rating is not None and rating.verdict == verdict,
                words, f'data-verdict="{verdict}"')
        for verdict in VERDICTS
    )  # fmt: skip
    reasons = "".join(
        _toggle(f"rating_{reason}", "pc-reason", rating.reason == reason, words, f'data-reason="{reason}"')
        for reason in REASONS
    )  # fmt: skip
    hidden = "" if turn.rating is not None and rating.verdict == "bad" else "hidden"
    why = element("span", escaped(words("rating_why")), "pc-reasons-label")
    note = element("small", escaped(words("rating_kept")))
    label = f'role="group" aria-label="{escaped(words("rating"))}"'
    return element(
        "span",
        buttons + element("span", why + reasons + note, "pc-reasons", hidden),
        "pc-rating",
        label,
    )


def _toggle(key: str, css: str, pressed: bool, words: Words, more: str) -> str:
    return _button(key, css, words, f'aria-pressed="{"true" if pressed else "false"}" {more}')
