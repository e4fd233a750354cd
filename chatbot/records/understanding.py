"""What one message was understood to say."""

from typing import Literal

from pydantic import Field

from chatbot.records.base import Intent, Polarity, Record, Scope, Value


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
    certain: bool = False
    """Whether its words leave no doubt how it is meant ("he already has a blender")."""
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
    of_all: bool = False
    """Whether it is said of all that is on screen ("these are all too old")."""


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
    taken: tuple[str, ...] = ()
    """Ids of the items that it takes, where it asks of others, too ("Heat it is! Who is in Fargo?")."""
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
    sure: tuple[Intent, ...] = ()
    """What some of its sentences are for, as their words alone say."""
    guest: str | None = None
    """For whom it is from now on: somebody else in the user's words, UNNAMED, APART, "" for the user again; None: it
    was not said."""
    person: tuple[str, str] | None = None
    """Whom a later "him" stands for: the facet and the value of the person named last, in this message or before."""
    values_of: tuple[tuple[str, ...], str] | None = None
    """The facet, or one of some, of which it is asked what values there are, and of which kind of things; "" for that
    which is looked for."""
    others: bool = False
    """Whether items are asked for that were not shown yet ("show me others")."""
    afresh: bool = False
    """Whether what was looked for is given up for anything else ("something completely different")."""
    adds: bool = False
    """Whether what is said joins what was wanted before ("with Emma Stone, too")."""
    instead: bool = False
    """Whether what is said takes the place of what was said of the same facets ("something funny instead")."""
    displaces: bool = False
    """Whether what is said may take the place of what hardly goes with it ("what about Jackie Chan?")."""
    back_to: tuple[str, ...] = ()
    """Ids of the list shown before that is to be shown again ("back to the laptops")."""
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
    hesitates: bool = False
    """Whether it is said that nothing is chosen yet ("let me think about it")."""
    orders: bool = False
    """Whether an item is to be ordered or put into a basket, or it is asked if that can be done."""
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
