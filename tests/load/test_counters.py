import pytest

from rag.load.counters import numeral


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("decimal", 12, "12"), ("decimalZero", 7, "07"), ("decimalFullWidth", 12, "１２"),
        ("upperRoman", 1994, "MCMXCIV"), ("lowerRoman", 4, "iv"),
        ("upperLetter", 3, "C"), ("lowerLetter", 27, "aa"), ("lowerLetter", 28, "bb"),
        ("russianLower", 3, "в"), ("russianUpper", 30, "30"),
        ("arabicAlpha", 2, "ب"), ("arabicAbjad", 3, "ج"),
        ("hebrew1", 15, "טו"), ("hebrew1", 21, "כא"), ("hebrew2", 2, "ב"),
        ("thaiLetters", 2, "ข"), ("thaiNumbers", 25, "๒๕"), ("hindiNumbers", 25, "२५"),
        ("chineseCounting", 10, "十"), ("chineseCounting", 21, "二十一"),
        ("japaneseCounting", 105, "一百零五"), ("ideographDigital", 10, "一〇"),
        ("aiueoFullWidth", 2, "イ"), ("ganada", 3, "다"), ("decimalEnclosedCircle", 3, "③"),
        ("none", 5, ""), ("somethingNew", 5, "5"), ("upperRoman", 0, "0"), ("upperRoman", 10**9, "1000000000"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_a_list_counts_them(form, number, expected):
    """In eight scripts; plain digits where the form or the number is beyond what is known."""
    assert numeral(number, form) == expected
