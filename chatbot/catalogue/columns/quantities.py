"""Amounts as cells write them: "$1,299.00", "1.299,00 €", "2h 15m", "1.2kg", "4.5/5", "60k-80k"."""

import re
from typing import NamedTuple

from chatbot.catalogue.columns.units import Unit, base_unit, currency_named, unit_named

_MINUTES = base_unit("time", "min")
_GAP = "\u00a0\u202f\u2009 "
_NUMERAL = rf"\d(?:[\d.,'’٬{_GAP}]*\d)?|[.,]\d+"
_AMOUNT = re.compile(
    rf"(?P<lead>[^\d.,+\-−–]{{0,20}}?[.]?)(?P<sign>[-−–+]?)\s*(?P<lead2>[^\d\s.,+\-]{{0,4}}?)\s*(?P<num>{_NUMERAL})(?P<scale>[kKM](?![^\W\d_])|\s*(?:mn|mio|million|bn|万|萬|亿|千)(?![^\W\d_a-zA-Z]*[a-zA-Z]))?(?P<tail>.*)",
    re.DOTALL,
)
_RANGE = re.compile(
    rf"(?P<low>[^\d]{{0,20}}(?:{_NUMERAL})[^\d\-–—~～至到]{{0,12}}?)\s*(?:-|–|—|~|～|\bto\b|\bbis\b|\band\b|至|到)\s*(?P<high>[^\d]{{0,6}}\d.*)",
    re.DOTALL,
)
_LEAD = re.compile(
    r"^(?:from|starting at|starts at|as low as|only|approx\.?|approximately|about|around|ca\.?|circa|c\.|ab|env\.?|environ|desde|da|up to|bis zu|max\.?|min\.?|est\.?|avg\.?|~|≈|≥|≤|<|>|=|:|约|大约|低至|起|仅|售价|№)\s*",
    re.IGNORECASE,
)
_NOTE = re.compile(r"\s*[(\[（].*?[)\]）]\s*$")
_PER = re.compile(
    r"\s*(?:/|\bper\b|\bpro\b|\bpar\b|\bpor\b|\ba\b|\ban\b|\beach\b|\bp\.?\s?a\.?\b|\bp\.?m\.?\b|每)\s*[^\W\d_.]*\.?\s*$|起$|左右$|以上$|\s+(?:only|each|incl.*|inkl.*|vat.*|起)$",
    re.IGNORECASE,
)
_SCALE_OF = re.compile(r"\s*(?:/|out of|von|sur|de|su)\s*(\d{1,4})(?:\s*(?:stars?|points?|pts))?\s*", re.IGNORECASE)
_OUT_OF = (4, 5, 6, 10, 20, 50, 100)
_NOTHING = (",-", ",–", ".-", ".", "-", ",--", "*")
_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "千": 1e3,
    "万": 1e4,
    "萬": 1e4,
    "亿": 1e8,
}
_TIMES = r"(?:(?P<d>\d+(?:[.,]\d+)?)\s*(?:d|days?|tage?|jours?|d[ií]as?|天)[\s,]*)?(?:(?P<h>\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?|or[ae]|个?小时|小時|時間|時)\.?[\s,]*)?(?:(?P<m>\d+(?:[.,]\d+)?)\s*(?:m|mins?|min\.|minutes?|minuten?|minut[io]s?|['’′]|分钟?|分鐘)?[\s,]*)?(?:(?P<s>\d+)\s*(?:s|secs?|seconds?|秒))?"
_COMPOSITE = re.compile(_TIMES, re.IGNORECASE)
_ISO = re.compile(
    r"P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+(?:\.\d+)?)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|und|et|y|e)\b", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_STARS = re.compile(r"([★⭐]+)([½⯨]?)[☆✩\s]*")
_GROUPING = re.compile(rf"[{_GAP}'’٬]")
_SPACE = re.compile(rf"[{_GAP}]")
_PARTED = re.compile(rf"\d{{1,3}}(?:[{_GAP}]\d{{3}})+(?:[.,]\d+)?")
_DOUBLED = re.compile(r"[.,]{2}")
_FIGURE = re.compile(r"[\d★⭐]")
_PLAIN = re.compile(r"-?\d+(?:\.(?:\d{1,2}|\d{4,}))?")
_WORD = re.compile(r"[^\W\d_]+(?:[- ][^\W\d_]+)?\.?")
_KIND = re.compile(r"[\w.\-]+(?: [\w.\-]+)?(?: \+ .+)?")
"""What a figure with its unit may be of: "256 GB SSD", "16 GB DDR4 RAM", "128 GB SSD + 1 TB HDD"."""
_PRIMED = re.compile(r"(\d{1,3})\s*['’′]")


class Amount(NamedTuple):
    """One amount, read but for its decimal mark. `unit` has a known unit, `word` one that is in no table."""

    numeral: str
    scale: float = 1.0
    unit: Unit | None = None
    currency: str | None = None
    word: str = ""
    out_of: int = 0
    clock: bool = False
    ranged: bool = False


def read_amount(text: str) -> Amount | None:
    """The amount a cell holds; None when the cell is anything but one amount (or a range, read by its lower end)."""
    if _PLAIN.fullmatch(text):
        return Amount(text)
    if len(text) > 60 or not _FIGURE.search(text):
        return None
    return _special(text) or _range(text) or _single(text)


def value_of(numeral: str, decimal: str) -> float | None:
    """The number a numeral writes, given the decimal mark; None if it is no number that way."""
    bare = _GROUPING.sub("", numeral)
    group = "." if decimal == "," else ","
    bare = bare.replace(group, "").replace(decimal, ".")
    try:
        return float(bare)
    except ValueError:
        return None


def decimal_mark(numeral: str) -> str | None:
    """The decimal mark that a numeral shows by itself: "." or ",", "" if it has neither; None if either would do ("1.299")."""
    dots, commas = numeral.count("."), numeral.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        return "." if numeral.rfind(".") > numeral.rfind(",") else ","
    mark, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    before, after = numeral.split(mark)
    digits = re.sub(r"\D", "", before)
    if len(after) != 3 or not digits.lstrip("0") or len(digits) > 3 or len(before) != len(digits):
        return mark
    return None


def _special(text: str) -> Amount | None:
    """Durations of several parts, clock times, and stars."""
    stars = _STARS.fullmatch(text)
    if stars:
        return Amount(str(len(stars.group(1)) + (0.5 if stars.group(2) else 0)), out_of=5)
    clock = _CLOCK.fullmatch(text)
    if clock:
        first, second, third = int(clock[1]), int(clock[2]), clock[3]
        minutes = first * 60 + second + int(third) / 60 if third else first * 60.0 + second
        return Amount(repr(float(minutes)), unit=_MINUTES, clock=third is None)
    primed = _PRIMED.fullmatch(text)
    if primed:
        return Amount(primed.group(1), unit=_MINUTES)
    iso = _ISO.fullmatch(text) if text[:1] in "Pp" else None
    found = iso or _COMPOSITE.fullmatch(_AND.sub(" ", text).strip())
    if found is None:
        return None
    parts = found.groupdict()
    if iso is None and (sum(1 for p in parts.values() if p) < 2 or not (parts["h"] or parts["d"])):
        # "45 m" or "3 h" alone are single amounts, and "5 30s" is nothing
        return None
    d, h, m, s = (float((parts[k] or "0").replace(",", ".")) for k in "dhms")
    return Amount(repr(d * 1440 + h * 60 + m + s / 60), unit=_MINUTES)


def _range(text: str) -> Amount | None:
    found = _RANGE.fullmatch(_NOTE.sub("", text))
    if found is None:
        return None
    low, high = _single(found["low"].strip()), _single(found["high"].strip())
    if low is None or high is None or high.numeral.startswith("-"):
        return None
    if low.scale == 1 and high.scale > 1 and len(low.numeral) <= 4:
        low = low._replace(scale=high.scale)
    low = low._replace(unit=low.unit or high.unit, currency=low.currency or high.currency, word=low.word or high.word)
    mark = decimal_mark(high.numeral) or decimal_mark(low.numeral) or "."
    first, last = value_of(low.numeral, mark), value_of(high.numeral, mark)
    if first is None or last is None or first * low.scale > last * high.scale:
        return None
    return low._replace(out_of=0, ranged=True)


def _single(text: str) -> Amount | None:
    bare = _LEAD.sub("", text)
    found = _AMOUNT.fullmatch(bare)
    if found is None or not _grouped(found["num"]):
        return None
    lead = (found["lead"] + found["lead2"]).strip().rstrip(":").strip()
    currency = currency_named(lead) if lead else None
    if lead and currency is None:
        return None
    numeral = ("-" if found["sign"] in ("-", "−", "–") and found["sign"] else "") + found["num"]
    scale = _SCALES[found["scale"].strip().casefold()] if found["scale"] else 1.0
    amount = Amount(numeral, scale, currency=currency)
    return _with_tail(amount, found["tail"])


def _with_tail(amount: Amount, tail: str) -> Amount | None:
    """Reads what follows the figures: a scale ("/5"), a currency, a unit, or one unknown word."""
    out_of = _SCALE_OF.fullmatch(tail)
    if out_of:
        return amount._replace(out_of=int(out_of.group(1))) if int(out_of.group(1)) in _OUT_OF else None
    rest = _NOTE.sub("", tail).strip()
    rest = "" if rest in _NOTHING else rest.removeprefix("+").strip()
    if not rest:
        return amount
    for text in (rest, rest.rstrip("+ ,.-–"), _PER.sub("", rest).strip(" ,.-–")):
        if not text:
            return amount
        unit = unit_named(text)
        if unit is not None and amount.currency is None and (currency_named(text) is None or len(text) > 1):
            return amount._replace(unit=unit)
        currency = currency_named(text)
        if currency is not None:
            return amount._replace(currency=amount.currency or currency)
    first, _, more = rest.partition(" ")
    if amount.currency is None and more and currency_named(first) is None and unit_named(first) and len(more) <= 24:
        return amount._replace(unit=unit_named(first)) if _KIND.fullmatch(more) else None
    bare = _PER.sub("", rest).strip()
    if amount.currency is None and len(bare) <= 18 and _WORD.fullmatch(bare):
        return amount._replace(word=bare.casefold().rstrip("."))
    return None


def _grouped(numeral: str) -> bool:
    """Whether spaces in a numeral only part thousands ("1 299,00"), so that "5 30" is not a number."""
    if _SPACE.search(numeral):
        return _PARTED.fullmatch(numeral) is not None
    return _DOUBLED.search(numeral) is None
