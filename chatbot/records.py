"""Frozen records that cross the seams between the steps of a turn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Value = bool | int | float | str
"""One facet value, as the catalogue writes it."""

ITEM = "item"
"""Facet of a fact about one item; its value is the item's id."""
WISH = "wish"
"""Facet of a free-text wish: words that no facet value stands for, used in semantic search only."""


class Record(BaseModel):
    """A value that crosses a seam: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Intent(StrEnum):
    """What a message is for."""

    GREET = "greet"
    GOODBYE = "goodbye"
    THANK = "thank"
    INFORM = "inform"
    CONSTRAIN = "constrain"
    REQUEST = "request"
    CRITIQUE = "critique"
    SIMILAR = "similar"
    ASK_ITEM = "ask_item"
    COMPARE = "compare"
    WHY = "why"
    WHAT_IF = "what_if"
    ACCEPT = "accept"
    REJECT = "reject"
    UNDO = "undo"
    FORGET = "forget"
    RESET = "reset"
    PROFILE = "profile"
    SUPPORT = "support"
    HANDOFF = "handoff"
    OUT_OF_SCOPE = "out_of_scope"


class Polarity(StrEnum):
    LIKE = "like"
    DISLIKE = "dislike"


class Scope(StrEnum):
    SESSION = "session"
    LASTING = "lasting"


class Status(StrEnum):
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


class Behaviour(StrEnum):
    """What somebody did with an item, beside talking about it."""

    VIEW = "view"
    CLICK = "click"
    CART = "cart"
    PURCHASE = "purchase"
    RATING = "rating"
    REVIEW = "review"
    LIKE = "like"
    DISLIKE = "dislike"


class BehaviourEvent(Record):
    """One thing done. A rating has `stars`, 1 to 5; a review has a `text`, and may have stars."""

    kind: Behaviour
    item_id: str
    stars: float | None = Field(None, ge=1, le=5)
    text: str = Field("", max_length=4000)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind is Behaviour.RATING and self.stars is None:
            raise ValueError("a rating needs stars, 1 to 5")
        if self.kind is Behaviour.REVIEW and not self.text.strip():
            raise ValueError("a review needs a text")
        if self.kind not in (Behaviour.RATING, Behaviour.REVIEW) and (self.stars is not None or self.text):
            raise ValueError(f"a {self.kind} has no stars and no text: that is a rating or a review")
        return self


class Item(Record):
    """One thing of the catalogue. `text` is what is embedded; `attributes` holds facet values only."""

    id: str
    title: str
    attributes: Mapping[str, Value | tuple[str, ...]] = Field(default_factory=dict)
    summary: str = ""
    text: str = ""
    titles: Mapping[str, str] = Field(default_factory=dict)
    """The title in other languages, by language."""
    aliases: tuple[str, ...] = ()
    """Other names that people may use; each of `titles` is one."""
    link: str | None = None

    def named(self, language: str) -> str:
        """The title in a language, where the catalogue has one in it."""
        return self.titles.get(language, self.title)

    def values(self, facet: str) -> tuple[Value, ...]:
        """The item's values of one facet, none if it has none."""
        found = self.attributes.get(facet)
        if found is None:
            return ()
        return found if isinstance(found, tuple) else (found,)


class Statement(Record):
    """One preference as it was said. A number facet has `min` and/or `max` (inclusive), any other a `value`."""

    facet: str
    value: Value | None = None
    min: float | None = None
    max: float | None = None
    polarity: Polarity = Polarity.LIKE
    strength: float = Field(1.0, ge=0, le=1)
    hard: bool = False
    scope: Scope = Scope.SESSION
    words: str = ""
    confidence: float = Field(1.0, ge=0, le=1)
    alternative: bool = False
    """Said beside another value of the facet ("A or B", "and also"), so it does not replace it."""
    stands: bool = False
    """Said in a message that takes something else back ("drop the 144 Hz, 75 is enough")."""

    @property
    def is_bound(self) -> bool:
        """Whether it limits a number."""
        return self.min is not None or self.max is not None


