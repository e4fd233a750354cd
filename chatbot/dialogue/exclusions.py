"""What is ruled out in words that the catalogue has no value for ("no capsules"): items are left out that are
called so or are listed to have it.
"""

from collections.abc import Iterable, Iterator

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Pack
from chatbot.dialogue.text import has_words, key_of
from chatbot.records import WISH, Fact, Intent, Item, Polarity, Understanding

_DENIES = frozenset({"no", "not", "without", "free", "less", "never"})
_FEW = 2
"""Words of what is a name or a thing; more of them are what is left of a sentence."""


def named_against(added: Iterable[Fact]) -> tuple[Fact, ...]:
    """Of facts, those that rule something out by words."""
    out = [f for f in added if f.facet == WISH and f.polarity is Polarity.DISLIKE]
    return tuple(f for f in out if len(str(f.value).split()) <= _FEW)


def left_out(facts: Iterable[Fact], catalogue: Catalogue) -> set[str]:
    """Ids of the items that are called by words that are ruled out, or have a value of that name."""
    against = named_against(facts)
    sequels = any(rules_out_later(fact, catalogue.pack) for fact in against)
    return {*(catalogue.series.later if sequels else ())} | {
        item.id
        for fact in against
        for item in (catalogue.items[row] for row in catalogue.telling(str(fact.value)))
        if any(has_words(name, str(fact.value)) and not _denies(name) for name in _names(item))
    }


def rules_out_later(fact: Fact, pack: Pack) -> bool:
    """Whether it rules out all but the first of each series ("no sequels")."""
    names = {name for facet in pack.facets.values() for words in facet.later.values() for name in words}
    return fact.facet == WISH and fact.polarity is Polarity.DISLIKE and str(fact.value) in names


def _names(item: Item) -> Iterator[str]:
    """What an item is called, and the words that are listed for it: prose may speak of what it is not."""
    yield from (item.title, *item.aliases)
    for facet in item.attributes:
        yield from (value for value in item.values(facet) if isinstance(value, str))


def _denies(name: str) -> bool:
    """Whether a name says what there is not ("no hub needed")."""
    return not _DENIES.isdisjoint(key_of(name).split())


def narrows(read: Understanding) -> bool:
    """Whether a message taken for a "no" to what is shown only rules out something by its name ("not apple")."""
    if read.intents != (Intent.REJECT,) or read.references or read.critiques or read.others:
        return False
    return [(s.facet, s.polarity) for s in read.statements] == [(WISH, Polarity.DISLIKE)]
