from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.web.guard_matrix import BEGIN, END, HOSTS, METHODS, ORIGINS, TOKENS, matrix

PAGE = Path(__file__).resolve().parents[2] / "docs" / "security.md"


def asked():
    """The tables, in a thread of its own: a browser test may have a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(matrix).result()


def test_the_page_shows_what_requests_are_answered():
    """Each cell of the table in docs/security.md was asked of the guard."""
    text = PAGE.read_text(encoding="utf-8")
    assert text.split(BEGIN)[1].split(END)[0].strip() == asked()


def test_only_rows_that_name_this_server_and_its_page_are_let_through():
    """And none of the others, whatever the method."""
    rows = [line.strip("| ").split(" | ") for line in asked().splitlines() if line.startswith("| ")]
    cells = {row[0]: row[1:] for row in rows if row[1:] != list(METHODS)}
    through = {name for name, answers in cells.items() if answers[1] == "yes"}
    assert through == {
        "`127.0.0.1:7860`", "`localhost:7860`", "`[::1]:7860`", "a program that sends neither",
        "this server's own page", "an address typed or a bookmark", "right, in the cookie",
        "right, as `Authorization: Bearer`",
    }  # fmt: skip
    reads = {name for name, answers in cells.items() if answers[0] == "yes"}
    assert reads - through == {"a link on another site"}
    assert len(cells) == len(HOSTS) + len(ORIGINS) + len(TOKENS)
