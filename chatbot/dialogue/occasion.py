"""Whom a conversation is for, and whether what was said in it before still counts."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chatbot.dialogue.stance import CONCEDED
from chatbot.records import (
    APART,
    ITEM,
    UNNAMED,
    WISH,
    Fact,
    Intent,
    Polarity,
    Profile,
    Record,
    Scope,
    SessionState,
    Statement,
    Understanding,
)

_SERVICE = {Intent.SUPPORT, Intent.HANDOFF, Intent.THANK, Intent.GREET}


class Occasion(Record):
    """One turn's situation. `profile`: the stored facts that may count in it."""

    state: SessionState
    profile: Profile
    over: bool = False
    """Whether what was said in this session before is over."""
    own: tuple[Fact, ...] = ()
    """The user's own tastes, where they stay out of it."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that count before this turn says anything."""
        return tuple(f for f in self.profile.facts if f.scope is Scope.LASTING) if self.over else self.profile.facts

    @property
    def passing(self) -> tuple[Fact, ...]:
        """Those of the facts that were said for now."""
        return tuple(f for f in self.facts if f.scope is Scope.SESSION)


def resumed(state: SessionState, stored: Profile, now: datetime, idle: timedelta) -> Occasion:
    """The occasion as a turn finds it. After a silence longer than `idle` only the numbering of turns goes on.

    A session begins with what was taken last before it spoken of: "the one I picked", "loved it, more like that".
    """
    if state.last_at is not None and now - state.last_at > idle:
        kept = {"turn": state.turn, "language": state.language}
        state = SessionState(session_id=state.session_id, user_id=state.user_id, **kept)
        return Occasion(state=state, profile=stored, over=True)
    if not (state.turn or state.focus):
        taken = [f for f in stored.about(ITEM) if f.scope is Scope.LASTING and f.polarity is Polarity.LIKE]
        state = state.model_copy(update={"focus": tuple(str(f.value) for f in taken[-1:])})
    return _without_own_tastes(Occasion(state=state, profile=stored))


def addressed(
    occasion: Occasion, understanding: Understanding, stored: Profile, main: str | None = None
) -> tuple[Occasion, Understanding]:
    """The occasion once the message has said whom it is for, and the message as it counts then.

    For somebody else, the user's own tastes stay out of it, and nothing said is kept for good. Each person has a search
    of their own, which waits while it is for another; one's own goes on as theirs ("it's for my boss, actually"), and
    waits as it was, unless the message begins another. APART leaves out no more than the tastes.

    main: the facet that says what kind of thing is looked for.
    """
    before = occasion.state.guest or ""
    # "I bought it for my sister, can I return it?" tells of a purchase, and begins no search for her.
    guest = None if set(understanding.intents) <= _SERVICE else understanding.guest
    if guest is not None:
        waiting = dict(occasion.state.said_for)
        changes = guest != before and {guest, before} != {"", APART}  # it stays the same person's search
        leaves = changes and bool(before or guest in waiting or _begins(understanding, main))
        if changes:
            waiting[before] = tuple(map(statement_of, occasion.passing))
            waiting.pop(UNNAMED, None)  # the next one may be another
        if leaves:
            understanding = _with_search(understanding, waiting.pop(guest, ()), main)
        state = occasion.state.model_copy(update={"guest": guest or None, "said_for": waiting})
        occasion = _without_own_tastes(Occasion(state=state, profile=stored, over=occasion.over or leaves))
        understanding = _only_addressing(understanding) if leaves else understanding
    if occasion.state.guest is None:
        return occasion, understanding
    for_now = tuple(s.model_copy(update={"scope": Scope.SESSION}) for s in understanding.statements)
    return occasion, understanding.model_copy(update={"statements": for_now})


def _with_search(understanding: Understanding, waiting: Sequence[Statement], main: str | None) -> Understanding:
    """The message with what its person said before; of that, no wishes that it answers anew, or for another thing."""
    fresh = main is not None and _begins(understanding, main)
    anew = {s.facet for s in understanding.statements if s.polarity is Polarity.LIKE} - {WISH}
    again = [s for s in waiting if s.polarity is Polarity.DISLIKE or not (fresh or s.facet in anew)]
    return understanding.model_copy(update={"statements": (*again, *understanding.statements)})


def _only_addressing(understanding: Understanding) -> Understanding:
    """ "Ok, for me again" takes nothing of what is shown, and nothing back, and is no goodbye."""
    idle = {Intent.ACCEPT, Intent.UNDO, Intent.GOODBYE, Intent.OUT_OF_SCOPE}
    if not set(understanding.intents) <= idle or understanding.references:
        return understanding
    return understanding.model_copy(update={"intent": Intent.INFORM, "intents": (Intent.INFORM,)})


def _begins(understanding: Understanding, main: str | None) -> bool:
    """Whether it names what is looked for: the kind of thing, or anything wanted where there is but one kind."""
    wanted = [s for s in understanding.statements if s.polarity is Polarity.LIKE and s.strength > CONCEDED]
    return any(s.facet == main if main else s.facet not in (ITEM, WISH) for s in wanted)


def statement_of(fact: Fact) -> Statement:
    """What was said for a fact to be known."""
    return Statement.model_validate(fact.model_dump(include=set(Statement.model_fields)))


def _without_own_tastes(occasion: Occasion) -> Occasion:
    if occasion.state.guest is None:
        return occasion
    facts = occasion.profile.facts
    own = tuple(f for f in facts if f.scope is not Scope.SESSION)
    passing = occasion.profile.with_facts(f for f in facts if f.scope is Scope.SESSION)
    return occasion.model_copy(update={"profile": passing, "own": own})
