"""What is ruled out in words that the catalogue has no value for ("no capsules"): items are left out whose text has
them.
"""

from collections.abc import Iterable

from chatbot.catalogue.catalogue import Catalogue
from chatbot.records import WISH, Fact, Intent, Polarity, Understanding

_FEW = 2
"""Words of what is a name or a thing; more of them are what is left of a sentence."""


def named_against(added: Iterable[Fact]) -> tuple[Fact, ...]:
    """Of facts, those that rule something out by words."""
    out = [f for f in added if f.facet == WISH and f.polarity is Polarity.DISLIKE]
    return tuple(f for f in out if len(str(f.value).split()) <= _FEW)


def left_out(facts: Iterable[Fact], catalogue: Catalogue) -> set[str]:
    """Ids of the items whose text has words that are ruled out."""
    return {catalogue.items[row].id for fact in named_against(facts) for row in catalogue.telling(str(fact.value))}


def narrows(read: Understanding) -> bool:
    """Whether a message taken for a "no" to what is shown only rules out something by its name ("not apple")."""
    if read.intents != (Intent.REJECT,) or read.references or read.critiques or read.others:
        return False
    return [(s.facet, s.polarity) for s in read.statements] == [(WISH, Polarity.DISLIKE)]
