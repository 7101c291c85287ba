import re

import pytest

from rag.web.routes import STATIC

CSS = (STATIC / "polycite.css").read_text(encoding="utf-8")
READ = [
    ("ink", "paper"), ("ink", "sheet"), ("soft", "paper"), ("soft", "sheet"), ("on-accent", "accent"),
    ("accent-strong", "tint"), ("accent-strong", "sheet"), ("on-mark", "mark"), ("danger", "danger-tint"),
    ("on-danger", "danger"), ("ink", "danger-tint"), ("accent", "paper"),
]  # fmt: skip
SEEN = [("edge", "paper"), ("edge", "sheet"), ("accent", "sheet")]


def colours(block):
    """Custom properties of one theme as red, green, blue."""
    found = re.search(rf"^{re.escape(block)} \{{(.*?)^\}}", CSS, re.S | re.M)[1]
    pairs = re.findall(r"--pc-([a-z-]+): #([0-9a-f]{6});", found)
    return {name: [int(value[at : at + 2], 16) / 255 for at in (0, 2, 4)] for name, value in pairs}


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast ratio as WCAG 2.2 defines it, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [":root", ".dark"])
def test_text_can_be_read_in_both_themes(theme):
    """At least 4.5 to 1 for text, 3 to 1 for edges of what can be used (level AA)."""
    known = colours(theme)
    assert {
        pair: contrast(known[pair[0]], known[pair[1]])
        for pair in READ
        if contrast(known[pair[0]], known[pair[1]]) < 4.5
    } == {}
    assert {
        pair: contrast(known[pair[0]], known[pair[1]])
        for pair in SEEN
        if contrast(known[pair[0]], known[pair[1]]) < 3.0
    } == {}


def test_both_themes_name_the_same_colours():
    """None is left in the other theme's."""
    assert list(colours(":root")) == list(colours(".dark"))


def test_nothing_is_fetched_from_elsewhere():
    """Style and script name no address."""
    for file in STATIC.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?://|@import|url\(", text) == [], file.name


def test_the_script_makes_no_html_of_text():
    """Text of documents becomes text nodes; nothing is parsed or evaluated."""
    script = "\n".join(file.read_text(encoding="utf-8") for file in STATIC.glob("*.js"))
    assert (
        re.findall(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function", script
        )
        == []
    )


def test_motion_can_be_switched_off():
    """For those whom it makes ill."""
    assert "prefers-reduced-motion: reduce" in CSS
