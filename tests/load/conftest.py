"""What the tests of all loaders share."""

import pytest

from rag.load.walk import load_document


@pytest.fixture
def load(tmp_path):
    """Write a file of the given name and content, and load it."""

    def write_and_load(name, content):
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return load_document(path)

    return write_and_load
