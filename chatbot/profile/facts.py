"""Profile + Understanding -> Profile: statements become facts, and contradictions are resolved within their facet."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeGuard

from pydantic import AwareDatetime

from chatbot.catalogue.pack import Facet
from chatbot.profile.decay import fades
from chatbot.profile.ledger import Ledger
from chatbot.profile.resolution import LEVELS, already_says, collide, is_bounded, remainder, replaces
from chatbot.records import (
    ITEM,
    KNOWN_STRENGTH,
    WISH,
    Fact,
    Intent,
    Polarity,
    Profile,
    ProfileChange,
    Record,
    Scope,
    Statement,
    Status,
    Understanding,
)

WISHES_KEPT = 10
"""How many free-text wishes of a session count at once; older ones give way, but none that rules something out."""


class UpdateContext(Record):
    """What `update` needs to know besides the profile and the message."""

    session_id: str
    turn: int
    now: AwareDatetime
    facets: Mapping[str, Facet]
    main: str | None = None
    """The facet whose value names the kind of thing looked for."""
    new_id: Callable[[], str]
    """Gives ids that are unique among all facts ever stored."""
    last: ProfileChange = ProfileChange()
    """What UNDO takes back: the latest change of this session that still stands (the store's `last_change`)."""
    lapsed: bool = False
    """Whether what was said in this session before is over: it was long ago."""


class Undone(ProfileChange):
    """A change that takes back an earlier one; undoing once more goes one change further back."""


def update(profile: Profile, understanding: Understanding, context: UpdateContext) -> tuple[Profile, ProfileChange]:
    """The profile after one message, and what changed.

    `profile` holds the active facts as stored: not decayed, lasting ones that this session hides included. The result
    holds those in force. A lasting fact that a session fact now hides is reported as superseded, though it stays
    active for other sessions. Only what the message states is read; statements about unknown facets are passed over.
    """
    ledger = Ledger(profile)
    if context.lapsed:
        _forget_session(ledger, context, Status.SUPERSEDED)
    statements = understanding.statements
    taking_back = _taking_back(understanding)
    if taking_back is Intent.RESET and understanding.everything:
        for fact in ledger.facts():
            ledger.retire(fact, Status.RETRACTED)
    elif taking_back is Intent.RESET:
        _forget_session(ledger, context, Status.RETRACTED)
    elif taking_back is Intent.FORGET:
        statements = _forget_stated(ledger, understanding)
    elif taking_back is Intent.UNDO:
        _undo(ledger, context.last)
    for fact in unlimited(ledger.facts(), understanding.lifted):
        ledger.retire(fact, Status.RETRACTED)
    for fact in given_up(ledger.facts(), understanding, context.main):
        ledger.retire(fact, Status.RETRACTED)
    ledger.note_hidden()
    message = _stated(statements, understanding.text, context)
    for fact in message:
        _settle(ledger, fact, message, context, joins=understanding.adds)
    _keep_latest_wishes(ledger)
    change = Undone if taking_back is Intent.UNDO else ProfileChange
    return (
        profile.with_facts(ledger.in_force()),
        change(added=tuple(ledger.added.values()), retired=tuple(ledger.retired.values())),
    )


def _taking_back(understanding: Understanding) -> Intent | None:
    """The first intent of a message that takes back what was said before."""
    intents = (understanding.intent, *understanding.intents)
    return next((intent for intent in intents if intent in (Intent.RESET, Intent.FORGET, Intent.UNDO)), None)


def _forget_session(ledger: Ledger, context: UpdateContext, status: Status) -> None:
    for fact in ledger.facts():
        if fact.scope is Scope.SESSION and fact.session_id == context.session_id:
            ledger.retire(fact, status)


def _forget_stated(ledger: Ledger, understanding: Understanding) -> tuple[Statement, ...]:
    """Retract what the statements point at, and return those that are left to be said.

    Where forgetting is only part of the message ("show me westerns, and forget horror"), statements about
    nothing that is known are left; where it is all of it, none is: nobody asks to forget in order to tell.
    """
    left = []
    for statement in understanding.statements:
        if statement.stands:
            left.append(statement)
            continue
        meant = [fact for fact in ledger.about(statement.facet) if _points_at(statement, fact)]
        meant = [fact for fact in meant if not is_contrary(statement, fact)]
        for fact in meant:
            ledger.retire(fact, Status.RETRACTED)
        if not meant and understanding.intent is not Intent.FORGET and statement.facet != ITEM:
            left.append(statement)
    return tuple(left)


def unlimited(facts: Iterable[Fact], lifted: Iterable[Statement]) -> tuple[Fact, ...]:
    """The facts that limit what need not be limited any more."""
    lifted = tuple(lifted)
    return tuple(f for f in facts if any(s.facet == f.facet and _points_at(s, f) for s in lifted))


def given_up(facts: Iterable[Fact], understanding: Understanding, main: str | None) -> tuple[Fact, ...]:
    """The values and wishes of this search that make way, for anything else or for what is said instead; limits and
    dislikes stay, and so does the `main` kind of thing. All of it makes way where it was for others.
    """
    if understanding.own_turn:  # what was said before was for others
        return tuple(f for f in facts if f.scope is Scope.SESSION and f.facet != ITEM)
    sought = [
        f for f in facts if f.scope is Scope.SESSION and f.polarity is Polarity.LIKE and f.facet not in (ITEM, main)
    ]
    sought = [f for f in sought if isinstance(f.value, str)]
    models = [f for f in facts if f.facet == ITEM and f.scope is Scope.SESSION and f.polarity is Polarity.LIKE]
    if understanding.afresh:
        return (*sought, *models)
    said = [s for s in understanding.statements if s.polarity is Polarity.LIKE and isinstance(s.value, str)]
    if not understanding.instead or not said:
        return ()
    kept, facets = {(s.facet, s.value) for s in said}, {WISH, *(s.facet for s in said)}
    # What goes ill with it makes way elsewhere: something Korean instead may still be scary.
    ended = [f for f in (*sought, *models) if f.facet in {*facets, ITEM}]
    return tuple(f for f in ended if (f.facet, f.value) not in kept)


def is_contrary(statement: Statement, fact: Fact) -> bool:
    """Whether what shall be forgotten is the opposite of what is known ("forget that I love pink" of who hates it).

    Only a taste that is told as one says which of the two is meant; "forget pink" speaks of either.
    """
    told = statement.scope is Scope.LASTING and statement.value is not None
    same = told and statement.facet == fact.facet and _points_at(statement, fact)
    return same and (statement.polarity is fact.polarity) != (statement.value == fact.value)


def _points_at(statement: Statement, fact: Fact) -> bool:
    """Same facet and value, either polarity; a statement of the facet alone points at all its facts."""
    if statement.value is None and statement.min is None and statement.max is None:
        return True
    if statement.value in LEVELS:  # "forget long films" and "it can be longer": what keeps them short goes, too
        kept_out = fact.max if statement.value == LEVELS[1] else fact.min
        return kept_out is not None or fact.value in LEVELS
    if isinstance(statement.value, bool) or isinstance(fact.value, bool):
        return isinstance(statement.value, bool) and isinstance(fact.value, bool)
    if is_bounded(fact):
        named = {bound for bound in _bounds(statement) if bound is not None}
        return bool(named) and named <= {fact.min, fact.max}
    if statement.facet == WISH:
        return str(statement.value).casefold() == str(fact.value).casefold()
    return statement.value == fact.value


def _undo(ledger: Ledger, last: ProfileChange) -> None:
    """Take back a change, as far as nothing said since (here or in another session) stands in the way."""
    held = {fact.id: fact for fact in ledger.facts()}
    for fact in last.added:
        if fact.id in held:
            ledger.retire(held.pop(fact.id), Status.RETRACTED)
    ledger.restore([fact for fact in last.retired if fact.id not in held and not _is_displaced(ledger, fact)])


def _is_displaced(ledger: Ledger, fact: Fact) -> bool:
    return any(
        known.scope is fact.scope and replaces(known, fact) and replaces(fact, known) for known in ledger.beside(fact)
    )


def _stated(statements: Iterable[Statement], text: str, context: UpdateContext) -> tuple[Fact, ...]:
    """The facts one message states; where it contradicts itself, what was said last."""
    said = Ledger()
    for statement in statements:
        fact = _fact(statement, text, context)
        if fact is not None:
            _settle(said, fact, (), context)
    _keep_latest_wishes(said)
    return said.facts()


def _fact(statement: Statement, text: str, context: UpdateContext) -> Fact | None:
    """The fact a statement makes, None if it says nothing about this catalogue."""
    facet = context.facets.get(statement.facet)
    value, low, high = statement.value, None, None
    if facet is not None and facet.kind == "number":
        (low, high), level = _bounds(statement), value if value in LEVELS else None
        value = None if low is not None or high is not None else level
        if value is None and low is None and high is None:
            return None
    elif facet is not None and facet.kind == "flag":
        if not isinstance(value, bool):
            return None
    elif value is None or str(value).strip() == "" or (facet is None and statement.facet not in (ITEM, WISH)):
        return None
    return Fact(
        id=context.new_id(),
        facet=statement.facet,
        value=value,
        min=low,
        max=high,
        polarity=statement.polarity,
        strength=statement.strength,
        hard=statement.hard,
        scope=statement.scope,
        session_id=context.session_id,
        turn=context.turn,
        words=statement.words or text,
        confidence=statement.confidence,
        alternative=statement.alternative,
        valid_from=context.now,
    )


def _bounds(statement: Statement) -> tuple[float | None, float | None]:
    """The bounds a statement gives, the lower first; a bare number is a point."""
    low, high = statement.min, statement.max
    if low is None and high is None and _is_number(statement.value):
        low = high = float(statement.value)
    low, high = (None if bound is None or not math.isfinite(bound) else bound for bound in (low, high))
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _settle(
    ledger: Ledger, new: Fact, message: tuple[Fact, ...], context: UpdateContext, *, joins: bool = False
) -> None:
    """Let one stated fact take its place: it ends what it replaces, unless it was known already.

    joins: whether what was wanted before is still wanted, beside it.
    """
    beside = ledger.beside(new)
    new = _as_liked(new, beside)
    known = next((old for old in beside if _is_known(old, new, context)), None)
    if known is None:
        ledger.add(new)
    holder = known or new
    for old in beside:
        said_again = any(said.scope is old.scope and _is_known(old, said, context) for said in message)
        if old is not holder and not said_again and replaces(new, old):
            _supersede(ledger, old, new, holder.id, context)
    if _chooses_one(new, message, context) and not (joins and new.facet != context.main):
        for old in ledger.about(new.facet):
            if _is_left_behind(old, message, context):
                ledger.retire(old, Status.SUPERSEDED, holder.id)


def _as_liked(new: Fact, beside: Sequence[Fact]) -> Fact:
    """Of an item that was liked or chosen already it says no less that the user knows it ("a case for it")."""
    merely_known = new.facet == ITEM and new.polarity is Polarity.LIKE and new.strength <= KNOWN_STRENGTH
    liked = [f for f in beside if merely_known and f.value == new.value and f.polarity is Polarity.LIKE]
    strongest = max(liked, key=lambda f: f.strength, default=new)
    return new.model_copy(update={"strength": max(new.strength, strongest.strength)})


def _is_known(old: Fact, new: Fact, context: UpdateContext) -> bool:
    """A liking said again in a later session is new: it no longer fades from the day it was first said."""
    return already_says(old, new) and not (fades(old) and old.session_id != context.session_id)


def _supersede(ledger: Ledger, old: Fact, new: Fact, by: str, context: UpdateContext) -> None:
    only_here = old.scope is Scope.LASTING and new.scope is Scope.SESSION
    if only_here and old.id in ledger.hidden:
        return
    left = remainder(new, old)
    if left is not None:
        here = {"scope": Scope.SESSION, "session_id": context.session_id, "turn": context.turn} if only_here else {}
        ledger.add(left.model_copy(update={"id": context.new_id(), **here}))
    if only_here:
        ledger.hide(old, by)
    else:
        ledger.retire(old, Status.SUPERSEDED, by)


def _chooses_one(new: Fact, message: tuple[Fact, ...], context: UpdateContext) -> bool:
    """Whether a statement names what is wanted now, so that what was wanted before is not any more."""
    if new.scope is not Scope.SESSION or new.polarity is not Polarity.LIKE:
        return False
    if new.alternative:  # "a phone or a tablet" names the kinds that are wanted now; "and a phone, too" joins one
        kinds = [said for said in message if said.facet == new.facet == context.main and said.polarity is Polarity.LIKE]
        return len(kinds) > 1
    facet = context.facets.get(new.facet)
    return new.facet == context.main or (new.hard and facet is not None and facet.kind in ("category", "entity"))


def _is_left_behind(old: Fact, message: tuple[Fact, ...], context: UpdateContext) -> bool:
    """An earlier turn's choice in this session that the message does not repeat."""
    was_chosen = old.polarity is Polarity.LIKE and (old.hard or old.facet == context.main)
    is_earlier = (old.session_id, old.turn) != (context.session_id, context.turn)
    if not (was_chosen and is_earlier and old.scope is Scope.SESSION):
        return False
    return not any(collide(said, old) for said in message)


def _keep_latest_wishes(ledger: Ledger) -> None:
    if not any(fact.facet == WISH for fact in ledger.added.values()):
        return
    wanted = [fact for fact in ledger.about(WISH) if fact.polarity is Polarity.LIKE]
    wishes = [fact for fact in wanted if fact.scope is Scope.SESSION]
    for wish in wishes[:-WISHES_KEPT]:
        ledger.retire(wish, Status.SUPERSEDED, wishes[-1].id)
