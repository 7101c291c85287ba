"""The web app as a server: our own FastAPI app with Gradio's page inside it."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from platformdirs import user_cache_path

from rag.api import Bot, Collection
from rag.errors import SettingsError
from rag.language import direction
from rag.settings import Settings
from rag.web.arrivals import arrivals_router
from rag.web.conversation_routes import conversations_router
from rag.web.desk import Desk
from rag.web.guards import LOOPBACK_HOSTS, Guard, Rules, is_loopback
from rag.web.original_routes import originals_router
from rag.web.people import People
from rag.web.routes import PREFIX, STATIC, passages_router, ready_router, static_files
from rag.web.shelf import shelf_of
from rag.web.strings import INTERFACE_LANGUAGES

GOODBYE_S = 3
"""Seconds that open connections have when the server stops."""
_WILDCARDS = frozenset({"0.0.0.0", "::", "[::]"})  # noqa: S104 - compared with, not bound to
MEGABYTE = 1_000_000


def serve(settings: Settings, ready: Callable[[str], None] | None = None) -> None:
    """Serve the web app until it is interrupted; `ready` is told its address
    once a browser can connect.

    Raises `SettingsError` when the address cannot be used: the port is taken, or the network could
    reach it and no token is set. Raises what opening the library raises.
    """
    check_host(settings)
    with listening(settings) as bound, Collection(settings, create=True) as collection:
        desk = Desk(collection, Bot(collection), settings)
        app = app_of(desk)
        desk.readiness.load(desk.bot)
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=GOODBYE_S,
        )
        if ready is not None:
            ready(
                address(settings)
            )  # the socket listens already: a browser waits rather than fails
        uvicorn.Server(config).run(sockets=[bound])


def build_app(collection: Collection, bot: Bot, settings: Settings) -> FastAPI:
    """The guarded app over an open collection."""
    return app_of(Desk(collection, bot, settings, shelf=shelf_of(settings)))


def app_of(desk: Desk) -> FastAPI:
    """The guarded app over a desk."""
    settings = desk.settings
    incoming = _prepare_gradio(settings)
    # Gradio reads its environment when it is imported, so it is imported after that was set.
    import gradio as gr

    from rag.web.labels import TRANSLATIONS
    from rag.web.page import Page
    from rag.web.theme import THEME

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.mount(f"{PREFIX}/static", static_files())
    app.include_router(passages_router(desk.collection))
    app.include_router(originals_router(desk.collection))
    app.include_router(conversations_router(desk.collection, desk.shelf))
    app.include_router(ready_router(desk.readiness))
    app.include_router(arrivals_router(desk, incoming))
    gr.mount_gradio_app(
        app,
        Page(desk).blocks,
        path="/",
        ssr_mode=False,
        run_history=False,
        footer_links=[],
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        show_error=False,
        theme=THEME,
        i18n=TRANSLATIONS,
        head=_head(),
        favicon_path=str(STATIC / "favicon.svg"),
    )
    app.add_middleware(People)
    app.add_middleware(Guard, rules=rules(settings))
    return app


def rules(settings: Settings) -> Rules:
    """What the guard lets through under these settings."""
    hosts: frozenset[str] | None = LOOPBACK_HOSTS
    if not is_loopback(settings.host):
        own = settings.host if ":" not in settings.host else f"[{settings.host.strip('[]')}]"
        hosts = None if settings.host in _WILDCARDS else LOOPBACK_HOSTS | {own.lower()}
    return Rules(settings.upload_mb * MEGABYTE, hosts, settings.token)


def check_host(settings: Settings) -> None:
    """Raise `SettingsError` when other machines could come in without a token."""
    if not is_loopback(settings.host) and not settings.token:
        raise SettingsError(
            "host",
            settings.host,
            "other machines could read the library there; set a token (RAG_TOKEN) as well, or use 127.0.0.1",
        )


def listening(settings: Settings) -> socket.socket:
    """A socket bound to the address of the settings. Raises `SettingsError` when that cannot be."""
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, settings.port))
        bound.listen(128)
    except OSError as error:
        bound.close()
        if isinstance(error, socket.gaierror) or error.errno == 99:
            raise SettingsError(
                "host", settings.host, "this machine has no such address"
            ) from error
        reason = "it is in use already; stop the program that uses it or choose another port"
        if isinstance(error, PermissionError):
            reason = "this user may not use it; choose one above 1023"
        raise SettingsError("port", settings.port, reason) from error
    return bound


def address(settings: Settings) -> str:
    """What to type into a browser."""
    host = "127.0.0.1" if settings.host in _WILDCARDS else settings.host
    host = f"[{host.strip('[]')}]" if ":" in host else host
    return f"http://{host}:{settings.port}" + (
        f"/?token={settings.token}" if settings.token else ""
    )


def _prepare_gradio(settings: Settings) -> Path:
    """Keep Gradio from calling home; returns the folder where files lie while they are read."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["GRADIO_RUN_HISTORY"] = "False"
    folder = _incoming(Path(settings.library) / "incoming")
    os.environ["GRADIO_TEMP_DIR"] = str(folder)
    os.environ["GRADIO_EXAMPLES_CACHE"] = str(folder / "examples")
    return folder


def _incoming(folder: Path) -> Path:
    """An empty folder for uploads while they are read; in the user's cache if the library's is read-only."""
    for place in (folder, user_cache_path("polycite") / "incoming"):
        try:
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.chmod(0o700)
        except OSError:
            continue
        return place
    raise SettingsError(
        "library", str(folder.parent), "nothing can be written there nor in the user's cache"
    )


def _head() -> str:
    """Our script and style, from this server."""
    rightward = " ".join(code for code in INTERFACE_LANGUAGES if direction(code) == "rtl")
    styles = "".join(
        f'<link rel="stylesheet" href="{PREFIX}/static/{name}.css">'
        for name in ("polycite", "tabs", "chat")
    )
    scripts = "".join(
        f'<script src="{PREFIX}/static/{name}.js"></script>'
        for name in ("library", "ready", "chat")
    )
    return (
        f'{styles}<script src="{PREFIX}/static/polycite.js" '
        f'data-languages="{" ".join(INTERFACE_LANGUAGES)}" data-rtl="{rightward}"></script>{scripts}'
    )
