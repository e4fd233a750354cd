"""Whose taste it is: "she likes romances, I don't" tells two tastes, and only the second is the user's."""

from collections.abc import Mapping, Sequence

from chatbot.catalogue.pack import Facet
from chatbot.dialogue.language import Language
from chatbot.records import ITEM, Polarity, Record, Scope, Statement

_SOUGHT = 0.8
"""Strength of what somebody likes for whom it is: firmer than "around $300", so that the money gives way first."""


class Hearsay(Record):
    """A message in which somebody else's taste is told. `text`: the message without the user's bare "I don't"."""

    text: str
    theirs: str = ""
    """The words in which it is told."""
    own: Polarity | None = None
    """The user's own stance towards the same things, where the message says it without naming them again."""

    def attributed(self, statements: Sequence[Statement]) -> tuple[Statement, ...]:
        """What somebody else likes counts for now and is kept of nobody; the user's own stance is kept."""
        return tuple(self._attributed(statement) for statement in statements)

    def sought(self, statements: Sequence[Statement], facets: Mapping[str, Facet]) -> tuple[Statement, ...]:
        """What they like is what to look for, where it is for them: "a present for my mum, she's into photography"."""
        liked = [s for s in statements if self._is_theirs(s, facets)]

        def condition(s: Statement) -> Statement:
            several = sum(other.facet == s.facet for other in liked) > 1
            return s.model_copy(update={"hard": True, "strength": _SOUGHT, "alternative": s.alternative or several})

        return tuple(condition(s) if s in liked else s for s in statements)

    def _is_theirs(self, statement: Statement, facets: Mapping[str, Facet]) -> bool:
        named = statement.facet in facets and facets[statement.facet].kind == "category" and statement.value is not None
        return (
            named and bool(statement.words) and statement.words in self.theirs and statement.polarity is Polarity.LIKE
        )

    def _attributed(self, statement: Statement) -> Statement:
        if not statement.words or statement.words not in self.theirs or statement.facet == ITEM:
            return statement
        if self.own is None:
            return statement.model_copy(update={"scope": Scope.SESSION})
        hard = statement.hard and statement.polarity is self.own  # "he hates horror, I love it" demands none
        return statement.model_copy(update={"scope": Scope.LASTING, "polarity": self.own, "hard": hard})


def hearsay(text: str, language: Language) -> Hearsay:
    """The message with what it tells of others. Without such a taste, the message as it is."""
    told = language.their_taste.search(text)
    if told is None:
        return Hearsay(text=text)
    end = next((m.start() for m in language.clause_end.finditer(text, told.end())), len(text))
    subject = told.start("who"), told.end("who")
    bare = _blank(text, *subject)
    wanted = told["wants"] is not None  # "they want a western, I don't" tells no taste
    for polarity, pattern in (
        () if wanted else ((Polarity.DISLIKE, language.own_denial), (Polarity.LIKE, language.own_assent))
    ):
        if echo := pattern.search(text, end):
            return Hearsay(text=_blank(bare, *echo.span()), theirs=text[told.start() : end], own=polarity)
    return Hearsay(text=bare, theirs=text[told.start() : end])


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + " " * (end - start) + text[end:]
