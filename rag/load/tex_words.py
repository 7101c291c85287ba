"""What LaTeX commands stand for: letters, accents, and which arguments are not text."""

from __future__ import annotations

ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361",
}  # fmt: skip
"""Combining character of each accent command."""

LETTERS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ",
    "ng": "ŋ", "NG": "Ŋ", "S": "§", "P": "¶", "copyright": "©", "textcopyright": "©", "pounds": "£",
    "textsterling": "£", "euro": "€", "EUR": "€", "texteuro": "€", "dots": "…", "ldots": "…", "textellipsis": "…",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’",
    "textquotedblleft": "“", "textquotedblright": "”", "quotedblbase": "„", "glqq": "„", "grqq": "“",
    "flqq": "«", "frqq": "»", "guillemotleft": "«", "guillemotright": "»", "og": "« ", "fg": " »",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textunderscore": "_",
    "textbar": "|", "textless": "<", "textgreater": ">", "textdegree": "°", "degree": "°",
    "textregistered": "®", "texttrademark": "™", "textbullet": "•", "dag": "†", "ddag": "‡",
    "TeX": "TeX", "LaTeX": "LaTeX", "XeTeX": "XeTeX", "XeLaTeX": "XeLaTeX", "LuaLaTeX": "LuaLaTeX",
    "quad": " ", "qquad": " ", "space": " ",  "enspace": " ", "thinspace": " ", "nobreakspace": " ",
    "times": "×", "to": "→", "rightarrow": "→", "leftarrow": "←",
}  # fmt: skip
"""Commands without arguments that stand for letters and signs."""

HEADINGS = {
    "part": 1, "chapter": 1, "section": 2, "subsection": 3, "subsubsection": 4, "paragraph": 5,
    "subparagraph": 6, "frametitle": 2, "framesubtitle": 3, "minisec": 5, "addchap": 1, "addsec": 2,
}  # fmt: skip
"""Level of the heading that each command sets."""

# How many arguments in braces are settings, not text; those after them are text.
_SETTINGS = {
    1: "label ref eqref pageref autoref cref Cref nameref vref usepackage documentclass vspace hspace "
       "includegraphics bibliography bibliographystyle pagestyle thispagestyle pagenumbering "
       "selectlanguage setdefaultlanguage setmainlanguage setotherlanguage setotherlanguages "
       "setmainfont setsansfont setmonofont hypersetup color textcolor colorbox href hypertarget "
       "hyperlink textlang foreignlanguage index glsadd phantom hphantom vphantom input include "
       "subfile graphicspath RequirePackage PassOptionsToPackage geometry usetikzlibrary "
       "theoremstyle usetheme usecolortheme useoutertheme useinnertheme setbeamertemplate "
       "captionsetup lstset sisetup raisebox makebox framebox scalebox rotatebox cline cmidrule "
       "stepcounter refstepcounter addbibresource newcounter newlength enlargethispage hyphenation "
       "lstinputlisting verbatiminput includeonly setkomafont AtBeginDocument setstretch parbox",
    2: "setlength addtolength setcounter addtocounter multicolumn multirow fontsize definecolor "
       "newtheorem fcolorbox settowidth addtokomafont DeclareMathOperator newfontfamily "
       "renewfontfamily newglossaryentry resizebox markboth import",
    3: "newenvironment renewenvironment addcontentsline newacronym titlespacing",
    5: "titleformat",
}  # fmt: skip
SETTINGS = {name: n for n, names in _SETTINGS.items() for name in names.split()}
"""Number of arguments of a command that are no text."""

_CITATIONS_NAMES = (
    "cite citep citet citealp citealt citeauthor citeyear parencite textcite autocite footcite "
    "footfullcite nocite supercite"
)
CITATIONS = frozenset(_CITATIONS_NAMES.split())
"""Commands whose argument is the key of a work: shown in brackets."""

_VERBATIM_NAMES = "verbatim Verbatim lstlisting minted alltt BVerbatim spverbatim"
VERBATIM = frozenset(_VERBATIM_NAMES.split())
"""Environments whose content is kept letter by letter."""

_LEFT_OUT_NAMES = "comment tikzpicture pgfpicture picture filecontents pspicture"
LEFT_OUT = frozenset(_LEFT_OUT_NAMES.split())
"""Environments that draw, or hold what is not of this document."""

_FORMULAS_NAMES = (
    "equation align gather multline eqnarray displaymath math alignat flalign split dmath"
)
FORMULAS = frozenset(_FORMULAS_NAMES.split())
"""Environments of formulas, kept as they are written."""

_TABLES_NAMES = "tabular tabularx tabulary longtable array supertabular tabu tblr"
TABLES = frozenset(_TABLES_NAMES.split())
"""Environments of tables, and how many arguments stand before their content: see `COLUMNS`."""

COLUMNS = {"tabularx": 2, "tabulary": 2, "tabular*": 2, "minipage": 1, "multicols": 1, "wrapfigure": 2,
           "adjustbox": 1, "thebibliography": 1, "tblr": 1, "columns": 0, "column": 1, "otherlanguage": 1,
           "subfigure": 1, "subtable": 1, "floatrow": 0, "spacing": 1, "list": 2, "labeling": 1}  # fmt: skip
"""Arguments of environments that are settings; of other tables it is one, else none."""
