"""What a message is for: the model leads, and the parser knows some things by their words."""

import re
from collections.abc import Callable
from typing import NamedTuple

from chatbot.records import Intent, Understanding

SILENT = {
    Intent.WHY, Intent.WHAT_IF, Intent.COMPARE, Intent.ASK_ITEM, Intent.PROFILE, Intent.SUPPORT, Intent.HANDOFF,
    Intent.UNDO, Intent.RESET, Intent.GREET, Intent.GOODBYE, Intent.THANK, Intent.OUT_OF_SCOPE,
}  # fmt: skip
"""Messages that are for these alone state no preference, whatever they mention."""
_COURTESIES = {Intent.GREET, Intent.THANK, Intent.GOODBYE}
_CUED = {
    Intent.ACCEPT, Intent.REJECT, Intent.COMPARE, Intent.WHY, Intent.WHAT_IF, Intent.PROFILE, Intent.HANDOFF,
}  # fmt: skip
"""What the parser takes a message for only where its words are there: it is believed."""
_ASKING = {Intent.REQUEST, Intent.CONSTRAIN, Intent.INFORM, Intent.CRITIQUE, Intent.SIMILAR}
_SEARCHING = {Intent.REQUEST, Intent.CONSTRAIN}
_BARE = 3
"""Words of a message that does nothing but name what is wanted."""
_SEVERAL = 2

_MARKUP = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
Intents = tuple[Intent, ...]


class Heard(NamedTuple):
    """Both readings of one message.

    values: how many values, bounds and items the parser found; conditions: those of them that items must meet.
    wanted: of how many facets a value is named that is wanted; fresh: whether nothing was shown or asked before.
    kind: whether the kind of thing is named that is wanted, None where the catalogue has but one kind.
    """

    model: Intents
    parsed: Understanding
    values: int
    conditions: int
    wanted: int
    fresh: bool
    kind: bool | None

    @property
    def silent(self) -> bool:
        return set(self.model) <= SILENT

    def model_without(self, *some: Intent) -> Intents:
        return tuple(intent for intent in self.model if intent not in some)


def settled(heard: Heard) -> Intents:
    """The intents of the first rule that has any, else the model's."""
    return next((intents for rule in RULES if (intents := rule(heard)) is not None), heard.model)


def _cued(heard: Heard) -> Intents | None:
    parsed = heard.parsed
    return parsed.intents if parsed.intent in _CUED or (parsed.others and heard.silent) else None


def _courtesies(heard: Heard) -> Intents | None:
    """Courtesies have words of their own: "thanks" is one, and a message with something to look for is none."""
    parsed, courteous = heard.parsed, set(heard.model) <= _COURTESIES
    if parsed.intent in _COURTESIES:
        return None if courteous else parsed.intents
    asks = heard.values > 0 or not parsed.wish
    return parsed.intents if courteous and asks and parsed.intent in _ASKING else None


def _bare(heard: Heard) -> Intents | None:
    """ "keyboards" is no idle talk."""
    bare = heard.values > 0 and len(heard.parsed.text.split()) <= _BARE
    idle = Intent.OUT_OF_SCOPE in heard.model
    return heard.parsed.intents if bare and idle and heard.parsed.intent in _ASKING else None


def _markup(heard: Heard) -> Intents | None:
    """ "<b>a comedy</b>" asks for one: the small model takes markup for no matter of ours, the parser reads past it."""
    marked = heard.model == (Intent.OUT_OF_SCOPE,) and _MARKUP.search(heard.parsed.text)
    return heard.parsed.intents if marked and heard.conditions and heard.parsed.intent is Intent.REQUEST else None


def _stocked(heard: Heard) -> Intents | None:
    """ "do you sell tents?" asks for tents: questions of service have words, and the parser knows them."""
    asked = heard.kind and heard.parsed.intent is Intent.REQUEST
    return heard.parsed.intents if asked and heard.model == (Intent.SUPPORT,) else None


