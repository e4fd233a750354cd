"""The format of a scripted dialogue: steps, and what must hold after each. Strict: an unknown key is an error."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, field_validator, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from chatbot.records import Behaviour, BehaviourEvent, Intent, Polarity, Scope, Status

Mode = Literal["fake", "replay", "live"]
"""How messages are read and reasons phrased: without a model, by a real one's recorded answers, or by a real one."""
OneOrMore = str | tuple[str, ...]
START = datetime.fromisoformat("2026-01-05T10:00:00+00:00")
"""When a dialogue begins that does not say when: a Monday."""


class Strict(BaseModel):
    """A part of a script: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True)


def as_tuple(value: OneOrMore | None) -> tuple[str, ...]:
    return () if value is None else (value,) if isinstance(value, str) else value


class _Short(Strict):
    """A part that may also be written as one plain value."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(core))
        plain = [{"type": kind} for kind in ("string", "number", "boolean")]
        return {"anyOf": [*plain, {"type": "array", "items": {"anyOf": plain}}, whole]}


class Condition(_Short):
    """What a facet's value must be. `equals`: any of them; `not`: none of them; `gte`, `lte`: a number between."""

    equals: tuple[str, ...] = ()
    unlike: tuple[str, ...] = Field((), alias="not")
    gte: float | None = None
    lte: float | None = None

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            given = dict(value)
            for key in ("equals", "not"):
                if key in given:
                    given[key] = _words(given[key])
            return given
        return {"equals": _words(value)}

    def __str__(self) -> str:
        said = [" or ".join(self.equals)] if self.equals else []
        said += [f"not {' or '.join(self.unlike)}"] if self.unlike else []
        said += [f"≥ {self.gte:g}"] if self.gte is not None else []
        return ", ".join([*said, *([f"≤ {self.lte:g}"] if self.lte is not None else [])])


class FactPattern(Strict):
    """A fact as a script speaks of it; what is left out may be anything. `item` facts are named by title or id."""

    facet: str
    value: str | None = None
    min: float | None = None
    max: float | None = None
    polarity: Polarity | None = None
    hard: bool | None = None
    scope: Scope | None = None
    status: Status | None = None
    strength: Condition | None = None
    words: str | None = None
    """What the user's own words must contain."""

    @field_validator("value", mode="before")
    @classmethod
    def _written(cls, value: Any) -> Any:
        return None if value is None else _word(value)

    def __str__(self) -> str:
        given = self.model_dump(exclude_none=True, exclude={"facet", "strength"}, mode="json")
        said = [self.facet, *(f"{key} {value}" for key, value in given.items())]
        return ", ".join([*said, *([f"strength {self.strength}"] if self.strength else [])])


class FactsExpected(Strict):
    """added, retired: by this turn; active: after it, among others; absent: not active after it."""

    added: tuple[FactPattern, ...] = ()
    retired: tuple[FactPattern, ...] = ()
    active: tuple[FactPattern, ...] = ()
    absent: tuple[FactPattern, ...] = ()


class Recommended(Strict):
    """The items shown in this turn, named by title or id. all, none, any: conditions on their facets."""

    min: int | None = Field(None, ge=0)
    max: int | None = Field(None, ge=0)
    exactly: OneOrMore | None = None
    contains: OneOrMore | None = None
    excludes: OneOrMore | None = None
    first: str | None = None
    all: Mapping[str, Condition] = Field(default_factory=dict)
    any: Mapping[str, Condition] = Field(default_factory=dict)
    none: Mapping[str, Condition] = Field(default_factory=dict)
    no_repeats: bool = False
    """None of them was shown in an earlier turn."""


class Retrieved(Strict):
    """The candidates that retrieval found, before the ranking chose among them."""

    min: int | None = Field(None, ge=0)
    contains: OneOrMore | None = None
    excludes: OneOrMore | None = None


class ReplyExpected(Strict):
    grounded: bool | None = None
    mentions: OneOrMore | None = None
    does_not_mention: OneOrMore | None = None
    language: str | None = None


class Latency(_Short):
    """Milliseconds the turn may take. Soft: a slower turn warns, unless `strict`."""

    ms: float = Field(gt=0)
    strict: bool = False

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:
        return value if isinstance(value, Mapping) else {"ms": value}


class Expected(Strict):
    """What must hold after a turn; everything is optional. `not`: what must not hold, in the same words."""

    intent: Intent | tuple[Intent, ...] | None = None
    facts: FactsExpected | None = None
    filters: Mapping[str, Condition] | None = None
    """All conditions in force, and no others."""
    relaxed: tuple[str, ...] | None = None
    """The facets whose conditions could not be met, and no others."""
    retrieved: Retrieved | None = None
    recommended: Recommended | None = None
    asked: str | bool | None = None
    """A facet; true: anything; false or null: nothing was asked."""
    reply: ReplyExpected | None = None
    references: OneOrMore | None = None
    """The items that the message points at or names, by title or id, and no others."""
    cites: OneOrMore | None = None
    latency: Latency | None = None
    fallbacks: tuple[str, ...] | None = None
    """Parts of the names of the fall-backs taken, and no others."""
    error: str | None = None
    """Part of what the user is told when the message cannot be taken at all."""
    negated: "Expected | None" = Field(None, alias="not")

    @field_validator("relaxed", "fallbacks", mode="before")
    @classmethod
    def _none_is_empty(cls, value: Any) -> Any:
        return () if value is None or value is False else (value,) if isinstance(value, str) else value

    @property
    def given(self) -> frozenset[str]:
        """What it speaks of: `asked: null` says that nothing was asked, no `asked` says nothing."""
        return frozenset(self.model_fields_set)


