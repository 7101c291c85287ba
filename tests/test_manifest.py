"""The list of model files."""

import hashlib

import pytest

from rag.errors import ModelError
from rag.manifest import check_shipped, entries, listed

TOML = """
[small]
role = "embedder"
licence = "Apache-2.0"
folder = "small"
[small.files]
"w.bin" = {{ sha256 = "{digest}", bytes = 7 }}

[fetched]
role = "generator"
licence = "Apache-2.0"
package = "no_such_package_here"
requirement = "no-such-package==1.0"
[fetched.files]
"w.gguf" = {{ sha256 = "{digest}", bytes = 7 }}
"""


@pytest.fixture
def manifest(tmp_path):
    """A manifest with one model that is there and one whose package is not installed."""
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "w.bin").write_bytes(b"weights")
    digest = hashlib.sha256(b"weights").hexdigest()
    file = tmp_path / "manifest.toml"
    file.write_text(TOML.format(digest=digest), "utf-8")
    return file


def test_a_whole_model_gives_its_folder(manifest):
    """Every file has its size and digest."""
    assert check_shipped("small", manifest) == manifest.parent / "small"


@pytest.mark.parametrize(
    ("content", "expected"),
    [(b"weightS", "damaged"), (b"weight", "damaged"), (None, "missing")],
)
def test_a_damaged_model_is_one_sentence(manifest, content, expected):
    """It names file and model and says what to do."""
    file = manifest.parent / "small" / "w.bin"
    file.unlink() if content is None else file.write_bytes(content)

    with pytest.raises(ModelError, match=rf"w\.bin of the model small is {expected}; install"):
        check_shipped("small", manifest)


def test_a_package_that_is_not_installed_says_what_to_type(manifest):
    """With the exact version."""
    with pytest.raises(ModelError, match="pip install .* no-such-package==1.0"):
        check_shipped("fetched", manifest)


def test_an_unknown_name_is_one_sentence(manifest):
    """Nothing is loaded that is not listed."""
    with pytest.raises(ModelError, match="no model odd"):
        check_shipped("odd", manifest)


@pytest.mark.parametrize("text", ["[broken", "[a]\nrole = 3", "a = 1", "\xff"])
def test_a_damaged_manifest_is_one_sentence(tmp_path, text):
    """It says what to do."""
    file = tmp_path / "manifest.toml"
    file.write_bytes(text.encode("latin-1"))

    with pytest.raises(ModelError, match="install the program anew"):
        entries(file)


def test_listing_tells_state_and_reason(manifest):
    """One line for each, whole or not."""
    first, second = listed(manifest)

    assert (first.name, first.whole, first.bytes, first.problem) == ("small", True, 7, "")
    assert not second.whole
    assert "not installed" in second.problem


def test_every_shipped_model_of_the_real_manifest_is_whole():
    """What is in the sources is what was released; fetched ones may be missing."""
    for entry in entries().values():
        if not entry.package:
            check_shipped(entry.name)
