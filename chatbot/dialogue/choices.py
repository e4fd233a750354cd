"""What it says of shown items that one of them is taken: it is liked, and no news any more."""

import re
from collections.abc import Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.items_named import known_item
from chatbot.dialogue.language import Language
from chatbot.dialogue.text import masked
from chatbot.records import ITEM, Intent, Scope, Statement, Understanding

_ASKS = {Intent.ASK_ITEM, Intent.SUPPORT, Intent.WHY, Intent.COMPARE}
CHOSEN_STRENGTH = 0.5
"""Of a liking for what is taken, and not yet watched or tried."""


def chooses(text: str, language: Language, pointers: Sequence[tuple[int, int]]) -> bool:
    """Whether the words around what a text points at do nothing but take it ("ok, the first one it is, cheers")."""
    if not pointers:
        return False
    start, end = min(start for start, _ in pointers), max(end for _, end in pointers)
    return language.chooses.fullmatch(masked(text, start, end)) is not None


def takes_first(text: str, language: Language, pointers: Sequence[tuple[int, int]], after: re.Pattern[str]) -> bool:
    """Whether a text begins by naming what is taken, but for courtesies; `after` matches all that may follow."""
    if not pointers:
        return False
    start, end = min(start for start, _ in pointers), max(end for _, end in pointers)
    return bool(language.before_taken.fullmatch(text[:start]) and after.fullmatch(text[end:]))


def undecided(read: Understanding, catalogue: Shelf, language: Language) -> Understanding:
    """Nothing is taken by who asks about it ("the third looks interesting, who is in it?"), has seen it, or says no."""
    if Intent.ACCEPT not in read.intents or language.takes.search(read.text):
        return read
    left = tuple(intent for intent in read.intents if intent is not Intent.ACCEPT)
    if Intent.SIMILAR in left:  # "the second one looks good, more like that"
        return read.model_copy(update={"intent": left[0], "intents": left})
    seen = language.seen_it.search(read.text) or language.seen_shown.search(read.text)
    if seen and read.references:
        known = [known_item(item.id, item.title) for item in map(catalogue.item, read.references) if item is not None]
        intents = tuple(dict.fromkeys((Intent.REJECT, *left)))
        others = [s for s in read.statements if s.facet != ITEM or s.value not in {item.value for item in known}]
        return read.model_copy(update={"intent": intents[0], "intents": intents, "statements": (*others, *known)})
    if set(left) & _ASKS:
        if not language.appraises.search(read.text):
            return read
    elif language.intends(Intent.ASK_ITEM, read.text):
        left = (Intent.ASK_ITEM, *left)
    elif language.says_no.match(read.text):
        left = left or (Intent.INFORM,)
    else:
        return read
    return read.model_copy(update={"intent": left[0], "intents": left})


def with_choice(read: Understanding, catalogue: Shelf) -> Understanding:
    """The message with a liking for what it takes, and says nothing else of."""
    if Intent.ACCEPT not in read.intents:
        return read
    said = {s.value for s in read.statements if s.facet == ITEM}
    taken = [
        item for item in map(catalogue.item, read.taken or read.references) if item is not None and item.id not in said
    ]
    liked = [
        Statement(facet=ITEM, value=item.id, words=item.title, scope=Scope.LASTING, strength=CHOSEN_STRENGTH)
        for item in taken
    ]
    return read.model_copy(update={"statements": (*read.statements, *liked)})
