"""The figures of an evaluation as one HTML file: no script, nothing loaded, failures to look at."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from rag.evaluate import FIGURES, NAMES, Outcome
from rag.language import direction

_MOST_SHOWN = 60
"""Failures of a kind that are listed."""
_LONGEST_QUOTE = 400

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2329;background:#fff}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;text-align:start;border-bottom:1px solid #dde2e6;vertical-align:top}
th{font-weight:600}td.n{text-align:end;white-space:nowrap}small{color:#5b6770}
.bar{position:relative;height:.6rem;background:#eef1f3;border-radius:.3rem;min-width:8rem}
.bar i{position:absolute;top:0;bottom:0;background:#9db8cc;border-radius:.3rem}
.bar b{position:absolute;top:-.15rem;bottom:-.15rem;width:2px;background:#174a6e}
article{border:1px solid #dde2e6;border-radius:.4rem;padding:.6rem .9rem;margin:.7rem 0}
blockquote{margin:.4rem 0;padding-inline-start:.8rem;border-inline-start:3px solid #9db8cc;white-space:pre-line}
.wide{overflow-x:auto}
@media (prefers-color-scheme:dark){body{background:#14181b;color:#e6eaed}th,td,article{border-color:#343b41}
.bar{background:#262c31}.bar b{background:#9ed0f5}small{color:#9aa5ad}}
"""

FAILURES = {
    "missed": ("The right document was not among the first five", lambda o: o.document_in_five is False),
    "refused": ("Refused, though a document holds the answer", lambda o: o.refused and o.question.answerable),
    "invented": ("Answered, though no document holds the answer", lambda o: not o.refused and not o.question.answerable),
    "quote": ("No quote holds the answer", lambda o: o.quote_any is False and not o.refused),
    "citation": ("A citation does not resolve, or a quote is not word for word", lambda o: o.citations_valid is False),
    "cited": ("The first citation is of another document", lambda o: o.cited_right is False),
    "language": ("The answer is not in the question's language", lambda o: o.language_right is False),
}  # fmt: skip
"""What went wrong: a heading for people and whether it happened; one question may be in several."""


def report(figures: dict[str, Any], outcomes: Sequence[Outcome], about: Sequence[str]) -> str:
    """The whole page. `about` are lines on the library, the models and the day."""
    body = [
        "<h1>Evaluation</h1>",
        f"<p>{'<br>'.join(html.escape(line) for line in about)}</p>",
        "<p><small>Shares with 95 % intervals (Wilson). No model judged anything: a quote is right when it "
        "holds one of the given answers, a document when it is one of the given ones.</small></p>",
        _overall(figures),
        _pairs(figures["pairs"]),
        *[_failures(key, outcomes) for key in FAILURES],
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Evaluation</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _overall(figures: dict[str, Any]) -> str:
    rows = []
    for name, words in NAMES.items():
        rate = figures[name]
        if rate:
            rows.append(
                f"<tr><td>{html.escape(words)}</td><td class=n>{rate['rate']:.3f}</td>"
                f"<td class=n><small>{rate['low']:.3f}–{rate['high']:.3f}</small></td>"
                f"<td class=n>{rate['of']}</td><td>{_bar(rate)}</td></tr>"
            )
    head = "<tr><th>Figure</th><th>Share</th><th>Interval</th><th>Of</th><th></th></tr>"
    return f"<h2>All {figures['questions']} questions</h2><table>{head}{''.join(rows)}</table>"


def _bar(rate: dict[str, Any]) -> str:
    low, high, at = (100 * rate[key] for key in ("low", "high", "rate"))
    return f'<div class=bar><i style="left:{low:.1f}%;width:{high - low:.1f}%"></i><b style="left:{at:.1f}%"></b></div>'


def _pairs(pairs: dict[str, Any]) -> str:
    names = (*FIGURES, "refused_unanswerable", "refused_answerable", "prose")
    head = "".join(f"<th>{html.escape(NAMES[name])}</th>" for name in names)
    rows = "".join(
        f"<tr><th>{html.escape(pair)}</th><td class=n>{rates['questions']}</td>"
        + "".join(f"<td class=n>{_cell(rates[name])}</td>" for name in names)
        + "</tr>"
        for pair, rates in pairs.items()
    )
    return (
        "<h2>By languages of question and document</h2><div class=wide><table>"
        f"<tr><th>Pair</th><th>Questions</th>{head}</tr>{rows}</table></div>"
    )


def _cell(rate: dict[str, Any] | None) -> str:
    if not rate:
        return "–"
    return f"{rate['rate']:.2f}<br><small>{rate['low']:.2f}–{rate['high']:.2f}</small>"


def _failures(key: str, outcomes: Sequence[Outcome]) -> str:
    words, failed = FAILURES[key]
    rows = [outcome for outcome in outcomes if failed(outcome)]
    more = f"<p><small>and {len(rows) - _MOST_SHOWN} more</small></p>" if len(rows) > _MOST_SHOWN else ""  # fmt: skip
    shown = "".join(map(_failure, rows[:_MOST_SHOWN])) or "<p><small>none</small></p>"
    return f"<h2>{html.escape(words)}: {len(rows)}</h2>{shown}{more}"


def _failure(outcome: Outcome) -> str:
    question = outcome.question
    wanted = []
    if question.answers:
        wanted.append("expected: " + " · ".join(question.answers))
    if question.documents:
        wanted.append("in: " + " · ".join(question.documents))
    quotes = "".join(
        f"<blockquote {_shape(language)}>{html.escape(_cut(quote))}"
        f"<br><small>{html.escape(title)}</small></blockquote>"
        for title, language, quote in outcome.shown
    )
    return (
        f"<article><p {_shape(question.language)}><b>{html.escape(question.text)}</b></p>"
        f'<p dir="auto"><small>{html.escape(question.id)} · {html.escape(outcome.pair)} · '
        f"{html.escape('; '.join(wanted) or 'expected: a refusal')}</small></p>"
        f'<p dir="auto">{html.escape(_cut(outcome.text))}</p>{quotes}</article>'
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def _shape(language: str) -> str:
    """Language and direction of a text that is not the page's own."""
    return f'lang="{html.escape(language)}" dir="{direction(language)}"'