Extent = Literal["little", "some", "much"]


class Critique(Record):
    """An operation relative to what was shown: less or more of a facet ("cheaper", "newer")."""

    facet: str
    direction: Literal["less", "more"]
    extent: Extent = "some"
    amount: float | None = None
    """By how much, in the facet's unit ("20 dollars cheaper")."""
    factor: float | None = None
    """To how many times as much ("half the price")."""
    limit: bool = False
    """Whether it moves the limit that was set ("raise it by 50") rather than compares with what is shown."""
    words: str = ""
    item_id: str | None = None


UNNAMED = "?"
"""A guest of whom nothing is known but that it is not the user."""
APART = "-"
"""In the place of a guest: it is for the user, whose own tastes are to be left out."""


class Understanding(Record):
    """One message, understood."""

    text: str
    intent: Intent
    intents: tuple[Intent, ...] = ()
    statements: tuple[Statement, ...] = ()
    critiques: tuple[Critique, ...] = ()
    references: tuple[str, ...] = ()
    """Ids of shown or named items the message points at, in order."""
    wish: str = ""
    """The message's content words, for semantic and lexical search."""
    described: tuple[str, ...] = ()
    """Words that describe a shown item, whose values are no wishes ("the red one")."""
    beyond: int = 0
    """The place of an item that the message points at and that was not shown ("the ninth one" of five); -100 for one
    asked about by what none of the shown ones has, -101 by what nothing in the catalogue has, -102 for one of those
    shown where it is not said which."""
    settled: bool = False
    """Whether its words alone say what it is for ("the first one you showed me"), so that no model need say it."""
    guest: str | None = None
    """For whom it is from now on: somebody else in the user's words, UNNAMED, APART, "" for the user again; None: it
    was not said."""
    others: bool = False
    """Whether items are asked for that were not shown yet ("show me others")."""
    afresh: bool = False
    """Whether what was looked for is given up for anything else ("something completely different")."""
    own_turn: bool = False
    """Whether it is for the user now, after a search of which it was not said for whom ("and what about me?")."""
    one: bool = False
    """Whether it is left to the assistant to choose one ("just pick one for me")."""
    count: int = 0
    """How many items are asked for, 0 where that is not said."""
    impatient: bool = False
    """Whether no questions are wanted ("just show me something")."""
    everything: bool = False
    """Whether starting over reaches what was to be kept, too ("forget everything you know about me")."""
    lifted: tuple[Statement, ...] = ()
    """What need not be limited any more ("it can be longer", "no budget limit")."""
    asks_on: bool = False
    """Whether the question before is asked of something else ("and the second?")."""
    not_chosen: tuple[str, ...] = ()
    """Ids of the items of which it is asked why they were not chosen ("why not Titanic?")."""
    keeps: bool = False
    """Whether it is said that nothing is to be taken back ("don't start over")."""
    supposed: "Understanding | None" = None
    """What a question asks to be supposed ("what if I went up to 150?"), as if it was said."""
    language: str = "en"
    """That of the reply."""
    foreign: bool = False
    """Whether it is in a language that is not read, so that more may have been said than was understood."""
    source: Literal["llm", "parser", "both"] = "parser"


class Usage(Record):
    """Tokens that a language model read and wrote."""

    read: int = 0
    written: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(read=self.read + other.read, written=self.written + other.written)

    @property
    def total(self) -> int:
        return self.read + self.written


class Prices(Record):
    """What a million tokens cost, read and written; in whatever currency they are billed."""

    read: float = 0.0
    written: float = 0.0

    def of(self, usage: Usage) -> float:
        return (self.read * usage.read + self.written * usage.written) / 1e6


FREE = Prices()


