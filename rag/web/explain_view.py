"""How an answer came about: ranks step by step, thresholds, the prompt, and where the time went."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields

from rag import json_form
from rag.explain import Explanation
from rag.types import Hit, Seconds
from rag.web.library_charts import table
from rag.web.render import attributes, badge, element, escaped, name
from rag.web.strings import Words

_NONE = "–"
_EXCERPT = 220
"""Characters of a passage shown in the table."""
_NOT_LEGS = frozenset({"fused_rank"})


def legs(hits: Sequence[Hit]) -> list[str]:
    """The ways of searching that the hits have ranks of: "dense", "lexical" and whatever is added."""
    names = [item.name for item in fields(Hit) if item.name not in _NOT_LEGS]
    known = [item.removesuffix("_rank") for item in names if item.endswith("_rank")]
    always = ("dense", "lexical")
    return [
        leg
        for leg in known
        if leg in always or any(getattr(hit, f"{leg}_rank") is not None for hit in hits)
    ]


def explanation(found: Explanation | None, seconds: Seconds | None, words: Words) -> str:
    """Everything but the map; `seconds` are those of an answer that was given."""
    if found is None:
        return element("p", escaped(words("explain_empty")), "pc-empty")
    asked = element("q", escaped(found.question), "", 'dir="auto"')
    parts = (
        element("h2", f"{escaped(words('explain_of'))} {asked}", "pc-heading"),
        element(
            "div", _steps(found, words) + _decision(found, words) + _timings(found, seconds, words),
            "pc-steps",
        ),
        element("h3", escaped(words("explain_ranks"))),
        element("p", escaped(words("explain_note")), "pc-note"),
        _ranks(found, words),
        _prompt(found, words),
        _as_json(found, words),
    )  # fmt: skip
    return "".join(parts)


# ---- what each step did


def _steps(found: Explanation, words: Words) -> str:
    """A line for each step with how many passages it concerned."""
    hits, ranks = found.hits, found.reader_ranks()
    rows = [
        (_leg(leg, words), words("step_found", n=_count(hits, leg)))
        for leg in legs(hits)
    ]  # fmt: skip
    moved = sum(hit.fused_rank != hit.rank for hit in hits)
    joined = sum(len(hit.merged) for hit in hits)
    read = sum(ranks.get(hit.passage.id) != hit.rank for hit in hits)
    rows += [
        (words("column_balanced"), words("step_moved", n=moved)),
        (words("step_duplicates"), words("step_joined", n=joined)),
        (words("column_read"), words("step_moved", n=read)),
        (words("evidence"), words("step_shown", n=len(found.shown))),
    ]
    cells = [(escaped(step), escaped(told)) for step, told in rows]
    return element("div", table(("step", "effect"), cells, words), "pc-step")


def _count(hits: Sequence[Hit], leg: str) -> int:
    return sum(getattr(hit, f"{leg}_rank") is not None for hit in hits)


def _leg(leg: str, words: Words) -> str:
    """What a way of searching is called; a new one goes by its own name until it has words."""
    key = f"column_{leg}"
    return words(key) if words.has(key) else leg.replace("_", " ")


def _decision(found: Explanation, words: Words) -> str:
    """The threshold of refusal beside what was measured, and how many passages were let through."""
    limits = found.limits
    told = words("explain_refused") if found.refused else words("explain_accepted")
    rows = [
        (escaped(words("threshold_absent")), _meter(found.absent)),
        (escaped(words("threshold_refuse")), _meter(limits.refuse_above)),
        (escaped(words("setting_read_hits")), escaped(words.number(limits.read_hits))),
        (escaped(words("setting_evidence")), escaped(words.number(limits.evidence))),
        (escaped(words("setting_generator")), _model(found, words)),
    ]
    return element(
        "div",
        element("p", escaped(told), "pc-decision") + table(("what", "value"), rows, words),
        "pc-step",
    )


def _model(found: Explanation, words: Words) -> str:
    if not found.messages:
        return escaped(words("model_not_asked"))
    return element("bdi", escaped(found.generator))


def _meter(share: float) -> str:
    """A probability as a number with a bar."""
    bar = element(
        "span", "", "pc-bar", f'style="--share:{max(0.0, min(1.0, share)):.3f}" aria-hidden="true"'
    )
    return element("span", f"{bar}{share:.2f}", "pc-meter")


def _timings(found: Explanation, seconds: Seconds | None, words: Words) -> str:
    """Seconds as bars: of the answer where there was one, else of each step here."""
    steps = [(words(f"took_{key}"), value) for key, value in found.seconds.items()]
    title = "timings_here"
    if seconds is not None:
        title = "timings"
        steps = [
            (words(f"time_{key}"), value)
            for key in ("search", "quote", "first_token", "total")
            if (value := getattr(seconds, key)) is not None
        ]
    longest = max((value for _, value in steps), default=0.0) or 1.0
    bars = "".join(
        element(
            "li",
            element("span", escaped(label), "pc-bar-name")
            + element(
                "span", "", "pc-bar", f'style="--share:{value / longest:.3f}" aria-hidden="true"'
            )
            + element("span", escaped(words("seconds", n=round(value, 3))), "pc-bar-number"),
        )
        for label, value in steps
    )
    return element(
        "div",
        element("h3", escaped(words(title))) + element("ul", bars, "pc-bars pc-one-column"),
        "pc-step",
    )


# ---- ranks


def _ranks(found: Explanation, words: Words) -> str:
    """Every hit with its rank after each step; arrows say how far a step moved it."""
    known = legs(found.hits)
    columns = [_leg(leg, words) for leg in known]
    columns += [words(f"column_{key}") for key in ("combined", "balanced", "read", "passage")]
    heads = "".join(element("th", escaped(item), "", 'scope="col"') for item in columns)
    rows = "".join(_row(hit, found, known, columns, words) for hit in found.hits)
    body = element("thead", element("tr", heads)) + element("tbody", rows)
    css = f'class="pc-ranks" style="--legs:{len(known) + 3}"'
    return element("div", element("table", body, "", css), "pc-scroll")


def _row(
    hit: Hit, found: Explanation, known: Sequence[str], columns: Sequence[str], words: Words
) -> str:
    read = found.reader_ranks().get(hit.passage.id)
    cited = next((item.n for item in found.shown if item.passage.id == hit.passage.id), None)
    values = [
        _ranked(getattr(hit, f"{leg}_rank"), getattr(hit, f"{leg}_score", None), words)
        for leg in known
    ]
    values += [
        escaped(hit.fused_rank or _NONE),
        escaped(hit.rank) + _moved(hit.fused_rank, hit.rank),
        escaped(read or _NONE) + _moved(hit.rank, read),
    ]
    cells = "".join(
        element("td", value, "pc-rank", f'data-label="{escaped(column)}"')
        for value, column in zip(values, columns, strict=False)
    )
    css = "pc-cited" if cited and not found.refused else ""
    return element("tr", cells + element("td", _what(hit, cited, words)), css)


def _what(hit: Hit, cited: int | None, words: Words) -> str:
    """A passage: its number as evidence, language, title, place, and how it begins."""
    passage = hit.passage
    text = passage.text.strip()
    excerpt = text[:_EXCERPT] + ("…" if len(text) > _EXCERPT else "")
    number = element("span", str(cited), "pc-number") + " " if cited else ""
    place = element("span", name(passage.place), "pc-place") if passage.place else ""
    joined = (
        " " + element("span", escaped(words("step_joined", n=len(hit.merged))), "pc-why")
        if hit.merged
        else ""
    )
    head = f"{number}{badge(passage.language, words)} {element('span', name(hit.source.title), 'pc-title')}"
    return (
        f"{head} {place}{joined}"
        + element("div", escaped(excerpt), "pc-excerpt", attributes(passage.language))
    )  # fmt: skip


def _ranked(rank: int | None, score: float | None, words: Words) -> str:
    """A rank with its score under it."""
    if rank is None:
        return _NONE
    shown = element("small", escaped(words.number(round(score, 2)))) if score is not None else ""
    return f"{rank} {shown}"


def _moved(before: int | None, after: int | None) -> str:
    """How far a step moved a passage."""
    if before is None or after is None or before == after:
        return ""
    change = before - after
    return element("small", f"{'↑' if change > 0 else '↓'}{abs(change)}", "pc-moved")


# ---- the prompt, and all of it for machines


def _prompt(found: Explanation, words: Words) -> str:
    """What the model is told, word for word."""
    if not found.messages:
        return ""
    said = "".join(
        element("p", escaped(message["role"]), "pc-label", 'lang="en"')
        + element("pre", escaped(message["content"]), "pc-pre", 'dir="auto" tabindex="0"')
        for message in found.messages
    )
    return _folded("explain_prompt", said, words)


def _as_json(found: Explanation, words: Words) -> str:
    text = json.dumps(json_form.explanation(found), ensure_ascii=False, indent=1)
    copy = (
        f'<button type="button" class="pc-quiet pc-copy" data-copy="{escaped(text)}" '
        f'data-done="{escaped(words("copied"))}">{escaped(words("copy_json"))}</button>'
    )
    pre = element("pre", escaped(text), "pc-pre", 'dir="ltr" lang="en" tabindex="0"')
    return _folded("explain_json", copy + pre, words)


def _folded(key: str, content: str, words: Words) -> str:
    return element("details", element("summary", escaped(words(key))) + content, "pc-folded")


def map_note(points: int, colours: Mapping[str, str], words: Words) -> str:
    """What the map shows, and what its colours mean."""
    keys = "".join(
        element(
            "li",
            f'<span class="pc-swatch" style="--swatch:{colour}" aria-hidden="true"></span>'
            + element("bdi", escaped(kind)),
        )
        for kind, colour in colours.items()
    )
    note = element("p", escaped(words("map_note", n=points)), "pc-note")
    return element("h3", escaped(words("map"))) + note + element("ul", keys, "pc-legend")
