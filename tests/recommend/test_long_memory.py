"""A long memory neither slows a turn down to a crawl nor drowns what is wanted now."""

from datetime import UTC, datetime
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.recommend.view import attended
from chatbot.records import Fact, Polarity, Profile, ProfileChange, Scope

NOW = datetime(2026, 1, 5, tzinfo=UTC)


def fact(n: int, strength: float = 0.6, scope: Scope = Scope.LASTING, value: str = "drama") -> Fact:
    return Fact(id=f"{n}-{uuid4().hex}", facet="genre", value=value, strength=strength, scope=scope, valid_from=NOW)


@given(st.lists(st.tuples(st.floats(0.01, 1), st.sampled_from(list(Scope))), max_size=120))
def test_of_a_long_memory_the_strongest_is_heeded_and_all_of_now(drawn: list[tuple[float, Scope]]) -> None:
    facts = [fact(n, strength, scope) for n, (strength, scope) in enumerate(drawn)]
    heeded = attended(Profile(user_id="u", facts=tuple(facts)))
    assert list(heeded) == [f for f in facts if f in heeded]
    left = [f for f in facts if f not in heeded]
    lasting = [f for f in heeded if f.scope is Scope.LASTING]
    assert all(f.strength <= min(g.strength for g in lasting) for f in left if f.scope is Scope.LASTING)
    assert sum(f.scope is Scope.SESSION for f in left) == max(0, sum(f.scope is Scope.SESSION for f in facts) - 64)


def test_what_is_wanted_now_is_not_drowned_by_many_tastes(movies: Chatbot) -> None:
    user, session = uuid4().hex, uuid4().hex
    values = [value for value in movies.catalogue.table.values("themes") if value != "heist"][:60]
    tastes = tuple(fact(n, 0.9, value=value).model_copy(update={"facet": "themes"}) for n, value in enumerate(values))
    movies.store.commit_change(user, "movies", ProfileChange(added=tastes))
    shown = movies.respond("something about a heist", user, session, 5).recommendations
    assert sum("heist" in tuple(r.attributes.get("themes", ())) for r in shown) >= 4  # type: ignore[arg-type]


def test_conditions_hold_however_long_the_memory(movies: Chatbot) -> None:
    user, session = uuid4().hex, uuid4().hex
    never = fact(0, 1.0, value="horror").model_copy(update={"hard": True, "polarity": Polarity.DISLIKE})
    many = tuple(
        fact(n, 0.9, value="drama").model_copy(update={"facet": "themes", "value": f"t{n}"}) for n in range(80)
    )
    movies.store.commit_change(user, "movies", ProfileChange(added=(never, *many)))
    shown = movies.respond("something scary", user, session, 10).recommendations
    assert shown
    assert all("horror" not in tuple(r.attributes["genre"]) for r in shown)  # type: ignore[arg-type]
