"""What a card of evidence fetches: its source's state, the original at the quote, a page of a PDF."""

from __future__ import annotations

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query
from starlette.responses import Response

from rag.api import Collection
from rag.errors import RagError
from rag.web.original import AROUND, MOST_AROUND, Spot, original, page_picture
from rag.web.routes import PREFIX
from rag.web.same_files import SameFiles

MOST_SOURCES = 40
"""Sources asked about at once."""
MARK_HEADER = "PolyCite-Mark"
"""How far down on the page the quote is marked, 0 to 1; absent when it is not."""
_SOURCE = re.compile(r"([0-9a-f]{16})\.(-?\d{1,19})")
_DocumentId = Annotated[str, Query(pattern="^[0-9a-f]{16}$")]
_Offset = Annotated[int, Query(ge=0, lt=2**31)]


def _spot(
    document: _DocumentId,
    start: _Offset,
    end: _Offset,
    digest: Annotated[str, Query(pattern="^[0-9a-f]{64}$")],
) -> Spot:
    return Spot(document, start, end, digest)


def originals_router(collection: Collection) -> APIRouter:
    """`GET /polycite/sources`, `/polycite/original` and `/polycite/page`; text as plain strings."""
    router = APIRouter(prefix=PREFIX)
    same = SameFiles(collection)

    @router.get("/sources")
    def sources(of: Annotated[list[str], Query(max_length=MOST_SOURCES)]) -> list[dict[str, Any]]:
        asked = [match for item in of if (match := _SOURCE.fullmatch(item))]
        try:
            return _sources(collection, same, [(match[1], int(match[2])) for match in asked])
        except RagError as error:
            raise HTTPException(503, str(error)) from error

    @router.get("/original")
    def text(
        spot: Annotated[Spot, Depends(_spot)],
        around: Annotated[int, Query(ge=0, le=MOST_AROUND)] = AROUND,
    ) -> dict[str, Any]:
        try:
            return original(collection, spot, around)
        except RagError as error:
            raise HTTPException(503, str(error)) from error

    @router.get("/page")
    def page(
        spot: Annotated[Spot, Depends(_spot)], page: Annotated[int, Query(ge=1, le=100_000)]
    ) -> Response:
        try:
            drawn = page_picture(collection, spot, page)
        except RagError as error:
            raise HTTPException(503, str(error)) from error
        if drawn is None:
            raise HTTPException(404, "This page does not show the quote.")
        headers = {"Cache-Control": "no-store"}
        if drawn.top is not None:
            headers[MARK_HEADER] = f"{drawn.top:.4f}"
        return Response(drawn.png, media_type="image/png", headers=headers)

    return router


def _sources(
    collection: Collection, same: SameFiles, asked: list[tuple[str, int]]
) -> list[dict[str, Any]]:
    """For each (document, passage): whether they are still in the library, and the file's copies."""
    documents = collection.library.sources([document for document, _ in asked])
    passages = {passage.id for passage in collection.passages([passage for _, passage in asked])}
    found = []
    for document, passage in asked:
        state = "removed"
        if document in documents:
            state = "here" if passage in passages else "changed"
        copies = same.of(document) if state == "here" else []
        found.append(
            {"document": document, "passage": str(passage), "state": state, "copies": copies}
        )
    return found
