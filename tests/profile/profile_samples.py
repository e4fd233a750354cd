"""Small facets, facts and messages that the tests of profiles share."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import uuid4

from chatbot.catalogue.pack import Facet
from chatbot.profile.facts import UpdateContext, update
from chatbot.profile.store import SqlStore
from chatbot.records import (
    Fact,
    Intent,
    Polarity,
    Profile,
    ProfileChange,
    Scope,
    SessionState,
    Statement,
    Understanding,
)

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
FACETS = {
    "kind": Facet(kind="category"),
    "colour": Facet(kind="category", multi=True),
    "maker": Facet(kind="entity", multi=True),
    "cost": Facet(kind="number", unit="$"),
    "weight": Facet(kind="number", unit="g"),
    "foldable": Facet(kind="flag"),
}
_numbers = count(1)


def like(facet: str, value: object = None, **more: object) -> Statement:
    return Statement.model_validate({"facet": facet, "value": value, "words": f"{facet} {value}", **more})


def dislike(facet: str, value: object = None, **more: object) -> Statement:
    return like(facet, value, polarity=Polarity.DISLIKE, **more)


def want(facet: str, value: object = None, **more: object) -> Statement:
    """A condition of this session."""
    return like(facet, value, hard=True, **more)


def refuse(facet: str, value: object = None, **more: object) -> Statement:
    return dislike(facet, value, hard=True, **more)


def always(facet: str, value: object = None, **more: object) -> Statement:
    """A liking that lasts."""
    return like(facet, value, scope=Scope.LASTING, **more)


def message(*statements: Statement, intent: Intent = Intent.INFORM, intents: Iterable[Intent] = ()) -> Understanding:
    return Understanding(text="as it was said", intent=intent, intents=tuple(intents), statements=statements)


def context(turn: int = 1, session: str = "s1", last: ProfileChange | None = None, **more: object) -> UpdateContext:
    given = {
        "session_id": session,
        "turn": turn,
        "now": NOON + timedelta(minutes=turn),
        "facets": FACETS,
        "main": "kind",
    }
    given |= {"new_id": lambda: f"f{next(_numbers)}", "last": last or ProfileChange()}
    return UpdateContext.model_validate(given | more)


def told(*messages: Understanding, session: str = "s1", profile: Profile | None = None) -> Profile:
    """The profile after some messages, one a turn."""
    profile = profile or Profile(user_id="ana")
    for turn, said in enumerate(messages, start=1):
        profile, _ = update(profile, said, context(turn, session))
    return profile


def gist(facts: Iterable[Fact]) -> set[str]:
    """Facts in short: "+" or "-", "!" for a condition, facet, value or bounds."""
    return {_in_short(fact) for fact in facts}


def _in_short(fact: Fact) -> str:
    bounds = f"{'' if fact.min is None else f'{fact.min:g}'}..{'' if fact.max is None else f'{fact.max:g}'}"
    said = bounds if fact.value is None else str(fact.value)
    return f"{'+' if fact.polarity is Polarity.LIKE else '-'}{'!' if fact.hard else ''}{fact.facet}:{said}"


class Talk:
    """A user talking to a store, turn after turn, as the dialogue manager does it."""

    def __init__(self, store: SqlStore, user: str = "ana", session: str = "s1", domain: str = "things") -> None:
        self.store, self.user, self.session, self.domain = store, user, session, domain

    def say(self, *statements: Statement, intent: Intent = Intent.INFORM) -> int:
        state, change = self.prepare(*statements, intent=intent)
        return self.commit(state, change)

    def prepare(self, *statements: Statement, intent: Intent = Intent.INFORM) -> tuple[SessionState, ProfileChange]:
        """All of a turn but storing it."""
        state = self.store.load_session(self.session, self.user, self.domain)
        last = self.store.last_change(self.session)
        now = context(state.turn + 1, self.session, last, new_id=lambda: uuid4().hex)
        _, change = update(self.raw, message(*statements, intent=intent), now)
        return state.model_copy(update={"turn": state.turn + 1}), change

    def commit(self, state: SessionState, change: ProfileChange) -> int:
        return self.store.commit_turn(state, self.domain, f"message {state.turn}", "a reply", "{}", change)

    @property
    def raw(self) -> Profile:
        return self.store.load_profile(self.user, self.session, self.domain)
