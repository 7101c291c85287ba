"""Settings: few, plain values, frozen, and for each one where its value came from.

Order, later wins: defaults, `polycite.toml` in the library's folder, `polycite.toml` in the user's
configuration folder, environment variables `RAG_<NAME>`, the command line or keywords.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints

from platformdirs import user_config_path, user_data_path

from rag.errors import SettingsError

FILE_NAME = "polycite.toml"
OF_THE_USER_ONLY = frozenset(
    {"library", "openai_url", "openai_key", "isolate", "host", "port", "token", "conversations"}
)
"""What a library's own file may not set: a folder from somebody else must not name a server that
is sent text, nor open a door or take down a wall."""
PACKAGE_FOLDER = Path(__file__).resolve().parent


def _setting(default: Any, meaning: str, **limits: Any) -> Any:
    """A field with its meaning and limits: `low`, `high` for numbers, `one_of` for words."""
    return field(default=default, metadata={"meaning": meaning, **limits})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the program; `docs/settings.md` is made from this class."""

    library: str = _setting(
        "", "Folder of the library; empty: ./index in a checkout, else the user's data folder."
    )
    library_backend: str = _setting(
        "sqlite_faiss", "Where passages are kept.", one_of=("sqlite_faiss", "exact")
    )
    embedder: str = _setting(
        "default",
        "`default` (the one that ships), `hashing` (no weights, for trials), a folder, "
        "or `openai:MODEL` on the server of `openai_url`.",
    )
    reader: str = _setting(
        "auto",
        "Which reader finds the quote: `cross_encoder` (the trained one that ships), `overlap` (shared "
        "words and the embedder), `auto`: the trained one unless the embedder is `hashing`.",
        one_of=("auto", "cross_encoder", "overlap"),
    )
    generator: str = _setting(
        "default",
        "`default` (SmolLM2-135M-Instruct), `quotes` (no language model), a folder of a "
        "transformers model, a GGUF file, or `openai:MODEL` on the server of `openai_url`.",
    )
    openai_url: str = _setting(
        "", "Base address of an OpenAI-compatible server; empty: none is used."
    )
    openai_key: str = _setting(
        "", "Key sent to that server; better set as RAG_OPENAI_KEY than in a file.", secret=True
    )
    answer_language: str = _setting(
        "auto", "Language of answers: `auto` (the question's) or a BCP-47 code."
    )
    passage_tokens: int = _setting(
        160, "Largest passage, in tokens of our own encoding.", low=32, high=1024
    )
    leg_hits: int = _setting(
        60, "Passages taken from each of the dense and the lexical search.", low=1, high=1000
    )
    read_hits: int = _setting(20, "Passages that the reader reads for a question.", low=1, high=100)
    evidence: int = _setting(3, "Passages that an answer may cite.", low=1, high=10)
    balance: bool = _setting(
        True, "Keep the question's own language from crowding out better passages in others."
    )
    refuse_above: float = _setting(
        -1.0,
        "Refuse when the probability that no passage holds the answer is above this; "
        "-1: the threshold calibrated for the embedder.",
        low=-1.0,
        high=1.0,
    )
    answer_tokens: int = _setting(
        96, "Longest answer of the language model, in its tokens.", low=8, high=4096
    )
    timeout_s: float = _setting(
        60.0, "Seconds after which a language model is stopped.", low=1.0, high=3600.0
    )
    queue: int = _setting(
        16,
        "Questions that may wait for the language model; further ones get the quote without prose.",
        low=0,
        high=1000,
    )
    precision: str = _setting(
        "auto",
        "Arithmetic of the models: `auto` measures once which is faster.",
        one_of=("auto", "float32", "bfloat16"),
    )
    threads: int = _setting(
        0, "Processor threads for the models; 0: one per core.", low=0, high=256
    )
    isolate: bool = _setting(
        True, "Read each file in a process of its own that can do nothing else and has limits."
    )
    load_memory_mb: int = _setting(
        2048, "Memory that reading one file may take, in megabytes.", low=256, high=1_000_000
    )
    load_timeout_s: int = _setting(
        120,
        "Processor seconds that reading one file may take; by the clock twice as many.",
        low=1,
        high=86_400,
    )
    host: str = _setting("127.0.0.1", "Address the web app listens on.")
    port: int = _setting(7860, "Port the web app listens on.", low=1, high=65535)
    token: str = _setting(
        "",
        "Word that a browser must show; needed when `host` can be reached by other machines.",
        secret=True,
    )
    upload_mb: int = _setting(
        50, "Largest file that may be uploaded, in megabytes.", low=1, high=10000
    )
    conversations: str = _setting(
        "",
        "Folder in which the web app keeps conversations; empty: in the user's data folder, "
        "`off`: none are kept.",
    )


