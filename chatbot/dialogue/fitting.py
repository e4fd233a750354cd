"""What of a profile makes no sense for the kind of thing that is looked for now."""

from collections.abc import Sequence

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.recommend.constraints import constraints_of
from chatbot.records import WISH, Fact, Polarity, Profile, ProfileChange, Scope, Statement, Status


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
    lost = dict.fromkeys(s.words for s in unfit if s.words not in told)
    return (*kept, *(Statement(facet=WISH, value=words, words=words, confidence=0.7) for words in lost))


def outgrown(profile: Profile, change: ProfileChange, catalogue: Catalogue) -> tuple[Fact, ...]:
    """Conditions of this session that nothing of the new kind meets, when this turn changed the kind ("… and a TV?").

    Only those that were said before: what is said together is meant together.
    """
    main = catalogue.pack.main
    new = {fact.id for fact in change.added}
    turned = [f for f in change.added if f.facet == main and f.polarity is Polarity.LIKE]
    if main is None or not turned or not any(f.facet == main for f in change.retired):
        return ()
    kind = constraints_of(Profile(user_id="", facts=tuple(turned)), catalogue.pack.facets)
    gone = []
    for fact in profile.facts:
        if fact.id in new or fact.scope is not Scope.SESSION or fact.facet == main or not fact.hard:
            continue
        condition = constraints_of(Profile(user_id="", facts=(fact,)), catalogue.pack.facets)
        if condition and not catalogue.table.mask([*kind, *condition]).any():
            gone.append(fact.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": turned[-1].id}))
    return tuple(gone)


def _kinds(said: Sequence[Statement | Fact], catalogue: Catalogue) -> list[str]:
    return [str(s.value) for s in said if s.facet == catalogue.pack.main and s.value is not None]