class Finally(Strict):
    """What must hold of the whole conversation. shown: of all items shown in it; asked: of all questions."""

    facts: FactsExpected | None = None
    shown: Recommended | None = None
    asked_at_most: int | None = Field(None, ge=0)
    never_asked: OneOrMore | None = None
    asks_twice: bool | None = None
    """false: no facet was asked for twice."""
    grounded: bool | None = None
    fallbacks: tuple[str, ...] | None = None


class Event(Strict):
    """Something the user does with an item, named by title or id. A rating has stars, 1 to 5; a review a text."""

    kind: Behaviour
    item: str
    stars: float | None = Field(None, ge=1, le=5)
    text: str = ""

    def of(self, item_id: str) -> BehaviourEvent:
        return BehaviourEvent(kind=self.kind, item_id=item_id, stars=self.stars, text=self.text)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        self.of(self.item)
        return self


class Step(Strict):
    """One thing that happens: exactly one of user, event, wait, restart and new_session."""

    user: str | None = None
    event: Event | None = None
    understood: str | None = None
    """In fake mode, the frame that the model writes for this message; without it, the parser alone reads."""
    wait: timedelta | None = None
    restart: bool = False
    new_session: bool = False
    expect: Expected | None = None

    @field_validator("user", mode="before")
    @classmethod
    def _text(cls, value: Any) -> Any:
        return _word(value) if isinstance(value, bool | int | float) else value

    @field_validator("wait", mode="before")
    @classmethod
    def _duration(cls, value: Any) -> Any:
        return duration(value)

    @model_validator(mode="after")
    def _one(self) -> Self:
        happens = [
            name
            for name, given in {
                "user": self.user is not None,
                "event": self.event is not None,
                "wait": self.wait is not None,
                "restart": self.restart,
                "new_session": self.new_session,
            }.items()
            if given
        ]
        if len(happens) != 1:
            raise ValueError(
                f"needs exactly one of user, event, wait, restart and new_session, not {happens or 'none'}"
            )
        if self.user is None and (self.expect or self.understood):
            raise ValueError("expect and understood go with a user's message")
        return self


class Script(Strict):
    """One dialogue. A domain or items; who speaks, when, and what is known about them before."""

    dialogue: Annotated[str, Field(min_length=1, max_length=200)]
    domain: str | None = None
    items: str | tuple[Mapping[str, Any], ...] | None = None
    """A catalogue file beside the script, or rows written in it; facets are inferred."""
    config: str | None = None
    """A domain.yaml for the items."""
    user: str = "tester"
    clock: datetime = START
    seed: int = 0
    """Of what the assistant leaves to chance: which example it gives."""
    mode: Mode | None = None
    """Only in this mode; in any when left out. What is for a real model is for its recorded answers, too."""
    limit: int | None = Field(None, ge=1, le=50)
    profile: tuple[FactPattern, ...] = ()
    """What is known before the first turn."""
    turns: tuple[Step, ...] = Field(min_length=1)
    expect: Finally | None = None
    stop_on_failure: bool = False
    file: Path = Path()
    line: int = 1

    @field_validator("clock")
    @classmethod
    def _zoned(cls, value: datetime) -> datetime:
        return value if value.tzinfo else value.replace(tzinfo=START.tzinfo)

    def is_for(self, mode: Mode) -> bool:
        return self.mode in (None, mode) or (self.mode, mode) == ("live", "replay")

    @property
    def catalogue_key(self) -> str:
        """What two scripts about the same catalogue share."""
        if self.items is None:
            return f"domain {self.domain or ''}"
        return f"items {self.file.parent} {self.items!r} {self.config}"


_UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2629800, "year": 31557600}


def duration(value: Any) -> Any:
    """ "2 days", "an hour"; anything else is left as it is."""
    if not isinstance(value, str):
        return value
    amount, _, unit = value.strip().partition(" ")
    seconds = _UNITS.get(unit.strip().removesuffix("s"))
    number = 1.0 if amount in ("a", "an", "one") else float(amount) if amount.replace(".", "", 1).isdigit() else None
    if seconds is None or number is None:
        raise ValueError(f'{value!r} is no time; write a number and one of {", ".join(_UNITS)}, as in "2 days"')
    return timedelta(seconds=number * seconds)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(_word(each) for each in (value if isinstance(value, list | tuple) else (value,)))


def _word(value: Any) -> str:
    """A YAML scalar as facet values are compared: true, 2001 and 4.5 as they are written."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, int | float) else str(value)
