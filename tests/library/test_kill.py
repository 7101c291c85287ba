"""The benchmarks that break things, with few rounds: each must hold, and each control must fail."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
pytestmark = pytest.mark.slow


def result(script, *arguments):
    """The last line of a benchmark, as it is printed for machines."""
    command = [sys.executable, str(BENCHMARKS / script), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert "Traceback" not in done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["passed"], done.stdout
    return found


def test_killing_the_writer_loses_nothing_that_was_acknowledged():
    """At random moments of adding, replacing, removing and writing snapshots."""
    found = result("library_kill.py", "--rounds", 12)
    assert found["acknowledged"] > 0
    wrong = ("lost", "half_visible", "unreadable", "other_problems")
    assert [found[name] for name in wrong] == [0] * 4


def test_acknowledging_before_the_commit_is_seen_to_lose_documents():
    """Else the test above could not see a loss."""
    assert result("library_kill.py", "--rounds", 12, "--acknowledge-early")["lost"] > 0


def test_cutting_the_power_loses_nothing_that_was_acknowledged():
    """Whatever was written and not flushed may go, in any order, and torn."""
    found = result("library_power.py", "--states", 20)
    assert (found["lost"], found["unreadable"], found["torn_snapshots"]) == (0, 0, 0)


def test_commits_that_are_not_flushed_are_seen_to_lose_documents():
    """Documents or the whole library."""
    found = result("library_power.py", "--states", 20, "--control", "unflushed-commits")
    assert found["lost"] + found["unreadable"] > 0


def test_renames_before_a_flush_are_seen_to_leave_torn_files():
    """And the library is none the worse for it: the snapshot is not believed."""
    found = result("library_power.py", "--states", 60, "--control", "unflushed-renames")
    assert found["torn_snapshots"] > 0
    assert found["lost"] == found["unreadable"] == 0


def test_no_write_or_flush_that_fails_is_silent():
    """Nor does it leave anything half done; a full disk is said and gone on from."""
    found = result("library_faults.py", "--stride", 37)
    for layer in ("sqlite files", "derived files"):
        assert found[layer]["fired"] > 0
        assert (found[layer]["corrupt"], found[layer]["silent"]) == (0, 0)
    # A snapshot that could not be written is a warning in the log: nothing depends on it.
    assert found["sqlite files"]["told"] == found["sqlite files"]["fired"]


def test_flipped_bits_are_noticed():
    """Each of the snapshot, those of the database that matter, and the derived are repaired."""
    found = result("library_flips.py", "--passages", 100, "--pages", 15)
    assert found["snapshot"]["header"] == found["snapshot"]["header_noticed"] == 152
    assert found["snapshot"]["blocks"] == found["snapshot"]["blocks_noticed"] > 20


def test_a_removed_document_is_found_nowhere_after_a_kill():
    """In no file, no search and no answer."""
    assert result("library_delete.py", "--rounds", 4)["found"] == 0


def test_deleting_rows_alone_is_seen_to_leave_words():
    """Else the test above looks in the wrong places."""
    assert result("library_delete.py", "--rounds", 2, "--control")["found"] > 0
