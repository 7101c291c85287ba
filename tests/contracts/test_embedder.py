"""What every embedder promises."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from rag.build import SHIPPED_EMBEDDER
from rag.embed.hashing import HashingEmbedder
from rag.errors import ServerError

TEXTS = [
    "How many stores does Walmart operate?",
    "Der Konzern betreibt 11.600 Filialen.",
    "Combien de magasins ?",
    "¿Cuántas tiendas tiene?",
    "Сколько магазинов у компании?",
    "沃尔玛经营多少家商店？",
    "店舗数はいくつですか。",
    "كم عدد المتاجر؟",
    "कितनी दुकानें हैं?",
    "มีร้านค้ากี่แห่ง",
    "כמה חנויות יש?",
    "Πόσα καταστήματα υπάρχουν;",
    "매장이 몇 개입니까?",
    "😀",
]


class _EmbeddingServer(BaseHTTPRequestHandler):
    """A real server of /v1/embeddings over the hashing embedder, vectors in reverse order."""

    def do_POST(self):
        """One vector per input, indexed, not normalised."""
        texts = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
        rows = 3 * HashingEmbedder(64).embed_passages(texts)
        data = [{"index": index, "embedding": row.tolist()} for index, row in enumerate(rows)]
        body = json.dumps({"data": data[::-1]}).encode()
        self.send_response(200 if self.path == "/v1/embeddings" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Quiet."""


@pytest.fixture(scope="module")
def server():
    """Address of the server."""
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _EmbeddingServer)
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture(
    params=["hashing", "openai_api", pytest.param("sentence_transformer", marks=pytest.mark.slow)]
)
def embedder(request, server):
    """Each backend."""
    if request.param == "hashing":
        return HashingEmbedder()
    if request.param == "openai_api":
        from rag.embed.openai_api import OpenAIEmbedder

        return OpenAIEmbedder(f"{server}/v1", "m")
    from rag.embed.sentence_transformer import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(SHIPPED_EMBEDDER, "embedder")


def test_vectors_are_float32_of_unit_norm(embedder):
    """One row per text, whatever the script."""
    for vectors in (embedder.embed_queries(TEXTS), embedder.embed_passages(TEXTS)):
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


def test_no_texts_give_no_rows(embedder):
    """An empty list is not an error."""
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)


def test_a_text_has_the_same_vector_alone_and_among_others(embedder):
    """Batching and order change nothing that matters."""
    together = embedder.embed_passages(TEXTS)
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])

    assert (together * alone).sum(axis=1).min() > 0.99


def test_empty_and_very_long_texts_have_vectors(embedder):
    """Nothing that may stand in a file breaks it."""
    vectors = embedder.embed_passages(["", " ", "слово " * 5000, "字" * 5000])

    assert np.isfinite(vectors).all()


def test_identity_names_the_dimension_and_stays(embedder):
    """Two readings of one embedder are the same identity."""
    assert embedder.identity == embedder.identity
    assert embedder.identity.endswith(f"d{embedder.dimension}")


def test_a_server_that_is_not_there_is_named(server):
    """One sentence with the address."""
    from rag.embed.openai_api import OpenAIEmbedder

    with pytest.raises(ServerError, match="127.0.0.1:9"):
        OpenAIEmbedder("http://127.0.0.1:9/v1", "m").embed_queries(["a"])


def test_a_wrong_address_on_a_server_is_told(server):
    """404 is named with the settings to look at."""
    from rag.embed.openai_api import OpenAIEmbedder

    with pytest.raises(ServerError, match="404"):
        OpenAIEmbedder(f"{server}/wrong", "m").embed_queries(["a"])
