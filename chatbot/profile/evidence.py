"""Behaviour as evidence: what people do tells of their taste, less surely than what they say."""

from collections.abc import Callable, Mapping
from datetime import datetime

from chatbot.profile.decay import decayed
from chatbot.profile.ledger import Ledger
from chatbot.records import (
    ITEM,
    Behaviour,
    BehaviourEvent,
    Fact,
    Polarity,
    Profile,
    ProfileChange,
    Record,
    Scope,
    Statement,
    Status,
)

WEIGHTS: Mapping[Behaviour, float] = {
    Behaviour.VIEW: 0.1,
    Behaviour.CLICK: 0.2,
    Behaviour.CART: 0.5,
    Behaviour.PURCHASE: 0.6,
    Behaviour.LIKE: 0.7,
    Behaviour.DISLIKE: 0.7,
    Behaviour.RATING: 0.8,
    Behaviour.REVIEW: 0.8,
}
"""Strength of the fact an event makes; what is said has 0.9. A rating and a review have it at one and at five stars,
and less towards three."""
REVIEWED = 0.5
"""A preference read out of a review counts so much of what it would if it was said in the chat."""
MIDDLE, REACH = 3.0, 2.0
"""Stars that tell nothing, and how far the others are from them."""
_LEAST = 0.05
"""Of a rating of three stars, which says at least that the item is known."""
_DELIBERATE = (Behaviour.LIKE, Behaviour.DISLIKE, Behaviour.RATING, Behaviour.REVIEW)
"""What is done in order to tell one's opinion, so that the latest counts."""


class EvidenceContext(Record):
    """What `observed` needs to know besides the profile and the event."""

    now: datetime
    new_id: Callable[[], str]
    """Gives ids that are unique among all facts ever stored."""


def observed(
    profile: Profile, event: BehaviourEvent, read: tuple[Statement, ...], context: EvidenceContext
) -> ProfileChange:
    """What one event changes: a fact about its item, and the preferences that were `read` in a review of it.

    All of it is lasting, soft and fades. What was said about the same thing is never touched; of what was done the
    stronger counts, as it is today, and of opinions the latest. `profile`: the active facts as stored.
    """
    ledger = Ledger(profile)
    _place(ledger, _of_item(event, context), context.now)
    for statement in read:
        if statement.facet != ITEM:
            _place(ledger, _of_statement(statement, event, context), context.now)
    return ProfileChange(added=tuple(ledger.added.values()), retired=tuple(ledger.retired.values()))


def _of_item(event: BehaviourEvent, context: EvidenceContext) -> Fact:
    strength = WEIGHTS[event.kind]
    liked = event.kind is not Behaviour.DISLIKE
    if event.stars is not None:
        strength = max(_LEAST, strength * abs(event.stars - MIDDLE) / REACH)
        liked = event.stars >= MIDDLE
    return _fact(event, context, facet=ITEM, value=event.item_id, strength=strength, liked=liked, words=event.text)


def _of_statement(said: Statement, event: BehaviourEvent, context: EvidenceContext) -> Fact:
    fact = _fact(
        event,
        context,
        facet=said.facet,
        value=said.value,
        strength=REVIEWED * said.strength,
        liked=said.polarity is Polarity.LIKE,
        words=said.words,
    )
    return fact.model_copy(update={"min": said.min, "max": said.max})


def _fact(
    event: BehaviourEvent,
    context: EvidenceContext,
    *,
    facet: str,
    value: bool | int | float | str | None,
    strength: float,
    liked: bool,
    words: str,
) -> Fact:
    return Fact(
        id=context.new_id(),
        facet=facet,
        value=value,
        polarity=Polarity.LIKE if liked else Polarity.DISLIKE,
        strength=strength,
        scope=Scope.LASTING,
        words=words,
        behaviour=event.kind,
        valid_from=context.now,
    )


def _place(ledger: Ledger, new: Fact, now: datetime) -> None:
    """Let a fact take its place among what is known of the same."""
    lasting = [old for old in ledger.beside(new) if old.scope is Scope.LASTING]
    if any(old.behaviour is None or not _gives_way(old, new) for old in decayed(lasting, now)):
        return
    ledger.add(new)
    for old in lasting:
        ledger.retire(old, Status.SUPERSEDED, new.id)


def _gives_way(old: Fact, new: Fact) -> bool:
    if old.makes_known is not new.makes_known:
        return new.makes_known  # to look again at what was bought makes it no news
    if new.behaviour in _DELIBERATE:
        return (old.polarity, old.strength) != (new.polarity, new.strength)
    return old.behaviour not in _DELIBERATE and new.strength > old.strength
