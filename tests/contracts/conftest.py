"""Every backend of a library, new or filled, for the suites that each must pass."""

import pytest

from rag.library.exact import ExactLibrary
from rag.library.sqlite_faiss import SqliteFaissLibrary
from tests.library.samples import DIMENSION, IDENTITY, fill


class Exact:
    """In memory: there is nothing to open again."""

    def __init__(self, folder):
        self.library = ExactLibrary(IDENTITY, DIMENSION)

    def reopened(self):
        return self.library


class SqliteFaiss:
    """On disk."""

    def __init__(self, folder):
        self.folder = folder / "library"
        self.library = SqliteFaissLibrary(self.folder, IDENTITY, DIMENSION, create=True)

    def reopened(self):
        self.library.close()
        self.library = SqliteFaissLibrary(self.folder, IDENTITY, DIMENSION, create=False)
        return self.library


@pytest.fixture(params=[Exact, SqliteFaiss], ids=["exact", "sqlite_faiss"])
def backend(request, tmp_path):
    made = request.param(tmp_path)
    yield made
    made.library.close()


@pytest.fixture
def library(backend):
    return backend.library


@pytest.fixture(scope="module", params=[Exact, SqliteFaiss], ids=["exact", "sqlite_faiss"])
def filled(request, tmp_path_factory):
    """A library with a document in every language, to be read only, and what was put in."""
    made = request.param(tmp_path_factory.mktemp("filled"))
    yield made.library, fill(made.library)
    made.library.close()
