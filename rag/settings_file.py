"""The person's own settings file: what a change would write there, and writing it.

Comments and whatever else stands in the file are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from platformdirs import user_config_path
from tomlkit.exceptions import TOMLKitError

from rag.errors import SettingsError
from rag.files import atomic_write
from rag.settings import FILE_NAME, resolve


def user_file() -> Path:
    """Where the person's own settings stand, whether the file is there or not."""
    return user_config_path("polycite") / FILE_NAME


def preview(changes: Mapping[str, Any]) -> str:
    """The lines that `store` would write for these settings; None takes a setting out.

    Raises `SettingsError` for a value that is not allowed.
    """
    resolve({key: value for key, value in changes.items() if value is not None}, {})
    lines = tomlkit.document()
    for key, value in changes.items():
        if value is None:
            lines.add(tomlkit.comment(f"{key} is taken out: the default holds"))
        else:
            lines.add(key, value)
    return tomlkit.dumps(lines)


def store(changes: Mapping[str, Any]) -> Path:
    """Write settings into the person's own file, whole or not at all; returns the file.

    Raises `SettingsError` when a value is not allowed or the file cannot be read or written.
    """
    preview(changes)
    file = user_file()
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
        table = tomlkit.parse(text)
        for key, value in changes.items():
            if value is None:
                table.pop(key, None)
            else:
                table[key] = value
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_write(file, tomlkit.dumps(table).encode("utf-8"))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(str(file), "this file", f"it cannot be written ({error})") from error
    return file
