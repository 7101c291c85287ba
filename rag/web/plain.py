"""Frozen dataclasses as plain values for JSON, and back with every value checked.

What a file holds is not trusted: a value of another type is an error, a field that is missing has
its default, and one that is not known is passed over, so that older and newer files can be read.
"""

from __future__ import annotations

import types
from dataclasses import asdict, fields, is_dataclass
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

Kind = TypeVar("Kind")


def as_plain(value: Any) -> dict[str, Any]:
    """A dataclass as dictionaries, lists, strings, numbers and None."""
    return asdict(value)


def from_plain(kind: type[Kind], value: Any) -> Kind:
    """The dataclass that `as_plain` took apart. Raises `ValueError` where the values do not fit."""
    try:
        made: Kind = _made(kind, value)
    except (TypeError, KeyError, OverflowError) as error:
        raise ValueError(f"this is no {kind.__name__}") from error
    return made


def _made(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if is_dataclass(kind) and isinstance(kind, type):
        return _dataclass(kind, value)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), value)
    if origin is Literal:
        return _checked(value, value in get_args(kind))
    if origin is tuple:
        return tuple(_made(get_args(kind)[0], item) for item in _checked(value, _is_list(value)))
    if origin is dict:
        of_key, of_value = get_args(kind)
        pairs = _checked(value, isinstance(value, dict)).items()
        return {_made(of_key, key): _made(of_value, item) for key, item in pairs}
    if kind is float:
        return float(_checked(value, isinstance(value, int | float) and value is not True))
    return _checked(value, type(value) is kind)


def _dataclass(kind: Any, value: Any) -> Any:
    given = _checked(value, isinstance(value, dict))
    hints = get_type_hints(kind)
    known = [item.name for item in fields(kind) if item.name in given]
    return kind(**{name: _made(hints[name], given[name]) for name in known})


def _one_of(kinds: tuple[Any, ...], value: Any) -> Any:
    """A value that may be None: whatever else it may be is tried in order."""
    if value is None:
        return _checked(None, type(None) in kinds)
    rest = [kind for kind in kinds if kind is not type(None)]
    for kind in rest[:-1]:
        try:
            return _made(kind, value)
        except (TypeError, ValueError, KeyError):
            continue
    return _made(rest[-1], value)


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)


def _checked(value: Any, fits: bool) -> Any:
    if not fits:
        raise ValueError("a stored value has another type than it should")
    return value
