"""The settings that the page can change: fields, and what their values would write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import gradio as gr

from rag.errors import ModelError, SettingsError
from rag.generate.local_models import local_models
from rag.settings import Settings, resolve
from rag.settings_file import preview, user_file
from rag.web.guards import is_loopback
from rag.web.render import element, escaped
from rag.web.strings import Words

KEYS = (
    "generator", "read_hits", "evidence", "leg_hits", "refuse_above", "balance", "answer_tokens", "timeout_s",
)  # fmt: skip
"""In the order of the page; each has a name and a meaning among the page's texts."""
_LIMITS = {item.name: item.metadata for item in fields(Settings)}
_DEFAULTS = {item.name: item.default for item in fields(Settings)}
_STEPS = {"refuse_above": 0.01, "timeout_s": 1.0}


@dataclass(frozen=True, slots=True)
class Locks:
    """Which settings the page cannot change, and what sets them."""

    origins: Mapping[str, str]
    """By setting: the variable or "given"."""
    everything: bool = False
    """Whether other machines can open the page: then nobody changes the owner's file by it."""

    @classmethod
    def of(cls, settings: Settings) -> Locks:
        """What is fixed from outside for a running program."""
        known = resolve({"library": settings.library})
        origins = {}
        for key in (*KEYS, "answer_language"):
            origin = known.origins[key]
            if origin.startswith("RAG_"):
                origins[key] = origin
            elif getattr(known.settings, key) != getattr(settings, key):
                origins[key] = "given"
        return cls(origins, not is_loopback(settings.host))

    def locked(self, key: str) -> bool:
        """Whether a setting is fixed."""
        return self.everything or key in self.origins


def field(key: str, settings: Settings, locks: Locks) -> Any:
    """The component for a setting; its texts come with `texts`."""
    value, common = (
        getattr(settings, key),
        {"elem_id": f"pc-set-{key}", "interactive": not locks.locked(key)},
    )
    if key == "generator":
        return gr.Dropdown(generators(settings), value=value, allow_custom_value=True, **common)
    if isinstance(value, bool):
        return gr.Checkbox(value=value, **common)
    limits = _LIMITS[key]
    whole = isinstance(_DEFAULTS[key], int)
    return gr.Number(
        value=value,
        minimum=limits["low"],
        maximum=limits["high"],
        precision=0 if whole else 2,
        step=1 if whole else _STEPS[key],
        **common,
    )


def texts(key: str, locks: Locks, say: Words) -> dict[str, str]:
    """Name, meaning and default of a setting, and what fixes it."""
    default = _DEFAULTS[key]
    shown = say("yes" if default else "no") if isinstance(default, bool) else say.number(default)
    info = f"{say(f'setting_{key}_meaning')} {say('setting_default', value=shown)}"
    if key in locks.origins:
        origin = locks.origins[key]
        info += " " + (
            say("setting_given") if origin == "given" else say("setting_fixed", by=origin)
        )
    return {"label": say(f"setting_{key}"), "info": info}


def generators(settings: Settings) -> list[tuple[str, str]]:
    """Models to choose from: those on this machine, quotes alone, and the one in force."""
    try:
        found = {model.name: model.title for model in local_models()}
    except (ModelError, OSError):  # told in the list of models below
        found = {}
    choices = {**found, "quotes": "quotes"}
    choices.setdefault(settings.generator, settings.generator)
    return [(title, name) for name, title in choices.items()]


def changes(values: Mapping[str, Any], settings: Settings, locks: Locks) -> dict[str, Any]:
    """What differs from the settings in force, as the types that settings have.

    Raises `SettingsError` for a value that is not allowed.
    """
    differing = {}
    for key, value in values.items():
        if locks.locked(key) or value is None:
            continue
        typed = getattr(resolve({key: value}, {}).settings, key)
        if typed != getattr(settings, key):
            differing[key] = typed
    return differing


def written(differing: Mapping[str, Any], say: Words) -> str:
    """What the button would write, and where."""
    if not differing:
        return element("p", escaped(say("settings_unchanged")), "pc-note")
    try:
        lines = preview(differing)
    except SettingsError as error:
        return problem(error)
    where = element("code", escaped(str(user_file())), "", 'dir="ltr"')
    told = escaped(say("settings_will_write", file="\0")).replace(
        "\N{REPLACEMENT CHARACTER}", where
    )
    return element("p", told, "pc-note") + element(
        "pre", escaped(lines), "pc-pre", 'dir="ltr" tabindex="0"'
    )


def stored(file: Path, say: Words) -> str:
    """What became of it; models may be loaded now."""
    where = element("code", escaped(str(file)), "", 'dir="ltr"')
    told = escaped(say("settings_written", file="\0")).replace("\N{REPLACEMENT CHARACTER}", where)
    return element("p", told, "pc-note", 'role="status" data-loads-again')


def problem(error: object) -> str:
    """One sentence about what went wrong."""
    return element("p", escaped(error), "pc-error", 'role="alert" dir="auto"')
