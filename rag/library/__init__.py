"""Where documents, passages, vectors and terms are kept: one file per backend."""
