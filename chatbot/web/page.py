"""The page: its parts, and which handler answers what."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

import gradio as gr

from chatbot.errors import ChatbotError
from chatbot.settings import Settings
from chatbot.web.bots import Bots
from chatbot.web.screen import Screen
from chatbot.web.talk import Screens, Talk, told

P = ParamSpec("P")

_AT_ONCE = 16
"""Turns and page loads served at the same time."""
_TAPS = """
// Gradio drops an event while an earlier one is not wholly over: a tap that changed nothing is sent again.
// One that is under way is never sent twice, as the page runs one turn at a time.
const newest = () => [...element.querySelectorAll('.turn')].at(-1)?.dataset.key;
const idle = before => newest() === before && !element.querySelector('.live');
const send = (say, before, tries) => {
  trigger('click', {say});
  setTimeout(() => { if (tries && idle(before)) send(say, before, tries - 1); }, 500);
};
let last = -Infinity;  // event.timeStamp counts from when the page was opened: a first tap is no second one
element.addEventListener('click', event => {
  const button = event.target.closest('[data-say]');
  if (!button || element.querySelector('.live') || event.timeStamp - last < 700) return;
  last = event.timeStamp;
  send(button.dataset.say, newest(), 5);
});
"""
_MANAGED = """
const send = part => trigger('click', {
  act: part.dataset.act, fact: part.closest('[data-fact]')?.dataset.fact || '', value: part.value || '',
});
element.addEventListener('click', event => {
  const button = event.target.closest('button[data-act]');
  if (button) send(button);
});
element.addEventListener('change', event => {
  if (event.target.matches(':is(select, input)[data-act]')) send(event.target);
});
"""
_QUIET = """element.setAttribute('role', 'status'); element.setAttribute('aria-live', 'polite');"""
_BROWSER_KEY = "chatbot"


def build_page(bots: Bots, settings: Settings, domain: str) -> gr.Blocks:
    """The Gradio page over these chatbots; `domain` is where a new visitor begins."""
    talk = Talk(bots, settings, domain)
    with gr.Blocks(title="Chatbot", fill_height=True, fill_width=True, analytics_enabled=False) as page:
        # A fixed secret, so that visits outlast a restart: it hides nothing from the browser that keeps them anyway.
        visit = gr.BrowserState(None, storage_key=_BROWSER_KEY, secret=_BROWSER_KEY)
        with gr.Row(elem_id="top"):
            header = gr.HTML(elem_id="header", apply_default_css=False, js_on_load=None)
            domains = gr.Dropdown(
                bots.titles("en"), elem_id="domain", label="Domain", filterable=False, container=False, interactive=True
            )
            afresh = gr.Button("New chat", elem_id="afresh", size="md")
        with gr.Row(elem_id="middle"):
            with gr.Column(elem_id="chat"):
                with gr.Column(elem_id="scroller"):
                    # A list, so that a streamed update sends only the parts that changed. The template, which Gradio
                    # evaluates, holds no text: that comes in the value, escaped by Python.
                    transcript = gr.HTML(
                        [],
                        html_template="${(value || []).join('')}",
                        elem_id="transcript",
                        apply_default_css=False,
                        js_on_load=_TAPS,
                    )
                announcement = gr.HTML(elem_id="announcement", apply_default_css=False, js_on_load=_QUIET)
                box = gr.Textbox(
                    elem_id="message",
                    label="Message",
                    show_label=False,
                    lines=1,
                    max_lines=6,
                    submit_btn=True,
                    autofocus=True,
                    container=False,
                )
            with gr.Column(elem_id="panel"):
                panel = gr.HTML(apply_default_css=False, js_on_load=_MANAGED)

        outputs = [*Screen(header, domains, afresh, transcript, panel, announcement, box, visit)]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        said = gr.on(
            [box.submit, transcript.click], _updates(talk.say), [box, visit], outputs, trigger_mode="once", **quiet
        )
        entered = page.load(_updates(talk.enter), [visit], outputs, **quiet)
        chosen = domains.input(_updates(talk.choose), [domains, visit], outputs, trigger_mode="once", **quiet)
        begun = afresh.click(_updates(talk.begin), [visit], outputs, trigger_mode="once", **quiet)
        managed = panel.click(_updates(talk.manage), [visit], outputs, trigger_mode="multiple", **quiet)
        for event in (said, entered, chosen, begun, managed):
            event.failure(lambda stored: tuple(talk.apologise(stored)), [visit], outputs, **quiet)
    page.queue(default_concurrency_limit=_AT_ONCE)
    return page


def _updates(handler: Callable[P, Screens]) -> Callable[P, Any]:
    """The handler, with its screens as the plain tuples that Gradio expects, and its errors as sentences."""

    @wraps(handler)
    def updates(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            for screen in handler(*args, **kwargs):
                yield tuple(screen)
        except ChatbotError as error:
            yield tuple(told(str(error)))

    return updates
