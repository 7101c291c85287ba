"""Tables of reStructuredText: grids drawn with "+---+" and simple ones ruled with "===="."""

from __future__ import annotations

import re

from rag.load.lines import join_all

_LONGEST = 5_000  # lines


def table_rows(lines: list[str], position: int) -> tuple[list[list[str]], int] | None:
    """The cells of each row of the table that begins here, and the position after it."""
    grid = lines[position].startswith("+")
    return _grid(lines, position) if grid else _simple(lines, position)


def _grid(lines: list[str], position: int) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    open_row: list[str] = []
    end = position
    while end < min(len(lines), position + _LONGEST) and lines[end].startswith(("+", "|")):
        line = lines[end]
        end += 1
        if re.match(r"^\+[-=+]+\+\s*$", line):
            rows += _finished(open_row)
            open_row = []
        else:
            open_row.append(line)
    return rows + _finished(open_row), end


def _finished(lines: list[str]) -> list[list[str]]:
    """One row from its lines: the columns begin where the bars of its first line stand."""
    if not lines:
        return []
    bars = [n for n, char in enumerate(lines[0]) if char == "|"]
    cells = [
        join_all([line[left + 1 : right].strip(" |") for line in lines])
        for left, right in zip(bars, bars[1:], strict=False)
    ]
    return [cells]


def _simple(lines: list[str], position: int) -> tuple[list[list[str]], int] | None:
    columns = [match.span() for match in re.finditer(r"=+", lines[position])]
    if len(columns) < 2:
        return None
    rules = [position]
    end = position + 1
    while end < min(len(lines), position + _LONGEST):
        if re.match(r"^=+(?:\s+=+)*\s*$", lines[end]):
            rules.append(end)
            if len(rules) == 3 or not lines[end + 1 : end + 2] or not lines[end + 1].strip():
                break
        end += 1
    if len(rules) < 2:
        return None
    rows: list[list[str]] = []
    for line in lines[position + 1 : rules[-1]]:
        if not line.strip() or re.match(r"^[=-]+(?:\s+[=-]+)*\s*$", line):
            continue
        cells = _cut(line, columns)
        if cells[0] or not rows:
            rows.append(cells)
        else:  # an empty first cell: the row above goes on
            rows[-1] = [join_all([a, b]) for a, b in zip(rows[-1], cells, strict=True)]
    return rows, rules[-1] + 1


def _cut(line: str, columns: list[tuple[int, int]]) -> list[str]:
    """A line's cells; the last column is open to the right."""
    starts = [start for start, _ in columns]
    ends = [*starts[1:], len(line) + 1]
    return [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
