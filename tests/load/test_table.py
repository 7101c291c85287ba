from rag.load.table import Cell, TableLines, on_one_line


def test_rows_are_lines_and_empty_cells_are_left_out():
    """In any script and direction."""
    lines = TableLines()

    assert lines.line([Cell("Stadt"), Cell(""), Cell("سكان")]) == "Stadt | سكان"
    assert lines.line([Cell(""), Cell("")]) == ""


def test_a_cell_over_several_rows_stands_in_each():
    """So that a row says what it is about; a long one does not repeat."""
    lines = TableLines()
    long = "长" * 81

    assert lines.line([Cell("Κρήτη"), Cell(long), Cell("1")]) == f"Κρήτη | {long} | 1"
    below = [Cell("", continues=True), Cell("", continues=True), Cell("2")]
    assert lines.line(below) == "Κρήτη | 2"
    assert lines.line([Cell("", continues=True), Cell("", continues=True), Cell("")]) == ""


def test_a_cell_over_several_columns_counts_as_many():
    """A cell below continues the one above it, not the one of the same number."""
    lines = TableLines()
    lines.line([Cell("wide", columns=2), Cell("हिंदी")])

    assert lines.line([Cell("a"), Cell("b"), Cell("", continues=True)]) == "a | b | हिंदी"


def test_paragraphs_of_a_cell_are_one_line():
    """Line breaks in a cell do not break the row."""
    assert on_one_line(["uno\ndue", "", " tre "]) == "uno due tre"
