"""Numbers in a message: units, currencies, bounds, ranges, decades and durations, resolved to number facets."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.pack import Facet
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.text import CJK

_CURRENCIES = "$€£¥"
_ZH_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_FIGURES = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_LARGEST = 1e9
_FILLER = r"(?:\s|the\b|a\b|an\b|year\b|of\b|about\b|around\b|is\b|than\b|price\b|just\b|:|=)*"
_YEARS = (1880, 2100)


class Quantity(NamedTuple):
    """A number as written, with what is around it. `unit` is the unit word or currency sign, lower case."""

    start: int
    end: int
    value: float
    unit: str = ""
    decade: bool = False


class Bound(NamedTuple):
    """What a stretch of the message says about one number facet; `min` and `max` are inclusive."""

    start: int
    end: int
    facet: str
    min: float | None
    max: float | None
    firm: bool = True


class NumberReader:
    """Reads bounds for the number facets of one catalogue, in one language."""

    def __init__(self, language: Language, facets: Mapping[str, Facet], table: FacetTable, year_now: int) -> None:
        self._language = language
        self._year_now = year_now
        self._facets = {name: facet for name, facet in facets.items() if facet.kind == "number"}
        self._spans = {name: _span(table.numbers(name)) for name in self._facets}
        self._by_unit: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for name, facet in self._facets.items():
            for word, factor in facet.units.items():
                self._by_unit[word.casefold()].append((name, factor))
            if facet.unit and facet.unit != "year":
                self._by_unit[facet.unit.casefold()].append((name, 1.0))
        self._year = next((n for n, f in self._facets.items() if f.unit == "year"), None)
        # A catalogue may not say its currency; then the standard name of the facet does.
        money = [n for n, f in self._facets.items() if (f.unit and f.unit in _CURRENCIES) or n == "price"]
        self._money = money[0] if money else None
        self._quantity = self._quantity_pattern()
        self._named = {n: self._name_pattern(n, f) for n, f in self._facets.items()}
        lead = rf"(?:{language.at_most.pattern})"
        self._before_most = re.compile(rf"(?P<cue>{lead}){_FILLER}$", re.IGNORECASE)
        self._before_least = re.compile(rf"(?P<cue>{language.at_least.pattern}){_FILLER}$", re.IGNORECASE)
        self._before_around = re.compile(rf"(?:{language.around.pattern})\s*$", re.IGNORECASE)
        self._after_most = re.compile(rf"\s*年?(?:{language.after_at_most.pattern})", re.IGNORECASE)
        self._after_least = re.compile(rf"\s*年?(?:{language.after_at_least.pattern})", re.IGNORECASE)
        self._after_around = re.compile(rf"[\s-]*(?:{language.around.pattern})", re.IGNORECASE)
        self._joint = re.compile(rf"\s*(?:{language.range_joint.pattern})\s*(?:the\s+)?$", re.IGNORECASE)
        self._between = re.compile(rf"(?:{language.between.pattern})\s*(?:the\s+)?$", re.IGNORECASE)

    def bounds(self, text: str) -> list[Bound]:
        """All bounds of the message in order of place. Numbers that fit no facet are left alone."""
        found: list[Bound] = list(self._relative_years(text))
        quantities = self._quantities(text)
        n = 0
        while n < len(quantities):
            pair = quantities[n : n + 2]
            bound = self._range(text, pair) if len(pair) == 2 else None
            n += 2 if bound else 1
            bound = bound or self._single(text, pair[0])
            if bound is not None:
                found.append(bound)
        return sorted(found)

    def _quantity_pattern(self) -> re.Pattern[str]:
        units = "|".join(re.escape(u) for u in sorted(self._by_unit, key=len, reverse=True) if u not in _CURRENCIES)
        words = "|".join(
            sorted((re.escape(w) for w in self._language.numbers if not CJK.search(w)), key=len, reverse=True)
        )
        chinese = "[" + "".join(_ZH_DIGITS) + "".join(_ZH_UNITS) + "]+"
        spelled = rf"(?<![\w])(?:{words})(?![\w])|{chinese}" if words else chinese
        return re.compile(
            rf"(?P<sign>(?<!\w)-)?(?P<money>[{_CURRENCIES}]\s*)?(?:(?P<fig>{_FIGURES})(?P<dec>'?s\b)?(?P<kilo>k\b)?|(?P<word>{spelled}))"
            rf"(?P<half>\s+(?:{self._language.half.pattern}))?(?:[\s-]*(?P<unit>(?:{units or '(?!)'}))(?![a-z]))?"
            rf"(?P<tail>\s*[{_CURRENCIES}])?(?P<half2>\s+(?:{self._language.half.pattern}))?(?P<era>年代)?",
            re.IGNORECASE,
        )

    def _name_pattern(self, name: str, facet: Facet) -> re.Pattern[str]:
        labels = [name.replace("_", " "), *facet.label.values()]
        for group in (facet.cues, facet.less, facet.more):
            labels += [word for words in group.values() for word in words]
        return phrases(label for label in labels if label)

    def _quantities(self, text: str) -> list[Quantity]:
        found: list[Quantity] = []
        for m in self._quantity.finditer(text):
            value = self._value(m)
            if value is None or value > _LARGEST:
                continue
            unit = ((m["money"] or m["tail"] or "").strip() or m["unit"] or "").casefold()
            decade = bool(m["dec"] or m["era"])
            if m["word"] and not unit and not CJK.search(m["word"]) and value < 10:
                continue  # "one", "two" alone are rarely quantities
            quantity = Quantity(m.start(), m.end(), _decade(value) if decade else value, unit, decade)
            found = self._joined(text, found, quantity)
        for m in self._language.decade.finditer(text):
            start = self._language.decades[m.group().casefold()]
            found = [q for q in found if q.end <= m.start() or q.start >= m.end()]
            found.append(Quantity(m.start(), m.end(), float(start), "", True))
        return sorted(found)

    def _value(self, m: re.Match[str]) -> float | None:
        if m["sign"]:
            return None
        if m["fig"]:
            value = float(m["fig"].replace(",", "")) * (1000 if m["kilo"] else 1)
        elif CJK.search(m["word"]):
            value = chinese_number(m["word"])
        else:
            value = self._language.numbers[re.sub(r"\s+", " ", m["word"].casefold())]
        return value + 0.5 if m["half"] or m["half2"] else value

    def _joined(self, text: str, found: list[Quantity], new: Quantity) -> list[Quantity]:
        """Adds "30 minutes" to the "2 hours" just before it."""
        last = found[-1] if found else None
        if last is None or not last.unit or not re.fullmatch(r"[\s,]*(?:and\s+)?", text[last.end : new.start]):
            return [*found, new]
        small = dict(self._by_unit.get(new.unit, ()))
        for facet, factor in self._by_unit.get(last.unit, ()):
            inner = small.get(facet, 1.0 if not new.unit and factor > 1 and last.end == new.start else None)
            if inner is not None and inner < factor:
                value = last.value + new.value * inner / factor
                return [*found[:-1], Quantity(last.start, new.end, value, last.unit)]
        return [*found, new]

    def _range(self, text: str, pair: Sequence[Quantity]) -> Bound | None:
        low, high = pair
        between = text[low.end : high.start]
        if not self._joint.fullmatch(between) or low.value > high.value:
            return None
        opened = self._between.search(text[: low.start])
        if between.strip().casefold() in ("and", "和") and not opened:
            return None
        facet = self._facet_of(text, high, True) or self._facet_of(text, low, True)
        if facet is None:
            return None
        first, last = (self._in_unit(facet, q._replace(unit=q.unit or high.unit)) for q in (low, high))
        start = opened.start() if opened else low.start
        return Bound(start, high.end, facet, first, last + 9 if high.decade else last)

    def _single(self, text: str, q: Quantity) -> Bound | None:
        before, after = text[max(0, q.start - 48) : q.start], text[q.end : q.end + 24]
        most, least = self._before_most.search(before), self._before_least.search(before)
        if most and least:  # the cue nearer the number, or the longer of two that end together
            most, least = (
                (most, None)
                if (most.start("cue") < least.start("cue")) == (most.end("cue") >= least.end("cue"))
                else (None, least)
            )
        after_most, after_least = self._after_most.match(after), self._after_least.match(after)
        facet = self._facet_of(text, q, bool(most or least or after_most or after_least))
        if facet is None:
            return None
        start = q.start - len(before) + (most or least).start("cue") if (most or least) else q.start  # type: ignore[union-attr]
        end = q.end + (after_most or after_least).end() if (after_most or after_least) else q.end  # type: ignore[union-attr]
        value = self._in_unit(facet, q)
        yearly = self._facets[facet].unit == "year"
        first, last = self._decade_part(before, value) if q.decade else (value, value)
        if least and yearly and least["cue"].casefold() in ("from", "从") and not after_least:
            least = None  # "from 2014" is that year; "from 2014 on" is a bound
        if most or after_most:
            strict = (
                yearly and (after_most is None) and bool(self._language.at_most_strict.fullmatch(most["cue"]))
                if most
                else False
            )
            return Bound(
                start, end, facet, None, first - 1 if strict else last if not q.decade else first - 1 if most else last
            )
        if least or after_least:
            strict = yearly and bool(least and self._language.at_least_strict.fullmatch(least["cue"]))
            return Bound(start, end, facet, last + 1 if strict else first, None)
        if q.decade:
            return Bound(start, end, facet, first, last)
        if self._before_around.search(before) or self._after_around.match(after):
            slack = 3.0 if yearly else 0.2 * value
            return Bound(start, end, facet, round(value - slack, 4), round(value + slack, 4), firm=False)
        return self._bare(Bound(start, end, facet, value, value), yearly)

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

    def _decade_part(self, before: str, start: float) -> tuple[float, float]:
        lead = before.rstrip(" -").casefold()
        if lead.endswith(("early", "early the")):
            return start, start + 3
        if lead.endswith(("late", "later")):
            return start + 6, start + 9
        return (start + 3, start + 6) if lead.endswith("mid") else (start, start + 9)

    def _facet_of(self, text: str, q: Quantity, bounded: bool = False) -> str | None:
        if q.decade:
            return self._year
        if q.unit:
            candidates = [name for name, _ in self._by_unit.get(q.unit, ())]
            if q.unit in _CURRENCIES and not candidates and self._money:
                candidates = [self._money]
            return self._likeliest(text, q, candidates)
        named = self._near(text, q, list(self._facets))
        looks_like_year = q.value.is_integer() and _YEARS[0] <= q.value <= _YEARS[1]
        if self._year and looks_like_year and named in (None, self._year):
            return (
                self._year
                if bounded
                or re.search(
                    r"(?:\b(?:in|from|of|released|year|circa|around|made)\s*|^|年|[,(]\s*)$",
                    text[: q.start],
                    re.IGNORECASE,
                )
                or text[q.end : q.end + 1] == "年"
                else None
            )
        if named is not None:
            return named
        return self._money if bounded and self._money and q.value >= 1 else None

    def _likeliest(self, text: str, q: Quantity, candidates: list[str]) -> str | None:
        if len(candidates) <= 1:
            return candidates[0] if candidates else None
        named = self._near(text, q, candidates)
        if named is not None:
            return named
        within = [c for c in candidates if self._spans[c][0] <= self._in_unit(c, q) <= self._spans[c][1]]
        return (within or candidates)[0]

    def _near(self, text: str, q: Quantity, candidates: list[str]) -> str | None:
        """The facet whose name stands nearest, within the same clause and thirty characters."""
        before = re.split(r"[,.;!?，。；！？]", text[max(0, q.start - 30) : q.start])[-1]
        after = re.split(r"[,.;!?，。；！？]| and | but ", text[q.end : q.end + 24])[0]
        best: tuple[int, str] | None = None
        for name in candidates:
            for m in self._named[name].finditer(before):
                best = min(best or (99, name), (len(before) - m.end(), name))
            for m in self._named[name].finditer(after):
                best = min(best or (99, name), (m.start(), name))
        return best[1] if best else None

    def _in_unit(self, facet: str, q: Quantity) -> float:
        factor = next((f for name, f in self._by_unit.get(q.unit, ()) if name == facet), 1.0)
        return round(q.value * factor, 6)

    def _relative_years(self, text: str) -> list[Bound]:
        if self._year is None:
            return []
        found = [
            Bound(m.start(), m.end(), self._year, self._year_now, None) for m in self._language.this_year.finditer(text)
        ]
        for m in self._language.last_years.finditer(text):
            amount = m.group(1).casefold()
            years = float(amount) if amount.isdigit() else self._language.numbers.get(amount, 3.0)
            found.append(Bound(m.start(), m.end(), self._year, self._year_now - years, None))
        return found


def chinese_number(text: str) -> float:
    """The value of a Chinese numeral ("一百五十" is 150, "两千" 2000, "一万二" 12000)."""
    total, section, digit, last_unit = 0.0, 0.0, 0.0, 1
    for c in text:
        if c in _ZH_DIGITS:
            digit = _ZH_DIGITS[c]
            continue
        unit = _ZH_UNITS[c]
        if unit == 10000:
            total, section = (total + section + (digit or 0)) * unit, 0.0
        else:
            section += (digit or 1) * unit
        digit, last_unit = 0.0, unit
    # "一百五" is 150: a last digit counts tenths of the unit before it
    return total + section + digit * (last_unit / 10 if last_unit > 10 and "零" not in text else 1)


def _decade(value: float) -> float:
    if value < 100:
        return value + (2000 if value < 30 else 1900)
    return value


def _span(numbers: NDArray[np.float64]) -> tuple[float, float]:
    known = numbers[~np.isnan(numbers)]
    return (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
