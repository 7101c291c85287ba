"""Where things that can always be made again are kept: converted weights, measurements."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

VARIABLE = "RAG_CACHE"


def cache_folder() -> Path:
    """The folder named by RAG_CACHE, else the user's cache folder; it need not exist yet."""
    named = os.environ.get(VARIABLE, "")
    return Path(named).expanduser().absolute() if named else user_cache_path("polycite")
