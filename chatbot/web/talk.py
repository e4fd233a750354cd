"""What happens when someone comes to the page, says something, changes the domain or starts afresh."""

from collections.abc import Generator, Iterator, Sequence

import gradio as gr

from chatbot.catalogue.pack import Pack
from chatbot.errors import ChatbotError
from chatbot.prompts import Prompts
from chatbot.settings import Settings
from chatbot.web import transcript
from chatbot.web.bots import Bots
from chatbot.web.pace import paced
from chatbot.web.screen import SAME, Screen
from chatbot.web.shown import Shown
from chatbot.web.stage import Stage
from chatbot.web.visit import Visit
from chatbot.web.voice import Voice, language_asked

_UPDATES_PER_SECOND = 15
_LOOK_EVERY = 0.25
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
        visit = Visit.read(stored, self._domain, language_asked(request.headers.get("accept-language", "")))
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
        tapped = _tapped(event)
        visit = self._visit(stored)
        shown = Shown(message=tapped or typed, language=visit.language)
        box = SAME if tapped else ""
        before: Sequence[str] = ()
        voice = self._voice(self._bots.pack(visit.domain), visit.language)
        try:
            stage = yield from self._stage(visit)
            past = stage.past(visit)
            before = [stage.greeting(visit.language), *stage.turns(past, followed=True)]
            yield Screen(transcript=[*before, transcript.turn(shown, voice, last=True)], box=box)
            for events in paced(stage.bot.stream(shown.message, visit.user, visit.session), _UPDATES_PER_SECOND):
                facts = shown.facts
                for happened in events:
                    shown = shown.after(happened)
                voice = stage.voice(shown.language)
                changed = shown.facts is not None and shown.facts is not facts
                yield Screen(
                    transcript=[*before, transcript.turn(shown, voice, last=True)],
                    panel=stage.panel(shown.facts, shown.language) if changed and shown.facts else SAME,
                    announcement=transcript.announcement(shown.text) if shown.finished else SAME,
                )
        except ChatbotError as error:
            failed = transcript.turn(shown.failed(str(error)), voice, last=True)
            yield Screen(transcript=[*before, failed], announcement=transcript.announcement(str(error)), box=box)
        else:
            if shown.language != visit.language:
                yield self._around(voice, visit.speaking(shown.language))

    def apologise(self, stored: object) -> Screen:
        """Something failed that should not have: the page stays usable and says so."""
        visit = self._visit(stored)
        words = self._voice(self._bots.pack(visit.domain), visit.language).page.say("failed")
        return Screen(transcript=[transcript.notice(words)], announcement=transcript.announcement(words))

    def _whole(self, visit: Visit) -> Screens:
        """Everything on the page, once the domain is open."""
        try:
            yield self._around(self._voice(self._bots.pack(visit.domain), visit.language), visit)
            stage = yield from self._stage(visit)
            turns = stage.turns(stage.past(visit))
            yield Screen(
                transcript=[stage.greeting(visit.language), *turns],
                panel=stage.panel(stage.known(visit), visit.language),
                announcement=transcript.announcement(""),
            )
        except ChatbotError as error:
            yield Screen(transcript=[transcript.notice(str(error))], announcement=transcript.announcement(str(error)))

    def _stage(self, visit: Visit) -> Generator[Screen, None, Stage]:
        """The domain's chatbot; shows how far it is while it is being opened. Raises what stands in the way."""
        opening = self._bots.opening(visit.domain)
        if not opening.ready(_LOOK_EVERY):
            voice = self._voice(self._bots.pack(visit.domain), visit.language)
            while not opening.ready(_LOOK_EVERY):
                yield Screen(transcript=[transcript.opening(voice, opening.done, opening.total)])
        return Stage(opening.bot(), self._prompts)

    def _around(self, voice: Voice, visit: Visit) -> Screen:
        return Screen().in_voice(voice, self._bots.titles(visit.language), visit)

    def _voice(self, pack: Pack, language: str) -> Voice:
        return Voice(pack, language, self._prompts.wording(language))

    def _visit(self, stored: object) -> Visit:
        return Visit.read(stored, self._domain, "en")


def _tapped(event: gr.EventData) -> str:
    """The message of the button that was tapped, nothing if the message was typed."""
    data = event._data
    return str(data.get("say") or "") if isinstance(data, dict) else ""
