"""The words of a catalogue that are ordinary ones, and neither names nor misspellings of some value."""

from itertools import chain

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.text import key_of


def common_words(catalogue: Shelf) -> frozenset[str]:
    """Words that the catalogue's own prose writes in lower case: ordinary words, not names."""
    seen: set[str] = set()
    for item in catalogue.items:
        for word in item.summary.split():
            bare = word.strip(".,;:!?\"'()“”‘’—–-")
            if bare.islower():
                seen.add(key_of(bare))
                seen.update(key_of(part) for part in bare.split("-"))
    return frozenset(seen)


def cue_words(catalogue: Shelf) -> frozenset[str]:
    """The words that announce or compare values ("starring", "rating"): no misspellings of some value."""
    facets = catalogue.pack.facets.values()
    groups = (group for f in facets for group in (f.cues, f.less, f.more, f.low, f.high) if f.kind != "flag")
    labels = (label for f in facets for label in f.label.values())
    return frozenset(
        w
        for phrase in (*labels, *chain.from_iterable(words for g in groups for words in g.values()))
        for w in key_of(phrase).split()
    )
