"""What is ruled out in words that the catalogue has no value for ("no disney"): nothing can be left out by it."""

from collections.abc import Sequence

from chatbot.records import WISH, Fact, Intent, Polarity, Understanding

_FEW = 2
"""Words of what is a name or a thing; more of them are what is left of a sentence."""


def unfiltered(added: Sequence[Fact]) -> tuple[Fact, ...]:
    """Of new facts, those that rule something out and that no item can be left out by."""
    out = [f for f in added if f.facet == WISH and f.polarity is Polarity.DISLIKE]
    return tuple(f for f in out if len(str(f.value).split()) <= _FEW)


def narrows(read: Understanding) -> bool:
    """Whether a message taken for a "no" to what is shown only rules out something by its name ("not apple")."""
    if read.intents != (Intent.REJECT,) or read.references or read.critiques or read.others:
        return False
    return [(s.facet, s.polarity) for s in read.statements] == [(WISH, Polarity.DISLIKE)]
