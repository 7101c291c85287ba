import pytest

from rag.load.front_matter import split_front_matter


@pytest.mark.parametrize(
    ("block", "fields"),
    [
        ("title: Der Hafen\nauthor: Anna", {"title": "Der Hafen", "author": "Anna"}),
        ('title: "Порт: начало"\ntags: [море, "порт"]', {"title": "Порт: начало", "tags": "море, порт"}),
        ("title: 'L''île'\ndate: 2021-05-03 # first", {"title": "L'île", "date": "2021-05-03"}),
        ("Title: 港口\ntags:\n  - 海\n  - 船", {"title": "港口", "tags": "海, 船"}),
        ("title: الميناء\ndescription: >\n  سطر أول\n  وسطر ثان", {"title": "الميناء", "description": "سطر أول وسطر ثان"}),
        ("authors:\n  - name: दीपा\n    mail: d@example.org\n  - name: Ravi", {"authors": "दीपा, Ravi"}),
        ("title: נמל\nlayout: post\nimage: /a/b.png\nmenu:\n  main:\n    weight: 3", {"title": "נמל"}),
        ("summary: |\n  Λιμάνι\n  και πλοία\nlang: el", {"summary": "Λιμάνι και πλοία"}),
        ("title: ท่าเรือ\ndraft: true", {"title": "ท่าเรือ"}),
        ("title: 港\nsubtitle:\ncategories: []", {"title": "港"}),
    ],
)  # fmt: skip
def test_fields_that_a_reader_may_ask_for_are_kept(block, fields):
    """Title, people, dates, descriptions, tags; not what the publishing program is told."""
    assert split_front_matter(f"---\n{block}\n---\nText.") == (fields, "Text.")


def test_toml_between_plus_signs_is_read():
    """Hugo writes TOML, and keeps tags in a table."""
    block = 'title = "Port"\ndate = 2021-05-03\n[taxonomies]\ntags = ["mer", "île"]'

    found = split_front_matter(f"+++\n{block}\n+++\nTexte.")

    assert found == ({"title": "Port", "date": "2021-05-03", "tags": "mer, île"}, "Texte.")


@pytest.mark.parametrize(
    "text",
    ["---\nA ruled paragraph, no fields.\n---\nText.", "+++\nno toml\n+++\nText.", "Text.\n---\ntitle: x\n---\n", "---\ntitle: never closed"],
)  # fmt: skip
def test_what_is_no_front_matter_stays_text(text):
    """Only a block of fields at the very start counts."""
    assert split_front_matter(text) == ({}, text)


def test_its_fields_are_the_first_lines_of_the_document(load):
    """A person can ask who wrote it."""
    document = load("a.md", "---\ntitle: 항구\nauthor: 김하나\ntheme: dark\n---\n본문이다.")

    assert document.text == "항구\n\nauthor: 김하나\n\n본문이다."
    assert document.title == "항구"
