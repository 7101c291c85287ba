"""From the words of a model to sentences with citations that hold."""
