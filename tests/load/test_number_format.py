import pytest

from rag.load.number_format import BUILT_IN, plain, shown


@pytest.mark.parametrize(
    ("value", "code", "expected"),
    [
        (0.125, "0.0%", "12.5%"), (0.5, "0%", "50%"),
        (1234.5, "#,##0.00", "1234.50"), (-1234.5, "#,##0.00_);(#,##0.00)", "-1234.50"),
        (1234567, '0.0,,"M"', "1.2M"), (1234, "00000", "01234"), (0.5, ".00", ".50"),
        (1.005, "0.00", "1.01"), (2.50, "0.##", "2.5"), (3, "0.##", "3"), (-0.004, "0.00", "0.00"),
        (12.5, "[$€-407] #,##0.00", "€ 12.50"), (12.5, '_-* #,##0.00\\ "₽"_-', "12.50 ₽"),
        (5, '0" кг"', "5 кг"), (30, '0"個"', "30個"), (7, '"ربع "0', "ربع 7"), (12, 'General" शेयर"', "12 शेयर"),
        (0, '0;-0;"-"', "-"), (-5, "[Red]0.0;[Blue]-0.0", "-5.0"),
        (123456, "0.00E+00", "1.23E+05"), (2.25, "# ?/?", "2 1/4"), (0.5, "# ?/2", "1/2"), (3.0, "# ?/?", "3"),
        (43831, "dd/mm/yyyy", "2020-01-01"), (43831, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2020-01-01"),
        (43831, 'yyyy"年"m"月"', "2020-01"), (43831, "yyyy", "2020"), (43831.75, "m/d/yy h:mm", "2020-01-01 18:00"),
        (0.7541, "h:mm AM/PM", "18:05"), (1.5, "[h]:mm", "36:00"), (0.0105, "mm:ss", "00:15:07"),
        (61.5, "[mm]", "88560"), (1, "yyyy-mm-dd", "1900-01-01"), (61, "yyyy-mm-dd", "1900-03-01"),
        (-3, "yyyy-mm-dd", "-3"), (1e300, "0.00", "1e+300"), (float("inf"), "0", ""), (12.0, "", "12"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_its_cell_shows_it(value, code, expected):
    """Decimals, units in any script, scale, dates in ISO form whatever the order of the format."""
    assert shown(value, code) == expected


def test_dates_can_count_from_1904():
    """As old workbooks from Macintosh computers do."""
    assert shown(0, "yyyy-mm-dd", from_1904=True) == "1904-01-01"


def test_a_number_without_a_format_has_no_noise():
    """The digits that a person typed, not those of binary fractions."""
    assert [plain(value) for value in (0.1 + 0.2, 6960.1, 1e14, -2.0)] == [
        "0.3", "6960.1", "100000000000000", "-2",
    ]  # fmt: skip


def test_every_built_in_format_shows_something():
    """None of the numbers that files use without defining them is unknown to the rules."""
    assert all(shown(43831.5, code) for code in BUILT_IN.values())


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "code",
    ["0." + "0" * 100_000, "%" * 100_000 + "0", '"' * 9999, "[" * 9999, ";" * 9999, "?/" + "9" * 9999, "\\", "E+0"],
)  # fmt: skip
def test_hostile_formats_end(code):
    """Whatever a format says, a short text comes out in no time."""
    assert len(shown(1234.5678, code)) < 400
