"""What stands where no question has been asked: an invitation, or how to begin."""

from __future__ import annotations

from rag.web.desk import Desk
from rag.web.render import attributes, element, escaped
from rag.web.strings import Words


def welcome(desk: Desk, words: Words) -> str:
    """Example questions; for an empty library, the ways to fill it."""
    if desk.is_empty():
        title, detail, more = (
            words("empty_library"),
            words("empty_library_detail"),
            _begin(desk, words),
        )
    else:
        title, detail, more = words("welcome"), words("welcome_detail"), _examples(desk, words)
    inner = element("h2", escaped(title)) + element("p", escaped(detail)) + more
    return element("section", inner, "pc-welcome", attributes(words.language))


def _begin(desk: Desk, words: Words) -> str:
    """Buttons that lead to the library tab, or that add the sample collection there."""
    add = escaped(words("open_library"))
    buttons = f'<button type="button" class="pc-primary" data-open-library>{add}</button>'
    if desk.sample_files():
        samples = escaped(words("add_samples"))
        buttons += f'<button type="button" class="pc-quiet" data-samples-button>{samples}</button>'
    return element("p", buttons, "pc-begin")


def _examples(desk: Desk, words: Words) -> str:
    """Questions to click, in several languages."""
    found = desk.examples()
    if not found:
        return ""
    buttons = "".join(
        f'<button type="button" class="pc-example" data-ask="{escaped(item.question)}" '
        f"{attributes(item.language)}>{escaped(item.question)}</button>"
        for item in found
    )
    label = element("p", escaped(words("examples")), "pc-label")
    return label + element("div", buttons, "pc-examples")
