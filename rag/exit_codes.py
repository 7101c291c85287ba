"""What the command line returns; scripts rely on these."""

DONE = 0
SOME_FAILED = 1
"""Some inputs failed and the rest is done."""
ERROR = 2
"""Usage, settings or data error, told in one sentence on stderr."""
NOTHING_FOUND = 3
"""`ask` refused, or `search` was empty."""
INTERRUPTED = 130
