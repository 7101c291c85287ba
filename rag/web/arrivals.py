"""Files on their way into the library: received one by one, read one after another, told as they go.

The page sends each file as the body of its own request, so that each has its own progress and its
own error, a folder of any size never lies here as a whole, and stopping is not sending the next.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path, PurePosixPath

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse

from rag import json_form
from rag.api import Collection
from rag.errors import RagError, SourceError
from rag.types import AddResult
from rag.web.desk import Desk, log
from rag.web.guards import ADD_PATH

UPLOADS = "uploads"
"""Uploaded files are known by a path below this name in the library's folder; no file lies there."""
MOST_AT_ONCE = 8
"""Requests that may hold a file here at the same time; another one is told to come again."""
BEAT_S = 1.0
"""Seconds between two signs of life while a file is read."""
_LONGEST_PART = 120
_MOST_PARTS = 12
_FAILED = "This file could not be read; the program's log says why."

Add = Callable[[], AddResult]


class Arrivals:
    """Reads what arrives, one file at a time, and lets go of the library in between."""

    def __init__(self, collection: Collection, folder: Path) -> None:
        self._collection, self._folder = collection, folder
        self._worker = ThreadPoolExecutor(1, "arrivals")
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    async def upload(self, request: Request, path: str) -> StreamingResponse:
        """Receive a file and read it as the document of `path`."""
        self._take_place()
        try:
            file = await self._received(request, PurePosixPath(path).name)
        except BaseException:
            self._places.release()
            raise
        return self._telling(lambda: self._add(file, path), lambda: self._forget(file))

    def read(self, file: Path) -> StreamingResponse:
        """Read a file of this machine."""
        self._take_place()
        return self._telling(lambda: self._add(file, None), self._places.release)

    def _take_place(self) -> None:
        if not self._places.acquire(blocking=False):
            raise HTTPException(503, "Others are adding files; this one will be tried again.")

    async def _received(self, request: Request, name: str) -> Path:
        """The body in a file of its own, in a folder that only this user can read."""
        file = Path(tempfile.mkdtemp(dir=self._folder)) / name
        try:
            with file.open("wb") as written:
                async for piece in request.stream():
                    written.write(piece)
        except BaseException:
            shutil.rmtree(file.parent, ignore_errors=True)
            raise
        return file

    def _forget(self, file: Path) -> None:
        shutil.rmtree(file.parent, ignore_errors=True)
        self._places.release()

    def _add(self, file: Path, path: str | None) -> AddResult:
        names = {} if path is None else {str(file): path}
        try:
            [result] = self._collection.adding([file], names)
            return result
        finally:
            self._collection.rest()

    def _telling(self, add: Add, after: Callable[[], None]) -> StreamingResponse:
        """Lines of JSON: {"state": "reading"} now and then, at last the result as `rag add` says it."""
        work = self._worker.submit(_careful, add)
        work.add_done_callback(lambda _: after())
        return StreamingResponse(_lines(work), media_type="application/x-ndjson")


def arrivals_router(desk: Desk, folder: Path) -> APIRouter:
    """`POST /polycite/add/…`: an upload, a sample, or a document read again."""
    router, collection = APIRouter(prefix=ADD_PATH), desk.collection
    arrivals = Arrivals(collection, folder)
    uploads = Path(desk.settings.library) / UPLOADS

    @router.post("/file")
    async def upload(request: Request, name: str) -> StreamingResponse:
        return await arrivals.upload(request, str(uploads.joinpath(*safe_parts(name))))

    @router.post("/instead")
    async def replace(request: Request, document: str) -> StreamingResponse:
        return await arrivals.upload(request, _known(collection, document))

    @router.post("/again")
    async def again(document: str) -> StreamingResponse:
        path = Path(_known(collection, document))
        if path.is_relative_to(uploads):
            reason = "was uploaded, so there is no file of it on this machine to be read again"
            raise HTTPException(
                409, str(SourceError(path, reason, "choose the file to replace it with"))
            )
        return arrivals.read(path)

    @router.post("/sample")
    async def sample(name: str) -> StreamingResponse:
        file = next((file for file in desk.sample_files() if file.name == name), None)
        if file is None:
            raise HTTPException(404, "There is no such sample.")
        return arrivals.read(file)

    return router


def safe_parts(name: str) -> list[str]:
    """A relative path as a browser tells it, as parts that name nothing but themselves."""
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    parts = [
        re.sub(r"[\x00-\x1f\x7f]", "", part).strip()[-_LONGEST_PART:]
        for part in re.split(r"[/\\]", plain)
    ]
    kept = [part for part in parts if part not in ("", ".", "..")][-_MOST_PARTS:]
    return [_short(part) for part in kept] or ["file"]


def _short(part: str) -> str:
    """A name that any file system takes: at most 240 bytes, its end, where the format stands."""
    return part.encode("utf-8")[-240:].decode("utf-8", "ignore")


def _known(collection: Collection, document: str) -> str:
    """The path of a document by its id."""
    try:
        found = collection.document(document)
    except RagError as error:
        raise HTTPException(503, str(error)) from error
    if found is None:
        raise HTTPException(404, "This document is no longer in the library.")
    return found.path


def _careful(add: Add) -> dict[str, object]:
    """The result, also of what broke."""
    try:
        return json_form.added(add())
    except RagError as error:
        return {"status": "failed", "error": str(error), "notes": []}
    except Exception:
        log.exception("A file could not be added.")
        return {"status": "failed", "error": _FAILED, "notes": []}


def _lines(work: Future[dict[str, object]]) -> Iterator[str]:
    while True:
        try:
            yield json.dumps(work.result(BEAT_S), ensure_ascii=False) + "\n"
        except NotYet:
            yield '{"state": "reading"}\n'
        else:
            return
