"""The fact itself in the reader's language, by rules alone; nothing where it cannot be said for certain."""
