"""What a sentence is for, from cues and from what was found in it."""

import re
from typing import NamedTuple

from chatbot.catalogue.pack import Pack
from chatbot.dialogue.language import Language, phrases
from chatbot.llm.words import corrected
from chatbot.records import Intent

_ORDER = (
    Intent.RESET,
    Intent.UNDO,
    Intent.FORGET,
    Intent.PROFILE,
    Intent.HANDOFF,
    Intent.SUPPORT,
    Intent.WHAT_IF,
    Intent.WHY,
    Intent.COMPARE,
    Intent.REJECT,
    Intent.SIMILAR,
    Intent.CRITIQUE,
    Intent.ACCEPT,
    Intent.ASK_ITEM,
    Intent.REQUEST,
    Intent.CONSTRAIN,
    Intent.INFORM,
    Intent.THANK,
    Intent.GOODBYE,
    Intent.GREET,
    Intent.OUT_OF_SCOPE,
)
"""Where several fit a message, the first is its main intent."""

_QUESTION = (
    r"(?:what(?:['’]?s| is| are)|how (?:do|can|long|much|soon|fast)|(?:can|could|do|should) (?:i|you|we)"
    r"|(?:does|is|are) (?:it|there|the|this|your)|where (?:is|are|can|do)|when (?:is|will|do|can))"
)
_NO_END = "".join(rf"(?<!\b{title}\.)" for title in ("mr", "mrs", "ms", "dr", "st", "vs", "vol", "jr"))
SPLIT = re.compile(
    rf"(?<=[?!。？！;；\n])\s*|(?<=\d\.)\s+(?=[a-z])|(?<=[a-z)\]”\"’']\.){_NO_END}\s+(?=[A-Z“\"])"
    r"|,\s*(?:and|but|also|oh)\s+(?=(?:what|how|can|could|do|does|is|where|when|why|who)\b)"
    rf"|\s(?:and|but|also|plus)\s+(?=(?:{_QUESTION}|what else)\b)"
    r"|(?<=吧)[，,]\s*(?=[^，。！？,]{1,14}(?:[?？吗呢么]|谁演|谁导|几岁|多少|多长|多久))"
    r"|[，,]\s*(?=还有[^，。！？,]{1,12}的[吗么])"
    r"|(?<=[看买用读听玩]过了)[，,]\s*(?![不别换都要想来但所也还就求有没再给很超特非真好太觉难挺蛮 ])",
    re.IGNORECASE,
)
"""Where a message is cut: at the ends of sentences, and before a question that "and" adds to a wish."""


_ABOUT_PROFILE = {Intent.PROFILE, Intent.FORGET, Intent.RESET, Intent.UNDO, Intent.HANDOFF}


class Findings(NamedTuple):
    """What was found in one sentence before its intent is decided."""

    likes: bool = False
    """a lasting taste was stated"""
    wants: bool = False
    """something positive was asked for"""
    limits: bool = False
    """a number bound, or something ruled out"""
    items: bool = False
    """an item of the catalogue was named or pointed at"""
    model: bool = False
    """an item was named as a model for the search ("like …")"""
    model_leads: bool = False
    """it was, before anything else was asked for"""
    unwanted: bool = False
    """an item was named to be set aside"""
    critiques: bool = False
    lifts: bool = False
    """a limit was said to be none ("it can be longer")"""
    wish: bool = False
    noun: bool = False
    """a word for the items was said ("film")"""


