"""The tables of a library and how older ones become newer ones."""
