"""One open catalogue as the page shows it: its conversations, its panel, its words."""

from base64 import b64encode
from collections.abc import Sequence
from typing import TYPE_CHECKING

from chatbot.prompts import Prompts
from chatbot.records import Fact, FactsTrace
from chatbot.web import transcript
from chatbot.web.panel import panel
from chatbot.web.shown import Shown
from chatbot.web.timeline import timeline
from chatbot.web.visit import Visit
from chatbot.web.voice import Voice

if TYPE_CHECKING:
    from chatbot.assembly import Chatbot

_TURNS_SHOWN = 20


class Stage:
    """Draws for one chatbot. Holds nothing of any visitor."""

    def __init__(self, bot: "Chatbot", prompts: Prompts) -> None:
        self.bot = bot
        self._prompts = prompts

    def voice(self, language: str) -> Voice:
        return Voice(self.bot.pack, language, self._prompts.wording(language))

    def past(self, visit: Visit) -> list[Shown]:
        """The latest turns of the visitor's conversation. Raises InputError if it is not theirs."""
        self.bot.store.load_session(visit.session, visit.user, visit.domain)
        return [Shown.stored(turn) for turn in self.bot.store.history(visit.session, _TURNS_SHOWN)]

    def greeting(self, language: str) -> str:
        return transcript.greeting(self.voice(language), len(self.bot.catalogue.items))

    def turns(self, shown: Sequence[Shown], followed: bool = False) -> list[str]:
        """Each turn in its own language. `followed`: whether another turn comes after them."""
        last = len(shown) - (0 if followed else 1)
        return [transcript.turn(one, self.voice(one.language), last=place == last) for place, one in enumerate(shown)]

    def panel(self, facts: FactsTrace, visit: Visit, language: str, export: str = "") -> str:
        """export: the whole profile as a data address, when it was asked for."""
        from chatbot.dialogue.fact_words import FactWords  # here, because it needs the catalogue's libraries

        words, voice = FactWords(self.bot.catalogue), self.voice(language)

        def phrase(fact: Fact) -> str:
            return words.fact(fact, language, voice.replies)

        drawn = timeline(self.bot.store.fact_history(visit.user, visit.domain), phrase, voice)
        return panel(facts.active, {fact.id for fact in facts.added}, phrase, voice, drawn, export)

    def export(self, visit: Visit) -> str:
        """All that is stored about the visitor, as an address that a browser can save."""
        held = self.bot.store.export(visit.user).model_dump_json(indent=2)
        return "data:application/json;base64," + b64encode(held.encode()).decode()

    def known(self, visit: Visit) -> FactsTrace:
        """What is known about the visitor before they say anything more."""
        return FactsTrace(active=self.bot.profile(visit.user, visit.session).facts)
