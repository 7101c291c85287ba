"""What every chunker promises."""

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.chunk.windows import WindowChunker
from rag.tokens import count_tokens
from rag.types import Document, Mark

TEXTS = {
    "en": "The museum opened at dawn. Visitors came, 1,200 of them. Nobody paid! ",
    "de": "Das Museum öffnete z. B. am 3. Mai. Es kamen 1.200 Gäste. ",
    "fr": "Le musée ouvrit à l’aube. «\u202fEntrez\u202f!\u202f» dit-il. ",
    "es": "¿Quién llegó? El museo abrió sus puertas. ",
    "tr": "Müze İstanbul'da açıldı. Kimse ödemedi! ",
    "vi": "Bảo tàng mở cửa lúc bình minh. Khách đến rất đông. ",
    "ru": "Музей открылся на рассвете. Пришло 1200 человек. ",
    "el": "Το μουσείο άνοιξε την αυγή. Ποιος ήρθε; ",
    "ar": "افتتح المتحف عند الفجر. هل دفع أحد؟ ",
    "he": "המוזיאון נפתח עם שחר. מי בא? ",
    "hi": "संग्रहालय भोर में खुला। कौन आया? ",
    "th": "พิพิธภัณฑ์เปิดตอนรุ่งสาง มีผู้เข้าชมจำนวนมาก ",
    "zh": "博物馆黎明开门。来了一千二百人。",
    "ja": "博物館は夜明けに開いた。「誰？」と聞いた。",
    "ko": "박물관은 새벽에 문을 열었다. 누가 왔나? ",
    "ka": "მუზეუმი გამთენიისას გაიხსნა. ",
    "am": "ሙዚየሙ ጎህ ሲቀድ ተከፈተ። ",
}
ODDITIES = [
    "\n", "\n\n", "\n\n\n", "# Heading\n", "## भाग 2\n\n", "- item\n", "a\tb\tc\n", "| x | y |\n", "👩\u200d🚀👍🏽", "🇩🇪🇫🇷",
    "e\u0301\u0323" * 5, "x" * 400, "中" * 300, "ไ" * 200, "https://example.org/" + "a" * 90 + "\n", "***\n", " ",
    "\u2028", "\u3000", "()" * 60, "Anzeige\n",
]  # fmt: skip
MIXED = st.lists(st.sampled_from([*TEXTS.values(), *ODDITIES]), max_size=60).map("".join)


@pytest.fixture(params=[WindowChunker], ids=["windows"])
def chunker_class(request):
    """Each kind of chunker."""
    return request.param


def document(text, marks=(), language="und", title="Reise"):
    """A document as a loader would give it."""
    return Document("0123456789abcdef", "/a", title, language, "text/plain", "", text, tuple(marks))


def check(text, passages, most):
    """The promises of the protocol."""
    assert "".join(passage.text for passage in passages) == text
    assert [passage.index for passage in passages] == list(range(len(passages)))
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert 0 < count_tokens(passage.text) <= most
        assert passage.document_id == "0123456789abcdef"
        assert 0 < passage.id < 2**63


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("most", [32, 160])
def test_passages_tile_the_text_within_the_budget(chunker_class, language, most):
    """In every language and script, for short and long texts."""
    for text in (TEXTS[language], TEXTS[language] * 60, "\n\n".join([TEXTS[language] * 4] * 9)):
        passages = chunker_class(most).split(document(text, language=language))

        check(text, passages, most)
        assert {passage.language for passage in passages} == {language}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=MIXED, data=st.data(), most=st.sampled_from([32, 60, 160]))
def test_passages_tile_any_mixture(chunker_class, text, data, most):
    """Scripts, emoji, tables and headings in any order, with marks at any place between clusters."""
    edges = [match.start() for match in regex.finditer(r"\X", text)]
    offsets = sorted(data.draw(st.lists(st.sampled_from(edges), max_size=6))) if edges else []
    kinds = ["heading", "page", "row", "slide", "time", "paragraph"]
    marks = [Mark(at, data.draw(st.sampled_from(kinds)), f"x {at}", 1) for at in offsets]
    passages = chunker_class(most).split(document(text, marks))

    check(text, passages, most)
    clusters = {0, *(match.end() for match in regex.finditer(r"\X", text))}
    assert all(passage.end in clusters for passage in passages)
    assert len({passage.id for passage in passages}) == len(passages)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(max_size=300))
def test_passages_tile_arbitrary_text(chunker_class, text):
    """Control characters and rare scripts too."""
    check(text, chunker_class(32).split(document(text)), 32)


def test_an_empty_document_has_no_passages(chunker_class):
    """Nothing to read, nothing to store."""
    assert chunker_class(160).split(document("")) == []


def test_splitting_again_gives_the_same_passages(chunker_class):
    """Ids are made from the content alone, so that adding a file twice changes nothing."""
    text = "\n\n".join(TEXTS.values()) * 3

    assert chunker_class(80).split(document(text)) == chunker_class(80).split(document(text))
