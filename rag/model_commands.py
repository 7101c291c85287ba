"""`rag models`: what there is, what fits, how fast it is, and fetching another one."""

from __future__ import annotations

import argparse
import sys

from rag import build
from rag.errors import ModelError
from rag.exit_codes import DONE, ERROR
from rag.manifest import ModelState, listed
from rag.settings import resolve
from rag.terminal import print_result


def models(given: argparse.Namespace) -> int:
    """`rag models`."""
    if given.get:
        return _get(given)
    if given.measure:
        return _measure(given)
    states = listed()
    for state in states:
        print_result(_shipped_form(state) if given.json else _shipped_line(state))
    _list_others(given)
    return DONE if all(state.whole for state in states) else ERROR


def _shipped_form(model: ModelState) -> dict[str, object]:
    return {
        "name": model.name,
        "role": model.role,
        "bytes": model.bytes,
        "whole": model.whole,
        "place": model.place,
    }


def _shipped_line(model: ModelState) -> str:
    state = "whole" if model.whole else model.problem
    return f"{model.name:<24} {model.role:<10} {model.bytes / 1e6:>7.1f} MB  {state}"


def _list_others(given: argparse.Namespace) -> None:
    """Language models found on this machine, with the memory that they take."""
    from rag.generate.local_models import free_memory, local_models, models_folder

    free = free_memory()
    for model in local_models():
        fits = model.memory <= free
        about = {
            "name": model.name,
            "role": "generator",
            "title": model.title,
            "family": model.family,
            "bytes": model.bytes,
            "parameters": model.parameters,
            "memory_bytes": model.memory,
            "fits": fits,
        }
        told = "fits" if fits else "does not fit"
        line = (
            f'generator = "{model.name}"\n    {model.family}, {model.parameters / 1e6:,.0f} M parameters, '
            f"{model.bytes / 1e9:.2f} GB on disk, {model.memory / 1e9:.1f} GB in memory: {told}"
        )
        print_result(about if given.json else line)
    if not given.json:
        sys.stderr.write(
            f"{free / 1e9:.1f} GB of memory are free; more models are looked for in {models_folder()}.\n"
        )


def _measure(given: argparse.Namespace) -> int:
    """Load the model in force, or the one named, and time it."""
    from rag.generate.measure import speed

    settings = resolve({"library": given.library, "generator": given.generator}).settings
    generator = build.generator(settings)
    if generator is None:
        raise ModelError(
            "There is no language model to measure: generator is quotes; name one with --generator."
        )
    found = speed(generator)
    about = {
        "generator": generator.identity,
        "load_s": round(found.load, 3),
        "first_token_s": round(found.first_token, 3),
        "tokens_per_second": round(found.tokens_per_second, 2),
        "tokens": found.tokens,
    }
    line = (
        f"{generator.identity}: loaded in {found.load:.1f} s, first token after {found.first_token:.2f} s, "
        f"then {found.tokens_per_second:.1f} tokens a second ({found.tokens} tokens)"
    )
    print_result(about if given.json else line)
    return DONE


def _get(given: argparse.Namespace) -> int:
    """Fetch a model of a hub, once the person has agreed to its size."""
    from rag.generate.hub import fetch, look_up

    if given.yes is None:
        model = look_up(given.get)
        about = {
            "name": model.name,
            "bytes": model.bytes,
            "licence": model.licence,
            "host": model.host,
        }
        if given.json:
            print_result(about)
        sys.stderr.write(
            f"rag: {model.name} is {model.gigabytes:.2f} GB on {model.host} (licence: {model.licence}); nothing "
            f"was downloaded. To have it, say: rag models --get {model.name} --yes {model.gigabytes:.2f}\n"
        )
        return ERROR
    place = fetch(given.get, given.yes)
    print_result(
        {"generator": str(place)} if given.json else f'fetched; use it with generator = "{place}"'
    )
    return DONE
