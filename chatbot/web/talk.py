"""What happens when someone comes to the page, says something, changes the domain or starts afresh."""

from collections.abc import Generator, Iterator, Sequence

import gradio as gr

from chatbot.catalogue.pack import Pack
from chatbot.errors import ChatbotError, InputError
from chatbot.profile.editing import FactEdit
from chatbot.prompts import Prompts
from chatbot.settings import Settings
from chatbot.web import transcript
from chatbot.web.bots import Bots
from chatbot.web.pace import paced
from chatbot.web.panel import LEVELS
from chatbot.web.screen import SAME, Screen
from chatbot.web.shown import Shown
from chatbot.web.stage import Stage
from chatbot.web.visit import Visit
from chatbot.web.voice import Voice, language_asked, page_words

_UPDATES_PER_SECOND = 15
_LOOK_EVERY = 0.25
"""Seconds between two looks at how far an opening is."""

_ACTS = ("forget", "pin", "unpin", "weigh", "reword", "export")

Screens = Iterator[Screen]


class Talk:
    """The handlers of the page. They hold nothing of any visitor: that comes from the browser and from the store.

    All raise ChatbotError for what keeps a domain from opening or a conversation from being read.
    """

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
        shown = Shown(message=tapped or typed or "", language=visit.language)
        box = SAME if tapped else ""
        before: Sequence[str] = ()
        voice = self._voice(self._bots.pack(visit.domain), visit.language)
        try:
            stage = yield from self._stage(visit)
            past = stage.past(visit)
            before = [stage.greeting(visit.language), *stage.turns(past, followed=True)]
            yield Screen(transcript=[*before, transcript.turn(shown, voice, last=True)], box=box)
            for events in paced(stage.bot.stream(shown.message, visit.user, visit.session), _UPDATES_PER_SECOND):
                known = shown.facts
                for happened in events:
                    shown = shown.after(happened)
                voice = stage.voice(shown.language)
                screen = Screen(transcript=[*before, transcript.turn(shown, voice, last=True)])
                if shown.facts is not None and shown.facts is not known:
                    screen = screen._replace(panel=stage.panel(shown.facts, visit, shown.language))
                if shown.finished:
                    if shown.facts is not None:  # stored by now, so that the timeline has them
                        screen = screen._replace(panel=stage.panel(shown.facts, visit, shown.language))
                    yield self._closing(screen, shown, visit, voice)
                    return  # at once: until this ends, Gradio drops what is tapped next
                yield screen
        except ChatbotError as error:
            failed = transcript.turn(shown.failed(str(error)), voice, last=True)
            yield Screen(transcript=[*before, failed], announcement=transcript.announcement(str(error)), box=box)

    def manage(self, stored: object, event: gr.EventData) -> Screens:
        """Something done in the panel: a fact to say anew, weigh, keep or forget, or all of it to export or erase."""
        visit = self._visit(stored)
        data = event._data if isinstance(event._data, dict) else {}
        act, fact, value = (str(data.get(key) or "") for key in ("act", "fact", "value"))
        stage = yield from self._stage(visit)
        if act == "erase":
            stage.bot.store.erase(visit.user)
            yield from self._whole(visit.forgotten())
            return
        export = stage.export(visit) if act == "export" else ""
        done = stage.voice(visit.language).page.say(f"done_{act}") if act in _ACTS else ""
        try:
            if (edit := _edit(act, value)) is not None:
                stage.bot.edit(fact, edit, visit.user, visit.session)
        except InputError as error:  # it is gone already, or the new words say nothing: the conversation stays
            done = str(error)
        yield Screen(
            panel=stage.panel(stage.known(visit), visit, visit.language, export),
            announcement=transcript.announcement(done),
        )

    def apologise(self, stored: object) -> Screen:
        """Something failed that should not have: the page stays usable and says so."""
        return told(page_words(self._visit(stored).language).say("failed"))

    def _whole(self, visit: Visit) -> Screens:
        """Everything on the page, once the domain is open."""
        voice = self._voice(self._bots.pack(visit.domain), visit.language)
        yield Screen().in_voice(voice, self._bots.titles(visit.language), visit)
        stage = yield from self._stage(visit)
        turns = stage.turns(stage.past(visit))
        yield Screen(
            transcript=[stage.greeting(visit.language), *turns],
            panel=stage.panel(stage.known(visit), visit, visit.language),
            announcement=transcript.announcement(""),
        )

    def _stage(self, visit: Visit) -> Generator[Screen, None, Stage]:
        """The domain's chatbot; shows how far it is while it is being opened. Raises what stands in the way."""
        opening = self._bots.opening(visit.domain)
        if not opening.ready(_LOOK_EVERY):
            voice = self._voice(self._bots.pack(visit.domain), visit.language)
            while not opening.ready(_LOOK_EVERY):
                yield Screen(transcript=[transcript.opening(voice, opening.done, opening.total)])
        return Stage(opening.bot(), self._prompts)

    def _closing(self, screen: Screen, shown: Shown, visit: Visit, voice: Voice) -> Screen:
        """The last update of a turn: it is read out, and the page follows when the language changed."""
        screen = screen._replace(announcement=transcript.announcement(shown.text))
        if shown.language == visit.language:
            return screen
        return screen.in_voice(voice, self._bots.titles(shown.language), visit.speaking(shown.language))

    def _voice(self, pack: Pack, language: str) -> Voice:
        return Voice(pack, language, self._prompts.wording(language))

    def _visit(self, stored: object) -> Visit:
        return Visit.read(stored, self._domain, "en")


def _edit(act: str, value: str) -> FactEdit | None:
    """The edit that a tap in the panel stands for."""
    match act:
        case "forget":
            return FactEdit(forget=True)
        case "pin" | "unpin":
            return FactEdit(pinned=act == "pin")
        case "reword" if value.strip():
            return FactEdit(said=value)
        case "weigh" if value in LEVELS:
            return FactEdit(strength=LEVELS[value], hard=False)
        case "weigh" if value == "must":
            return FactEdit(strength=1.0, hard=True)
    return None


def told(problem: str) -> Screen:
    """A problem in place of the conversation, which comes back with the next message."""
    return Screen(transcript=[transcript.notice(problem)], announcement=transcript.announcement(problem))


def _tapped(event: gr.EventData) -> str:
    """The message of the button that was tapped, nothing if the message was typed."""
    data = event._data
    return str(data.get("say") or "") if isinstance(data, dict) else ""
