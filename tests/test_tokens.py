"""Tokens: counts from our own ranks, in any script, without loss and without a network."""

import base64
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import ModelError
from rag.tokens import RANKS_FILE, count_tokens, decode, encode, read_ranks, token_offsets

SENTENCES = {
    "en": "The shop opened a second hall with 11,600 shelves in March.",
    "de": "Das Geschäft eröffnete im März eine zweite Halle mit 11.600 Regalen.",
    "fr": "Le magasin a ouvert en mars une deuxième salle de 11 600 étagères.",
    "ru": "В марте магазин открыл второй зал на 11 600 полок.",
    "el": "Το κατάστημα άνοιξε τον Μάρτιο δεύτερη αίθουσα με 11.600 ράφια.",
    "ar": "افتتح المتجر في مارس قاعة ثانية تضم ١١٦٠٠ رف.",
    "he": "החנות פתחה במרץ אולם שני עם 11,600 מדפים.",
    "hi": "दुकान ने मार्च में 11,600 अलमारियों वाला दूसरा हॉल खोला।",
    "th": "ร้านเปิดห้องโถงที่สองพร้อมชั้นวาง 11,600 ชั้นในเดือนมีนาคม",
    "zh": "商店在三月开设了拥有11600个货架的第二大厅。",
    "ja": "店は三月に一万千六百の棚を備えた二つ目のホールを開いた。",
    "ko": "가게는 3월에 선반 11,600개를 갖춘 두 번째 홀을 열었다.",
    "tr": "Mağaza mart ayında 11.600 raflı ikinci salonu açtı.",
    "vi": "Cửa hàng mở sảnh thứ hai với 11.600 kệ vào tháng Ba.",
    "fa": "فروشگاه در ماه مارس تالار دومی با ۱۱٬۶۰۰ قفسه می‌گشاید.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_every_language_costs_about_as_much_as_english(language):
    """No language of the training data needs more than twice the tokens of the English twin."""
    assert count_tokens(SENTENCES[language]) <= 2 * count_tokens(SENTENCES["en"])


@given(st.text())
def test_encoding_loses_nothing(text):
    """Any text comes back exactly, whatever characters it has."""
    assert decode(encode(text)) == text


@given(st.text())
def test_offsets_begin_at_zero_and_never_decrease(text):
    """There is one offset per token, inside the text."""
    offsets = token_offsets(text)

    assert len(offsets) == count_tokens(text)
    assert offsets == sorted(offsets)
    assert not text or (offsets[0] == 0 and offsets[-1] < len(text))


def test_empty_text_has_no_tokens():
    """Nothing costs nothing."""
    assert count_tokens("") == 0


def test_words_that_other_encodings_treat_as_special_are_text():
    """A document may speak of end marks without being refused or cut."""
    text = "<|endoftext|> <s> [CLS]"

    assert decode(encode(text)) == text


@pytest.mark.parametrize("text", ["x" * 300_000, "中" * 100_000, " " * 300_000, "1" * 300_000])
def test_long_runs_take_linear_time(text):
    """A text without spaces is encoded within the time limit of the suite, wholly."""
    assert decode(encode(text)) == text


def test_importing_the_module_loads_no_tokenizer():
    """The library and the ranks are read with the first text only."""
    code = "import sys, rag.tokens; sys.exit('tiktoken' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_altered_ranks_are_refused(tmp_path):
    """One changed line is found by the digest."""
    lines = RANKS_FILE.read_bytes().split(b"\n")
    lines[400], lines[401] = lines[401], lines[400]
    altered = tmp_path / "altered.tiktoken"
    altered.write_bytes(b"\n".join(lines))

    with pytest.raises(ModelError, match="damaged"):
        read_ranks(altered)


def test_missing_ranks_are_one_clear_sentence(tmp_path):
    """The message names the file and what to do."""
    with pytest.raises(ModelError, match=r"gone\.tiktoken.*install"):
        read_ranks(tmp_path / "gone.tiktoken")


def test_ranks_without_every_byte_are_refused(tmp_path):
    """A byte that has no rank would end the process later."""
    few = tmp_path / "few.tiktoken"
    few.write_bytes(b"".join(base64.b64encode(bytes([n])) + b"\n" for n in range(255)))

    with pytest.raises(ModelError, match="byte"):
        read_ranks(few, sha256="")
