"""What people change in their own profile by hand: forget a fact, keep it for good, or say how much it matters."""

from collections.abc import Callable
from datetime import datetime

from chatbot.records import Fact, ProfileChange, Record, Scope, Status


class FactEdit(Record):
    """One change of one fact. None leaves a property as it is."""

    forget: bool = False
    pinned: bool | None = None
    """A pinned fact is lasting and never fades."""
    strength: float | None = None
    hard: bool | None = None


def edited(fact: Fact, edit: FactEdit, now: datetime, new_id: Callable[[], str]) -> ProfileChange:
    """What an edit does to a fact: a new fact in its place, in the same words, or none."""
    if edit.forget:
        return ProfileChange(retired=(fact.model_copy(update={"status": Status.RETRACTED}),))
    given = edit.model_dump(exclude={"forget"}, exclude_none=True)
    if edit.pinned:
        given["scope"] = Scope.LASTING
    new = fact.model_copy(update={**given, "id": new_id(), "valid_from": now})
    old = fact.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": new.id})
    return ProfileChange(added=(new,), retired=(old,))
