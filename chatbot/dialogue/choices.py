"""What it says of shown items that one of them is taken: it is liked, and no news any more."""

from collections.abc import Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language
from chatbot.records import ITEM, Intent, Scope, Statement, Understanding

_ASKS = {Intent.ASK_ITEM, Intent.SUPPORT, Intent.WHY, Intent.COMPARE}
CHOSEN_STRENGTH = 0.5
"""Of a liking for what is taken, and not yet watched or tried."""


def chooses(text: str, language: Language, pointers: Sequence[tuple[int, int]]) -> bool:
    """Whether the words around what a text points at do nothing but take it ("ok, the first one it is, cheers")."""
    if not pointers:
        return False
    start, end = min(start for start, _ in pointers), max(end for _, end in pointers)
    return language.chooses.fullmatch(f"{text[:start]}#{text[end:]}") is not None


def undecided(read: Understanding, language: Language) -> Understanding:
    """Who asks about what only looks good has taken nothing yet ("the third looks interesting, who is in it?")."""
    left = tuple(intent for intent in read.intents if intent is not Intent.ACCEPT)
    asks = Intent.ACCEPT in read.intents and set(left) & _ASKS
    if not asks or not language.appraises.search(read.text) or language.takes.search(read.text):
        return read
    return read.model_copy(update={"intent": left[0], "intents": left})


def with_choice(read: Understanding, catalogue: Shelf) -> Understanding:
    """The message with a liking for what it takes, and says nothing else of."""
    if Intent.ACCEPT not in read.intents:
        return read
    said = {s.value for s in read.statements if s.facet == ITEM}
    taken = [item for item in map(catalogue.item, read.references) if item is not None and item.id not in said]
    liked = [
        Statement(facet=ITEM, value=item.id, words=item.title, scope=Scope.LASTING, strength=CHOSEN_STRENGTH)
        for item in taken
    ]
    return read.model_copy(update={"statements": (*read.statements, *liked)})
