"""Facets spoken of by their own names, without a value: "forget the budget", "no price limit", "the same director"."""

import re
from collections.abc import Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.language import Language, phrases
from chatbot.records import ITEM, SessionState, Statement


class FacetNames:
    """Finds the names of facets in one language."""

    def __init__(self, language: Language, catalogue: Shelf, money: str | None) -> None:
        """money: the facet that words of spending name ("budget")."""
        self._language = language
        self._catalogue = catalogue
        self._facets = catalogue.pack.facets
        self._labels = {
            # The cues of a number name it too ("forget the budget"); those of a name are "by" and "from".
            name: phrases(
                [
                    name.replace("_", " "),
                    *facet.label.values(),
                    *(language.spending if name == money else ()),
                    *(cue for cues in facet.cues.values() for cue in cues if facet.kind == "number"),
                ]
            )
            for name, facet in self._facets.items()
        }

    def named(self, text: str, stated: Sequence[Statement]) -> list[Statement]:
        """ "forget the budget": the facets named without a value."""
        valued = {s.facet for s in stated}
        return [
            Statement(facet=n, words=text[:200])
            for n, label in self._labels.items()
            if n not in valued and label.search(text)
        ]

    def unlimited(self, text: str, state: SessionState) -> list[Statement]:
        """ "no budget limit": numbers that need not be limited, but for one that is asked about, which it answers."""
        if self._language.asks(text):
            return []
        named = [m["what"] for pattern in self._language.unlimited for m in pattern.finditer(text)]
        facets = [n for n, label in self._labels.items() if any(label.search(what) for what in named)]
        return [Statement(facet=n, words=text[:200]) for n in facets if n != state.open_question]

    def same(self, text: str, state: SessionState) -> tuple[list[Statement], list[tuple[int, int]]]:
        """ "the same director": the values that the item spoken of, else the first on screen, has of that facet.

        Returns them and where they are spoken of.
        """
        item = self._catalogue.item((*state.focus, *state.on_screen)[0]) if state.on_screen else None
        if item is None:
            return [], []
        if (m := self._language.same_but.search(text)) is not None:
            return [Statement(facet=ITEM, value=item.id, words=m.group())], [m.span()]
        made: list[Statement] = []
        spans: list[tuple[int, int]] = []
        for name, label in self._labels.items():
            facet = self._facets[name]
            m = re.search(rf"(?:{self._language.same.pattern})\s*(?:{label.pattern})", text, re.IGNORECASE)
            if m is None or facet.kind not in ("category", "entity"):
                continue
            spans.append(m.span())
            several = len(item.values(name)) > 1
            made += [
                Statement(facet=name, value=value, hard=facet.strict, words=m.group(), alternative=several)
                for value in item.values(name)
            ]
        return made, spans
