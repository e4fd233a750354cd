"""Numbers that say by how much: "I could go 50 higher", "20 minutes shorter", "double my budget"."""

import re
from collections.abc import Sequence
from math import inf
from typing import Literal, NamedTuple

from chatbot.dialogue.degrees import Degree
from chatbot.dialogue.language import Language
from chatbot.dialogue.numbers import NumberReader
from chatbot.records import Critique

_PERCENT = re.compile(r"\s*(?:%|percent\b|per cent\b)", re.IGNORECASE)
_YEARS = re.compile(r"\s*(?:(?:years?|yrs?|年)\s*)?", re.IGNORECASE)
"""What may stand between an amount without a unit and its word of degree."""
_REACH = 40
"""Characters before an amount in which the word stands that says what is done with it."""
_LEAST = 10
"""Least unit-less number that a verb alone makes an amount of money."""
_MOST = 1000
"""Percent beyond which nobody means it."""


class Shift(NamedTuple):
    """By how much, and where that stands: by an `amount` in the facet's unit, or to `factor` times as much.

    limit: whether it moves what was set ("raise it by 50") rather than compares with what is shown ("50 cheaper").
    """

    start: int
    end: int
    facet: str
    direction: Literal["less", "more"]
    amount: float | None = None
    factor: float | None = None
    limit: bool = True

    def critique(self, text: str) -> Critique:
        return Critique(
            facet=self.facet,
            direction=self.direction,
            amount=self.amount,
            factor=self.factor,
            limit=self.limit,
            words=text[self.start : self.end],
        )


class ShiftReader:
    """Reads shifts in one language."""

    def __init__(self, language: Language, numbers: NumberReader) -> None:
        self._words = language.shifts
        self._spends = language.spends
        self._numbers = numbers

    def read(self, text: str, degrees: Sequence[Degree]) -> list[Shift]:
        """The shifts of a sentence in order of place. degrees: its words of degree ("20 dollars *cheaper*")."""
        found = self._multiplied(text)
        for q in self._numbers.quantities(text):
            if q.decade or not 0 < q.value < inf:
                continue
            percent = _PERCENT.match(text, q.end)
            end = percent.end() if percent else q.end
            start = max(0, q.start - _REACH)
            gap = _YEARS.match(text, end)
            after = gap.end() if gap else end
            compared = next((d for d in degrees if not d.is_level and d.start == after), None)
            facet, value = self._numbers.amount(text, q, compared.facet if compared else None)
            if compared is not None and facet == compared.facet:
                direction: Literal["less", "more"] = "less" if compared.sort == "less" else "more"
                span, limit = (q.start, compared.end), False
            else:
                moved = self._moved(text, start, q.start, end)
                if moved is None or facet is None:
                    continue
                # "5 more" and "add 2" ask for more items, unless they are of money, or have a unit.
                large = moved.firm and q.value >= _LEAST
                if not (q.unit or percent or large or self._spends.search(text)):
                    continue
                direction, span, limit = moved.direction, (moved.start, moved.end), True
            if not percent:
                found.append(Shift(*span, facet, direction, amount=value, limit=limit))
            elif q.value < (100 if direction == "less" else _MOST):
                share = q.value / 100
                found.append(
                    Shift(*span, facet, direction, factor=1 - share if direction == "less" else 1 + share, limit=limit)
                )
        return sorted(found)

    def _multiplied(self, text: str) -> list[Shift]:
        """ "twice as much", "half the price"."""
        money = self._numbers.money
        return [
            Shift(m.start(), m.end(), money, "more" if factor > 1 else "less", factor=factor, limit=not m["price"])
            for factor, pattern in self._words.factors
            if money is not None and (m := pattern.search(text)) is not None
        ][:1]

    def _moved(self, text: str, start: int, at: int, end: int) -> "_Moved | None":
        words = self._words
        for direction, before, after in (
            ("more", words.more_before, words.more_after),
            ("less", words.less_before, words.less_after),
        ):
            lead, tail = before.search(text, start, at), after.match(text, end)
            if lead is not None or tail is not None:
                side: Literal["less", "more"] = "more" if direction == "more" else "less"
                return _Moved(side, lead.start() if lead else at, tail.end() if tail else end, lead is not None)
        return None


class _Moved(NamedTuple):
    direction: Literal["less", "more"]
    start: int
    end: int
    firm: bool
    """Whether a verb says it ("raise it by 50")."""
