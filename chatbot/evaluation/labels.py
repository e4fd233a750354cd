"""Labelled messages: what a file says of a message, and what an understanding says, in terms that can be compared."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Facet
from chatbot.errors import InputError
from chatbot.records import ITEM, WISH, Intent, Polarity, Record, Statement

_BOUND = re.compile(r"\s*(<=|>=|<|>|=)?\s*(-?\d+(?:\.\d+)?)\s*(?:(?:-|–|to)\s*(-?\d+(?:\.\d+)?))?\s*")
_CLOSE = 0.02
"""Share by which a bound may differ (units, rounding); years may not."""
_LOOSELY = 0.25
_OVERLAP = 0.6
"""Share of their common span that two ranges must share ("around" is a matter of taste)."""


class Claim(Record):
    """One preference in comparable terms: a value in lower case, or bounds."""

    facet: str
    value: str = ""
    min: float | None = None
    max: float | None = None
    polarity: Polarity = Polarity.LIKE
    hard: bool | None = None
    exact: float | None = None
    """A bare number: right if it is one of the bounds."""

    @property
    def bounded(self) -> bool:
        return self.min is not None or self.max is not None or self.exact is not None


class Context(BaseModel):
    """What was on screen and asked when the message was written; other keys are passed over."""

    model_config = ConfigDict(extra="ignore")
    shown: tuple[str, ...] = ()
    asked: str | None = None


class Said(BaseModel):
    """A message and where it was said; other keys are passed over."""

    model_config = ConfigDict(extra="ignore")
    text: str
    domain: str
    context: Context = Field(default_factory=Context)


class Labelled(Said):
    """One line of the file."""

    intent: str
    intents: tuple[str, ...] = ()
    facts: tuple[dict[str, Any], ...] = ()
    critiques: tuple[dict[str, Any], ...] = ()
    references: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()

    @property
    def purposes(self) -> tuple[str, ...]:
        """All that the message is for, the intent that most needs an answer first."""
        return self.intent, *(i for i in self.intents if i != self.intent)


def read_labelled(path: Path, problems: list[str]) -> Iterator[Labelled]:
    """The lines of a JSONL file; unreadable ones are added to `problems`. Raises InputError if the file is."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"Cannot read messages from {path}: {error}. See `chatbot evaluate understanding --help` for the format."
        ) from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Labelled.model_validate(json.loads(line))
        except (ValidationError, ValueError) as error:
            problems.append(f"{path.name}:{number}: {str(error).splitlines()[0]}")


def gold_claims(line: Labelled, facets: Mapping[str, Facet]) -> list[Claim]:
    """What the file says the message states; what it says of dropping is not a statement."""
    if line.intent == Intent.FORGET:
        return []
    return _merged(_gold(fact, facets) for fact in line.facts)


def claims_of(statements: Iterable[Statement], catalogue: Catalogue) -> list[Claim]:
    """What an understanding says; free wishes aside, which no label speaks of."""
    made = []
    for s in statements:
        if s.facet == WISH or (s.value is None and not s.is_bound):
            continue
        made.append(_predicted(s, catalogue))
    return _merged(made)


def matches(a: Claim, b: Claim, yearly: bool, how: Literal["strict", "value", "lenient"] = "strict") -> bool:
    """strict: facet, value and polarity; value: facet and value; lenient: the facet and about the value."""
    if a.facet != b.facet or (how == "strict" and a.polarity is not b.polarity):
        return False
    if a.bounded or b.bounded:
        return a.bounded and b.bounded and _bounds_match(a, b, yearly, how == "lenient")
    return a.value == b.value


