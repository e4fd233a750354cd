"""Dates as cells write them; of a date only its year is kept."""

import re
from datetime import date

from chatbot.catalogue.columns.cells import text_of

_MONTHS = (
    "jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez"
    "|ene|fév|fev|avr|aoû|abr|ago|dic|gen|mag|giu|lug|set|ott"
)
_SORTED = re.compile(
    r"""(?P<year>\d{4})(?:
        (?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)\d{1,2}(?:[T ]\d.*)?   # 2019-05-01, 2019/5/1 10:00
        | -(?P<month2>\d{2})                                             # 2019-05
        | 年(?:(?P<month3>\d{1,2})月)?(?:\d{1,2}日)?.{0,8}                # 2019年5月1日
    )""",
    re.VERBOSE,
)
_DAY_FIRST = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.](?P<year>\d{4}|\d{2})(?: .*)?|\d{1,2}[/.](?P<year2>\d{4})")
_WORDED = re.compile(
    rf"""(?:\w{{3,9}},?\s+)?                                        # Monday,
        (?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?)?        # 21st of
        (?:{_MONTHS})[^\W\d]*\.?                                    # October
        (?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?,?\s+(?:de\s+)?            # 21,
        (?P<year>\d{{4}})(?:\s.*)?""",
    re.VERBOSE | re.IGNORECASE,
)
_BARE = re.compile(r"(?<!\d)(1[0-9]\d\d|20\d\d|21[0-4]\d)(?!\d)")
_FIRST, _LAST = 1000, 2149
_LONGEST = 40


def year_of(value: object) -> int | None:
    """The year of a date (ISO, day or month first, "Oct 21, 2008", "2019年5月1日"); None when it is not a date."""
    if isinstance(value, date):
        return value.year
    text = text_of(value)
    if not 5 <= len(text) <= _LONGEST:
        return None
    found = _SORTED.fullmatch(text)
    if found is not None:
        month = int(found["month"] or found["month2"] or found["month3"] or 1)
        return _plausible(int(found["year"])) if 1 <= month <= 12 else None
    found = _DAY_FIRST.fullmatch(text)
    if found is not None:
        return _plausible(_full(int(found["year"] or found["year2"])))
    found = _WORDED.fullmatch(text)
    return _plausible(int(found["year"])) if found is not None else None


def year_in(text: str, hinted: bool) -> int | None:
    """The year that a cell holds, as a date or bare; where the header speaks of years, within other words too."""
    year = year_of(text)
    if year is not None:
        return year
    if len(text) == 4 and text.isdecimal():
        return _plausible(int(text))
    found = _BARE.search(text) if hinted and len(text) <= 24 else None
    return int(found.group(1)) if found else None


def _full(year: int) -> int:
    """A year of two digits in this century, unless that lies more than five years ahead."""
    if year >= 100:
        return year
    return year + (2000 if year <= date.today().year % 100 + 5 else 1900)


def _plausible(year: int) -> int | None:
    return year if _FIRST <= year <= _LAST else None
