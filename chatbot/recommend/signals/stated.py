"""How well an item meets what the user said: facet values exactly, wishes by meaning."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.sparse import CJK
from chatbot.catalogue.table import FacetTable
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import bound_phrase, value_phrase
from chatbot.recommend.signals.base import Rows, Values
from chatbot.recommend.view import View
from chatbot.records import ITEM, WISH, Fact, Polarity, Scope

_NEAR, _FAR = 0.62, 0.12
"""Cosines at which a short wish and an item's text count as the same and as unrelated (MiniLM on both packs)."""
_TEXT_SHARE = 0.6
"""Weight of the whole search text beside the single facts, each of which weighs its strength."""
_BESIDE_LITERAL, _IN_TEXT = 0.6, 0.6
"""What closeness in meaning to a wish counts beside items whose text has its very words; and what it counts that a text
has the words of a value that is not listed.
"""
_TELLING = 3
"""Letters from which on a word tells something."""
_MODEL = 0.75
"""Share of their strength by which items that are named as models make less of what is said beside."""
_ILL = 0.6
"""What it counts against an item that it has what goes ill with a value that is wanted."""
_WHOLE = 1.0
"""Weight from which on what was said makes the whole of the signal; a mere taste makes little of it."""
_WORTH_SAYING = 0.45
_LEADING = 0.7
"""How far down or up its range a number is low or high enough to be a reason."""


