"""Stage "load": a file of any format becomes a `Document`. `walk.py` chooses who reads it."""
