"""The page's own Gradio theme, light and dark, from fonts that the reader's machine already has.

Colours that are ours stand in style.css as custom properties; this gives
Gradio's own controls the same ones. Nothing is loaded from anywhere.
"""

from typing import Any

SANS = ("-apple-system", "Segoe UI", "Roboto", "Helvetica Neue", "Arial", "Liberation Sans", "sans-serif")
MONO = ("ui-monospace", "SF Mono", "Menlo", "Consolas", "Liberation Mono", "monospace")


def theme() -> Any:
    """A `gradio.themes.Base` in the page's colours; plain strings as fonts, so that none is fetched."""
    import gradio

    return gradio.themes.Base(font=SANS, font_mono=MONO).set(
        body_background_fill="#faf7f2",
        body_background_fill_dark="#171513",
        body_text_color="#211d19",
        body_text_color_dark="#ece6dd",
        body_text_color_subdued="#6a6157",
        body_text_color_subdued_dark="#a79d91",
        background_fill_primary="#fffdfa",
        background_fill_primary_dark="#201d1a",
        background_fill_secondary="#f3eee6",
        background_fill_secondary_dark="#282420",
        block_background_fill="#fffdfa",
        block_background_fill_dark="#201d1a",
        block_border_width="0px",
        block_shadow="none",
        block_shadow_dark="none",
        border_color_primary="#ddd4c7",
        border_color_primary_dark="#3b352f",
        border_color_accent="#9a3324",
        border_color_accent_dark="#f0a893",
        color_accent="#9a3324",
        color_accent_soft="#f7e6e0",
        color_accent_soft_dark="#3d2621",
        input_background_fill="#fffdfa",
        input_background_fill_dark="#201d1a",
        input_border_color="#ddd4c7",
        input_border_color_dark="#4a423a",
        input_border_color_focus="#9a3324",
        input_border_color_focus_dark="#f0a893",
        input_placeholder_color="#6a6157",
        input_placeholder_color_dark="#a79d91",
        button_primary_background_fill="#9a3324",
        button_primary_background_fill_hover="#7f281b",
        button_primary_background_fill_dark="#f0a893",
        button_primary_background_fill_hover_dark="#f6c3b4",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#2a1611",
    )
