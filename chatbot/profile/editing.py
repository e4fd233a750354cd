"""What people change in their own profile by hand: say a fact anew, forget it, keep it, or say how much it matters."""

from collections.abc import Callable
from datetime import datetime

from chatbot.profile.facts import UpdateContext, update
from chatbot.records import Fact, Intent, Profile, ProfileChange, Record, Scope, Statement, Status, Understanding


class FactEdit(Record):
    """One change of one fact. None leaves a property as it is."""

    forget: bool = False
    pinned: bool | None = None
    """A pinned fact is lasting and never fades."""
    strength: float | None = None
    hard: bool | None = None
    said: str = ""
    """What the fact should say instead, in the user's words."""


def edited(fact: Fact, edit: FactEdit, now: datetime, new_id: Callable[[], str]) -> ProfileChange:
    """What an edit does to a fact: a new fact in its place, in the same words, or none."""
    if edit.forget:
        return ProfileChange(retired=(fact.model_copy(update={"status": Status.RETRACTED}),))
    given = edit.model_dump(exclude={"forget", "said"}, exclude_none=True)
    if edit.pinned:
        given["scope"] = Scope.LASTING
    new = fact.model_copy(update={**given, "id": new_id(), "valid_from": now})
    old = fact.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": new.id})
    return ProfileChange(added=(new,), retired=(old,))


def reworded(fact: Fact, statement: Statement, said: str, profile: Profile, context: UpdateContext) -> ProfileChange:
    """What it changes to say a fact anew: whatever else the new one contradicts yields to it, as in a conversation.

    profile: the active facts as stored, the fact among them.
    """
    statement = statement.model_copy(update={"scope": fact.scope, "words": said})
    others = profile.with_facts(f for f in profile.facts if f.id != fact.id)
    spoken = Understanding(text=said, intent=Intent.CONSTRAIN, statements=(statement,))
    _, change = update(others, spoken, context)
    added = tuple(f.model_copy(update={"pinned": fact.pinned}) for f in change.added)
    old = fact.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": added[-1].id if added else None})
    return ProfileChange(added=added, retired=(old, *change.retired))
