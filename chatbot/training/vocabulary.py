"""What can be said about one domain in one language: its values, numbers, titles and critiques in people's words."""

import re
from collections.abc import Mapping, Sequence
from random import Random
from typing import NamedTuple

import numpy as np

from chatbot.catalogue.items import LoadedItems
from chatbot.catalogue.pack import Facet, Pack
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.frame import FrameLine, Operator, schema

_SYMBOLS = "$€£¥"
_SPELLED: Mapping[str, Mapping[int, str]] = {
    "en": {2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 10: "ten", 12: "twelve", 20: "twenty",
           30: "thirty", 40: "forty", 50: "fifty", 100: "a hundred", 200: "two hundred", 500: "five hundred",
           1000: "a thousand"},
    "zh": {1: "一", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 8: "八", 10: "十", 20: "二十", 30: "三十", 50: "五十",
           100: "一百", 200: "两百", 300: "三百", 500: "五百", 1000: "一千", 2000: "两千"},
}  # fmt: skip
_MONEY_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "$": {"en": ("dollars", "bucks", "USD", "usd"), "zh": ("美元", "美金", "刀", "元")},
    "€": {"en": ("euros", "euro", "EUR"), "zh": ("欧元", "欧")},
    "£": {"en": ("pounds", "quid", "GBP"), "zh": ("英镑", "镑")},
    "¥": {"en": ("yuan", "RMB", "yen"), "zh": ("元", "块", "块钱")},
}
_VERB = re.compile(r"^(?!this|is\b|as\b|plus|less\b|across|towards)[a-z]+s\b")


class Word(NamedTuple):
    """A value as it can be said, and its place in the frame. `before`: it may stand before the noun."""

    text: str
    facet: str
    before: bool = True
    lead: str = ""
    """What stands before it where it follows a noun ("directed by ")."""
    tail: str = ""
    operator: Operator = ""

    def line(self, sign: str) -> FrameLine:
        return FrameLine(sign=sign, facet=self.facet, operator=self.operator)


class Number(NamedTuple):
    """A number facet whose numbers can be said; `values` as the catalogue has them, sorted."""

    name: str
    facet: Facet
    values: Sequence[float]

    @property
    def yearly(self) -> bool:
        return self.facet.unit == "year"

    @property
    def money(self) -> bool:
        return self.facet.unit in _SYMBOLS and bool(self.facet.unit)


