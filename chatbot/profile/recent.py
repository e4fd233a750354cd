"""The facts of users who are talking, kept between turns: a long memory is read once, then what has happened since."""

import sys
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from threading import Lock

from sqlalchemy import Connection, and_, bindparam, func, select

from chatbot.profile.commit import IN_VIEW
from chatbot.profile.events import EventKind
from chatbot.profile.stored import read_fact
from chatbot.profile.tables import fact_events, facts, users
from chatbot.records import Fact, Scope

SESSIONS_KEPT = 32
"""How many are held at once."""

_FACTS_IN_VIEW = select(facts.c.fact).where(IN_VIEW).order_by(facts.c.position)
_LATER = and_(
    fact_events.c.user_id == users.c.id,
    fact_events.c.domain == bindparam("domain"),
    fact_events.c.id > bindparam("latest"),
)
_HAPPENED = (
    select(users.c.created_at, fact_events.c.id, fact_events.c.kind, fact_events.c.fact)
    .select_from(users.outerjoin(fact_events, _LATER))
    .where(users.c.id == bindparam("user_id"))
    .order_by(fact_events.c.id)
)
"""When the user's row was made, and the events after one, if any."""
_LATEST = select(func.max(fact_events.c.id)).where(
    fact_events.c.user_id == bindparam("user_id"), fact_events.c.domain == bindparam("domain")
)


class RecentFacts:
    """The active facts of the sessions that were read last, oldest first. Safe to share between threads."""

    def __init__(self) -> None:
        self._session = lru_cache(SESSIONS_KEPT)(_Session)

    def read(self, db: Connection, user_id: str, session_id: str, domain: str) -> tuple[Fact, ...]:
        """The facts as they stand in the database, whoever stored them."""
        return self._session(user_id, session_id, domain).read(db)

    def clear(self) -> None:
        self._session.cache_clear()


class _Session:
    """What one session sees of its user's facts, as of the latest event that was read."""

    def __init__(self, user_id: str, session_id: str, domain: str) -> None:
        self._theirs = {"user_id": user_id, "session_id": session_id, "domain": domain}
        self._lock = Lock()
        self._born: datetime | None = None
        """Of the user's row: who was erased and came back is another user, whose events may have the old numbers."""
        self._latest = sys.maxsize
        self._facts: dict[str, Fact] = {}

    def read(self, db: Connection) -> tuple[Fact, ...]:
        with self._lock:
            happened = db.execute(_HAPPENED, {**self._theirs, "latest": self._latest}).all()
            born = happened[0].created_at if happened else None
            events = [row for row in happened if row.id is not None]
            if born != self._born or any(row.kind == EventKind.RESTORED for row in events):
                # What is restored takes its old place again, which only the database knows.
                self._begin(db, born)
            else:
                self._go_on([(row.id, row.kind, row.fact) for row in events])
            return tuple(self._facts.values())

    def _begin(self, db: Connection, born: datetime | None) -> None:
        """Read all. An event stored between the two queries is in the facts already, and does no harm said again."""
        latest = db.execute(_LATEST, self._theirs).scalar() or 0
        found = db.execute(_FACTS_IN_VIEW, self._theirs).scalars().all()
        facts = {fact.id: fact for fact in map(read_fact, found)}
        self._born, self._latest, self._facts = born, latest, facts  # all of it, or nothing is remembered

    def _go_on(self, events: Sequence[tuple[int, str, str]]) -> None:
        latest, facts = self._latest, dict(self._facts)
        for latest, kind, written in events:  # noqa: B007
            if kind == EventKind.SHADOWED:
                continue  # it is active still, for other sessions
            fact = read_fact(written)
            if kind != EventKind.ADDED:
                facts.pop(fact.id, None)
            elif fact.scope is Scope.LASTING or fact.session_id == self._theirs["session_id"]:
                facts[fact.id] = fact
        self._latest, self._facts = latest, facts
