"""Loaders in processes of their own: a file can end the one that reads it and nothing else."""
