"""A conversation as one HTML page that needs nothing else: quotes, offsets, hashes, models.

The page holds no script and loads nothing, and says so to the browser that will open it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rag.language import direction
from rag.types import Evidence
from rag.web.conversation import reason
from rag.web.evidence import quoted
from rag.web.kept import Kept
from rag.web.render import attributes, badge, element, escaped, name, plain_name
from rag.web.strings import Words
from rag.web.turn import Turn

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body{font:17px/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1f2326;background:#fff}
h1{font-size:1.6rem;line-height:1.25}h2{font-size:1.2rem;margin:2.4rem 0 .6rem;border-top:1px solid #ccc;padding-top:1.2rem}
blockquote{margin:.4rem 0;padding:.2rem 1rem;border-inline-start:4px solid #17605c;white-space:pre-line;color:#444}
mark{background:#ffe58f;color:#1f1a05}dl{font-size:.8rem;color:#555;margin:.3rem 0 1.2rem}dt{font-weight:600;display:inline}
dd{display:inline;margin:0 1rem 0 .3rem;overflow-wrap:anywhere}dd::after{content:"";display:block}
.pc-badge{border:1px solid #888;border-radius:99px;padding:0 .5rem;font-size:.8rem}s{color:#777}.why{color:#a32b2b;font-size:.85rem}
.note{color:#555;font-size:.9rem}article{break-inside:avoid}
"""


def evidence_pack(kept: Kept, words: Words) -> str:
    """The page of a conversation."""
    turns = kept.rated()
    told = words("kept_from", time=kept.created[:10])
    body = (
        element("h1", escaped(kept.name), "", 'dir="auto"')
        + element("p", escaped(told), "note")
        + "".join(_turn(turn, words) for turn in turns)
        + _models(turns, words)
    )
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{plain_name(kept.name)}</title><style>{_STYLE}</style>"
    )
    language = words.language
    return (
        f'<!doctype html><html lang="{language}" dir="{direction(language)}">'
        f"<head>{head}</head><body>{body}</body></html>\n"
    )


def _turn(turn: Turn, words: Words) -> str:
    parts = [element("h2", escaped(turn.question), "", 'dir="auto"')]
    if turn.condensed:
        told = words("searched_as", question=turn.condensed)
        parts.append(element("p", escaped(told), "note", 'dir="auto"'))
    if turn.answer is not None:
        parts.append(element("p", escaped(turn.answer.text), "", attributes(turn.language)))
    elif turn.ended:
        told = turn.message or words("stopped" if turn.was_stopped else "failed")
        parts.append(element("p", escaped(told), "note", 'dir="auto"'))
    for sentence in turn.checked:
        if not sentence.supported and sentence.text:
            why = escaped(f"{words('unsupported')}: {reason(sentence, words)}")
            struck = element("s", escaped(sentence.text), "", attributes(turn.language))
            parts.append(element("p", f"{struck} {element('span', why, 'why')}"))
    if turn.stage == "refused" and turn.evidence:
        parts.append(element("p", escaped(words("nearest")), "note"))
    parts += [_evidence(item, turn, words) for item in turn.evidence]
    if turn.rating:
        told = words(f"rating_{turn.rating.verdict}")
        if turn.rating.reason:
            told += f": {words(f'rating_{turn.rating.reason}')}"
        parts.append(element("p", escaped(told), "note"))
    return element("section", "".join(parts))


def _evidence(item: Evidence, turn: Turn, words: Words) -> str:
    title = f"[{item.n}] {badge(item.passage.language, words)} <strong>{name(item.source.title)}</strong> "
    facts = [
        ("pack_place", name(item.passage.place)),
        ("pack_file", name(Path(item.source.path).name)),
        ("pack_offsets", escaped(f"{item.start}–{item.end}")),
        ("pack_hash", escaped(turn.hashes.get(item.source.id, ""))),
        ("pack_score", escaped(words.share(item.score))),
    ]
    lines = "".join(
        element("dt", escaped(words(key))) + element("dd", value)
        for key, value in facts
        if value and value != name("")
    )
    return element(
        "article",
        element("p", title) + quoted(item, turn.stage == "refused") + element("dl", lines),
    )


def _models(turns: Sequence[Turn], words: Words) -> str:
    """Each model that took part, once."""
    used = {(key, value): None for turn in turns for key, value in turn.models.items() if value}
    if not used:
        return ""
    lines = "".join(
        element("dt", escaped(words(f"pack_{key}"))) + element("dd", escaped(value))
        for key, value in used
    )
    return element("h2", escaped(words("pack_models"))) + element("dl", lines)
