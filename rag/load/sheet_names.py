"""Where tables begin on a sheet, and what their columns are called.

Rows that follow each other are a table; a blank row ends it, but for one between the names of the columns
and the numbers below them. The row of names is found as in CSV files, with two more rules: names do not
come again below as values, and there are at least two rows below. Names above that are merged over
several columns are put before the names of these columns.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict

from rag.load.csv_table import header_row, is_number, is_year

Row = dict[int, str]
"""Shown text by column, from 1; empty cells are left out."""
Block = list[tuple[int, Row]]
"""Rows that belong together, each with its number."""
Range = tuple[int, int, int, int]
"""First row, first column, last row, last column."""
Wide = dict[int, list[tuple[int, int]]]
"""First and last column of each cell over several columns, by row."""

_SAMPLE_ROWS = 200
_LEAST_BELOW = 2
_LEAST_GROUPS = 2
_MOST_ABOVE = 3  # rows that names of columns may take


def tables(rows: dict[int, Row]) -> list[Block]:
    """The rows of a sheet in blocks."""
    blocks: list[Block] = []
    for number, row in rows.items():
        if blocks and _goes_on(blocks[-1], number, row):
            blocks[-1].append((number, row))
        else:
            blocks.append([(number, row)])
    return blocks


def is_table(block: Block) -> bool:
    """Whether a block has rows of several cells."""
    return sum(len(row) > 1 for _, row in block[:_SAMPLE_ROWS]) > 1


def wide_cells(merged: list[Range]) -> Wide:
    """The cells over several columns, by their row."""
    found: Wide = defaultdict(list)
    for number, first, _, last in merged:
        if last > first:
            found[number].append((first, last))
    return found


def column_names(block: Block, wide: Wide) -> tuple[int | None, Row]:
    """Position of the row of names in a block, and the names by column; None without one."""
    if len(block) <= _LEAST_BELOW:
        return None, {}
    sample = block[:_SAMPLE_ROWS]
    columns = sorted({column for _, row in sample for column in row})
    heads = [_with_names_above(sample, n, wide, columns) for n in range(len(sample))]
    head = header_row([(n, [row.get(c, "") for c in columns]) for n, row in enumerate(heads)])
    if head is None:
        return None, {}
    # A second row of names shares cells with the first, which are merged over both.
    while head + 1 < len(sample) and _shares_most(block[head][1], block[head + 1][1]):
        head += 1
    below = sample[head + 1 :]
    if len(below) < _LEAST_BELOW or _come_again(block[head][1], below):
        return None, {}
    names = dict(heads[head])
    for first, last in wide.get(block[head][0], ()):
        for n in _between(columns, first, last):
            names.setdefault(n, names.get(first, ""))
    return head, names


def _goes_on(block: Block, number: int, row: Row) -> bool:
    """Whether a row belongs to the block before it."""
    gap = number - block[-1][0]
    if gap == 1:
        return True
    names = block[-1][1]
    return (
        gap == 2
        and len(block) <= _MOST_ABOVE
        and len(names) > 1
        and len(row) > 1
        and not any(map(is_number, names.values()))
        and _is_mostly_numbers(row)
        and not any(_is_mostly_numbers(above) for _, above in block)
    )


def _is_mostly_numbers(row: Row) -> bool:
    return 2 * sum(map(is_number, row.values())) >= len(row) > 1


def _shares_most(names: Row, row: Row) -> bool:
    """Whether at least half of the cells of two rows are equal, and not all."""
    shared = sum(row.get(column) == name for column, name in names.items())
    return 2 * shared >= len(names) and shared < len(row)


def _come_again(names: Row, below: Block) -> bool:
    """Whether the name of a column is a value in it as well: then it is no name."""
    return any(row.get(column) == name for _, row in below for column, name in names.items())


def _between(columns: list[int], first: int, last: int) -> list[int]:
    return columns[bisect_left(columns, first) : bisect_right(columns, last)]


def _with_names_above(block: Block, n: int, wide: Wide, columns: list[int]) -> Row:
    """A row with what stands above several of its cells, where that sets columns apart."""
    number, above = block[n - 1] if n else (0, {})
    groups = [(a, b) for a, b in wide.get(number, ()) if a in above]
    if len(groups) < _LEAST_GROUPS:
        return block[n][1]
    row = dict(block[n][1])
    for first, last in groups:
        for column in _between(columns, first, last):
            name = row.get(column, "")
            if name != above[first] and (is_year(name) or not is_number(name)):
                row[column] = f"{above[first]} {name}".strip()
    return row
