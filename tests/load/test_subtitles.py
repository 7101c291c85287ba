import pytest

from rag.errors import SourceError
from rag.load.subtitles import clock, read_cues, without_repeats

SPOKEN = {
    "en": "The harbour opens at noon.", "de": "Der Hafen öffnet mittags.", "fr": "Le port ouvre à midi.",
    "pl": "Port otwiera się w południe.", "ru": "Порт открывается в полдень.", "el": "Το λιμάνι ανοίγει το μεσημέρι.",
    "ar": "يفتح الميناء ظهرًا.", "he": "הנמל נפתח בצהריים.", "hi": "बंदरगाह दोपहर में खुलता है।",
    "th": "ท่าเรือเปิดตอนเที่ยง", "zh": "港口中午开放。", "ja": "港は正午に開く。", "ko": "항구는 정오에 연다.",
}  # fmt: skip


@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("form", ["srt", "vtt"])
def test_what_is_said_stands_at_its_time(load, language, form):
    """One line for a cue, the time without the fraction as its place."""
    head, point = ("WEBVTT\n\n", ".") if form == "vtt" else ("1\n", ",")
    words = SPOKEN[language]

    document = load(f"film.{form}", f"{head}00:01:32{point}500 --> 00:01:34{point}000\n{words}\n")

    assert document.text == words
    assert [(mark.kind, mark.place) for mark in document.marks] == [("time", "00:01:32")]


def test_lines_of_a_cue_are_one_sentence_and_pauses_begin_paragraphs(load):
    """A cue breaks lines to fit the screen; another speaker begins a line."""
    document = load(
        "film.srt",
        "1\r\n00:00:01,000 --> 00:00:03,000\r\nThe harbour was\r\nbuilt in 1998.\r\n\r\n"
        "2\r\n00:00:03,100 --> 00:00:04,000\r\n- By whom?\r\n- Nobody\r\nknows.\r\n\r\n"
        "3\r\n00:00:20,000 --> 00:00:21,000\r\nLater.\r\n",
    )

    assert document.text == (
        "The harbour was built in 1998.\n- By whom?\n- Nobody knows.\n\nLater."
    )


def test_marks_notes_and_styles_are_no_words(load):
    """Names of speakers are kept; NOTE, STYLE and tags are not seen on the screen."""
    document = load(
        "film.vtt",
        "WEBVTT - a film\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE not said\n\n"
        "intro\n00:01.000 --> 00:02.000 align:start\n<v Ana>Das <i>Meer</i> &amp; <c.red>der</c> Hafen</v>\n\n"
        "00:03.000 --> 00:04.000\n{\\an8}Ende<00:00:03.500>.\n",
    )

    assert document.text == "Ana: Das Meer & der Hafen\nEnde."


def test_rolling_captions_are_said_once():
    """Live captions show each line twice: as the new one and as the one above it."""
    pairs = [("one", "two"), ("two", "three"), ("three", "four")]
    text = "\n\n".join(
        f"00:00:0{n},000 --> 00:00:0{n + 1},000\n{above}\n{new}"
        for n, (above, new) in enumerate(pairs)
    )

    said = [cue.lines for cue in without_repeats(read_cues(text))]

    assert said == [("one", "two"), ("three",), ("four",)]


def test_a_cue_is_read_though_the_blank_line_before_the_next_is_missing():
    """Hand-made files forget it; the number of the next cue is no word."""
    cues = list(
        read_cues("1\n00:00:01,000 --> 00:00:02,000\na\n2\n00:00:02,000 --> 00:00:03,000\nb")
    )

    assert [cue.lines for cue in cues] == [("a",), ("b",)]


def test_times_in_all_their_forms():
    """Hours are optional, a point or a comma divides the fraction."""
    cues = list(read_cues("01:02.5 --> 01:03.250\na\n\n1:00:02,5 --> 100:00:03,25\nb"))

    assert [(cue.start, cue.end) for cue in cues] == [(62.5, 63.25), (3602.5, 360003.25)]
    assert clock(3602.5) == "01:00:02"


def test_a_file_without_cues_is_refused(load):
    """A text that only is called .srt holds no subtitles."""
    with pytest.raises(SourceError, match=r"notes\.srt: holds no subtitles; save it again"):
        load("notes.srt", "just words\n\nmore words")
