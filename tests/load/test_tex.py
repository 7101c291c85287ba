import pytest

WORDS = {
    "de": "Der Hafen ist tief.", "fr": "Le port est profond.", "vi": "Bến cảng rất sâu.", "ru": "Порт глубок.", "el": "Το λιμάνι είναι βαθύ.",
    "ar": "الميناء عميق.", "fa": "بندر عمیق است.", "he": "הנמל עמוק.", "hi": "बंदरगाह गहरा है।", "th": "ท่าเรือลึก", "zh": "港口很深。",
    "ja": "港は深い。", "ko": "항구는 깊다.",
}  # fmt: skip


def test_sections_and_words_in_any_script(load):
    """The preamble goes, sections are headings, notes follow their paragraph."""
    body = "".join(
        f"\\section{{\\textbf{{{words}}}}}\\label{{s}}\n{{\\bfseries {words}}}\\footnote{{Nota: {words}}}\nNext.\n\n"
        for words in WORDS.values()
    )
    source = (
        "\\documentclass[a4paper]{article}\n\\usepackage{x}\n\\setmainfont{Noto}\n\\title{Harbours}\n\\author{Anna \\and Ben}\n"
        f"\\begin{{document}}\n\\maketitle\n{body}\\end{{document}}\nafter"
    )

    document = load("h.tex", source)

    assert document.text.startswith("Harbours\n\nAnna, Ben\n\n")
    assert [mark.place for mark in document.marks] == ["Harbours", *WORDS.values()]
    for words in WORDS.values():
        assert f"\n{words}\n\n{words}" in document.text
        assert f"Nota: {words}" in document.text
    assert not {"\\", "{", "}"} & set(document.text)
    assert "after" not in document.text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (r"Caf\'e, \"Ubung, na\"{\i}ve, \c{c}a, \v Skoda, Stra\ss e, \L\'od\'z, \AA land", "Café, Übung, naïve, ça, Škoda, Straße, Łódź, Åland"),
        (r"``quoted''---42\,\%, p.~3--4 \& \$5\dots", "“quoted”—42 %, p. 3–4 & $5…"),
        (r"\href{https://x.y}{the port} \textcolor{red}{red} \foreignlanguage{german}{Hafen}", "the port red Hafen"),
        (r"see \cite[p.~3]{berg98}, \ref{a} and \url{https://a.b/c_d}", "see [berg98], and https://a.b/c_d"),
        ("50\\% % a comment \\% more\nof it", "50% of it"),
        (r"let $a_1 + b$ and \(c^2\)", "let a_1 + b and c^2"),
        ("a\\hspace{1cm}b \\parindent0em c \\unknown[x=1]{kept}", "ab c kept"),
        (r"\verb|a_{b}| \emph{deep \textbf{er}}", "a_{b} deep er"),
        ("\\newcommand{\\firm}{Blue Crane}The \\firm{} port of \\firm.", "The Blue Crane port of Blue Crane."),
    ],
)  # fmt: skip
def test_commands_become_what_is_printed(load, source, words):
    """Letters, accents, links, works, formulas, comments, macros of the file."""
    assert load("a.tex", source).text == words


def test_lists_tables_captions_and_code(load):
    """Items on lines, rows with bars, code letter by letter, drawings left out."""
    source = (
        "\\begin{itemize}\n\\item one\n\\item[B] two\n\\end{itemize}\n"
        "\\begin{tabular}{l|r}\nOak & 30 \\\\ \\hline\nElm & 20 \\\\\n\\end{tabular}\n"
        "\\begin{figure}[ht]\\includegraphics{x}\\caption[s]{A crane.}\\end{figure}\n"
        "\\begin{tikzpicture}\\draw (0,0);\\end{tikzpicture}\n"
        "\\begin{lstlisting}[language=C]\nint x = {1};\n\\end{lstlisting}\n"
        "\\begin{equation}\\label{e}E = mc^2\\end{equation}"
    )

    assert load("a.tex", source).text == (
        "- one\nB two\n\nOak | 30\nElm | 20\n\nA crane.\n\nint x = {1};\n\nE = mc^2"
    )


def test_files_that_it_includes_are_said(load):
    """They are not opened; a note says that words may be missing."""
    assert load("a.tex", "One. \\input{chapter2}").notes == (
        "files that it includes were not read",
    )


def test_the_declared_encoding_is_used(load):
    """`inputenc` names what the bytes are."""
    source = "\\usepackage[cp1251]{inputenc}\n\\begin{document}Порт\\end{document}".encode("cp1251")

    assert load("a.tex", source).text == "Порт"
