"""What people change by hand: the new fact keeps the words it came from, the old one stays in the history."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.errors import InputError
from chatbot.profile.decay import decayed
from chatbot.profile.editing import FactEdit, edited
from chatbot.profile.events import EventKind
from chatbot.records import Fact, Polarity, Scope, Status

NOW = datetime(2026, 1, 5, tzinfo=UTC)
OLD = Fact(id="old", facet="genre", value="horror", strength=0.6, words="I like horror", valid_from=NOW)

edits = st.builds(
    FactEdit,
    pinned=st.none() | st.booleans(),
    strength=st.none() | st.floats(0, 1),
    hard=st.none() | st.booleans(),
)


@given(edits)
def test_an_edit_changes_what_it_names_and_keeps_the_source(edit: FactEdit) -> None:
    change = edited(OLD, edit, NOW, lambda: "new")
    (new,), (gone,) = change.added, change.retired
    assert (new.facet, new.value, new.polarity, new.words) == ("genre", "horror", Polarity.LIKE, "I like horror")
    assert (gone.id, gone.status, gone.superseded_by) == ("old", Status.SUPERSEDED, "new")
    for name in ("pinned", "strength", "hard"):
        wanted = getattr(edit, name)
        assert getattr(new, name) == (getattr(OLD, name) if wanted is None else wanted)


def test_what_is_pinned_lasts_and_never_fades() -> None:
    (new,) = edited(OLD, FactEdit(pinned=True), NOW, lambda: "new").added
    assert new.scope is Scope.LASTING
    assert decayed([new], NOW + timedelta(days=3650))[0].strength == new.strength


def test_edits_are_stored_with_their_history_and_count_in_the_next_turn(movies: Chatbot) -> None:
    user, session = uuid4().hex, uuid4().hex
    movies.respond("I love westerns", user, session)
    (fact,) = [fact for fact in movies.profile(user, session).facts if fact.facet == "genre"]
    movies.edit(fact.id, FactEdit(strength=1.0, hard=True), user, session)
    reply = movies.respond("something funny", user, session)
    assert [(c.facet, c.value) for c in reply.trace.filters] == [("genre", ("western",))]

    (firm,) = [fact for fact in movies.profile(user, session).facts if fact.facet == "genre"]
    movies.edit(firm.id, FactEdit(forget=True), user, session)
    assert not movies.profile(user, session).about("genre")
    kinds = [event.kind for event in movies.store.fact_history(user, "movies") if event.fact.facet == "genre"]
    assert kinds == [EventKind.ADDED, EventKind.SUPERSEDED, EventKind.ADDED, EventKind.RETRACTED]


def test_a_fact_of_somebody_else_cannot_be_touched(movies: Chatbot) -> None:
    owner, session = uuid4().hex, uuid4().hex
    movies.respond("I love westerns", owner, session)
    (fact,) = movies.profile(owner, session).facts
    with pytest.raises(InputError, match="no fact"):
        movies.edit(fact.id, FactEdit(forget=True), uuid4().hex, uuid4().hex)
    assert movies.profile(owner, session).facts == (fact,)
