"""What the page fetches beside Gradio's own: its script and style, and passages around a quote."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, HTTPException
from fastapi import Path as InPath
from starlette.staticfiles import StaticFiles

from rag.api import Collection
from rag.errors import RagError
from rag.web.evidence import around
from rag.web.readiness import Readiness

STATIC = Path(__file__).resolve().parent / "static"
PREFIX = "/polycite"
AROUND = 1
"""Passages shown before and after one."""


def static_files() -> StaticFiles:
    """The page's own script and style."""
    return StaticFiles(directory=STATIC)


def ready_router(readiness: Readiness) -> APIRouter:
    """`GET /polycite/ready`: whether the models are loaded, and what to do when they cannot be."""
    router = APIRouter(prefix=PREFIX)

    @router.get("/ready")
    def ready() -> dict[str, str]:
        told = readiness.told()
        return {"state": told.state, "message": told.message}

    return router


def passages_router(collection: Collection) -> APIRouter:
    """`GET /polycite/around/{passage}`: the passage and its neighbours as JSON, text as plain strings."""
    router = APIRouter(prefix=PREFIX)

    @router.get("/around/{passage}")
    def neighbours(
        passage: Annotated[int, InPath(ge=-(2**63), lt=2**63)],
    ) -> list[dict[str, object]]:
        try:
            found = collection.neighbours(passage, AROUND)
        except RagError as error:
            raise HTTPException(503, str(error)) from error
        if not found:
            raise HTTPException(404, "This passage is not in the library.")
        return around(found, passage)

    return router
