"""Facts in a text, in one form whatever the language: numbers, amounts, dates and names."""
