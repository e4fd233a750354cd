"""What a handler changes on the page. Parts that are not named stay as they are."""

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

import gradio as gr

from chatbot.web.visit import Visit
from chatbot.web.voice import Voice

SAME = gr.skip()


class Screen(NamedTuple):
    """One update, in the order of the page's outputs."""

    header: object = SAME
    domain: object = SAME
    afresh: object = SAME
    transcript: object = SAME
    panel: object = SAME
    announcement: object = SAME
    box: object = SAME
    visit: object = SAME

    def in_voice(self, voice: Voice, titles: Sequence[tuple[str, str]], visit: Visit) -> "Screen":
        """The same update, with everything around the conversation put in one language."""
        page = voice.page
        return self._replace(
            header=header(voice),
            domain=gr.update(choices=list(titles), value=visit.domain, label=page.say("domain")),
            afresh=gr.update(value=page.say("afresh")),
            box=gr.update(placeholder=page.say("placeholder"), label=page.say("message")),
            visit=visit.kept(),
        )


def header(voice: Voice) -> str:
    """The title, and the buttons that only change how the page looks."""
    profile, theme = voice.html("panel_short"), voice.html("theme")
    return (
        f'<div class="bar" lang="{escape(voice.language)}"><h1>{escape(voice.title)}</h1>'
        f'<button type="button" data-panel-open aria-controls="panel" aria-expanded="false">{profile}</button>'
        f'<button type="button" class="icon" data-theme-toggle aria-label="{theme}" title="{theme}">◐</button></div>'
    )
