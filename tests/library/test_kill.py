import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "library_kill.py"


def rounds(*more):
    """The last line of ten rounds, as it was printed for machines."""
    command = [sys.executable, str(SCRIPT), "--rounds", "10", *more]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.stderr == ""
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
def test_killing_the_writer_loses_nothing_that_was_acknowledged():
    """Ten kills at random moments of adding, replacing, removing and writing snapshots."""
    result = rounds()
    assert result["acknowledged"] > 0
    assert (result["lost"], result["other_problems"], result["passed"]) == (0, 0, True)


@pytest.mark.slow
def test_acknowledging_before_the_commit_is_seen_to_lose_documents():
    """Else the test above could not see a loss."""
    result = rounds("--acknowledge-early")
    assert result["lost"] > 0
    assert result["other_problems"] == 0
