"""Cuts a document into passages."""
