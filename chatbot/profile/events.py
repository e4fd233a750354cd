"""Facts as append-only events: what happened to each, turn by turn, and which turn UNDO takes back."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from chatbot.profile.facts import Undone
from chatbot.records import Fact, ProfileChange, Record, Scope, Status


class EventKind(StrEnum):
    """What can happen to a fact."""

    ADDED = "added"
    SUPERSEDED = "superseded"
    SHADOWED = "shadowed"
    """Something said for one session stands in for it there; elsewhere it stays active."""
    RETRACTED = "retracted"
    UNDONE = "undone"
    """Retracted because the turn that brought it was undone."""
    RESTORED = "restored"


class FactEvent(Record):
    """One thing that happened to one fact; `fact` is how it was afterwards."""

    id: int
    user_id: str
    domain: str
    session_id: str
    turn: int
    kind: EventKind
    fact: Fact
    at: datetime


def retired_kind(fact: Fact, change: ProfileChange) -> EventKind:
    """How a fact of `change.retired` ended."""
    if fact.status is Status.RETRACTED:
        return EventKind.UNDONE if isinstance(change, Undone) else EventKind.RETRACTED
    for_now = {added.id for added in change.added if added.scope is Scope.SESSION}
    if fact.scope is Scope.LASTING and fact.superseded_by in for_now:
        return EventKind.SHADOWED
    return EventKind.SUPERSEDED


def turn_to_undo(happened: Iterable[tuple[int, EventKind]]) -> int | None:
    """The latest turn that changed facts and was not undone yet, from turn and kind of a session's events, in order."""
    standing: list[int] = []
    for turn, events in groupby(happened, key=itemgetter(0)):
        kinds = {kind for _, kind in events}
        taken_back = kinds & {EventKind.UNDONE, EventKind.RESTORED}
        if taken_back and standing:
            standing.pop()
        if kinds - taken_back - {EventKind.SHADOWED}:
            standing.append(turn)
    return standing[-1] if standing else None


def change_of(events: Iterable[FactEvent]) -> ProfileChange:
    """What a turn stated, from its events; what it undid of an earlier turn is left out."""
    events = tuple(events)
    return ProfileChange(
        added=tuple(event.fact for event in events if event.kind is EventKind.ADDED),
        retired=tuple(event.fact for event in events if event.kind in (EventKind.SUPERSEDED, EventKind.RETRACTED)),
    )
