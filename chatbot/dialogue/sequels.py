"""Sequels that are not wanted: "no sequels", "only the first ones", 不要续集."""

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.stance import Stances
from chatbot.dialogue.text import masked
from chatbot.records import WISH, Polarity, Statement

_FAINT = 0.05
"""Strength of what rules out by itself, and says little of what the others are to be like."""

Span = tuple[int, int]


class SequelReader:
    """Finds in one language where what comes later in a series is ruled out, where the pack has words for that."""

    def __init__(self, language: Language, catalogue: Shelf) -> None:
        self._language = language
        facets = catalogue.pack.facets.values()
        self._names = [word for facet in facets for word in facet.later.get(language.code, ())]
        self._later = phrases(self._names)
        self._nouns = phrases(catalogue.pack.noun.get(language.code, ()))

    def __call__(self, text: str, stances: Stances) -> list[tuple[Statement, Span]]:
        """What rules them out, and where its words stand."""
        if not self._names:
            return []
        found = [m.span() for m in self._later.finditer(text) if stances.negation(*m.span())]
        bare = text
        for noun in [*self._nouns.finditer(text)][::-1]:
            bare = masked(bare, *noun.span())
        if not found and (only := self._language.only_first.search(bare)) is not None:
            found = [(max(0, only.start()), len(text) - (len(bare) - only.end()))]
        return [(self._against(), span) for span in found[:1]]

    def _against(self) -> Statement:
        name = self._names[0]
        return Statement(facet=WISH, value=name, polarity=Polarity.DISLIKE, words=name, strength=_FAINT, certain=True)
