"""Whom a conversation is for, and whether what was said in it before still counts."""

from datetime import datetime, timedelta

from chatbot.records import Fact, Intent, Profile, Record, Scope, SessionState, Understanding

_SERVICE = {Intent.SUPPORT, Intent.HANDOFF, Intent.THANK, Intent.GREET}


class Occasion(Record):
    """One turn's situation. `profile`: the stored facts that may count in it."""

    state: SessionState
    profile: Profile
    over: bool = False
    """Whether what was said in this session before is over."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that count before this turn says anything."""
        return tuple(f for f in self.profile.facts if f.scope is Scope.LASTING) if self.over else self.profile.facts


def resumed(state: SessionState, stored: Profile, now: datetime, idle: timedelta) -> Occasion:
    """The occasion as a turn finds it. After a silence longer than `idle` only the numbering of turns goes on."""
    if state.last_at is not None and now - state.last_at > idle:
        kept = {"turn": state.turn, "language": state.language}
        state = SessionState(session_id=state.session_id, user_id=state.user_id, **kept)
        return Occasion(state=state, profile=stored, over=True)
    return _without_own_tastes(Occasion(state=state, profile=stored))


def addressed(occasion: Occasion, understanding: Understanding, stored: Profile) -> tuple[Occasion, Understanding]:
    """The occasion once the message has said whom it is for, and the message as it counts then.

    For somebody else, the user's own tastes stay out of it, and nothing said is kept for good; for the user again, what
    was said for the other one is over.
    """
    before = occasion.state.guest
    # "I bought it for my sister, can I return it?" tells of a purchase, and begins no search for her.
    guest = None if set(understanding.intents) <= _SERVICE else understanding.guest
    if guest is not None:
        state = occasion.state.model_copy(update={"guest": guest or None})
        over = occasion.over or bool(before and before != guest)
        occasion = _without_own_tastes(Occasion(state=state, profile=stored, over=over))
    if occasion.state.guest is None:
        return occasion, understanding
    for_now = tuple(s.model_copy(update={"scope": Scope.SESSION}) for s in understanding.statements)
    return occasion, understanding.model_copy(update={"statements": for_now})


def _without_own_tastes(occasion: Occasion) -> Occasion:
    if occasion.state.guest is None:
        return occasion
    own = occasion.profile.with_facts(f for f in occasion.profile.facts if f.scope is Scope.SESSION)
    return occasion.model_copy(update={"profile": own})
