"""The look: colours and system fonts for Gradio's own parts, and the style sheet for ours."""

from pathlib import Path

import gradio as gr

STYLE = Path(__file__).with_name("page.css")
SCRIPT = Path(__file__).with_name("page.js")
ICON = Path(__file__).with_name("icon.svg")

_FONTS = (
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Roboto",
    "Noto Sans",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "sans-serif",
)
_MONO = ("ui-monospace", "Menlo", "Consolas", "monospace")


def theme() -> gr.themes.Base:
    """Fonts of the system only: nothing is fetched from anywhere. Colours come from the style sheet's variables."""
    fonts = [gr.themes.Font(name) for name in _FONTS]
    look = gr.themes.Base(font=fonts, font_mono=[gr.themes.Font(name) for name in _MONO], radius_size="lg")
    same = {
        "body_background_fill": "var(--page)",
        "body_text_color": "var(--ink)",
        "body_text_color_subdued": "var(--faint)",
        "background_fill_primary": "var(--surface)",
        "background_fill_secondary": "var(--sunk)",
        "block_background_fill": "transparent",
        "border_color_primary": "var(--line)",
        "input_background_fill": "var(--surface)",
        "input_border_color": "var(--line)",
        "input_placeholder_color": "var(--faint)",
        "button_secondary_background_fill": "var(--surface)",
        "button_secondary_background_fill_hover": "var(--sunk)",
        "button_secondary_text_color": "var(--ink)",
        "button_secondary_border_color": "var(--line)",
        "link_text_color": "var(--accent)",
    }
    return look.set(**same, **{f"{name}_dark": value for name, value in same.items()})


def head() -> str:
    """Our style sheet and script, inline, so that the look is right before anything is drawn.

    Not given to Gradio as `css`: it would add a second copy with every selector rewritten, and the two would disagree.
    """
    style, script = STYLE.read_text(encoding="utf-8"), SCRIPT.read_text(encoding="utf-8")
    return f'<meta name="color-scheme" content="light dark"><style>{style}</style><script>{script}</script>'