class Fact(Record):
    """One thing known about a user, with where it came from."""

    id: str
    facet: str
    value: Value | None = None
    min: float | None = None
    max: float | None = None
    polarity: Polarity = Polarity.LIKE
    strength: float = Field(1.0, ge=0, le=1)
    hard: bool = False
    scope: Scope = Scope.SESSION
    status: Status = Status.ACTIVE
    session_id: str = ""
    turn: int = 0
    words: str = ""
    confidence: float = Field(1.0, ge=0, le=1)
    alternative: bool = False
    valid_from: datetime
    superseded_by: str | None = None
    behaviour: Behaviour | None = None
    """What it was concluded from, when it was not said."""
    pinned: bool = False
    """Whether the user wants it kept as it is: it never fades."""

    @property
    def makes_known(self) -> bool:
        """Of a fact about an item: whether the user knows it already, so that it is no news to be shown."""
        return self.behaviour is None or self.behaviour not in _PASSING


_PASSING = (Behaviour.VIEW, Behaviour.CLICK, Behaviour.CART, Behaviour.LIKE)
"""What people do with items that they have not got yet."""


class Grouped(NamedTuple):
    """Facts, oldest first in each group; `passing`: of one session, `lasting`: of all."""

    by_facet: dict[str, list[Fact]]
    passing: list[Fact]
    lasting: list[Fact]


class Profile(Record):
    """The active facts of one user, as seen from one session, oldest first."""

    user_id: str
    facts: tuple[Fact, ...] = ()

    @cached_property
    def grouped(self) -> Grouped:
        """The facts by facet and by scope. Made once: a turn asks often, and a long memory is dear to go through."""
        groups = Grouped({}, [], [])
        for fact in self.facts:
            groups.by_facet.setdefault(fact.facet, []).append(fact)
            (groups.passing if fact.scope is Scope.SESSION else groups.lasting).append(fact)
        return groups

    def with_facts(self, facts: Iterable[Fact]) -> "Profile":
        """The same user with other facts. (`model_copy` would keep `grouped` as it was.)"""
        return Profile.model_construct(user_id=self.user_id, facts=tuple(facts))

    def about(self, facet: str) -> Sequence[Fact]:
        return self.grouped.by_facet.get(facet, ())

    def items(self, polarity: Polarity) -> tuple[str, ...]:
        """Ids of the items liked or set aside."""
        return tuple([str(f.value) for f in self.about(ITEM) if f.polarity is polarity])

    def known_items(self) -> frozenset[str]:
        """Ids of the items that are no news: named, set aside, bought or rated."""
        return frozenset([str(f.value) for f in self.about(ITEM) if f.makes_known])


class ProfileChange(Record):
    """What one turn did to a profile."""

    added: tuple[Fact, ...] = ()
    retired: tuple[Fact, ...] = ()


class Constraint(Record):
    """A condition items must meet. `in`/`not_in` take values, `gte`/`lte` a number, `is` a flag."""

    facet: str
    op: Literal["in", "not_in", "gte", "lte", "is"]
    value: tuple[Value, ...] | float | bool
    strength: float = 1.0
    """How firmly it was said; the least firm is relaxed first."""
    fact_ids: tuple[str, ...] = ()


class Relaxation(Record):
    """A constraint that could not be met, and what stood in its place (None: it was dropped)."""

    constraint: Constraint
    now: float | None = None


class Candidate(Record):
    """An item that retrieval found. `dense` and `sparse` are the two scores, each 0 where it was not found."""

    item: Item
    row: int
    dense: float = 0.0
    sparse: float = 0.0
    fused: float = 0.0


class Contribution(Record):
    """What one signal adds to one item's score, and the plain words for it ('' when nothing is worth saying)."""

    signal: str
    value: float
    reason: str = ""


class Recommendation(Record):
    """One item chosen for the user. The contributions add up to the score."""

    item_id: str
    title: str
    name: str = Field(default_factory=lambda known: known["title"])
    """The title in the language of the reply."""
    score: float
    contributions: Mapping[str, float]
    reasons: tuple[str, ...]
    avoided: tuple[str, ...] = ()
    """Those of the reasons that say what the item is without."""
    attributes: Mapping[str, Value | tuple[str, ...]]
    summary: str = ""
    link: str | None = None


