"""The facts of one user while a message is applied to them; nothing outside sees it before it is done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from chatbot.profile.resolution import Subject, hidden_ids, subject
from chatbot.records import Fact, Profile, Scope, Status


class Ledger:
    """The active facts of a profile while one message is applied to them, and what has become of them so far."""

    def __init__(self, profile: Profile | None = None) -> None:
        self._before = profile or Profile(user_id="")
        self._since: dict[str, Fact] = {}
        """Facts that came since, and of those before the ids of the ones that have gone: few beside a long memory."""
        self._gone: set[str] = set()
        self.added: dict[str, Fact] = {}
        self.retired: dict[str, Fact] = {}
        self.hidden: set[str] = set()
        self._passing = {fact.facet for fact in self._before.grouped.passing}
        """Facets of which something is said for now: only there can one fact hide another."""
        self._groups: dict[str, defaultdict[Subject, dict[str, Fact]]] = {}
        """The facts of a facet by what they are about; made when they are first asked for, as most never are."""

    def facts(self) -> tuple[Fact, ...]:
        """All that is active now, oldest first."""
        return self._still(self._before.facts, self._since.values())

    def about(self, facet: str) -> tuple[Fact, ...]:
        """The active facts of one facet."""
        since = [fact for fact in self._since.values() if fact.facet == facet]
        return self._still(self._before.about(facet), since)

    def beside(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts that this one can touch."""
        return tuple(self._grouped(fact.facet).get(subject(fact), {}).values())

    def in_force(self) -> tuple[Fact, ...]:
        """`resolution.in_force` of what is held now."""
        self.note_hidden()
        facts = self.facts()
        return tuple([fact for fact in facts if fact.id not in self.hidden]) if self.hidden else facts

    def note_hidden(self) -> None:
        """Remember what is hidden now: what is hidden already is not reported again."""
        self.hidden = hidden_ids(g.values() for f in self._passing for g in self._grouped(f).values())

    def add(self, fact: Fact) -> None:
        self.added[fact.id] = fact
        self._hold(fact)

    def restore(self, facts: Iterable[Fact]) -> None:
        """Make ended facts active again, in the order of their age."""
        for fact in facts:
            self.add(fact.model_copy(update={"status": Status.ACTIVE, "superseded_by": None}))
        ordered = sorted(self.facts(), key=lambda fact: fact.valid_from)
        self._before, self._since, self._gone, self._groups = self._before.with_facts(ordered), {}, set(), {}

    def retire(self, fact: Fact, status: Status, by: str | None = None) -> None:
        """End a fact; one that only came with this message leaves no trace."""
        if self._since.pop(fact.id, None) is None:
            self._gone.add(fact.id)
        if fact.facet in self._groups:
            del self._groups[fact.facet][subject(fact)][fact.id]
        if self.added.pop(fact.id, None) is None:
            self.retired[fact.id] = fact.model_copy(update={"status": status, "superseded_by": by})

    def hide(self, fact: Fact, by: str) -> None:
        """Let a session fact stand in for a lasting one."""
        self.hidden.add(fact.id)
        if fact.id not in self.added:
            self.retired[fact.id] = fact.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": by})

    def _hold(self, fact: Fact) -> None:
        self._since[fact.id] = fact
        if fact.scope is Scope.SESSION:
            self._passing.add(fact.facet)
        if fact.facet in self._groups:
            self._groups[fact.facet][subject(fact)][fact.id] = fact

    def _still(self, before: Sequence[Fact], since: Iterable[Fact]) -> tuple[Fact, ...]:
        return (*([f for f in before if f.id not in self._gone] if self._gone else before), *since)

    def _grouped(self, facet: str) -> defaultdict[Subject, dict[str, Fact]]:
        if facet not in self._groups:
            self._groups[facet] = defaultdict(dict)
            for fact in self.about(facet):
                self._groups[facet][subject(fact)][fact.id] = fact
        return self._groups[facet]