class IntentReader:
    """Reads intents with the cues of one language and the help words of one pack."""

    def __init__(self, language: Language, pack: Pack) -> None:
        self._language = language
        words = [w for words in pack.help.words.values() for w in words.get(language.code, ())]
        words += pack.help.silent.get(language.code, ())
        self._help, self._single = phrases(words), [w for w in words if w.isascii() and " " not in w]

    def manipulates(self, text: str) -> bool:
        """Whether the message tries to give the assistant orders about itself."""
        return any(p.search(text) for p in self._language.injection)

    def read(self, text: str, found: Findings, shown: bool, asked: bool = False) -> list[Intent]:
        """All intents of one sentence, most specific first; never empty. asked: whether a question is open."""
        language = self._language
        if any(p.search(text) for p in language.everything):
            return [Intent.RESET]
        hits = {intent for intent in language.intents if language.intends(intent, text)}
        if (
            not hits & _ABOUT_PROFILE
            and self.serves(text)
            and not self._shops(text, found)
            and self._asks_service(text, found)
        ):
            taken = (shown or found.items) and language.takes.search(text)
            return [Intent.SUPPORT, Intent.ACCEPT] if taken else [Intent.SUPPORT]
        if found.critiques:
            hits.add(Intent.CRITIQUE)
        if shown and found.items and not found.unwanted and language.takes.search(text):
            hits.add(Intent.ACCEPT)
        requests = bool(language.request.search(text))
        self._settle(hits, found, shown, requests, language.asks(text))
        if shown and language.wants_others(text) and not hits:
            hits.add(Intent.REQUEST)
        if not hits:
            hits.add(self._from_findings(found, requests))
            if found.lifts and hits == {Intent.OUT_OF_SCOPE}:
                hits = {Intent.CONSTRAIN}
            if not requests and not found.limits and not found.items and language.telling.search(text):
                hits = {Intent.INFORM}
        if asked and hits == {Intent.OUT_OF_SCOPE} and language.declines(text):
            hits = {Intent.INFORM}
        return [intent for intent in _ORDER if intent in hits]

    def serves(self, text: str) -> bool:
        """Whether it has a word of a help page."""
        return self._help.search(corrected(text, self._single)) is not None

    def services_wanted(self, text: str) -> list[tuple[int, int]]:
        """Where something is wanted that a help page speaks of, and not a product ("looking for a gift card")."""
        language = self._language
        found = (m.span() for m in self._help.finditer(text))
        return [
            s
            for s in found
            if language.service_before.search(text[: s[0]]) and language.service_after.match(text, s[1])
        ]

    def _shops(self, text: str, found: Findings) -> bool:
        """A request that merely contains a help word ("headphones with a two year warranty")."""
        return found.wants and not self._language.asks(text) and not self._owns(text)

    def _owns(self, text: str) -> bool:
        """About something bought ("my headphones broke", "I want to return it")."""
        if any(p.search(text) for p in self._language.owned):
            return True
        return any(p.search(text[: m.start()]) for m in self._help.finditer(text) for p in self._language.acts)

    def _asks_service(self, text: str, found: Findings) -> bool:
        """Whether words of a help page are meant as such: what you do, what I have, or a question of nothing else."""
        if self._owns(text) or any(p.search(text) for p in self._language.yours):
            return True
        return self._language.asks(text) and not (found.wants or found.limits or found.model or found.critiques)

    @staticmethod
    def _settle(hits: set[Intent], found: Findings, shown: bool, requests: bool, asks: bool) -> None:
        """Strikes out cues that the rest of the sentence speaks against."""
        if not shown and not found.items:
            hits -= {Intent.WHY, Intent.ACCEPT}
            if found.wants or found.limits or found.model:
                hits.discard(Intent.COMPARE)
        if not shown:
            hits.discard(Intent.REJECT)
        if (Intent.COMPARE in hits or (Intent.ASK_ITEM in hits and found.items and not requests)) and asks:
            hits.discard(Intent.CRITIQUE)
        if Intent.ASK_ITEM in hits and not (found.items and (asks or not found.wants)):
            hits.discard(Intent.ASK_ITEM)
        if found.wants or found.limits or found.model:
            hits -= {Intent.OUT_OF_SCOPE}
        if found.unwanted and not found.wants and not found.model and not found.likes and not asks:
            hits.add(Intent.REJECT)
        if Intent.SIMILAR in hits and not found.items and not found.model:
            hits.discard(Intent.SIMILAR)
        alone = not (found.wants or found.limits or found.wish or requests)
        if found.model and not hits & {Intent.WHY, Intent.COMPARE, Intent.REJECT, Intent.ASK_ITEM}:
            hits.add(Intent.SIMILAR if found.model_leads or alone else Intent.REQUEST)
        if found.items and asks and not found.model and not (found.wants and requests) and not hits:
            hits.add(Intent.ASK_ITEM)
        if Intent.REJECT in hits and (found.wants or found.model) and requests:
            hits.discard(Intent.REJECT)
        social = hits <= {Intent.GREET, Intent.THANK, Intent.GOODBYE}
        says = found.wants or found.limits or found.likes or found.model or found.wish
        if hits and social and (says or (requests and found.noun)):  # "hi, what films can you recommend?"
            hits.add(IntentReader._from_findings(found, requests))

    @staticmethod
    def _from_findings(found: Findings, requests: bool) -> Intent:
        if found.wants and (requests or not found.likes):
            return Intent.REQUEST
        if found.likes:
            return Intent.INFORM
        if found.limits:
            return Intent.REQUEST if requests and found.wish else Intent.CONSTRAIN
        if found.model or requests or found.wish:
            return Intent.REQUEST
        return Intent.SIMILAR if found.items else Intent.OUT_OF_SCOPE


def main_intent(intents: list[Intent]) -> Intent:
    return min(intents, key=_ORDER.index)
