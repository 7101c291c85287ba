"""Colours and type: the system's own fonts, paper and ink, one accent."""

from __future__ import annotations

import gradio as gr

_TEXT = ("system-ui", "-apple-system", "Segoe UI", "Noto Sans", "Noto Sans CJK SC", "sans-serif")
_CODE = ("ui-monospace", "SFMono-Regular", "Menlo", "Noto Sans Mono", "monospace")

# The values are custom properties of static/polycite.css, where both themes are written down.
THEME = gr.themes.Base(
    primary_hue="teal",
    neutral_hue="stone",
    radius_size="md",
    text_size="md",
    font=_TEXT,
    font_mono=_CODE,
).set(
    body_background_fill="var(--pc-paper)",
    body_background_fill_dark="var(--pc-paper)",
    body_text_color="var(--pc-ink)",
    body_text_color_dark="var(--pc-ink)",
    body_text_color_subdued="var(--pc-soft)",
    body_text_color_subdued_dark="var(--pc-soft)",
    background_fill_primary="var(--pc-sheet)",
    background_fill_primary_dark="var(--pc-sheet)",
    background_fill_secondary="var(--pc-paper)",
    background_fill_secondary_dark="var(--pc-paper)",
    block_background_fill="var(--pc-sheet)",
    block_background_fill_dark="var(--pc-sheet)",
    block_label_text_color="var(--pc-soft)",
    block_label_text_color_dark="var(--pc-soft)",
    block_title_text_color="var(--pc-soft)",
    block_title_text_color_dark="var(--pc-soft)",
    border_color_primary="var(--pc-line)",
    border_color_primary_dark="var(--pc-line)",
    border_color_accent="var(--pc-accent)",
    border_color_accent_dark="var(--pc-accent)",
    color_accent="var(--pc-accent)",
    input_background_fill="var(--pc-sheet)",
    input_background_fill_dark="var(--pc-sheet)",
    input_border_color="var(--pc-edge)",
    input_border_color_dark="var(--pc-edge)",
    input_placeholder_color="var(--pc-soft)",
    input_placeholder_color_dark="var(--pc-soft)",
    button_primary_background_fill="var(--pc-accent)",
    button_primary_background_fill_dark="var(--pc-accent)",
    button_primary_background_fill_hover="var(--pc-accent-strong)",
    button_primary_background_fill_hover_dark="var(--pc-accent-strong)",
    button_primary_text_color="var(--pc-on-accent)",
    button_primary_text_color_dark="var(--pc-on-accent)",
    button_secondary_background_fill="var(--pc-sheet)",
    button_secondary_background_fill_dark="var(--pc-sheet)",
    button_secondary_border_color="var(--pc-edge)",
    button_secondary_border_color_dark="var(--pc-edge)",
    button_secondary_text_color="var(--pc-ink)",
    button_secondary_text_color_dark="var(--pc-ink)",
    button_cancel_background_fill="var(--pc-danger)",
    button_cancel_background_fill_dark="var(--pc-danger)",
    button_cancel_text_color="var(--pc-on-danger)",
    button_cancel_text_color_dark="var(--pc-on-danger)",
    shadow_drop="none",
    shadow_drop_lg="none",
    block_shadow="none",
    button_primary_shadow="none",
)
