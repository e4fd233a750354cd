"""What the items of a catalogue are called: told by its name, by headers such as "product id", by their facets."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chatbot.catalogue.columns.headers import CJK, Header, words_of
from chatbot.catalogue.columns.vocabulary import Vocabulary, singular
from chatbot.catalogue.pack import Words

_NOT_A_NOUN = frozenset(
    """all catalog catalogue clean cleaned copy csv data database dataset demo detail entry export final full good goods
    info inventory item json jsonl list main new news old raw record result sample sheet stuff table test
    thing""".split()  # noqa: SIM905 - a list of forty lines reads worse
)
_ENDS = ("id", "name", "title")
_FILLED = 0.7
"""Share of the items that must have a facet for it to tell what they are."""


class Noun(NamedTuple):
    """A first guess: the singular, and the words for it if it is a noun of the vocabulary."""

    singular: str
    known: Words | None = None


def first_noun(subject: str, headers: Sequence[Header], vocabulary: Vocabulary) -> Noun:
    """The noun that the catalogue's name or its headers hold; "item" when they hold none."""
    words = _name_words(subject)
    found = next((noun for word in reversed(words) if (noun := vocabulary.noun(word))), None)
    found = found or next((noun for end in _ENDS for h in headers if (noun := _in_header(h, end, vocabulary))), None)
    if found is not None:
        return Noun(found, vocabulary.nouns[found])
    return Noun(singular(words[-1]) if words else "item")


def noun_words(first: Noun, subject: str, filled: Mapping[str, float], vocabulary: Vocabulary) -> Words:
    """The words for the items. `filled` is the share of the items that have each facet."""
    if first.known is not None:
        return _with_plural(first.known)
    noun = _told(vocabulary.tells, filled)
    if noun is None:
        words = _name_words(subject)
        last = words[-1] if words else ""
        if CJK.search(last):
            return {"en": ("item", "items"), "zh": (last,)}
        if last.endswith("s") and not last.endswith(("ss", "us", "is")) and len(last) > 3:
            one = vocabulary.singulars.get(last) or singular(last)
            return {"en": (one, last), "zh": ("选项",)}
        noun = _told(vocabulary.hints, filled) or "item"
    return _with_plural(vocabulary.nouns[noun])


def _told(tells: Mapping[str, Sequence[Sequence[str]]], filled: Mapping[str, float]) -> str | None:
    return next((noun for noun, groups in tells.items() if any(_all_filled(group, filled) for group in groups)), None)


def _name_words(subject: str) -> list[str]:
    return [w for w in words_of(subject) if singular(w) not in _NOT_A_NOUN and not w.isdigit() and len(w) > 1]


def _in_header(header: Header, end: str, vocabulary: Vocabulary) -> str | None:
    """The noun of "product id" or "product name"."""
    words = header.words
    return vocabulary.noun(words[-2]) if len(words) > 1 and words[-1] == end and words[-2] != "item" else None


def _all_filled(group: Sequence[str], filled: Mapping[str, float]) -> bool:
    return all(filled.get(name, 0.0) >= _FILLED for name in group)


def _with_plural(words: Words) -> Words:
    """Chinese has no plural: its first word stands in both places."""
    chinese = words.get("zh", ())
    return {**words, "zh": (chinese[0], *chinese)} if len(chinese) > 1 else words
