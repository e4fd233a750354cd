"""What becomes of a turn when another of the same user was stored while it was answered: nothing said is lost."""

from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import TypeVar

from chatbot.profile.resolution import replaces
from chatbot.records import Fact, ProfileChange, Scope, SessionState, Status

Entry = TypeVar("Entry")


def rebased(change: ProfileChange, active: Sequence[Fact], stored: Collection[str]) -> ProfileChange:
    """The change as it is against the facts that are active now; `stored` has the ids it names that are known already.

    What it retires and another turn retired first is passed over, as is what it restores and another turn restored;
    what another turn added and it would have replaced is superseded: the turn stored last was said last.
    """
    now = {fact.id for fact in active}
    added = [fact for fact in change.added if fact.id not in now]
    retired = [fact for fact in change.retired if fact.id in now]
    settled = {fact.id for fact in retired}
    overtaken = []
    for old in active:
        by = next((new for new in added if _overtakes(new, old, is_restored=new.id in stored)), None)
        if by is not None and old.id not in settled:
            overtaken.append(old.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": by.id}))
    return change.model_copy(update={"added": tuple(added), "retired": (*retired, *overtaken)})


def merged(state: SessionState, stored: SessionState) -> SessionState:
    """The state after both turns, this one last: what either showed, asked or set aside is remembered."""
    return state.model_copy(
        update={
            "turn": stored.turn + 1,
            "shown": _both(stored.shown, state.shown),
            "asked": _both(stored.asked, state.asked),
            "set_aside": _both(stored.set_aside, state.set_aside),
        }
    )


def renumbered(change: ProfileChange, proposed: int, number: int) -> ProfileChange:
    """The change with the turn number it was stored under as the source of what it adds."""
    added = tuple(fact.model_copy(update={"turn": number}) if fact.turn == proposed else fact for fact in change.added)
    return change.model_copy(update={"added": added})


def _overtakes(new: Fact, old: Fact, is_restored: bool) -> bool:
    """As in an update: a session fact leaves lasting ones alone, and a restored one what it stood beside before."""
    if old.scope is Scope.LASTING and new.scope is Scope.SESSION:
        return False
    return replaces(new, old) and (not is_restored or replaces(old, new))


def _both(stored: tuple[Entry, ...], mine: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Two lists that grew from the same beginning, one's growth after the other's."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(stored, mine, strict=False)))
    return stored + mine[shared:]
