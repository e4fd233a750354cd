"""Number bounds that a sentence states: which numbers are bounds at all, and for or against what lies within."""

import re
from collections.abc import Sequence

from chatbot.dialogue.kind_numbers import KindNumbers
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.numbers import Bound, NumberReader
from chatbot.dialogue.stance import Stances
from chatbot.dialogue.text import masked, spans_of
from chatbot.dialogue.wishes import WishReader
from chatbot.records import Polarity, SessionState, Statement

_SMALL = re.compile(r"\d{1,2}\b(?! ?[a-z]{0,3}\d)(?! ?(?:inch|in|gb|tb|k|hours?|h|w|min|g|kg)\b)", re.IGNORECASE)
"""A number of one or two figures without a unit."""
_FURTHER = re.compile(r"\b(?:or|nor|and)\s+(?:anything|everything)\s*$", re.IGNORECASE)
"""Before a bound that is ruled out beside something else ("black and white or anything before 1990")."""


class BoundReader:
    """Reads bounds in one language."""

    def __init__(self, language: Language, numbers: NumberReader, sizes: KindNumbers, wishes: WishReader) -> None:
        self._language = language
        self._numbers = numbers
        self._sizes = sizes
        self._wishes = wishes

    def read(
        self,
        text: str,
        mentions: Sequence[Mention],
        items: Sequence[tuple[int, int]],
        rows: Sequence[int],
        state: SessionState,
    ) -> tuple[list[Bound], list[Bound]]:
        """The bounds in order, and those that are taken back.

        items: where items are named. rows: of the things of the kind that is spoken of.
        """
        found = self._numbers.bounds(text, spans_of(mentions), state.open_question)
        found = [self._sizes.fitted(b, text, rows) for b in found] or self._bare_size(text, rows)
        found = [b for b in found if not (_inside_name(b, mentions) or _ends_name(b, mentions, text))]
        found = [b for b in found if not any(s <= b.start and b.end <= e for s, e in items)]
        found = [b for b in found if not self._grades(b, text, items)]
        wrong = self._taken_back(text, found)
        return [b for b in found if b not in wrong], wrong

    def _bare_size(self, text: str, rows: Sequence[int]) -> list[Bound]:
        """What is said by a number and nothing else ("65 please", of screens)."""
        quantities = [q for q in self._numbers.quantities(text) if not q.counting]  # "a 65 one"
        if len(quantities) != 1:
            return []
        quantity = quantities[0]
        alone = self._language.size_alone.fullmatch(masked(text, quantity.start, quantity.end))
        bound = self._sizes.of_size(quantity, rows) if alone else None
        return [bound] if bound is not None else []

    def statement(self, bound: Bound, stances: Stances, mentions: Sequence[Mention]) -> Statement:
        """What a bound states under the negations of its sentence."""
        text, start = stances.text, bound.start
        soft = bool(
            self._language.soft.search(stances.lead(start)) or self._language.soft_after.match(text[bound.end :])
        )
        low, high = bound.min, bound.max
        zone = stances.negation(start, bound.end)
        further = zone is not None and _FURTHER.search(text[zone.start : start]) is not None
        if (
            zone is not None
            and not further
            and (
                stances.describes_between(zone.start, start)
                or any(
                    zone.start <= s and e <= start and not any(m.start <= s < m.end for m in mentions)
                    for s, e, _ in self._wishes.content(text)
                )
            )
        ):
            zone = None  # "nothing bloody from the nineties", "no cables under $80": what is ruled out stands before
        if zone is not None and bound.open_ended:
            turned = self._numbers.turned(bound)
            low, high, zone = turned.min, turned.max, None
        return Statement(
            facet=bound.facet,
            min=low,
            max=high,
            # "not from the 90s" leaves two stretches open, which no one condition says: it counts in the score
            polarity=Polarity.DISLIKE if zone else Polarity.LIKE,
            hard=not soft and zone is None,
            strength=0.7 if not bound.firm or soft else 1.0,
            words=text[start : bound.end],
        )

    def _taken_back(self, text: str, bounds: Sequence[Bound]) -> list[Bound]:
        """Those that are but the wrong one of two bare numbers ("1000, sorry, not 100")."""
        quantities = [q for q in self._numbers.quantities(text) if not q.decade]
        plain = [b for b in bounds if [q.start for q in quantities if b.start <= q.start < b.end] == [b.start]]
        negated = [m.end() for m in self._language.negator.finditer(text)]
        denied = [b for b in plain if any(0 <= b.start - end <= 1 for end in negated)]
        meant = {b.facet for b in plain if b not in denied} - {b.facet for b in bounds if b not in plain}
        return [b for b in denied if b.facet in meant]

    def _grades(self, bound: Bound, text: str, items: Sequence[tuple[int, int]]) -> bool:
        """Whether a number is what somebody gave an item ("I'd rate it 2 stars"), and no limit."""
        if bound.facet != self._numbers.scale or bound.start not in {q.start for q in self._numbers.quantities(text)}:
            return False
        named = next((start for start, end in items if not text[end : bound.start].strip()), None)
        lead = text[: bound.start] if named is None else f"{text[:named]}it "
        return self._language.grades.search(lead) is not None


def _ends_name(bound: Bound, mentions: Sequence[Mention], text: str) -> bool:
    """Whether a bare number goes on with the name of an item ("the Comet 5 is fine")."""
    number = _SMALL.match(text, bound.start)
    return number is not None and any(m.is_item and m.end + 1 == bound.start for m in mentions)


def _inside_name(bound: Bound, mentions: Sequence[Mention]) -> bool:
    """Whether a number is part of a name that goes on beyond it ("Ocean's 11", "Drift 2")."""
    return any(
        m.start <= bound.start
        and bound.end <= m.end
        and (m.end - m.start) > (bound.end - bound.start)
        and not m.is_noun
        for m in mentions
    )
