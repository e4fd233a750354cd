"""What is said against shown items by telling what they are like ("those look depressing", "it's got aliens in it")."""

from collections.abc import Sequence
from typing import NamedTuple

from chatbot.dialogue.language import Language
from chatbot.dialogue.text import words_of

Spans = Sequence[tuple[int, int]]


def complained(text: str, language: Language, named: Spans) -> list[tuple[int, int]]:
    """The word by which a message says what shown items are like, where that is no praise: "hmm, those look sad".

    named: where words stand that say what things are or are like.
    """
    asks = language.asks(text)
    words = [(word.start, word.end) for word in words_of(text) if language.unpleasant.search(word.text)]
    found = []
    for start, end in dict.fromkeys([*named, *words]):
        looks = language.looks.search(text[:start])
        said, rest = text[start:end], _clause(text, end, language)
        if looks is None or language.praise.search(said) or language.tolerates.search(rest):
            continue
        if language.praise.match(text[end:].lstrip(" ,.;!-")):  # "that sounds grim, perfect"
            continue
        if looks["doubt"] or (not asks and language.unpleasant.search(said)):  # "how come they're all so violent?"
            found.append((start, end))
    return found


class Told(NamedTuple):
    """Where a message that says nothing else tells what a shown item has in it; `against`: and does not like it."""

    span: tuple[int, int]
    against: bool


def holds(text: str, language: Language) -> Told | None:
    """What such a message tells ("ugh, that's got clowns in it"); without a word against it, it states nothing."""
    told = language.holds.fullmatch(text)
    if told is None or language.praise.search(text):
        return None
    return Told(told.span("what"), bool(told["against"]))


def reasons(text: str, language: Language, values: Spans) -> list[tuple[int, int]]:
    """The clauses that tell how one of the values is in the item that was turned down ("Carrey overdoes it there")."""
    found = []
    for start, end in values:
        rest = _clause(text, end, language)
        opens = language.opens_clause.search(text[:start]) is not None
        if opens and language.in_it.search(rest) and not language.request.search(rest):
            found.append((start, end + len(rest)))
    return found


def _clause(text: str, start: int, language: Language) -> str:
    """What is left of the clause from a place on."""
    return language.clause_end.split(text[start:], maxsplit=1)[0]
