from html.parser import HTMLParser

import pytest

from rag.language import CORE_LANGUAGES
from rag.types import UNKNOWN_LANGUAGE
from rag.web.render import attributes, badge, escaped, name, plain_name, with_chips
from rag.web.strings import words
from tests.web.payloads import PAYLOADS

SAY = words("en")


class Reading(HTMLParser):
    """Collects the elements and the text of some HTML, as a browser would see them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


def read(markup):
    reading = Reading()
    reading.feed(markup)
    reading.close()
    return reading


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text(payload):
    """Escaped text adds no element, whatever it holds."""
    assert read(escaped(payload)).tags == []
    assert [tag for tag, _ in read(name(payload)).tags] == ["bdi"]
    assert all(tag == "button" for tag, _ in read(with_chips(payload, {1}, 1, SAY)).tags)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_inside_its_attribute(payload):
    """As a quoted attribute it neither ends the value nor begins another."""
    tags = read(f'<i title="{plain_name(payload)}"></i>').tags
    assert len(tags) == 1
    assert list(tags[0][1]) == ["title"]


def test_text_in_many_scripts_is_shown_unchanged():
    """Escaping changes no letter of any script."""
    for text in (
        "11.600 Filialen",
        "Это так",
        "北京大学站",
        "كم عدد",
        "कितने",
        "ร้าน",
        "どこ",
        "매장",
        "Πόσα",
        "כמה",
    ):
        assert read(escaped(text)).text == text


def test_a_mark_of_known_evidence_becomes_a_chip_and_others_stay_as_written():
    """Only numbers that have evidence can be clicked."""
    reading = read(with_chips("Stores: 11,600 [1] and more [7].", {1, 2}, 3, SAY))
    chips = [attrs for tag, attrs in reading.tags if tag == "button"]
    assert [(chip["data-turn"], chip["data-n"]) for chip in chips] == [("3", "1")]
    assert "[7]" in reading.text


def test_a_chip_says_what_it_leads_to():
    """A chip has a name for those who hear the page."""
    ((_, chip),) = read(with_chips("[2]", {2}, 1, words("fr"))).tags
    assert chip["aria-label"] == "Citation 2"


def test_a_name_cannot_turn_the_order_of_what_stands_around_it():
    """The extension of a file is where it is."""
    assert "\u202e" not in name("report\u202efdp.exe")
    assert "\u202e" not in plain_name("report\u202efdp.exe")


@pytest.mark.parametrize("language", CORE_LANGUAGES)
def test_a_badge_names_a_language_in_itself(language):
    """Each badge says its own language and direction."""
    reading = read(badge(language, SAY))
    assert reading.tags[0][1]["lang"] == language
    assert reading.tags[0][1]["dir"] == ("rtl" if language == "ar" else "ltr")
    assert reading.text


def test_text_of_unknown_language_finds_its_own_direction():
    """No language is guessed where none is known."""
    assert attributes(UNKNOWN_LANGUAGE) == 'dir="auto"'
    assert "Language unknown" in badge(UNKNOWN_LANGUAGE, SAY)