def _bounded(heard: Heard) -> Intents | None:
    """ "it can't be longer than an hour" sets a bound, and compares with nothing shown."""
    parsed = heard.parsed
    compares = bool(parsed.critiques) or heard.model[0] is not Intent.CRITIQUE
    if compares or not heard.values or parsed.intent not in _SEARCHING:
        return None
    return parsed.intent, *heard.model_without(*_SEARCHING, Intent.CRITIQUE)


def _alike(heard: Heard) -> Intents | None:
    """ "like X" has words too."""
    if heard.parsed.intent is not Intent.SIMILAR or heard.model[0] not in (
        *_SEARCHING,
        Intent.ASK_ITEM,
        Intent.CRITIQUE,
    ):
        return None
    return Intent.SIMILAR, *heard.model_without(Intent.SIMILAR)


def _served_and_searching(heard: Heard) -> Intents | None:
    parsed = heard.parsed
    both = Intent.SUPPORT in parsed.intents and bool(set(parsed.intents) & _SEARCHING)
    return tuple(dict.fromkeys([*heard.model, *parsed.intents])) if both and Intent.SUPPORT in heard.model else None


def _conditioned(heard: Heard) -> Intents | None:
    """Who names two conditions looks for something, whatever else is said."""
    if heard.parsed.intent is Intent.REQUEST and heard.conditions > 1 and heard.silent:
        return Intent.REQUEST, *heard.model
    return None


def _comparing(heard: Heard) -> Intents | None:
    """ "a bit cheaper" compares with what was shown, where nothing else is said or an item is pointed at."""
    parsed = heard.parsed
    compares = parsed.intent is Intent.CRITIQUE and parsed.critiques and (parsed.references or not heard.values)
    if not compares or heard.model[0] not in _SEARCHING:
        return None
    return tuple(dict.fromkeys([Intent.CRITIQUE, *heard.model]))


def _beginning(heard: Heard) -> Intents | None:
    """Whether a search begins is told by the kind of thing: named, it does."""
    parsed = heard.parsed
    if heard.kind is None or not {heard.model[0], parsed.intent} <= _SEARCHING:
        return None
    if heard.kind is not (parsed.intent is Intent.REQUEST):
        return None
    return parsed.intent, *heard.model_without(*_SEARCHING)


def _opening(heard: Heard) -> Intents | None:
    """With nothing to go on from, who names several things begins a search ("a French comedy, under two hours")."""
    begins = heard.fresh and heard.wanted >= _SEVERAL and heard.parsed.intent is Intent.REQUEST
    if not begins or heard.model[0] is not Intent.CONSTRAIN:
        return None
    return Intent.REQUEST, *heard.model_without(*_SEARCHING)


def _telling(heard: Heard) -> Intents | None:
    """ "We live in a small flat" tells of oneself, whatever follows from it."""
    told = heard.fresh and heard.values > 0 and heard.parsed.intents == (Intent.INFORM,)
    if not told or heard.model[0] is not Intent.CONSTRAIN:
        return None
    return Intent.INFORM, *heard.model_without(*_SEARCHING, Intent.INFORM)


def _following(heard: Heard) -> Intents | None:
    """Where the catalogue has one kind of thing, "make it a comedy" goes on with the search."""
    follows = heard.kind is None and heard.values > 0 and heard.parsed.intents == (Intent.CONSTRAIN,)
    if not follows or heard.model[0] is not Intent.REQUEST:
        return None
    return Intent.CONSTRAIN, *heard.model_without(*_SEARCHING)


RULES: tuple[Callable[[Heard], Intents | None], ...] = (
    _cued, _courtesies, _bare, _markup, _stocked, _bounded, _alike, _served_and_searching, _conditioned, _comparing,
    _beginning, _opening, _telling, _following,
)  # fmt: skip
"""In the order in which they are asked."""
