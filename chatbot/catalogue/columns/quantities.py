"""Amounts as cells write them: "$1,299.00", "1.299,00 €", "1.2kg", "4.5/5", "60k-80k", "from 99"."""

import re
from typing import NamedTuple

from chatbot.catalogue.columns.durations import read_duration
from chatbot.catalogue.columns.units import Unit, base_unit, currency_named, unit_named

_MINUTES = base_unit("time", "min")
_GAP = "\u00a0\u202f\u2009 "
_NUMERAL = rf"\d(?:[\d.,'’٬{_GAP}]*\d)?|[.,]\d+"
_AMOUNT = re.compile(
    rf"""(?P<lead>[^\d.,+\-−–]{{0,20}}?[.]?)            # US$, Rs.
        (?P<sign>[-−–+]?)\s*
        (?P<lead2>[^\d\s.,+\-]{{0,4}}?)\s*              # the € of -€5
        (?P<num>{_NUMERAL})
        (?P<scale>[kKM](?![^\W\d_])|\s*(?:mn|mio|million|bn|万|萬|亿|千)(?![^\W\d_a-zA-Z]*[a-zA-Z]))?
        (?P<tail>.*)""",
    re.VERBOSE | re.DOTALL,
)
_RANGE = re.compile(
    rf"""(?P<low>[^\d]{{0,20}}(?:{_NUMERAL})[^\d\-–—~～至到]{{0,12}}?)
        \s*(?:-|–|—|~|～|\bto\b|\bbis\b|\band\b|至|到)\s*
        (?P<high>[^\d]{{0,6}}\d.*)""",
    re.VERBOSE | re.DOTALL,
)
_BEFORE = re.compile(
    r"""^(?:from|starting\ at|starts\ at|as\ low\ as|only|approx\.?|approximately|about|around|ca\.?|circa|c\.|ab
        |env\.?|environ|desde|da|up\ to|bis\ zu|max\.?|min\.?|est\.?|avg\.?
        |~|≈|≥|≤|<|>|=|:|约|大约|低至|起|仅|售价|№)\s*""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER = re.compile(
    r"""\s*(?:/|\bper\b|\bpro\b|\bpar\b|\bpor\b|\ba\b|\ban\b|\beach\b|\bp\.?\s?a\.?\b|\bp\.?m\.?\b|每)\s*
            [^\W\d_.]*\.?\s*$
        |起$|左右$|以上$|\s+(?:only|each|incl.*|inkl.*|vat.*|起)$""",
    re.VERBOSE | re.IGNORECASE,
)
_NOTE = re.compile(r"\s*[(\[（].*?[)\]）]\s*$")
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
_STARS = re.compile(r"([★⭐]+)([½⯨]?)[☆✩\s]*")
_GROUPING = re.compile(rf"[{_GAP}'’٬]")
_SPACE = re.compile(rf"[{_GAP}]")
_PARTED = re.compile(rf"\d{{1,3}}(?:[{_GAP}]\d{{3}})+(?:[.,]\d+)?")
_DOUBLED = re.compile(r"[.,]{2}")
_FIGURE = re.compile(r"[\d★⭐]")
_PLAIN = re.compile(r"-?\d+(?:\.(?:\d{1,2}|\d{4,}))?", re.ASCII)
_WORD = re.compile(r"[^\W\d_]+(?:[- ][^\W\d_]+)?\.?")
_KIND = re.compile(r"[\w.\-]+(?: [\w.\-]+)?(?: \+ .+)?")
"""What a figure with its unit may be of: "256 GB SSD", "16 GB DDR4 RAM", "128 GB SSD + 1 TB HDD"."""
_LONGEST = 60
_LONGEST_WORD = 18
_LONGEST_KIND = 24


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
    """The amount a cell holds; None when it holds anything but one amount (or a range, read by its lower end)."""
    if len(text) > _LONGEST or not _FIGURE.search(text):
        return None
    if _PLAIN.fullmatch(text):
        return Amount(text)
    return _stars(text) or _duration(text) or _range(text) or _single(text)


def value_of(numeral: str, decimal: str) -> float | None:
    """The number a numeral writes, given the decimal mark; None if it is no number that way."""
    group = "." if decimal == "," else ","
    try:
        return float(_GROUPING.sub("", numeral).replace(group, "").replace(decimal, "."))
    except ValueError:
        return None


def decimal_mark(numeral: str) -> str | None:
    """The decimal mark a numeral shows by itself, "" if it has none; None if it may or may not be one ("1.299")."""
    dots, commas = numeral.count("."), numeral.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        return "." if numeral.rfind(".") > numeral.rfind(",") else ","
    mark, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    before, after = numeral.lstrip("-").split(mark)
    grouped = len(after) == 3 and 1 <= len(before) <= 3 and before.isdigit() and before.strip("0") != ""
    return None if grouped else mark


def _stars(text: str) -> Amount | None:
    stars = _STARS.fullmatch(text)
    return Amount(str(len(stars[1]) + (0.5 if stars[2] else 0)), out_of=5) if stars else None


def _duration(text: str) -> Amount | None:
    duration = read_duration(text)
    return None if duration is None else Amount(f"{duration.minutes:.6f}", unit=_MINUTES, clock=duration.clock)


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
    found = _AMOUNT.fullmatch(_BEFORE.sub("", text))
    if found is None or not _is_numeral(found["num"]):
        return None
    lead = (found["lead"] + found["lead2"]).strip().rstrip(":").strip()
    currency = currency_named(lead) if lead else None
    if lead and currency is None:
        return None
    numeral = ("-" if found["sign"] in ("-", "−", "–") else "") + found["num"]
    scale = _SCALES[found["scale"].strip().casefold()] if found["scale"] else 1.0
    return _with_tail(Amount(numeral, scale, currency=currency), found["tail"])


def _with_tail(amount: Amount, tail: str) -> Amount | None:
    """Reads what follows the figures: a scale ("/5"), a currency, a unit, or one unknown word."""
    out_of = _SCALE_OF.fullmatch(tail)
    if out_of:
        return amount._replace(out_of=int(out_of[1])) if int(out_of[1]) in _OUT_OF else None
    rest = _NOTE.sub("", tail).strip()
    rest = "" if rest in _NOTHING else rest.removeprefix("+").strip()
    if not rest:
        return amount
    for text in (rest, rest.rstrip("+ ,.-–"), _AFTER.sub("", rest).strip(" ,.-–")):
        if not text:
            return amount
        currency, unit = currency_named(text), unit_named(text)
        if unit is not None and amount.currency is None and (currency is None or len(text) > 1):
            return amount._replace(unit=unit)
        if currency is not None:
            return amount._replace(currency=amount.currency or currency)
    return _of_a_kind(amount, rest) if amount.currency is None else None


def _of_a_kind(amount: Amount, rest: str) -> Amount | None:
    """ "256 GB SSD" by its unit, "3 bedrooms" by its word."""
    first, _, more = rest.partition(" ")
    unit = unit_named(first) if currency_named(first) is None else None
    if more and unit is not None and len(more) <= _LONGEST_KIND:
        return amount._replace(unit=unit) if _KIND.fullmatch(more) else None
    word = _AFTER.sub("", rest).strip()
    if len(word) <= _LONGEST_WORD and _WORD.fullmatch(word):
        return amount._replace(word=word.casefold().rstrip("."))
    return None


def _is_numeral(text: str) -> bool:
    """Whether spaces in it only part thousands ("1 299,00"), so that "5 30" is not a number."""
    if _SPACE.search(text):
        return _PARTED.fullmatch(text) is not None
    return _DOUBLED.search(text) is None
