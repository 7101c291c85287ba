"""A running web app over a small library, with a small model server behind it, for tests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from rag.api import Bot, Collection
from rag.settings import resolve
from rag.web.server import build_app
from tests.small_chat_server import ChatServer, chat_server


@dataclass(frozen=True)
class Served:
    """The app's address, its library, and the model server that it asks."""

    url: str
    collection: Collection
    model: ChatServer


@contextmanager
def served(folder: Path, documents: Path | None = None, **settings: object) -> Iterator[Served]:
    """The app on a free port; stopped at the end."""
    with chat_server() as model:
        given = {
            "library": str(folder),
            "embedder": "hashing",
            "generator": "openai:small",
            "openai_url": model.url,
            "conversations": str(folder.with_name(f"{folder.name}-conversations")),
            **settings,
        }
        chosen = resolve(given, {}).settings
        with Collection(chosen, create=True) as collection:
            if documents is not None:
                collection.add([documents])
            with running(build_app(collection, Bot(collection), chosen)) as url:
                yield Served(url, collection, model)


@contextmanager
def running(app: object) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as bound:
        config = uvicorn.Config(
            app, log_level="error", access_log=False, ws="none", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            while not server.started:
                assert thread.is_alive(), "the server did not start"
                time.sleep(0.02)
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)
