"""Token counts that mean the same in every language: tiktoken over our own byte-level ranks.

The ranks ship with the package (`models/tokens/`, made by `training/token_ranks.py`); nothing is
ever downloaded. They are read when the first text is encoded and kept for the process.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import ModelError

if TYPE_CHECKING:
    import tiktoken

RANKS_FILE = Path(__file__).resolve().parent / "models" / "tokens" / "polycite.tiktoken"
RANKS_SHA256 = "b1d372b7406d80ec4508a03cbc7307d82266eee30668a28627f913de914ce662"

# Word with one leading space, up to three digits, other signs with one leading space, white space.
# The four classes cover every character: one left out would be dropped silently. Every run is
# bounded, so that a cut within a long one changes its count little and time stays linear.
# Zero-width joiners belong to words in Persian and in the scripts of India.
_JOINERS = "\u200c\u200d"
PATTERN = "|".join(
    (
        rf" ?[\p{{L}}\p{{M}}{_JOINERS}]{{1,40}}",
        r"\p{N}{1,3}",
        rf" ?[^\s\p{{L}}\p{{M}}\p{{N}}{_JOINERS}]{{1,20}}",
        r"\s{1,20}(?!\S)",
        r"\s",
    )
)


def count_tokens(text: str) -> int:
    """Number of tokens of a text; 0 for the empty one. Raises `ModelError` without good ranks."""
    return len(encode(text))


def encode(text: str) -> list[int]:
    """Token ids of a text; any string is encoded as plain text, nothing in it is special."""
    return encoding().encode_ordinary(text)


def decode(tokens: list[int]) -> str:
    """The text of token ids; `decode(encode(text)) == text`."""
    return encoding().decode(tokens)


def token_offsets(text: str) -> list[int]:
    """Where each token begins in the text, in code points; never decreasing.

    A token that begins within the bytes of one character counts as beginning at that character.
    """
    return encoding().decode_with_offsets(encode(text))[1]


@cache
def encoding() -> tiktoken.Encoding:
    """The encoding itself. Raises `ModelError` when the ranks are missing or altered."""
    import tiktoken

    return tiktoken.Encoding(
        "polycite", pat_str=PATTERN, mergeable_ranks=read_ranks(RANKS_FILE), special_tokens={}
    )


def read_ranks(file: Path, sha256: str = RANKS_SHA256) -> dict[bytes, int]:
    """Ranks of a file whose n-th line, from 0, is the token of rank n in base64.

    Raises `ModelError` when the file is missing, differs from the SHA-256, or lacks a byte.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The token ranks {file.name} cannot be read ({error.strerror}); "
            "install PolyCite again."
        ) from error
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(f"The token ranks {file.name} are damaged; install PolyCite again.")
    try:
        ranks = {
            base64.b64decode(line, validate=True): rank for rank, line in enumerate(content.split())
        }
    except binascii.Error as error:
        raise ModelError(f"The token ranks {file.name} are not base64 lines.") from error
    if any(bytes([byte]) not in ranks for byte in range(256)):
        # tiktoken would end the whole process on text with such a byte.
        raise ModelError(f"The token ranks {file.name} do not hold every byte.")
    return ranks
