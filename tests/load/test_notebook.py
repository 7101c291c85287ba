import json

import pytest

from rag.errors import SourceError


def notebook(*cells):
    """A notebook of (type, source) or whole cells."""
    whole = [c if isinstance(c, dict) else {"cell_type": c[0], "source": c[1]} for c in cells]
    return json.dumps({"cells": whole, "nbformat": 4, "metadata": {}})


@pytest.mark.parametrize(
    ("heading", "words"),
    [("Der Hafen", "Er ist tief."), ("Le port", "Il est profond."), ("Порт", "Он глубок."), ("Λιμάνι", "Είναι βαθύ."),
     ("الميناء", "إنه عميق."), ("הנמל", "הוא עמוק."), ("बंदरगाह", "वह गहरा है।"), ("ท่าเรือ", "มันลึก"), ("港口", "它很深。"),
     ("港", "とても深い。"), ("항구", "그것은 깊다."), ("Liman", "Derindir."), ("Нафтогавань", "Вона глибока.")],
)  # fmt: skip
def test_words_and_code_are_read_by_cell(load, heading, words):
    """Markdown without its marks, code as it is, what it printed; cells are places."""
    output = {"output_type": "stream", "text": ["depth 12\n"]}
    code = {"cell_type": "code", "source": ["d = 12\n", "print(d)"], "outputs": [output]}

    document = load(
        "n.ipynb", notebook(("markdown", [f"# {heading}\n", "\n", f"**{words}**"]), code)
    )

    assert document.text == f"{heading}\n\n{words}\n\nd = 12\nprint(d)\n\ndepth 12"
    assert [mark.place for mark in document.marks if mark.kind == "row"] == ["cell 1", "cell 2"]
    assert document.title == heading


def test_the_title_is_the_first_main_heading(load):
    """Notebooks begin with small headings about licences."""
    content = notebook(("markdown", "##### Copyright"), ("markdown", "# Глубина порта"))

    assert load("n.ipynb", content).title == "Глубина порта"


def test_the_old_form_and_odd_cells_are_read(load):
    """Version 3 keeps cells in worksheets and code in `input`; what is no cell is passed over."""
    old = {"worksheets": [{"cells": [{"cell_type": "heading", "level": 2, "source": "Profondeur"},
                                     {"cell_type": "code", "input": "x = 1", "outputs": None}, 7, None]}]}  # fmt: skip

    document = load("n.ipynb", json.dumps(old))

    assert document.text == "Profondeur\n\nx = 1"
    assert document.marks[1].level == 2


def test_long_outputs_are_cut_and_pictures_left_out(load):
    """A thousand printed rows are data; a picture is no text."""
    outputs = [{"output_type": "stream", "text": "row\n" * 5000},
               {"output_type": "display_data", "data": {"image/png": "AAAA"}}]  # fmt: skip
    document = load("n.ipynb", notebook({"cell_type": "code", "source": "f()", "outputs": outputs}))

    assert len(document.text) < 5000
    assert "AAAA" not in document.text
    assert document.notes == ("long outputs of code were cut short",)


@pytest.mark.parametrize("content", ["{", "[]", '{"cells": 3}', "[" * 100_000, '{"nbformat": 4}'])
def test_what_is_no_notebook_is_one_sentence(load, content):
    """Broken, of another shape, or nested without end."""
    with pytest.raises(SourceError, match=r"^n\.ipynb: is not a (valid )?notebook"):
        load("n.ipynb", content)
