"""What happens when someone comes to the page, says something, changes the domain or starts afresh."""

from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

import gradio as gr

from chatbot.catalogue.pack import Pack
from chatbot.errors import ChatbotError
from chatbot.prompts import Prompts
from chatbot.records import Fact, FactsTrace
from chatbot.settings import Settings
from chatbot.web import transcript
from chatbot.web.bots import Bots
from chatbot.web.pace import paced
from chatbot.web.panel import panel
from chatbot.web.screen import Screen
from chatbot.web.shown import Shown
from chatbot.web.visit import Visit
from chatbot.web.voice import Voice, page_languages

if TYPE_CHECKING:
    from chatbot.assembly import Chatbot

_UPDATES_PER_SECOND = 15
_TURNS_SHOWN = 20
_OPENING_LOOK = 0.25
"""Seconds between two looks at how far an opening is."""

Screens = Iterator[Screen]


class Talk:
    """The handlers of the page. They hold nothing of any visitor: that comes from the browser and from the store."""

    def __init__(self, bots: Bots, settings: Settings, domain: str) -> None:
        self._bots = bots
        self._domain = domain
        self._prompts = Prompts(settings.prompts_dir)

    def enter(self, stored: object, request: gr.Request) -> Screens:
        """Someone opens or reloads the page: their conversation goes on where it was."""
        visit = Visit.read(stored, self._domain, _language_asked(request.headers.get("accept-language", "")))
        installed = {domain for _, domain in self._bots.titles("en")}
        yield from self._whole(visit if visit.domain in installed else visit.in_domain(self._domain))

    def choose(self, domain: str, stored: object) -> Screens:
        """Another domain: the conversation that was held there, or a new one."""
        yield from self._whole(self._visit(stored).in_domain(domain))

    def begin(self, stored: object) -> Screens:
        """A new conversation in the same domain."""
        yield from self._whole(self._visit(stored).afresh())

    def say(self, typed: str, stored: object, event: gr.EventData) -> Screens:
        """One message, typed or tapped, and its answer as it comes."""
        tapped = str(event._data.get("say", "")) if isinstance(event._data, dict) else ""
        visit = self._visit(stored)
        box = Screen() if tapped else Screen(box="")
        shown = Shown(message=tapped or typed, language=visit.language)
        past: Sequence[str] = ()
        try:
            pack = self._bots.pack(visit.domain)
            bot = yield from self._opened(visit, pack)
            past = self._past(bot, visit)
            yield box._replace(transcript=self._parts(past, shown, pack))
            for events in paced(bot.stream(shown.message, visit.user, visit.session), _UPDATES_PER_SECOND):
                known = shown.facts
                for happened in events:
                    shown = shown.after(happened)
                facts = None if shown.facts is known else shown.facts
                yield Screen(transcript=self._parts(past, shown, pack), **self._panel(bot, facts, shown.language))
        except ChatbotError as error:
            shown = shown.failed(str(error))
            yield box._replace(transcript=self._parts(past, shown, None), announcement=shown.problem)
            return
        yield self._ended(shown, visit, pack)

    def apologise(self, stored: object) -> Screen:
        """Something failed that should not have: the page stays usable and says so."""
        visit = self._visit(stored)
        words = Voice(self._bots.pack(visit.domain), visit.language, self._prompts.wording(visit.language)).page.say("failed")
        return Screen(transcript=[transcript.notice(words)], announcement=words)
