"""A library on disk for the tests of its parts."""

import pytest

from rag.library.sqlite_faiss import SqliteFaissLibrary
from tests.library.samples import DIMENSION, IDENTITY


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "bücher 图书"


@pytest.fixture
def open_library(folder):
    """Opens the library in `folder`, again and again; whatever is open at the end is closed."""
    opened = []

    def open_it(identity=IDENTITY, dimension=DIMENSION, create=True):
        library = SqliteFaissLibrary(folder, identity, dimension, create)
        opened.append(library)
        return library

    yield open_it
    for library in opened:
        library.close()
