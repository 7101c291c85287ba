"""Pages and public names stay true to the program."""

import re
from pathlib import Path

import pytest

import rag
from rag.reference import PAGES

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
PAGES_WITH_LINKS = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "index" / "README.md",
        ROOT / "seeds" / "README.md",
    ]
)


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_up_to_date(name):
    """`make docs` writes it; what the program says of itself is what the page says."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == PAGES[name]()


@pytest.mark.parametrize("page", PAGES_WITH_LINKS, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_between_pages_leads_somewhere(page):
    """A page that was moved is a red test."""
    targets = [
        target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target
    ]

    missing = [target for target in targets if not (page.parent / target).exists()]

    assert missing == []


def test_the_changelog_begins_with_the_version():
    """A release is not forgotten there."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(r"^## (\S+)", text, re.MULTILINE)[1] == rag.__version__


def test_the_package_has_the_version_of_its_metadata():
    """One version."""
    assert f'version = "{rag.__version__}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_public_names_are_there_and_no_others():
    """What `dir` shows is what is promised."""
    assert dir(rag) == sorted(rag.__all__)
    assert all(getattr(rag, name) is not None for name in rag.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = rag.nothing
