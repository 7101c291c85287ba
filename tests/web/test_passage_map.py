import numpy as np

from rag.api import Collection
from rag.settings import resolve
from rag.web.passage_map import PassageMap
from rag.web.strings import words


def opened(tmp_path):
    return Collection(
        resolve({"library": str(tmp_path / "l"), "embedder": "hashing"}, {}).settings, create=True
    )


def test_the_plane_is_that_of_the_largest_variance(tmp_path, collection_folder):
    """Orthonormal axes; no other direction has more variance than the first; the same every time."""
    with opened(tmp_path) as collection:
        collection.add([collection_folder])
        plane = PassageMap(collection).plane()
        assert np.allclose(plane.axes @ plane.axes.T, np.eye(2), atol=1e-4)
        variances = plane.points.var(axis=0)
        assert variances[0] >= variances[1]
        vectors = np.stack(list(collection.sample(2000).values()))
        random = np.random.default_rng(1).standard_normal((200, vectors.shape[1]))
        random /= np.linalg.norm(random, axis=1, keepdims=True)
        assert (vectors @ random.T).var(axis=0).max() <= variances[0] + 1e-5
        assert np.array_equal(plane.points, PassageMap(collection).plane().points)


def test_the_question_and_what_was_found_are_marked(tmp_path, collection_folder):
    """Every passage is drawn once; each kind has a colour."""
    with opened(tmp_path) as collection:
        collection.add([collection_folder])
        made, say = PassageMap(collection), words("ja")
        ids = list(collection.sample(2000))
        chart = made.chart("北京大学站", collection.passages(ids[:2]), say)
        kinds = [row[2] for row in chart["data"]]
        assert len(kinds) == len(ids) + 1
        assert (kinds.count("見つかったもの"), kinds.count("質問")) == (2, 1)
        assert set(kinds) <= set(made.colours(say))


def test_a_library_with_too_little_in_it_has_no_map(tmp_path):
    """Two points have no two directions."""
    with opened(tmp_path) as collection:
        assert PassageMap(collection).chart("?", [], words("en")) is None


def test_the_plane_follows_the_library(tmp_path, collection_folder):
    """After a document was added it is drawn too."""
    with opened(tmp_path) as collection:
        made = PassageMap(collection)
        assert made.plane() is None
        collection.add([collection_folder])
        before = len(made.plane().passages)
        (collection_folder / "new.txt").write_text("Uusi lautta lähtee seitsemältä.")
        collection.add([collection_folder])
        assert len(made.plane().passages) == before + 1
