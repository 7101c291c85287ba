"""Which parts of a text are not its content: advertisements, notices, labels, bare links."""

from rag.boilerplate.rules import boilerplate_spans

__all__ = ["boilerplate_spans"]
