"""Where derived things are kept."""

from rag.cache import cache_folder


def test_the_cache_is_the_person_s_own_or_the_one_named(tmp_path, monkeypatch):
    """RAG_CACHE comes first."""
    monkeypatch.delenv("RAG_CACHE", raising=False)
    assert "polycite" in str(cache_folder())

    monkeypatch.setenv("RAG_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
