"""What of a profile makes no sense for the kind of thing that is looked for now."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.quantities import CURRENCIES
from chatbot.profile.resolution import RELATIVE
from chatbot.recommend.constraints import constraints_of
from chatbot.records import ITEM, WISH, Constraint, Fact, Polarity, Profile, ProfileChange, Scope, Statement, Status


def fitting(statements: Sequence[Statement], facts: Sequence[Fact], catalogue: Catalogue) -> tuple[Statement, ...]:
    """The statements without levels that the kind of thing has no number for ("too big" of headphones: no screen).

    Where no facet of a word fits, the word stays as a wish.
    """
    if not any(s.value in (LOW, HIGH) for s in statements):
        return tuple(statements)
    kinds = _kinds([s for s in statements if s.polarity is Polarity.LIKE], catalogue) or _kinds(
        [f for f in facts if f.polarity is Polarity.LIKE], catalogue
    )
    if not kinds:
        return tuple(statements)
    rows = [row for kind in kinds for row in catalogue.table.rows_with(str(catalogue.pack.main), kind)]

    def idle(statement: Statement) -> bool:
        is_level = statement.value in (LOW, HIGH) and statement.facet in catalogue.pack.facets
        return is_level and not any(catalogue.items[row].values(statement.facet) for row in rows)

    unfit = [s for s in statements if idle(s)]
    kept = [s for s in statements if s not in unfit]
    told = {s.words for s in kept}
    lost = dict.fromkeys(s.words for s in unfit if s.words not in told and len(s.words) > 1)  # 吵 alone tells nothing
    return (*kept, *(Statement(facet=WISH, value=words, words=words, confidence=0.7) for words in lost))


_UNLIKELY = 0.5
"""A value goes ill with others that so much less of what has those has than of all there is."""


_MOST = 0.5
"""Share of what has a value from which on it goes ill with another one that so much of it is at odds with."""
_CHOICE = 3
"""Fewer items than that are no choice."""


class KindChange(NamedTuple):
    """What becomes of the conditions said before, when a turn changes the kind of thing that is looked for.

    lost: those that nothing of it meets, beside what was asked for just now; former: what was wished for of the old
    kind alone; relative: those that went by what was shown of it; carried: those that still count.
    """

    lost: tuple[Fact, ...] = ()
    former: tuple[Fact, ...] = ()
    relative: tuple[Fact, ...] = ()
    carried: tuple[Fact, ...] = ()


def kind_changed(
    profile: Profile, change: ProfileChange, said_now: Sequence[Statement], catalogue: Catalogue
) -> KindChange:
    """What a change of the kind of thing ("… and a TV?") makes of what this session said before.

    What is said together is meant together; what is said now is never given up for what was said before.
    said_now: what the message states, of which some was said before, too.
    """
    main = catalogue.pack.main
    kinds = [f for f in change.added if f.facet == main and f.polarity is Polarity.LIKE]
    new = {fact.id for fact in change.added}
    if main is None or not kinds:
        return KindChange()
    if not any(f.facet == main for f in change.retired):
        return KindChange(former=_of_something_else(profile, kinds, new, catalogue))
    now = {(s.facet, s.value, s.min, s.max, s.polarity) for s in said_now}
    new |= {f.id for f in profile.facts if (f.facet, f.value, f.min, f.max, f.polarity) in now}
    said = [f for f in profile.facts if f.id not in new and f.scope is Scope.SESSION]
    former = [f for f in said if _was_of_kind(f, catalogue)]
    before = [f for f in said if f not in former and _carries(f, catalogue)]
    relative = [f for f in before if f.strength == RELATIVE and f.hard and (f.min is not None or f.max is not None)]
    before = [f for f in before if f not in relative]
    asked = _conditions([f for f in profile.facts if f.id in new], catalogue)
    if not catalogue.table.mask(asked).any():
        asked = _conditions(kinds, catalogue)
    lost = [f for f in before if not catalogue.table.mask([*asked, *_conditions([f], catalogue, leanings=True)]).any()]
    rest = [f for f in before if f not in lost]
    lost += _in_the_way(rest, asked, catalogue)
    carried = tuple(f for f in rest if f not in lost)
    over = {"status": Status.SUPERSEDED, "superseded_by": kinds[-1].id}
    return KindChange(
        lost=tuple(f.model_copy(update=over) for f in lost),
        former=tuple(f.model_copy(update=over) for f in former),
        relative=tuple(f.model_copy(update=over) for f in relative),
        carried=carried,
    )


def _of_something_else(
    profile: Profile, kinds: Sequence[Fact], new: Collection[str], catalogue: Catalogue
) -> tuple[Fact, ...]:
    """The free wishes of before a kind was named of which nothing of that kind tells ("mugs", before "a vacuum")."""
    main = str(catalogue.pack.main)
    rows = {int(row) for kind in kinds for row in catalogue.table.rows_with(main, str(kind.value))}
    wishes = (f for f in profile.facts if f.facet == WISH and f.scope is Scope.SESSION and f.id not in new)
    idle = (f for f in wishes if f.polarity is Polarity.LIKE and not rows & catalogue.telling(str(f.value)))
    over = {"status": Status.SUPERSEDED, "superseded_by": kinds[-1].id}
    return tuple(f.model_copy(update=over) for f in idle)


def unlikely(profile: Profile, change: ProfileChange, catalogue: Catalogue) -> tuple[Fact, ...]:
    """The values wanted before that hardly go with those said now, or leave no choice: of what is put in the place of
    something ("Korean instead", after a Japanese director) the two are not wanted together.
    """
    new = [f for f in change.added if _is_condition(f) or (_leans(f) and f.facet not in (ITEM, WISH))]
    wanted = [f for f in profile.facts if (_is_condition(f) or _leans(f)) and f.polarity is Polarity.LIKE]
    wanted = [f for f in wanted if f.scope is Scope.SESSION and f.facet not in (ITEM, WISH)]
    # One of several that one word says together ("Asian") is not given up by itself.
    had = [f for f in wanted if f.facet != catalogue.pack.main and f not in new and not f.alternative]
    if not new:
        return ()
    firm = [f for f in new if _is_condition(f)]  # that few French films are funny rules out no funny French one
    having = catalogue.table.mask(_conditions(firm, catalogue)) if firm else np.zeros(len(catalogue.items), dtype=bool)
    gone = []
    for fact in had:
        with_it = np.zeros(len(catalogue.items), dtype=bool)
        with_it[catalogue.table.rows_with(fact.facet, str(fact.value))] = True
        if having.any() and with_it[having].mean() < _UNLIKELY * with_it.mean():
            gone.append(fact)

    gone += [f for f in had if f not in gone and _goes_ill(f, new, catalogue)]

    def fitting_count(facts: Sequence[Fact]) -> int:
        return int(np.count_nonzero(catalogue.table.mask(_conditions([*new, *facts], catalogue, leanings=True))))

    left = [f for f in had if f not in gone]
    idle = None
    while idle != left:  # the oldest first, until there is a choice
        idle = left
        for fact in idle:
            found = fitting_count(left)
            if found < _CHOICE and fitting_count([f for f in left if f is not fact]) > found:
                gone.append(fact)
                left = [f for f in left if f is not fact]
    if left and not fitting_count(left) and fitting_count([]):  # no one of them is what leaves nothing
        gone += left
    return tuple(f.model_copy(update={"status": Status.SUPERSEDED}) for f in gone)


def is_met_by_none(profile: Profile, change: ProfileChange, catalogue: Catalogue) -> bool:
    """Whether something new is wanted that nothing has which keeps to what was wanted before ("a spy film", of
    westerns)."""
    facets = catalogue.pack.facets
    new = [f for f in change.added if f.polarity is Polarity.LIKE and f.facet in facets]
    new = [f for f in new if _leans(f) or (_is_condition(f) and facets[f.facet].kind == "entity")]
    held = catalogue.table.mask(constraints_of(profile, catalogue))
    having = [catalogue.table.rows_with(f.facet, str(f.value)) for f in new]
    return any(len(rows) > 0 and not held[rows].any() for rows in having)


def met_by_nothing(profile: Profile, change: ProfileChange, catalogue: Catalogue) -> tuple[Fact, ...]:
    """The limits said before that nothing of the kind meets, by themselves: they were relaxed and named then, and a new
    search need not keep near them.
    """
    new = {fact.id for fact in change.added}
    kinds = [f for f in profile.facts if f.facet == catalogue.pack.main and f.polarity is Polarity.LIKE]
    limits = [f for f in profile.facts if f.id not in new and f.scope is Scope.SESSION and f.hard]
    limits = [f for f in limits if f.min is not None or f.max is not None]
    idle = [f for f in limits if not catalogue.table.mask(_conditions([*kinds, f], catalogue)).any()]
    return tuple(f.model_copy(update={"status": Status.SUPERSEDED}) for f in idle)


def left_without(profile: Profile, change: ProfileChange, catalogue: Catalogue) -> tuple[Fact, ...]:
    """The values that counted before, and that nothing has of what is wanted now ("robots", of westerns)."""
    new = {fact.id for fact in change.added}
    if not any(_is_condition(f) and f.polarity is Polarity.LIKE for f in change.added):
        return ()
    held = catalogue.table.mask(constraints_of(profile, catalogue))
    had = [f for f in profile.facts if f.id not in new and f.scope is Scope.SESSION and _leans(f)]

    def owners(fact: Fact) -> list[int]:
        facet = catalogue.pack.facets[fact.facet]
        told = catalogue.telling(str(fact.value)) if facet.in_text else ()
        return [*map(int, catalogue.table.rows_with(fact.facet, str(fact.value))), *told]

    had = [f for f in had if f.facet in catalogue.pack.facets]
    idle = [f for f in had if held.any() and not held[owners(f)].any()]
    return tuple(f.model_copy(update={"status": Status.SUPERSEDED}) for f in idle)


def _goes_ill(fact: Fact, new: Sequence[Fact], catalogue: Catalogue) -> bool:
    """Whether most that has a value has what goes ill with one of the new ones, as the pack says (most horror is scary,
    and so goes ill with funny)."""
    against = {
        value
        for f in new
        if f.polarity is Polarity.LIKE and f.facet in catalogue.pack.facets
        for value in ((f.facet, v) for v in catalogue.pack.facets[f.facet].against.get(str(f.value), ()))
    }
    rows = catalogue.table.rows_with(fact.facet, str(fact.value))
    ill = sum(any(value in catalogue.items[row].values(facet) for facet, value in against) for row in rows)
    return bool(against) and ill > _MOST * len(rows)


def _is_condition(fact: Fact) -> bool:
    """Whether it is a value that must be met, or must not, in this search."""
    plain = isinstance(fact.value, str) and fact.value not in (LOW, HIGH) and fact.facet not in (ITEM, WISH)
    return plain and fact.hard and fact.scope is Scope.SESSION


def _in_the_way(facts: Sequence[Fact], asked: Sequence[Constraint], catalogue: Catalogue) -> list[Fact]:
    """Those of the conditions, the least firm first, without which something meets the others and what is asked."""
    gone: list[Fact] = []
    for fact in sorted((f for f in facts if f.hard), key=lambda f: f.strength):
        left = [f for f in facts if f not in gone]
        if catalogue.table.mask([*asked, *_conditions(left, catalogue)]).any():
            break
        gone.append(fact)
    return gone


def _conditions(facts: Sequence[Fact], catalogue: Catalogue, leanings: bool = False) -> list[Constraint]:
    """The conditions of some facts. leanings: wanted values are taken for conditions though they only count."""
    if leanings:
        facts = [f.model_copy(update={"hard": True}) if _leans(f) else f for f in facts]
    return list(constraints_of(Profile(user_id="", facts=tuple(facts)), catalogue))


def _carries(fact: Fact, catalogue: Catalogue) -> bool:
    """Whether it can be told of a fact if it fits another kind of thing: not of words that no facet stands for."""
    own = fact.facet in catalogue.pack.facets and fact.facet not in (ITEM, WISH, catalogue.pack.main)
    return own and (fact.hard or _leans(fact))


def _was_of_kind(fact: Fact, catalogue: Catalogue) -> bool:
    """Whether it was wished for of one kind of thing: in free words, as a maker, as much or little of a size ("light").

    What is cheap or well rated is wanted of other things too, and a maker that is not wanted is not wanted there.
    """
    if fact.facet == WISH:
        return True
    facet = catalogue.pack.facets.get(fact.facet)
    if facet is None or (facet.kind == "entity" and fact.polarity is Polarity.DISLIKE):
        return False
    return facet.kind == "entity" or (fact.value in (LOW, HIGH) and facet.unit not in ("", "year", *CURRENCIES))


def _leans(fact: Fact) -> bool:
    wanted = fact.polarity is Polarity.LIKE and fact.strength > 0
    return wanted and not fact.hard and isinstance(fact.value, str) and fact.value not in (LOW, HIGH)


def _kinds(said: Sequence[Statement | Fact], catalogue: Catalogue) -> list[str]:
    return [str(s.value) for s in said if s.facet == catalogue.pack.main and s.value is not None]