class Question(Record):
    """A clarifying question on one facet, with answers to tap."""

    facet: str
    text: str
    suggestions: tuple[str, ...] = ()


class Act(StrEnum):
    """What the assistant does next."""

    RECOMMEND = "recommend"
    PICK = "pick"
    ABOUT_ITEM = "about_item"
    NOT_SHOWN = "not_shown"
    WHAT_IF = "what_if"
    COMPARE = "compare"
    WHY = "why"
    PROFILE = "profile"
    CHANGED = "changed"
    SUPPORT = "support"
    HANDOFF = "handoff"
    SMALL_TALK = "small_talk"
    DECLINE = "decline"


class Decision(Record):
    """The policy's choice: the acts that answer a message in full, and whether a question may be added."""

    acts: tuple[Act, ...]
    may_ask: bool = False


class SessionState(Record):
    """The short memory of one conversation; everything else is in the profile."""

    session_id: str
    user_id: str
    turn: int = 0
    language: str = "en"
    shown: tuple[tuple[str, ...], ...] = ()
    """Item ids by showing, oldest first."""
    asked: tuple[str, ...] = ()
    open_question: str | None = None
    last: tuple[Recommendation, ...] = ()
    set_aside: tuple[str, ...] = ()
    """Ids not to be shown again in this session."""
    focus: tuple[str, ...] = ()
    """Ids of the shown items spoken of since, the latest first."""
    impatient: bool = False
    """Whether the user asked not to be asked."""
    guest: str | None = None
    """Whom the items are for, when it is somebody else ("sister"): the user's own tastes then stay out of it."""
    said_for: Mapping[str, tuple[Statement, ...]] = Field(default_factory=dict)
    """By person, "" for the user, what was said in their searches that wait while it is for another."""
    question: Understanding | None = None
    """The last question about an item, which may be asked of another one ("and the second?")."""
    offered: Understanding | None = None
    """What the last reply offered to do: a "yes" says it."""
    last_at: datetime | None = None
    """When its last turn was."""

    @property
    def on_screen(self) -> tuple[str, ...]:
        return self.shown[-1] if self.shown else ()


class FactsTrace(Record):
    added: tuple[Fact, ...] = ()
    retired: tuple[Fact, ...] = ()
    active: tuple[Fact, ...] = ()


class TurnTrace(Record):
    """Everything a test or a debugger wants to know about one turn."""

    session_id: str
    user_id: str
    turn: int
    intent: Intent
    understanding: Understanding
    facts: FactsTrace
    filters: tuple[Constraint, ...] = ()
    relaxed: tuple[Relaxation, ...] = ()
    candidates: int = 0
    retrieved: tuple[str, ...] = ()
    """Ids of the candidates the ranking chose among, best found first."""
    recommendations: tuple[Recommendation, ...] = ()
    asked: str | None = None
    suggestions: tuple[str, ...] = ()
    reply: str
    grounded: bool = True
    cites: tuple[str, ...] = ()
    model: str = ""
    tokens: Mapping[str, int] = Field(default_factory=dict)
    """By stage, and in all as `read` and `written`."""
    cost: float = 0.0
    """What the tokens cost at the prices set, in their currency; 0 for the embedded model."""
    fallbacks: tuple[str, ...] = ()
    milliseconds: Mapping[str, float] = Field(default_factory=dict)


class Reply(Record):
    """What the caller gets back for one message."""

    text: str
    recommendations: tuple[Recommendation, ...]
    trace: TurnTrace


class Understood(Record):
    """Event: the message has been understood and the profile updated."""

    understanding: Understanding
    facts: FactsTrace


class Items(Record):
    """Event: the items are chosen; cards can be drawn."""

    recommendations: tuple[Recommendation, ...]
    relaxed: tuple[Relaxation, ...] = ()


class Token(Record):
    """Event: more of the reply's text."""

    text: str


class Done(Record):
    """Event: the turn is stored; nothing follows."""

    reply: Reply


Event = Understood | Items | Token | Done
