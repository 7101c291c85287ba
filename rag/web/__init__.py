"""The web app: one page for asking, its evidence, the library, explanations and settings."""