class Stated:
    """Semantic and exact match between each active fact (signed, weighted by strength) and the item."""

    name = "stated"

    def values(self, view: View, rows: Rows) -> Values:
        total = np.zeros(len(rows))
        weight = _MODEL * _models(view)  # much of "like Heat, but funny" is to be like Heat
        for fact in view.soft:
            match = self._match(view, fact, rows)
            if match is None:
                continue
            total += (1 if fact.polarity is Polarity.LIKE else -1) * view.weights[fact.id] * match
            weight += view.weights[fact.id]
        if view.text_vector is not None:
            share = _TEXT_SHARE * view.text_weight
            total += share * _closeness(view.catalogue.dense.vectors[rows] @ view.text_vector)
            weight += share
        return np.clip(total / max(_WHOLE, weight), -1, 1)

    def reasons(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        return self._phrases(view, row, wording, Polarity.LIKE)

    def avoided(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        return self._phrases(view, row, wording, Polarity.DISLIKE)

    def _phrases(self, view: View, row: int, wording: Wording, polarity: Polarity) -> tuple[str, ...]:
        facts = sorted((f for f in view.soft if f.polarity is polarity and f.strength), key=lambda f: -f.strength)
        phrases = (self._phrase(view, fact, row, wording) for fact in facts)
        return tuple(dict.fromkeys(phrase for phrase in phrases if phrase))

    def _match(self, view: View, fact: Fact, rows: Rows) -> Values | None:
        """(len(rows),) in 0-1, less for what is on the wrong side of its kind; None for a fact about nothing here."""
        if fact.facet == WISH:
            words = str(fact.value)
            vector = view.fact_vectors.get(fact.id)
            near = None if vector is None else _closeness(view.catalogue.dense.vectors[rows] @ vector)
            if view.catalogue.pack.main is not None and (named := _named(view, words)):
                return _among(named, rows)  # "robot vacuum": what is not called one is none
            literal = view.catalogue.telling(words) if CJK.search(words) or " " in words else frozenset()
            if not literal:
                return near
            told = _among(literal, rows)
            return told if near is None or CJK.search(words) else np.maximum(_BESIDE_LITERAL * near, told)
        facet = view.catalogue.pack.facets.get(fact.facet)
        if facet is None:
            return None
        table = view.catalogue.table
        if facet.kind == "number":
            return _number_match(fact, table, rows, _of_kind(view))
        if fact.value is None:
            return None
        if facet.kind == "category" and not facet.strict and isinstance(fact.value, str):
            listed = table.prominence(fact.facet, fact.value, rows)
            if facet.in_text:
                return np.maximum(listed, _IN_TEXT * _among(view.catalogue.telling(fact.value), rows))
            wanted = {f.value for f in view.soft if f.facet == fact.facet and f.polarity is Polarity.LIKE}
            against = [value for value in facet.against.get(fact.value, ()) if value not in wanted]
            ill = [table.prominence(fact.facet, value, rows) for value in against]
            return listed - _ILL * np.max(ill, axis=0) if ill and fact.polarity is Polarity.LIKE else listed
        return table.has(fact.facet, fact.value, rows).astype(np.float64)

    def _match_of_one(self, view: View, fact: Fact, row: int) -> float | None:
        """`_match` of a single row: reasons ask it of every fact, and an item knows its own values."""
        facet = view.catalogue.pack.facets.get(fact.facet)
        if facet is not None and facet.kind != "number" and fact.value is not None:
            return float(fact.value in view.catalogue.items[row].values(fact.facet))
        match = self._match(view, fact, np.array([row]))
        return None if match is None else float(match[0])

    def _phrase(self, view: View, fact: Fact, row: int, wording: Wording) -> str:
        match = self._match_of_one(view, fact, row)
        if match is None:
            return ""
        if fact.polarity is Polarity.DISLIKE:
            return value_phrase(view, fact, wording, "avoids") if match == 0 and _is_telling(view, fact) else ""
        if match < self._least(view, fact):
            return ""
        if fact.facet == WISH:
            return wording.say("reason_wish", words=str(fact.value))
        if fact.min is not None or fact.max is not None:
            return bound_phrase(view, fact, row, wording)
        return value_phrase(view, fact, wording, "has", row)

    @staticmethod
    def _least(view: View, fact: Fact) -> float:
        """The match from which it is a reason."""
        if fact.facet == WISH:
            return _WORTH_SAYING
        if fact.value not in ("low", "high"):
            return 0.99
        return _LEADING if _of_kind(view) is None else 2 * _LEADING - 1


def _is_telling(view: View, fact: Fact) -> bool:
    """Whether it says something for an item not to have it: all but one have another maker, and moods are not listed
    whole."""
    facet = view.catalogue.pack.facets.get(fact.facet)
    return facet is not None and (facet.kind == "flag" or (facet.kind == "category" and facet.strict))


def _models(view: View) -> float:
    """The strength of the items that are named as models now."""
    items = (f for f in view.heeded if f.facet == ITEM and f.scope is Scope.SESSION and f.polarity is Polarity.LIKE)
    return sum(f.strength for f in items)


def _named(view: View, words: str) -> frozenset[int]:
    """The rows of goods whose titles or listed values have all the words of a wish."""
    owners = [view.catalogue.named(word) for word in words.split() if len(word) >= _TELLING and word.isascii()]
    return frozenset.intersection(*owners) if owners else frozenset()


def _among(owners: frozenset[int], rows: Rows) -> Values:
    """(len(rows),) 1 for the owners."""
    return np.isin(rows, list(owners)).astype(np.float64)


def _closeness(cosines: NDArray[np.floating[Any]]) -> Values:
    return np.clip((cosines.astype(np.float64) - _FAR) / (_NEAR - _FAR), 0, 1)


def _of_kind(view: View) -> Rows | None:
    """Rows of the kinds of things that are looked for; None where no kind is."""
    main, table = view.catalogue.pack.main, view.catalogue.table
    kinds = [f.value for f in view.profile.facts if f.facet == main and f.polarity is Polarity.LIKE]
    found = [table.rows_with(main, kind) for kind in kinds if main is not None and kind is not None]
    return np.unique(np.concatenate(found)) if found else None


def _number_match(fact: Fact, table: FacetTable, rows: Rows, of_kind: Rows | None = None) -> Values:
    """1 within the bounds; for "low" and "high", how far down or up the catalogue's own range.

    of_kind: rows of the kind of thing that is looked for: then the range of that counts, as a dear mouse is cheap only
    beside televisions, and what is on its wrong side counts against.
    """
    if fact.value in ("low", "high"):
        place = table.places(fact.facet)[rows] if of_kind is None else table.places_among(fact.facet, of_kind, rows)
        match = np.nan_to_num(1 - place if fact.value == "low" else place, nan=0.0)
        return match if of_kind is None else 2 * match - 1
    own = table.numbers(fact.facet)[rows]
    with np.errstate(invalid="ignore"):
        inside = (own >= (fact.min if fact.min is not None else -np.inf)) & (
            own <= (fact.max if fact.max is not None else np.inf)
        )
    return inside.astype(np.float64)
