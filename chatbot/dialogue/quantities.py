"""Numbers as people write them: figures, words, Chinese numerals, with their units."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chatbot.dialogue.language import Language
from chatbot.dialogue.text import CJK

CURRENCIES = "$€£¥"
_ZH_DIGITS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_ZH_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
_MEASURES = frozenset("个只件块条台部本张把")
_FIGURES = r"(?:\d{1,3}(?:\.\d{3})+,\d{1,2}(?!\d)|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+,\d{1,2}(?![\d,])|\d+(?:\.\d+)?)"
_LARGEST = 1e9


class Quantity(NamedTuple):
    """A number as written, with what is around it. `unit` is the unit word or currency sign, lower case."""

    start: int
    end: int
    value: float
    unit: str = ""
    decade: bool = False
    rounded: bool = False
    """Written as "2k" or "3 thousand": an amount, never a year."""
    counting: bool = False
    """A bare "one" or "two": rarely a quantity unless a bound is beside it."""


class QuantityReader:
    """Reads the quantities of a message, in one language and with the units of one catalogue."""

    def __init__(self, language: Language, units: Mapping[str, Sequence[tuple[str, float]]]) -> None:
        self._language = language
        self._by_unit = units
        self._token = re.compile(_any([*language.numbers, *language.multipliers]), re.IGNORECASE)
        self._pattern = self._compiled()

    def read(self, text: str) -> list[Quantity]:
        """The quantities in order of place."""
        found: list[Quantity] = []
        idle = [m.span() for m in self._language.not_numbers.finditer(text)]
        for m in self._pattern.finditer(text):
            value = self._value(m)
            # 十分 is "very", 五十分钟 is not
            if value is None or any(s <= m.start() and m.end() <= e for s, e in idle):
                continue
            if value > _LARGEST and not (m["money"] or m["unit"] or m["tail"]):
                continue  # a telephone number
            unit = ((m["money"] or m["tail"] or "").strip() or m["unit"] or "").casefold()
            if not unit and self._language.money.search(m.group()):
                unit = CURRENCIES[0]
            decade = bool(m["dec"] or m["era"]) and not 100 <= value < 1000  # "the low 200s" are no years
            if decade:
                value = _decade(value)
            counting = bool(m["word"]) and not unit and value < 10
            quantity = Quantity(m.start(), m.end(), value, unit, decade, bool(m["times"]), counting)
            found = self._joined(text, found, quantity)
        for m in self._language.decade.finditer(text):
            if self._language.of_age.search(text[: m.start()]):
                continue  # "we are in our thirties"
            start = self._language.decades[m.group().casefold()]
            found = [q for q in found if q.end <= m.start() or q.start >= m.end()]
            found.append(Quantity(m.start(), m.end(), float(start), "", True))
        return sorted(found)

    def _compiled(self) -> re.Pattern[str]:
        language = self._language
        units = _any(u for u in self._by_unit if u not in CURRENCIES)
        word = _any(w for w in (*language.numbers, *language.multipliers) if not CJK.search(w))
        first = _any(w for w in (*language.numbers, *language.multipliers) if not language.money.fullmatch(w))
        digits = "".join(_ZH_DIGITS)
        # 七点五 is 7.5, and 三点一刻 a time of day
        chinese = f"[{digits}{''.join(_ZH_UNITS)}]+(?:点[{digits}]+(?![{digits}十百千万分钟刻半个人位]))?"
        small = _any(w for w in language.numbers if not CJK.search(w))
        many = _any(language.multipliers)
        # "and" belongs to the number in "two hundred and fifty", not in "a hundred and two hundred"
        rest = rf"(?:\s+and\s+(?:{small})(?:[\s-]+(?:{small}))?(?![\s-]+(?:{many})))?" if language.multipliers else ""
        spelled = (
            rf"(?<![\w])(?:{first})(?:[\s-]+(?:{word}))*(?:{_after(language.multipliers)}{rest})?(?![\w])|{chinese}"
        )
        times = rf"(?:k|\s*(?:{many}))(?![\w])|[百千万]"
        half = rf"\s*(?:{language.half.pattern})"
        return re.compile(
            rf"(?P<sign>(?<!\w)-|{language.minus})?(?P<money>[{CURRENCIES}]\s*)?"
            rf"(?:(?P<fig>{_FIGURES})(?P<dec>'?s\b)?(?P<times>{times})?|(?P<word>{spelled}))"
            rf"(?P<half>{half})?(?:[\s-]*个?(?P<unit>(?:{units}))(?![a-z]))?"
            rf"(?P<tail>\s*[{CURRENCIES}])?(?P<half2>{half})?(?P<era>年代)?",
            re.IGNORECASE,
        )

    def _value(self, m: re.Match[str]) -> float | None:
        below = self._is_below_nothing(m)
        if m["sign"] and not below:
            return None  # a dash
        if m["fig"]:
            figures = m["fig"]
            if re.fullmatch(r"[\d.]+,\d{1,2}", figures):  # a decimal comma: "1.299,99"
                figures = figures.replace(".", "").replace(",", ".")
            value = float(figures.replace(",", "")) * self._times(m["times"])
        elif CJK.search(m["word"]):
            value = chinese_number(m["word"])
        else:
            value = self._spelled(m["word"])
        value = value + 0.5 if m["half"] or m["half2"] else value
        return -value if below else value

    def _is_below_nothing(self, m: re.Match[str]) -> bool:
        """Whether what stands before a number is a minus, and no dash."""
        if m["sign"] and m["sign"] != "-":  # "500 minus 50" is a sum
            return not m.string[: m.start()].rstrip()[-1:].isdigit()
        lead = m.string[: m.start()] + ("-" if m["sign"] else "")
        amount = m["sign"] and (m["money"] or m["unit"] or m["tail"])
        return lead.endswith("-") and bool(amount or self._language.signed.search(lead[:-1]))

    def _times(self, word: str | None) -> float:
        word = (word or "").strip().casefold()
        return self._language.multipliers.get(word) or float(_ZH_UNITS.get(word, 1000 if word == "k" else 1))

    def _spelled(self, words: str) -> float:
        """ "two hundred and fifty" is 250, "a couple thousand" 2000, "nineteen ninety" 1990."""
        total, section = 0.0, 0.0
        for m in self._token.finditer(words):
            word = re.sub(r"\s+", " ", m.group().casefold())
            if word in self._language.articles:
                continue  # "a hundred" is one hundred, "a two hour film" is no third hour
            times = self._language.multipliers.get(word)
            if times is None:
                number = self._language.numbers[word]
                apart = section and section % 100 and number >= 10  # "two fifty", "nineteen ninety"
                section = (section * 100 if apart else section) + number
            elif times >= 1000 and total and not section:
                total *= times  # "a million billion"
            elif times >= 1000:
                total, section = total + (section or 1) * times, 0.0
            else:
                section = (section or 1) * times
        return total + section or 1.0

    def _joined(self, text: str, found: list[Quantity], new: Quantity) -> list[Quantity]:
        """Adds "30 minutes" to the "2 hours" just before it."""
        last = found[-1] if found else None
        if last is None or not last.unit or not re.fullmatch(r"[\s,]*(?:and\s+)?", text[last.end : new.start]):
            return [*found, new]
        small = dict(self._by_unit.get(new.unit, ()))
        for facet, factor in self._by_unit.get(last.unit, ()):
            beside = not new.unit and factor > 1 and last.end == new.start
            written = text[new.start : new.end]
            if beside and all(c in _ZH_DIGITS for c in written):  # 一米七八, but two metres and 三个 drawers
                if text[new.end : new.end + 1] in _MEASURES:
                    break
                tenths = float("0." + "".join(str(_ZH_DIGITS[c]) for c in written))
                return [*found[:-1], Quantity(last.start, new.end, last.value + tenths, last.unit)]
            inner = small.get(facet, 1.0 if beside else None)
            if inner is not None and inner < factor:
                value = last.value + new.value * inner / factor
                return [*found[:-1], Quantity(last.start, new.end, value, last.unit)]
        return [*found, new]


def chinese_number(text: str) -> float:
    """The value of a Chinese numeral ("一百五十" is 150, "两千" 2000, "一万二" 12000, "七点五" 7.5)."""
    whole, point, decimals = text.partition("点")
    if point:
        return chinese_number(whole) + float("0." + "".join(str(_ZH_DIGITS[c]) for c in decimals))
    figures = [_ZH_DIGITS[c] for c in text if c in _ZH_DIGITS]
    about = len(figures) == 2 and figures[1] - figures[0] in (1, 2)  # 两三个 are two or three, 三五个 three to five
    if len(figures) == len(text) > 1 and not about:
        return float("".join(map(str, figures)))  # 二零一五
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


def _after(words: Iterable[str]) -> str:
    """A look-behind for any of the words; they differ in length, so each has its own."""
    return "(?:" + "|".join(rf"(?<={re.escape(w)})" for w in words) + ")" if words else ""


def _any(words: Iterable[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) or "(?!)"


def _decade(value: float) -> float:
    if value < 100:
        return value + (2000 if value < 30 else 1900)
    return value
