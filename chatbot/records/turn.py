"""One turn: what is done next, the state after it, its trace, and the events on the way."""

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from chatbot.records.base import Act, Intent, Record
from chatbot.records.profile import Fact
from chatbot.records.recommendation import Constraint, Recommendation, Relaxation
from chatbot.records.understanding import Statement, Understanding


class Question(Record):
    """A clarifying question on one facet, with answers to tap."""

    facet: str
    text: str
    suggestions: tuple[str, ...] = ()


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
    searches: tuple[tuple[Statement, ...], ...] = ()
    """What was wanted at each of the latest showings."""
    asked: tuple[str, ...] = ()
    open_question: str | None = None
    last: tuple[Recommendation, ...] = ()
    set_aside: tuple[str, ...] = ()
    """Ids not to be shown again in this session."""
    focus: tuple[str, ...] = ()
    """Ids of the shown items spoken of since, the latest first."""
    person: tuple[str, str] | None = None
    """Whom "him" stands for: the facet and the value of the person named last."""
    impatient: bool = False
    """Whether the user asked not to be asked."""
    guest: str | None = None
    """Whom the items are for, when it is somebody else ("sister"): the user's own tastes then stay out of it."""
    said_for: Mapping[str, tuple[Statement, ...]] = Field(default_factory=dict)
    """By person, "" for the user, what was said in their searches that wait while it is for another."""
    question: Understanding | None = None
    """The last question about an item, which may be asked of another one ("and the second?")."""
    page: str = ""
    """The help page that answered the last message, if one did."""
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
