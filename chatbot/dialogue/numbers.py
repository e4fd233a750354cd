"""Numbers in a message: units, currencies, bounds, ranges, decades and durations, resolved to number facets."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.pack import Facet
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.bound_cues import FILLER, CueReader
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.quantities import CURRENCIES, Quantity, QuantityReader

_YEARS = (1880, 2100)
_LEAST_ROUND = 10
"""Least unit-less number that "around" or "for" makes a price."""
_MANY = 10
"""From how many on "for 10" is no number of people."""
_MOST = 95
"""Percentile above which a limit limits next to nothing."""
_DATED = re.compile(r"(?:\b(?:in|from|of|released|year|circa|around|made)\s*|^|年|[,(]\s*)$", re.IGNORECASE)
"""What stands before a bare number that is a year."""
_CLAUSE = re.compile(r"[,;:!?，。；：！？]|\.\s")
_PART = re.compile(r"\b(early|mid|later?)[\s-]+(?:the\s+)?$", re.IGNORECASE)
_PARTS = {"early": (0, 3), "mid": (3, 6), "late": (6, 9), "later": (6, 9)}


class Bound(NamedTuple):
    """What a stretch of the message says about one number facet; `min` and `max` are inclusive."""

    start: int
    end: int
    facet: str
    min: float | None
    max: float | None
    firm: bool = True
    tail: tuple[int, int] | None = None
    """Where the rest of it stands, if something else is between ("55 inch tv *or bigger*")."""

    @property
    def open_ended(self) -> bool:
        return (self.min is None) != (self.max is None)

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        return ((self.start, self.end), self.tail) if self.tail else ((self.start, self.end),)


class NumberReader:
    """Reads bounds for the number facets of one catalogue, in one language."""

    def __init__(self, language: Language, facets: Mapping[str, Facet], table: FacetTable, year_now: int) -> None:
        self._language = language
        self._year_now = year_now
        self._facets = {name: facet for name, facet in facets.items() if facet.kind == "number"}
        self._numbers = {name: table.numbers(name) for name in self._facets}
        self._spans = {name: _span(numbers) for name, numbers in self._numbers.items()}
        self._by_unit: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for name, facet in self._facets.items():
            for word, factor in facet.units.items():
                self._by_unit[word.casefold()].append((name, factor))
            if facet.unit and facet.unit != "year":
                self._by_unit[facet.unit.casefold()].append((name, 1.0))
        self._year = next((n for n, f in self._facets.items() if f.unit == "year"), None)
        self.scale = next((n for n, f in self._facets.items() if f.unit.startswith("/")), None)
        # A catalogue may not say its currency; then the standard name of the facet does.
        money = [n for n, f in self._facets.items() if (f.unit and f.unit in CURRENCIES) or n == "price"]
        self._money = money[0] if money else None
        if self._money:
            for word in language.currencies:
                self._by_unit.setdefault(word, [(self._money, 1.0)])
        self._people = next((name for word in language.people_units for name, _ in self._by_unit.get(word, ())), None)
        self._quantities = QuantityReader(language, self._by_unit)
        self._named = {n: self._name_pattern(n, f) for n, f in self._facets.items()}
        self._continued = re.compile(
            rf"\s*,?\s*(?:{language.joint.pattern}|{language.contrast.pattern})\s*"
            rf"(?:{language.at_most.pattern}|{language.at_least.pattern}){FILLER}",
            re.IGNORECASE,
        )
        self._cues = CueReader(language, tuple(self._named.values()))
        self._joint = re.compile(rf"\s*年?(?:{language.range_joint.pattern})\s*(?:the\s+)?$", re.IGNORECASE)
        self._either = re.compile(rf"[\s,，、]*(?:(?:{language.joint.pattern})\s*)?(?:the\s+)?", re.IGNORECASE)
        self._between = re.compile(rf"(?:{language.between.pattern})\s*(?:the\s+)?$", re.IGNORECASE)

    @property
    def money(self) -> str | None:
        """The facet that money is spoken of in, where the catalogue has one."""
        return self._money

    @property
    def year(self) -> str | None:
        """The facet that years are spoken of in."""
        return self._year

    def measured_in(self, unit: str) -> list[str]:
        """The facets that have a unit."""
        return [name for name, _ in self._by_unit.get(unit, ())]

    def quantities(self, text: str) -> list[Quantity]:
        """The quantities of a message, whatever they are of."""
        return self._quantities.read(text)

    def amount(self, text: str, q: Quantity, facet: str | None = None) -> tuple[str | None, float]:
        """Which facet an amount is of, and how much that is in its unit; facet: the one that words beside it name."""
        fits = facet in self._facets and (
            not q.unit
            or self._facets[facet].unit == "year"
            or facet in dict(self._by_unit.get(q.unit, ()))
            or (q.unit in CURRENCIES and facet == self._money)
        )
        chosen = facet if fits else self._facet_of(text, q, True)
        return chosen, self.in_unit(chosen, q) if chosen else q.value

    def bounds(self, text: str, words: Sequence[tuple[int, int]] = (), asked: str | None = None) -> list[Bound]:
        """All bounds of the message in order of place. Numbers that fit no facet are left alone.

        words: spans of what else the message names; no cue is read out of the middle of one; asked: the facet of the
        open question, which a number that says nothing of its own answers.
        """
        found, counted = self._relative_years(text), self._parties(text)
        known = [*(b.spans[0] for b in found), *(span for _, span in counted)]
        found += [bound for bound, _ in counted]
        quantities = [q for q in self._quantities.read(text) if not any(s <= q.start < e for s, e in known)]
        n = 0
        while n < len(quantities):
            bound, read = self._decades(text, quantities[n:])
            if bound is None and (bound := self._range(text, quantities[n : n + 2], asked)):
                read = 2
            bound = bound or self._single(text, self._with_unit(text, quantities, n), words, asked)
            n += read
            if bound is not None:
                found.append(bound)
        return sorted(found)

    def measured(self, text: str, span: tuple[int, int]) -> Bound | None:
        """What the message says at `span` of whichever facet its unit, or a decade, is of."""
        for said in self._over(text, span):
            quantities = self._quantities.read(text[said.start : said.end])
            if any(q.decade or said.facet in dict(self._by_unit.get(q.unit, ())) for q in quantities):
                return said
        return None

    def bound(
        self,
        facet: str,
        operator: str,
        text: str,
        span: tuple[int, int],
        against: bool = False,
        asked: str | None = None,
    ) -> Bound | None:
        """What a quantity at `span` says about a facet when it stands under an operator ("<", ">", "=", "~").

        against: whether it is said to be ruled out; of a bound with one open end that leaves the other side.
        What the words around it say more exactly (years, ranges, ages, "tops") is taken from them, and so is the facet
        where the unit is not of this one, or nothing has so much. None when there is no quantity. asked: see `bounds`.
        """
        others = []
        for said in self._over(text, span, asked):
            if said.facet != facet:
                others.append(said)
                continue
            if said.open_ended and (against or (not _agrees(said, operator) and self._negated(text, said))):
                return self.turned(said)
            if _agrees(said, operator) or self.is_cued(text, said):
                return said
        measured = self.measured(text, span)
        if measured is not None and measured.facet != facet:
            return measured
        phrase = text[span[0] : span[1]]
        quantity = next(iter(self._quantities.read(phrase)), None)
        if quantity is None:
            return None
        yearly = self._facets[facet].unit == "year"
        value = self.in_unit(facet, quantity)
        if not self._measures(facet, quantity) or not self.in_reach(Bound(*span, facet, value, value)):
            return next((b for b in others if self.in_reach(b)), None)
        if (elsewhere := next((b for b in others if self.is_cued(text, b)), None)) is not None:
            return elsewhere
        first, last = (value, value + 9) if quantity.decade and yearly else (value, value)
        exact = Bound(*span, facet, first, last)
        if against:
            operator = {"<": ">", ">": "<"}.get(operator, operator)
        match operator:
            case "<":
                return exact._replace(min=None, max=first - 1 if quantity.decade else last)
            case ">":
                return exact._replace(min=first, max=None)
            case "~":
                slack = 3.0 if yearly else 0.2 * value
                return exact._replace(min=round(first - slack, 4), max=round(last + slack, 4), firm=False)
            case _:
                return exact if quantity.decade else self._bare(exact, yearly)

    def in_reach(self, bound: Bound) -> bool:
        """Whether items have such numbers."""
        least, most = self._spans[bound.facet]
        return any(least <= value <= most for value in (bound.min, bound.max) if value is not None)

    def turned(self, bound: Bound) -> Bound:
        """What is left of a facet by ruling out one side: "nothing under 50", "not before 1990".

        A year ends before the next begins; any other limit may be met.
        """
        step = 1 if self._facets[bound.facet].unit == "year" else 0
        if bound.max is not None:
            return bound._replace(min=bound.max + step, max=None)
        return bound._replace(min=None, max=(bound.min or 0) - step)

    def _negated(self, text: str, said: Bound) -> bool:
        """Whether a bound stands after a negator in its clause."""
        lead = self._language.not_negator.sub(" ", _CLAUSE.split(text[: said.start])[-1])
        return bool(self._language.negator.search(lead))

    def _measures(self, facet: str, q: Quantity) -> bool:
        """Whether the unit of a quantity, if it has one, is of this facet."""
        money = facet == self._money and (q.unit in CURRENCIES or q.unit in self._language.currencies)
        return not q.unit or money or any(name == facet for name, _ in self._by_unit.get(q.unit, ()))

    def _over(self, text: str, span: tuple[int, int], asked: str | None = None) -> list[Bound]:
        return [b for b in self.bounds(text, asked=asked) if any(s < span[1] and span[0] < e for s, e in b.spans)]

    def is_cued(self, text: str, said: Bound) -> bool:
        """Whether more than the number itself says what the bound is."""
        quantities = [q for q in self._quantities.read(text) if said.start <= q.start < said.end]
        return bool(said.tail) or any((said.start, said.end) != (q.start, q.end) for q in quantities)

    def _name_pattern(self, name: str, facet: Facet) -> re.Pattern[str]:
        labels = [name.replace("_", " "), *facet.label.values()]
        for group in (facet.cues, facet.less, facet.more):
            labels += [word for words in group.values() for word in words]
        return phrases(label for label in labels if label)

    def _decades(self, text: str, quantities: Sequence[Quantity]) -> tuple[Bound | None, int]:
        """ "the 80s or 90s" is one span of years. Also how many quantities were read."""
        last = 0
        for n, (one, other) in enumerate(pairwise(quantities), 1):
            if not (one.decade and other.decade and self._either.fullmatch(text[one.end : other.start])):
                break
            last = n
        if not last or self._year is None:
            return None, 1
        years = [q.value for q in quantities[: last + 1]]
        span = Bound(quantities[0].start, quantities[last].end, self._year, min(years), max(years) + 9)
        return span, last + 1

    def _range(self, text: str, pair: Sequence[Quantity], asked: str | None = None) -> Bound | None:
        if len(pair) < 2:
            return None
        low, high = pair
        if _YEARS[0] <= low.value <= _YEARS[1] and low.value % 100 < high.value < 100 and not (low.unit or high.unit):
            high = high._replace(value=low.value // 100 * 100 + high.value)  # "between 1975 and 85"
        between = text[low.end : high.start]
        if not self._joint.fullmatch(between):
            return None
        opened = self._between.search(text[: low.start])
        if between.strip().casefold() in ("and", "和") and not opened:
            return None
        facet = self._facet_of(
            text, high._replace(start=low.start, unit=high.unit or low.unit), True, self._answering(asked, low, high)
        )
        if facet is None:
            return None
        if high.unit in self._language.calendar and self.named_beside(text, low, [facet]) is None:
            return None
        first, last = (self.in_unit(facet, q._replace(unit=q.unit or high.unit)) for q in (low, high))
        if first > last:
            return None
        start = opened.start() if opened else low.start
        return Bound(start, high.end, facet, first, last + 9 if high.decade else last)

    def _with_unit(self, text: str, quantities: Sequence[Quantity], n: int) -> Quantity:
        """In "over 2 hours but under 3" the unit is said once."""
        q, before = quantities[n], quantities[n - 1] if n else None
        if before is None or q.unit or q.decade or not before.unit:
            return q
        continued = self._continued.fullmatch(text[before.end : q.start])
        return q._replace(unit=before.unit) if continued and not self.named_beside(text, q, list(self._facets)) else q

    def _single(
        self, text: str, q: Quantity, words: Sequence[tuple[int, int]], asked: str | None = None
    ) -> Bound | None:
        cues = self._cues.read(text, q, words)
        if q.counting and not cues.bounded:
            return None
        if not cues.bounded and self._language.rate.match(text, q.end):
            return None
        asked = asked if cues.bounded and asked in self._facets else self._party(text, q) or self._answering(asked, q)
        facet = self._facet_of(
            text,
            q,
            cues.bounded or (cues.around is not None and q.value >= _LEAST_ROUND) or self._priced(text, q),
            asked,
        )
        if facet is None:
            return None
        if q.unit in self._language.calendar and self.named_beside(text, q, [facet]) is None:
            return None
        yearly = self._facets[facet].unit == "year"
        if yearly and not q.decade and (q.rounded or not _YEARS[0] <= q.value <= _YEARS[1]):
            return None
        most, least = cues.before_most, cues.before_least
        if least and yearly and least["cue"].casefold() in ("from", "从") and not cues.after_least:
            least = None  # "from 2014" is that year; "from 2014 on" is a bound
        lead = text[: q.start]
        value = self.in_unit(facet, q)
        first, last, start = value, value, cues.start(q)
        if q.decade:
            first, last, part = self._decade_part(lead, value)
            start = min(start, part)
        exact = Bound(start, cues.end(q), facet, first, last, tail=cues.tail(q))
        if cues.around and most and not cues.after_most and self._language.at_most_loose.fullmatch(most["cue"]):
            most = least = None  # "a budget of around 200" is around 200
            cues = cues._replace(after_least=None)  # "spend about 200 on headphones"
        if (upper := cues.after_most or most) is not None:
            strict = yearly and self._strictly_most(upper["cue"])
            before = strict or (q.decade and most)  # "before the 90s" ends where they begin
            return exact._replace(min=None, max=first - 1 if before else last)
        if (lower := cues.after_least or least) is not None:
            if self._language.gives_up.search(text[: exact.start + len(lower["cue"])]) or self._language.too_much.match(
                text, exact.end
            ):
                return exact._replace(min=None, max=last)  # "over two hours is too much for us"
            strict = yearly and self._strictly_least(lower["cue"])
            return exact._replace(min=last + 1 if strict else first, max=None)
        if q.decade:
            return exact
        if cues.around:
            slack = 3.0 if yearly else 0.2 * value
            return exact._replace(min=round(value - slack, 4), max=round(value + slack, 4), firm=False)
        return self._bare(exact, yearly)

    def _answering(self, asked: str | None, *quantities: Quantity) -> str | None:
        """The facet of the open question, where its items have such numbers."""
        if asked is None or asked not in self._facets:
            return None
        least, most = self._spans[asked]
        return asked if all(least <= q.value <= most for q in quantities) else None

    def _priced(self, text: str, q: Quantity) -> bool:
        """Whether a bare number stands where a price does ("a phone for 300", 三百的耳机)."""
        if self._money is None or q.unit or q.value < max(_LEAST_ROUND, self._spans[self._money][0]):
            return False
        before = self._language.priced_before.search(text[max(0, q.start - 24) : q.start])
        ends = re.match(r"\s*(?:$|[,.;!?])", text[q.end :])
        return bool((before and ends) or self._language.priced_after.match(text, q.end))

    def _parties(self, text: str) -> list[tuple[Bound, tuple[int, int]]]:
        """How many "2 adults and 3 kids" are, and where both numbers stand; the bound itself leaves the kids alone."""
        found: list[tuple[Bound, tuple[int, int]]] = []
        for m in self._language.party.finditer(text) if self._people else ():
            numbers = [next(iter(self._quantities.read(m[group])), None) for group in ("a", "b")]
            count = sum(q.value if q is not None else 1.0 for q in numbers)  # "a baby" is one
            bound = self._bare(Bound(m.start("a"), m.start("b"), str(self._people), count, count), False)
            found += [(bound, m.span())] if bound is not None else []
        return found

    def _party(self, text: str, q: Quantity) -> str | None:
        """The facet of a number of people, where a small bare one stands as "somewhere for 2" has it."""
        small = not q.unit and not q.decade and 1 <= q.value < _MANY and q.value.is_integer()
        before = self._language.people_before.search(text[: q.start])
        return self._people if small and before and self._language.people_after.match(text, q.end) else None

    def _strictly_most(self, cue: str) -> bool:
        return bool(self._language.at_most_strict.fullmatch(cue))

    def _strictly_least(self, cue: str) -> bool:
        return bool(self._language.at_least_strict.fullmatch(cue))

    def _bare(self, exact: Bound, yearly: bool) -> Bound | None:
        default = self._facets[exact.facet].default_bound
        if default == "max":
            return exact._replace(min=None)
        if default == "min":
            return exact._replace(max=None)
        return (
            exact
            if yearly
            else exact._replace(
                min=exact.min * 0.9 if exact.min else None, max=exact.max * 1.1 if exact.max else None, firm=False
            )
        )

    @staticmethod
    def _decade_part(lead: str, start: float) -> tuple[float, float, int]:
        """First and last year of "the early 90s", and where the words for it begin."""
        m = _PART.search(lead)
        if m is None:
            return start, start + 9, len(lead)
        first, last = _PARTS[m.group(1).casefold()]
        return start + first, start + last, m.start()

    def _facet_of(self, text: str, q: Quantity, bounded: bool = False, asked: str | None = None) -> str | None:
        if q.decade:
            return self._year
        if q.unit:
            candidates = [name for name, _ in self._by_unit.get(q.unit, ())]
            currency = self._is_currency(text, q, candidates) or (q.unit in CURRENCIES and not candidates)
            if self._money and currency:
                candidates = [self._money]
            return self._likeliest(text, q, candidates)
        named = self.named_beside(text, q, list(self._facets))
        if self._year and named in (None, self._year) and self._looks_like_year(q, bounded):
            dated = bounded or _DATED.search(text[: q.start]) or text[q.end : q.end + 1] == "年"
            return self._year if dated else None
        beside = any(c.isdigit() for c in text[max(0, q.start - 30) : q.start])
        if named is not None and bounded and beside and self._is_price_instead(q.value, named):
            return self._money  # "32 GB of RAM under 1000"
        if named is not None or asked is not None:
            return named or asked
        if bounded and not q.value.is_integer() and self._fits_scale(q.value):
            return self.scale
        if self._language.other_measures.match(text, q.end):
            return None
        return self._money if bounded and self._money and abs(q.value) >= 1 and not q.counting else None

    def _is_currency(self, text: str, q: Quantity, candidates: Sequence[str]) -> bool:
        """Whether a unit that is a currency as well ("pounds") would measure what next to nothing has so much of."""
        if self._language.weighs.search(text[: q.start]):
            return False
        most = [np.nanpercentile(self._numbers[c], _MOST) for c in candidates]
        usual = any(self.in_unit(c, q) <= limit for c, limit in zip(candidates, most, strict=True))
        return q.unit in self._language.currencies and bool(candidates) and not usual

    def _is_price_instead(self, value: float, named: str) -> bool:
        """Whether a number is beyond all that the facet named beside it has, and what things cost."""
        if self._money in (None, named):
            return False
        (_, most), (least, dearest) = self._spans[named], self._spans[str(self._money)]
        return value > most and least <= value <= dearest

    def _fits_scale(self, value: float) -> bool:
        """Whether a number with decimals and no unit is a grade ("at least 7.5")."""
        return self.scale is not None and value <= self._spans[self.scale][1]

    def _looks_like_year(self, q: Quantity, bounded: bool) -> bool:
        if q.rounded or not q.value.is_integer() or not _YEARS[0] <= q.value <= _YEARS[1]:
            return False
        if self._year is None or self._money is None or not bounded:
            return True
        # "a laptop under 2000" among laptops of the last five years is about money
        oldest, newest = self._spans[self._year]
        return oldest <= q.value <= newest + 1

    def _likeliest(self, text: str, q: Quantity, candidates: list[str]) -> str | None:
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        named = self.named_beside(text, q, candidates)
        if named is not None:
            return named
        within = [c for c in candidates if self._spans[c][0] <= self.in_unit(c, q) <= self._spans[c][1]]
        # 16 GB is the memory of many laptops and the storage of few
        return max(within or candidates, key=lambda c: np.count_nonzero(self._numbers[c] == self.in_unit(c, q)))

    def named_beside(self, text: str, q: Quantity, candidates: list[str]) -> str | None:
        """The facet whose name stands nearest: same clause, thirty characters, no other figure between."""
        before = re.split(r"[,.;!?，。；！？\d]", text[max(0, q.start - 30) : q.start])[-1]
        after = re.split(r"[,.;!?，。；！？\d]| and | but ", text[q.end : q.end + 24])[0]
        # The name before belongs to another figure, if one stands before it: "16 GB ram 512 GB ssd"
        other = any(c.isdigit() for c in text[max(0, q.start - 30) : q.start])
        best = (99, 0, "")
        for name in candidates:
            for m in self._named[name].finditer(before):
                best = min(best, (len(before) - m.end(), 1 if other else -1, name))
            for m in self._named[name].finditer(after):
                best = min(best, (m.start(), 0, name))
        return best[2] or None

    def in_unit(self, facet: str, q: Quantity) -> float:
        """How much a quantity is in the unit of a facet."""
        factor = next((f for name, f in self._by_unit.get(q.unit, ()) if name == facet), 1.0)
        return round(q.value * factor, 6)

    def _relative_years(self, text: str) -> list[Bound]:
        if self._year is None:
            return []
        found = [
            Bound(m.start(), m.end(), self._year, self._year_now, None) for m in self._language.this_year.finditer(text)
        ]
        century = self._year_now - self._year_now % 100
        eras = ((self._language.this_century, century, None), (self._language.last_century, century - 100, century - 1))
        dated = [(m, a, b) for era, a, b in eras for m in era.finditer(text) if not m["not"]]
        found += [Bound(m.start(), m.end(), self._year, a, b) for m, a, b in dated]
        for m in self._language.last_years.finditer(text):
            amount = (m.group(1) or "10").casefold()  # "the last decade"
            years = float(amount) if amount.isdigit() else self._language.numbers.get(amount, 3.0)
            found.append(Bound(m.start(), m.end(), self._year, self._year_now - years, None))
        for m in self._language.ages.finditer(text):
            age = m if m["years"] else self._language.own_age.search(text)
            if age is None:
                continue  # "not older than me", of somebody who does not say how old
            limit = self._year_now - float(age["years"])
            after = bool(m["newer"]) != bool(m["not"])
            found.append(Bound(m.start(), m.end(), self._year, limit if after else None, None if after else limit))
        return found


def _agrees(bound: Bound, operator: str) -> bool:
    """Whether a bound points the way an operator does; a range agrees with either of its sides."""
    match operator:
        case "<":
            return bound.max is not None
        case ">":
            return bound.min is not None
        case _:
            return True


def _span(numbers: NDArray[np.float64]) -> tuple[float, float]:
    known = numbers[~np.isnan(numbers)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
