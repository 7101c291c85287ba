import pytest

HARBOURS = {
    "de": ("Der Hafen", "Er ist tief."), "fr": ("Le port", "Il est profond."), "es": ("El puerto", "Es profundo."),
    "pl": ("Port", "Jest głęboki."), "ru": ("Порт", "Он глубок."), "el": ("Λιμάνι", "Είναι βαθύ."), "ar": ("الميناء", "إنه عميق."),
    "he": ("הנמל", "הוא עמוק."), "hi": ("बंदरगाह", "वह गहरा है।"), "th": ("ท่าเรือ", "มันลึก"), "zh": ("港口", "它很深。"),
    "ja": ("港", "とても深い。"), "ko": ("항구", "그것은 깊다."),
}  # fmt: skip


def test_titles_are_headings_and_words_lose_their_marks(load):
    """In any script; the order in which underlines appear gives the level."""
    source = "".join(
        f"{title}\n{'=' * 12}\n\n{words}\n\nPart\n----\n\n**{words}** and :ref:`{title} <x>`.\n\n"
        for title, words in HARBOURS.values()
    )

    document = load("harbour.rst", source)
    headings = [(mark.level, mark.place) for mark in document.marks]

    assert headings == [
        item for title, _ in HARBOURS.values() for item in ((1, title), (2, "Part"))
    ]
    for title, words in HARBOURS.values():
        assert f"{title}\n\n{words}\n\nPart\n\n{words} and {title}." in document.text


def test_what_a_reader_does_not_see_is_left_out(load):
    """Comments, targets, switches, tables of contents, pictures, raw pages."""
    source = (
        ":orphan:\n\n.. comment\n   more of it\n\n.. _target: https://example.org\n\n.. toctree::\n   :maxdepth: 2\n\n"
        "   intro\n\n.. image:: plan.png\n   :alt: a plan\n\n.. raw:: html\n\n   <b>x</b>\n\n__ https://example.org/y\n\nSeen."
    )  # fmt: skip

    assert load("a.rst", source).text == "Seen."


def test_directives_give_their_words(load):
    """Notes, captions, descriptions of functions, code, versions."""
    source = (
        ".. note:: Mind the\n   step.\n\n.. figure:: a.png\n   :width: 3\n\n   A crane.\n\n.. function:: lift(load)\n\n"
        "   Lifts it.\n\n   :param load: what to lift\n\n.. code-block:: python\n   :linenos:\n\n   x = `1`\n\n"
        ".. versionadded:: 2.0\n   Was new.\n\n.. tabs::\n\n   .. tab:: Mac\n\n      Press it.\n"
    )  # fmt: skip

    assert load("a.rst", source).text == (
        "Mind the step.\n\nA crane.\n\nlift(load)\n\nLifts it.\n\nparam load: what to lift\n\nx = `1`\n\n"
        "versionadded 2.0 Was new.\n\nMac\n\nPress it."
    )  # fmt: skip


def test_lists_tables_and_literal_blocks(load):
    """Items keep their sign, rows stand on a line, what follows "::" is kept as it is."""
    source = (
        "* one\n  goes on\n* two\n\n#. first\n\n+------+-----+\n| Baum | Höhe|\n+======+=====+\n| Eiche| 30  |\n"
        "|      | m   |\n+------+-----+\n\n===== =====\nA     B\n===== =====\n1     2\n===== =====\n\nRun::\n\n    rag  add\n\nEnd."
    )  # fmt: skip

    assert load("a.rst", source).text == (
        "* one goes on\n* two\n#. first\n\nBaum | Höhe\nEiche | 30 m\n\nA | B\n1 | 2\n\nRun:\n\nrag  add\n\nEnd."
    )


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("``co*de*`` and *it* and **bold**", "co*de* and it and bold"),
        ("`Port <https://x.y>`_, `Hafen`_ and hafen_.", "Port, Hafen and hafen."),
        (":class:`~a.b.C` :func:`!f` :doc:`Anleitung </x>`", "C f Anleitung"),
        ("see [1]_ and [Berg98]_", "see [1] and [Berg98]"),
        (r"snake_case\_ and 2 \* 3", "snake_case_ and 2 * 3"),
        ("|name| and |:smile:|\n\n.. |name| replace:: Blue Crane", "Blue Crane and"),
        ("2 * 3 * 4 = 24, a_b_c", "2 * 3 * 4 = 24, a_b_c"),
    ],
)
def test_marks_inside_a_paragraph(load, marked, plain):
    """Only what is a mark goes."""
    assert load("a.rst", marked).text == plain
