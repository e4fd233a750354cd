"""Durations of several parts: "2h 15m", "PT1H20M", "1小时20分钟", "1:45"."""

import re
from typing import NamedTuple

_PARTS = re.compile(
    r"""(?:(?P<d>\d+(?:[.,]\d+)?)\s*(?:d|days?|tage?|jours?|d[ií]as?|天)[\s,]*)?
        (?:(?P<h>\d+(?:[.,]\d+)?)\s*
            (?:h|hrs?|hours?|std\.?|stunden?|heures?|horas?|or[ae]|个?小时|小時|時間|時)\.?[\s,]*)?
        (?:(?P<m>\d+(?:[.,]\d+)?)\s*
            (?:m|mins?|min\.|minutes?|minuten?|minut[io]s?|['’′]|分钟?|分鐘)?[\s,]*)?
        (?:(?P<s>\d+)\s*(?:s|secs?|seconds?|秒))?""",
    re.VERBOSE | re.IGNORECASE,
)
_ISO = re.compile(
    r"P(?:(?P<d>\d+)D)?(?:T(?:(?P<h>\d+(?:\.\d+)?)H)?(?:(?P<m>\d+(?:\.\d+)?)M)?(?:(?P<s>\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_AND = re.compile(r"\b(?:and|und|et|y|e)\b", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2}))?")
_PRIMED = re.compile(r"(\d{1,3})\s*['’′]")
_MINUTES = {"d": 1440.0, "h": 60.0, "m": 1.0, "s": 1 / 60}


class Duration(NamedTuple):
    """Minutes; `clock` when written "1:45", which may be hours and minutes or minutes and seconds."""

    minutes: float
    clock: bool = False


def read_duration(text: str) -> Duration | None:
    """A duration written in several parts, or as a clock shows it; None for single amounts ("45 min") and all else."""
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = int(clock[1]), int(clock[2]), int(clock[3] or 0)
        return Duration(hours * 60 + minutes + seconds / 60, clock=clock[3] is None)
    primed = _PRIMED.fullmatch(text)
    if primed:
        return Duration(float(primed[1]))
    iso = _ISO.fullmatch(text) if text[:1] in "Pp" else None
    found = iso or _PARTS.fullmatch(_AND.sub(" ", text).strip())
    if found is None:
        return None
    parts = {name: float(part.replace(",", ".")) for name, part in found.groupdict().items() if part}
    if not parts or (iso is None and (len(parts) < 2 or not parts.keys() & {"h", "d"})):
        return None
    return Duration(sum(_MINUTES[name] * value for name, value in parts.items()))
