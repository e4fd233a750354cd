"""Messages that by their words alone ask about items: one shown before, the cheapest one, whether there are any such.

What learned from whole dialogues takes a message that points at an item for one that chooses it; these do not.
"""

from collections.abc import Sequence

from chatbot.dialogue.language import Language
from chatbot.dialogue.references import Pointing
from chatbot.dialogue.text import masked
from chatbot.records import Intent

_OTHERWISE = (
    Intent.ACCEPT,
    Intent.REJECT,
    Intent.SIMILAR,
    Intent.COMPARE,
    Intent.WHY,
    Intent.WHAT_IF,
    Intent.UNDO,
    Intent.FORGET,
    Intent.RESET,
    Intent.HANDOFF,
)
"""What a message is for that has a cue of its own."""
_PLAIN = {Intent.ASK_ITEM, Intent.REQUEST, Intent.CONSTRAIN, Intent.INFORM, Intent.SIMILAR, Intent.OUT_OF_SCOPE}
"""What a message that names something is read as where no cue says more."""


def recalls(text: str, language: Language, pointed: Pointing) -> bool:
    """Whether a shown item is to be told about again, or the one that leads by a number, and none is chosen."""
    if not (pointed.pointers or pointed.beyond) or _has_purpose(text, language):
        return False
    return pointed.alone or any(p.search(text) for p in language.recalls)


def asks_for_any(text: str, language: Language, pointed: Pointing, intents: Sequence[Intent]) -> bool:
    """Whether it is asked if there is something of a kind ("is there one with …?"): a request, put politely."""
    if pointed.pointers or not set(intents) <= _PLAIN:
        return False
    return language.exists.match(text) is not None


def is_why_not(text: str, language: Language, start: int, end: int) -> bool:
    """Whether it is asked why an item named here was not chosen ("why not Titanic?"), its article counted or not.

    "Why isn't Titanic scary?" asks something else.
    """
    cue = language.why_not.match(text)
    article = text[start : cue.end()].strip().casefold() if cue is not None and start <= cue.end() else None
    return article in {"", *language.articles} and language.why_not_ends.match(text, end) is not None


def asks_why_none(text: str, language: Language, start: int, end: int) -> bool:
    """Whether it is asked why no item has what is named here ("why is none of them by Sonara?")."""
    return bool(language.why_no.match(text[:start]) and language.why_no_ends.match(text, end))


def asks_on(text: str, language: Language, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the question before is asked of what stands at the spans ("and the second?", "what about tablets?")."""
    if not spans:
        return False
    start, end = min(start for start, _ in spans), max(end for _, end in spans)
    return bool(language.asks_on_before.fullmatch(text[:start]) and language.asks_on_after.fullmatch(text[end:]))


def asks_for(text: str, language: Language, named: Sequence[tuple[int, int]]) -> bool:
    """Whether it is asked if there is the one item that is named, or what it is like ("do you have Heat?")."""
    if len(named) != 1:
        return False
    start, end = named[0]
    return language.about_one.fullmatch(masked(text, start, end)) is not None


def asks_held(text: str, language: Language, named: Sequence[tuple[int, int]]) -> bool:
    """Whether it is but asked if a named item is there at all ("do you have Heat?")."""
    return any(language.asks_held.fullmatch(masked(text, start, end).strip()) for start, end in named)


def asks_for_profile(text: str, language: Language) -> bool:
    """Whether a message does nothing but ask what is known of the user ("what are my limits?")."""
    said = text.strip(" ?？!.。！")
    return any(p.fullmatch(said) for p in language.intents.get(Intent.PROFILE, ()))


def _has_purpose(text: str, language: Language) -> bool:
    stance = (language.takes, language.negator, language.lasting_like, language.was_liked, language.seen)
    plain = language.not_negator.sub(" ", text)
    return any(language.intends(i, text) for i in _OTHERWISE) or any(cue.search(plain) for cue in stance)