class Vocabulary:
    """The sayable things of one pack in one language."""

    def __init__(self, pack: Pack, loaded: LoadedItems, language: str) -> None:
        table = FacetTable(loaded.items, pack.facets)
        self.domain, self.language = pack.name, language
        self.schema = schema(pack, table)
        self.nouns = pack.noun.get(language) or pack.noun.get("en") or ("item", "items")
        self.titles = [item.title for item in loaded.items if 2 <= len(item.title) <= 40]
        self.labels = {name: facet.name(language, name) for name, facet in pack.facets.items()}
        self.words: dict[str, list[list[Word]]] = {}
        """facet -> one list of forms for each value"""
        self.flags: dict[str, list[Word]] = {}
        self.numbers: list[Number] = []
        self.critiques: list[Word] = []
        self.levels: list[Word] = []
        self.main = pack.main
        self.facet_of = {
            value: name
            for name, facet in reversed(list(pack.facets.items()))
            if facet.kind == "category"
            for value in table.values(name)
        }
        """Value as the pack spells it -> its facet, the first that has it."""
        for name, facet in pack.facets.items():
            self._add(name, facet, table)
        self.known = {form.text.casefold() for values in self.words.values() for forms in values for form in forms}

    def value(self, rng: Random, facet: str | None = None) -> Word:
        """One value in one of its forms; a main value is rarer than the others, which are more telling."""
        names = [n for n in self.words if n != self.main] or list(self.words)
        name = facet or (self.main if self.main in self.words and rng.random() < 0.15 else rng.choice(names))
        return rng.choice(rng.choice(self.words[str(name)]))

    def others(self, rng: Random, word: Word, count: int) -> list[Word]:
        """Values of the same facet, each another one."""
        values = [forms for forms in self.words[word.facet] if word not in forms]
        return [rng.choice(forms) for forms in rng.sample(values, min(count, len(values)))]

    def said(self, rng: Random, number: Number, labelled: bool) -> str:
        """A number of that facet as people write it; `labelled`: the facet's name stands beside it already."""
        value = _round(number, rng.choice(number.values), rng)
        return self.write(rng, number, value, labelled)

    def pair(self, rng: Random, number: Number, labelled: bool) -> tuple[str, str] | None:
        """Two numbers of the facet, the smaller first."""
        values = sorted({_round(number, v, rng) for v in rng.sample(list(number.values), min(6, len(number.values)))})
        if len(values) < 2:
            return None
        low, high = sorted(rng.sample(values, 2))
        first = (
            _figures(low, rng) if rng.random() < 0.5 and not number.yearly else self.write(rng, number, low, labelled)
        )
        return first, self.write(rng, number, high, labelled)

    def few(self, rng: Random) -> str:
        """A small number, of people for instance."""
        return self._amount(rng.choice((2, 2, 3, 3, 4, 4, 5, 6, 6, 8)), rng)

    def write(self, rng: Random, number: Number, value: float, labelled: bool) -> str:
        if number.yearly:
            return f"{value:.0f}" + ("年" if self.language == "zh" and rng.random() < 0.8 else "")
        if number.money:
            return self._money(rng, number.facet.unit, value)
        units = [(word, factor) for word, factor in number.facet.units.items() if self._fits(word)]
        if not units:
            units = [(number.facet.unit, 1.0)]
        fitting = [(word, value / factor) for word, factor in units if _handy(value / factor)] or [(units[0][0], value)]
        word, amount = rng.choice(fitting)
        if labelled and rng.random() < 0.4:
            word = ""
        gap = " " if self.language == "en" and word[:1].isalpha() and rng.random() < 0.85 else ""
        return f"{self._amount(amount, rng)}{gap}{word}"

    def decade(self, rng: Random, number: Number) -> str:
        decade = int(rng.choice(number.values)) // 10 * 10
        if self.language == "zh":
            return rng.choice([f"{decade % 100}年代", f"{decade}年代"]) if decade < 2000 else f"{decade}年代"
        short = f"{decade % 100:02d}"
        spelled = {50: "fifties", 60: "sixties", 70: "seventies", 80: "eighties", 90: "nineties"}.get(decade % 100)
        forms = [f"{short}s", f"'{short}s", f"{decade}s", *([spelled] if spelled and decade < 2000 else [])]
        return rng.choice(forms if decade < 2000 else [f"{decade}s"])

    def _money(self, rng: Random, unit: str, value: float) -> str:
        words = _MONEY_WORDS[unit].get(self.language, ("",))
        amount = self._amount(value, rng)
        if self.language == "zh":
            return amount + rng.choice([words[0], *words]) if rng.random() < 0.85 else f"{unit}{_figures(value, rng)}"
        roll = rng.random()
        if roll < 0.6:
            return f"{unit}{_figures(value, rng)}"
        return f"{amount} {rng.choice(words)}" if roll < 0.9 else f"{_figures(value, rng)}{unit}"

    def _amount(self, value: float, rng: Random) -> str:
        spelled = _SPELLED[self.language].get(int(value)) if value == int(value) else None
        return spelled if spelled and rng.random() < 0.4 else _figures(value, rng)

    def _fits(self, unit: str) -> bool:
        return unit.isascii() or self.language == "zh"

    def _add(self, name: str, facet: Facet, table: FacetTable) -> None:
        language = self.language
        match facet.kind:
            case "flag":
                cues = facet.cues.get(language) or facet.cues.get("en") or (self.labels[name],)
                self.flags[name] = [Word(cue, name) for cue in cues]
            case "number":
                known = np.unique(table.numbers(name))
                values = [float(v) for v in known[~np.isnan(known)] if v > 0]
                if len(values) >= 3:
                    self.numbers.append(Number(name, facet, values))
                for operator, groups in (("<", facet.less), (">", facet.more)):
                    self.critiques += [Word(w, name, operator=operator) for w in groups.get(language, ())]  # type: ignore[arg-type]
                for operator, groups in (("<", facet.low), (">", facet.high)):
                    self.levels += [Word(w, name, operator=operator) for w in groups.get(language, ())]  # type: ignore[arg-type]
            case _:
                lead, tail = _around(facet, language)
                self.words[name] = [
                    [Word(form, name, not lead and not tail and facet.kind == "category", lead, tail) for form in forms]
                    for value in table.values(name)
                    if (forms := _forms(facet, value, language))
                ]
                if not self.words[name]:
                    del self.words[name]


def _forms(facet: Facet, value: str, language: str) -> tuple[str, ...]:
    known = facet.values.get(value, {}).get(language)
    parts = value.split()
    if facet.kind == "entity" and not known and len(parts) == 2 and len(parts[-1]) >= 4 and value.isascii():
        return (value, value, value, parts[-1])  # a surname is often all that people say
    return known or ((value,) if facet.kind == "entity" or language == "en" else ())


def _around(facet: Facet, language: str) -> tuple[str, str]:
    """What stands before and after a value that follows a noun, from the facet's phrase."""
    phrase = facet.phrase.get(language, "")
    if "$value" not in phrase:
        return "", ""
    lead, _, tail = phrase.partition("$value")
    if language == "en" and _VERB.match(lead):
        lead = f"that {lead}"
    return lead, tail


def _round(number: Number, value: float, rng: Random) -> float:
    """A number as people choose them: years as they are, others with one or two figures that count."""
    if number.yearly or value < 10:
        return round(value * 2) / 2 if not number.yearly and value < 10 else value
    digits = 10 ** (len(str(int(value))) - 1)
    step = rng.choice([digits, digits / 2, digits / 10, digits / 4])
    return max(step, round(value / step) * step) if step >= 1 else float(round(value))


def _handy(value: float) -> bool:
    """Whether people would say it so: "2.5 hours", not "0.08 hours"."""
    return 0.5 <= value < 100_000 and (value * 2).is_integer()


def _figures(value: float, rng: Random) -> str:
    if value != int(value):
        return f"{value:g}"
    if value >= 1000 and rng.random() < 0.4:
        return f"{value:,.0f}"
    if value >= 1000 and value % 500 == 0 and rng.random() < 0.25:
        return f"{value / 1000:g}k"
    return f"{value:.0f}"
