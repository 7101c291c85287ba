import pytest
from lxml import etree

from rag.load.formula import formula_text

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"


def office(xml):
    """The line of an Office formula."""
    return formula_text(etree.fromstring(f'<m:oMath xmlns:m="{M}">{xml}</m:oMath>'))


def math(xml):
    """The line of a MathML formula."""
    return formula_text(
        etree.fromstring(f'<math xmlns="http://www.w3.org/1998/Math/MathML">{xml}</math>')
    )


def r(text):
    """A run of an Office formula."""
    return f"<m:r><m:t>{text}</m:t></m:r>"


def part(name, text):
    """An argument of an Office formula."""
    return f"<m:{name}>{r(text)}</m:{name}>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        (f"{r('E=m')}<m:sSup>{part('e', 'c')}{part('sup', '2')}</m:sSup>", "E=mc^2"),
        (f"<m:sSub>{part('e', 'a')}{part('sub', 'n+1')}</m:sSub>{r('x')}", "a_(n+1) x"),
        (f"<m:sSubSup>{part('e', 'N')}{part('sub', 's')}{part('sup', 'H')}</m:sSubSup>", "N_s^H"),
        (f"<m:f>{part('num', 'n+1')}{part('den', '2')}</m:f>", "(n+1)/2"),
        (f"<m:f><m:fPr><m:type m:val='noBar'/></m:fPr>{part('num', 'n')}{part('den', 'k')}</m:f>", "n¦k"),
        (f"<m:rad>{part('deg', '3')}{part('e', 'x')}</m:rad>", "√[3](x)"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{part('sub', 'k=1')}{part('sup', 'n')}{part('e', 'k')}</m:nary>", "∑_(k=1)^n k"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr>{part('e', 'a')}{part('e', 'b')}</m:d>", "[a|b]"),
        (f"<m:func>{part('fName', 'cos')}{part('e', 'x')}</m:func>", "cos x"),
        (f"<m:limLow>{part('e', 'lim')}{part('lim', 'n→∞')}</m:limLow>", "lim_(n→∞)"),
        (f"<m:acc>{part('e', 'x')}</m:acc>", "x\u0302"),
        (f"<m:m><m:mr>{part('e', '1')}{part('e', '0')}</m:mr><m:mr>{part('e', '0')}{part('e', '1')}</m:mr></m:m>", "[1, 0; 0, 1]"),
        (f"<m:eqArr>{part('e', 'x=1')}{part('e', 'y=2')}</m:eqArr>", "x=1; y=2"),
        (f"{r('速度=')}<m:f>{part('num', '距离')}{part('den', '时间')}</m:f>", "速度=距离/时间"),
        (f"<m:del>{r('gone')}</m:del>{r('скорость')}", "скорость"),
    ],
)  # fmt: skip
def test_office_formulas_are_a_line(xml, expected):
    """Powers, fractions, roots, sums, brackets, limits, matrices; deleted parts are not read."""
    assert office(xml) == expected


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ("<mrow><msup><mi>X</mi><mn>2</mn></msup><mo>+</mo><mi>Y</mi></mrow>", "X^2+Y"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", "√(x+1)"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", "√[3](x)"),
        ("<munderover><mo>∑</mo><mrow><mi>n</mi><mo>=</mo><mn>1</mn></mrow><mi>∞</mi></munderover><mi>n</mi>", "∑_(n=1)^∞ n"),
        ("<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>", "[1, 2]"),
        ("<semantics><mi>Δ</mi><annotation>Delta</annotation></semantics>", "Δ"),
        ("<mfenced><mi>α</mi><mi>β</mi></mfenced>", "(α,β)"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_i^2"),
        ("<msup></msup>", ""),
    ],
)  # fmt: skip
def test_mathml_is_a_line(xml, expected):
    """The same signs for the same meaning, whatever the file's language of formulas."""
    assert math(xml) == expected


def test_formulas_nested_beyond_reason_end():
    """Depth costs no more than it may."""
    deep = "<msqrt>" * 200 + "<mi>x</mi>" + "</msqrt>" * 200

    assert len(math(deep)) < 1000
