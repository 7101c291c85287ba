"""Conversations as files to download: only one's own, known by the browser's cookie."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import Response

from rag.api import Collection
from rag.errors import RagError
from rag.web.export import FORMATS, exported
from rag.web.kept import with_passages
from rag.web.people import person_of
from rag.web.routes import PREFIX
from rag.web.shelf import Shelf
from rag.web.strings import words

_UNSAFE = re.compile(r"[^\w .,()-]+")


def conversations_router(collection: Collection, shelf: Shelf) -> APIRouter:
    """`GET /polycite/conversations/{id}.{md,json,html}`, always as a file and never as a page."""
    router = APIRouter(prefix=f"{PREFIX}/conversations")

    @router.get("/{file}")
    def download(
        file: str, request: Request, language: Annotated[str, Query(max_length=12)] = ""
    ) -> Response:
        key, _, form = file.partition(".")
        if form not in FORMATS:
            raise HTTPException(404, "A conversation can be had as .md, .json or .html.")
        try:
            kept = shelf.load(person_of(request.headers.get("cookie", "")), key)
            if kept is None:
                raise HTTPException(404, "There is no such conversation.")
            whole = replace(kept, turns=with_passages(kept.turns, collection.passages))
        except RagError as error:
            raise HTTPException(503, str(error)) from error
        text, media_type = exported(whole, form, words(language))
        return Response(text.encode(), media_type=media_type, headers=_as_file(kept.name, form))

    return router


def _as_file(name: str, form: str) -> dict[str, str]:
    """Headers with which a browser saves the response under the conversation's name."""
    plain = " ".join(_UNSAFE.sub(" ", name).split())[:80].strip(". ") or "conversation"
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(f'{plain}.{form}')}",
        "Cache-Control": "no-store",
    }