SECRET = "(hidden)"  # noqa: S105 - what is shown instead of one


@dataclass(frozen=True, slots=True)
class Resolved:
    """Settings with the origin of each value: "default", a file's path, "RAG_…" or "given"."""

    settings: Settings
    origins: dict[str, str]


def resolve(
    given: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None
) -> Resolved:
    """Effective settings and where each came from.

    `given` holds values of the command line or keywords; None values count as not given. Raises
    `SettingsError` naming key, value and what is allowed.
    """
    env = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    origins = {item.name: "default" for item in fields(Settings)}

    def take(key: str, value: Any, origin: str) -> None:
        values[key] = _checked(key, value)
        origins[key] = origin

    asked = {key: value for key, value in (given or {}).items() if value is not None}
    folder = library_folder(str(asked.get("library") or env.get("RAG_LIBRARY") or ""))
    own_file = folder / FILE_NAME
    for file in (own_file, user_config_path("polycite") / FILE_NAME):
        for key, value in _read_file(file).items():
            if file == own_file and key in OF_THE_USER_ONLY:
                raise SettingsError(
                    key,
                    value,
                    f"{own_file} may not set it; set it in your own file, or as RAG_{key.upper()}",
                )
            take(key, value, str(file))
    for item in fields(Settings):
        name = f"RAG_{item.name.upper()}"
        if env.get(name):
            take(item.name, env[name], name)
    for key, value in asked.items():
        take(key, value, "given")
    values["library"] = str(library_folder(str(values.get("library", ""))))
    return Resolved(Settings(**values), origins)


def library_folder(named: str) -> Path:
    """The library's folder: the one named, else ./index in a checkout, else the user's data folder."""
    if named:
        return Path(named).expanduser().absolute()
    if (Path.cwd() / "index" / "README.md").is_file() and (Path.cwd() / "rag").is_dir():
        return Path.cwd() / "index"
    return user_data_path("polycite") / "library"


def described() -> list[tuple[str, Any, str, str]]:
    """Name, default, what is allowed and meaning of each setting, in order."""
    return [
        (item.name, item.default, _allowed(item.name), item.metadata["meaning"])
        for item in fields(Settings)
    ]


def shown(settings: Settings, key: str) -> Any:
    """The value of a setting for a person: secrets hidden."""
    value = getattr(settings, key)
    secret = next(item for item in fields(Settings) if item.name == key).metadata.get("secret")
    return SECRET if secret and value else value


def _read_file(file: Path) -> dict[str, Any]:
    """The table of a settings file; empty when there is none."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(
            str(file), "this file", f"it cannot be read as TOML ({error})"
        ) from error


def _allowed(key: str) -> str:
    """What a setting may be, in words."""
    item = next(item for item in fields(Settings) if item.name == key)
    if "one_of" in item.metadata:
        return "one of " + ", ".join(item.metadata["one_of"])
    if "low" in item.metadata:
        return f"{item.metadata['low']} to {item.metadata['high']}"
    return "yes or no" if isinstance(item.default, bool) else "text"


def _checked(key: str, value: Any) -> Any:
    """The value as its type, within its limits."""
    known = {item.name: item for item in fields(Settings)}
    if key not in known:
        raise SettingsError(key, value, f"there is no such setting; there are {', '.join(known)}")
    kind = get_type_hints(Settings)[key]
    try:
        typed = _as_bool(value) if kind is bool else kind(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(key, value, f"it must be {_allowed(key)}") from error
    limits = known[key].metadata
    if "one_of" in limits and typed not in limits["one_of"]:
        raise SettingsError(key, value, f"it must be {_allowed(key)}")
    if "low" in limits and not limits["low"] <= typed <= limits["high"]:
        raise SettingsError(key, value, f"it must be {_allowed(key)}")
    return typed


def _as_bool(value: Any) -> bool:
    """Yes or no, from a TOML value or a word."""
    if isinstance(value, bool):
        return value
    words = {
        "1": True,
        "true": True,
        "yes": True,
        "on": True,
        "0": False,
        "false": False,
        "no": False,
        "off": False,
    }
    return (
        words[str(value).strip().lower()] if str(value).strip().lower() in words else _refuse(value)
    )


def _refuse(value: Any) -> bool:
    raise ValueError(value)
