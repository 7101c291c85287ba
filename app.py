"""Start the web app: settings -> library -> page."""

from __future__ import annotations

import sys

from rag.errors import RagError
from rag.settings import resolve
from rag.web.server import serve


def main() -> int:
    """Serve until interrupted; a wrong setting is told in one sentence."""
    try:
        serve(resolve().settings, lambda url: _tell(f"PolyCite is ready: {url}"))
    except RagError as error:
        _tell(str(error))
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main())