def _gold(fact: Mapping[str, Any], facets: Mapping[str, Facet]) -> Claim:
    facet = str(fact.get("facet", ""))
    polarity = (
        Polarity.DISLIKE if str(fact.get("polarity", "like")).lower() in ("dislike", "negative", "-") else Polarity.LIKE
    )
    hard = fact.get("hard")
    base = Claim(facet=facet, polarity=polarity, hard=hard if isinstance(hard, bool) else None)
    low, high, value = fact.get("min"), fact.get("max"), fact.get("value")
    if isinstance(value, Mapping):
        low, high, value = value.get("min", value.get("gte")), value.get("max", value.get("lte")), None
    if low is not None or high is not None:
        return base.model_copy(update={"min": _number(low), "max": _number(high)})
    declared = facets.get(facet)
    if declared is not None and declared.kind == "number" and (m := _BOUND.fullmatch(str(value))):
        first, second = float(m[2]), float(m[3]) if m[3] else None
        if second is not None:
            return base.model_copy(update={"min": first, "max": second})
        side = {"<": "max", "<=": "max", ">": "min", ">=": "min"}.get(m[1] or "", "exact")
        return base.model_copy(update={side: first})
    if isinstance(value, bool):
        return _flag(base, value)
    return base.model_copy(update={"value": str(value).casefold()})


def _predicted(s: Statement, catalogue: Catalogue) -> Claim:
    base = Claim(facet=s.facet, polarity=s.polarity, hard=s.hard, min=s.min, max=s.max)
    if base.bounded:
        return base
    if isinstance(s.value, bool):
        return _flag(base, s.value)
    item = catalogue.item(str(s.value)) if s.facet == ITEM else None
    return base.model_copy(update={"value": (item.title if item else str(s.value)).casefold()})


def _flag(base: Claim, value: bool) -> Claim:
    """Not wanting it and wanting it not are the same."""
    if value:
        return base.model_copy(update={"value": "true"})
    turned = Polarity.LIKE if base.polarity is Polarity.DISLIKE else Polarity.DISLIKE
    return base.model_copy(update={"value": "true", "polarity": turned})


def _merged(claims: Iterable[Claim]) -> list[Claim]:
    """Two bounds on one facet are one range; repeats count once."""
    merged: list[Claim] = []
    for claim in claims:
        other = next(
            (
                c
                for c in merged
                if c.bounded and claim.bounded and c.facet == claim.facet and c.polarity is claim.polarity
            ),
            None,
        )
        if other is not None and (other.min is None or claim.min is None) and (other.max is None or claim.max is None):
            low = other.min if other.min is not None else claim.min
            high = other.max if other.max is not None else claim.max
            merged[merged.index(other)] = other.model_copy(update={"min": low, "max": high})
        elif not any(c.model_copy(update={"hard": claim.hard}) == claim for c in merged):
            merged.append(claim)
    return merged


def _bounds_match(a: Claim, b: Claim, yearly: bool, loosely: bool) -> bool:
    for one, other in ((a, b), (b, a)):
        if one.exact is not None:
            return any(
                bound is not None and _near(one.exact, bound, yearly, loosely)
                for bound in (other.min, other.max, other.exact)
            )
    if None not in (a.min, a.max, b.min, b.max):
        return _overlap((a.min, a.max), (b.min, b.max)) >= (_OVERLAP / 2 if loosely else _OVERLAP)  # type: ignore[arg-type]
    if loosely:
        return any(
            x is not None and y is not None and _near(x, y, yearly, True) for x, y in ((a.min, b.min), (a.max, b.max))
        )
    return all(
        (x is None) == (y is None) and (x is None or _near(x, y or 0.0, yearly, False))
        for x, y in ((a.min, b.min), (a.max, b.max))
    )


def _near(x: float, y: float, yearly: bool, loosely: bool) -> bool:
    if yearly:
        return abs(x - y) <= (2 if loosely else 0)
    return abs(x - y) <= (_LOOSELY if loosely else _CLOSE) * max(abs(x), abs(y))


def _overlap(a: tuple[float, float], b: tuple[float, float]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    whole = max(a[1], b[1]) - min(a[0], b[0])
    return 1.0 if whole == 0 else max(0.0, shared) / whole


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


__all__ = ["Claim", "Labelled", "Sequence", "claims_of", "gold_claims", "matches", "read_labelled"]
