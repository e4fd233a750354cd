"""What every store must do, whichever database is behind it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from profile_samples import Talk, always, gist, like, refuse, want
from sqlalchemy import create_engine

from chatbot.errors import InputError
from chatbot.profile.events import EventKind
from chatbot.profile.resolution import in_force
from chatbot.profile.store import SqlStore
from chatbot.profile.tables import metadata
from chatbot.records import Fact, Intent, Profile, ProfileChange, Recommendation, Scope, SessionState, Status


def rebuilt(events, session):
    """The active facts as seen from a session, from the events alone."""
    facts: dict[str, Fact] = {}
    for event in events:
        if event.kind is not EventKind.SHADOWED:
            facts[event.fact.id] = event.fact
    return tuple(
        fact
        for fact in facts.values()
        if fact.status is Status.ACTIVE and (fact.scope is Scope.LASTING or fact.session_id == session)
    )


class TestSessions:
    def test_an_unknown_session_is_a_new_one_and_loading_it_stores_nothing(self, store):
        assert store.load_session("s1", "ana", "things") == SessionState(session_id="s1", user_id="ana")
        assert store.load_session("s1", "bob", "things") == SessionState(session_id="s1", user_id="bob")

    def test_a_session_comes_back_as_its_last_turn_left_it(self, store):
        shown = Recommendation(
            item_id="i1",
            title="Lamp “A”",
            score=1,
            contributions={"stated": 1},
            reasons=("红色",),
            attributes={"cost": 8.5},
        )
        state = SessionState(
            session_id="s1", user_id="ana", turn=1, language="zh", shown=(("i1", "i2"),), asked=("cost",), last=(shown,)
        )
        store.commit_turn(state, "things", "hello", "hi", "{}", ProfileChange())
        assert store.load_session("s1", "ana", "things") == state

    def test_a_session_of_another_user_cannot_be_loaded_or_written(self, store):
        Talk(store, "ana", "s1").say(like("colour", "red"))
        with pytest.raises(InputError, match="another user"):
            store.load_session("s1", "bob", "things")
        with pytest.raises(InputError, match="another user"):
            store.commit_turn(
                SessionState(session_id="s1", user_id="bob", turn=1), "things", "a", "b", "{}", ProfileChange()
            )
        assert store.export("bob").sessions == ()

    def test_a_session_belongs_to_one_domain(self, store):
        Talk(store, "ana", "s1", "things").say(like("colour", "red"))
        with pytest.raises(InputError, match="'things'"):
            store.load_session("s1", "ana", "books")

    def test_the_latest_session_is_the_one_spoken_in_last(self, store):
        assert store.latest_session("ana", "things") is None
        first, second = Talk(store, session="s1"), Talk(store, session="s2")
        Talk(store, session="other", domain="books").say()
        Talk(store, user="bob", session="bobs").say()
        first.say()
        second.say()
        assert store.latest_session("ana", "things") == "s2"
        first.say()
        assert store.latest_session("ana", "things") == "s1"

    def test_the_history_holds_the_last_turns_oldest_first(self, store):
        talk = Talk(store)
        for _ in range(5):
            talk.say()
        found = store.history("s1", last=3)
        assert [(turn.number, turn.message) for turn in found] == [(n, f"message {n}") for n in (3, 4, 5)]
        assert abs(found[0].created_at - datetime.now(UTC)) < timedelta(minutes=1)
        assert store.history("unheard-of", last=3) == ()

    @pytest.mark.parametrize("text", ["", "a\0b", "half \ud83d of an emoji", "𝄞 “quotes” \n\t 科幻", "x" * 50_000])
    def test_any_text_can_be_stored(self, store, text):
        store.commit_turn(
            SessionState(session_id="s1", user_id="ana", turn=1),
            "things",
            text,
            text,
            json.dumps(text),
            ProfileChange(),
        )
        (turn,) = store.history("s1", last=1)
        assert turn.message == turn.reply == text.replace("\0", "").replace("\ud83d", "?")
        assert json.loads(turn.trace) == text


class TestProfile:
    def test_facts_come_back_as_they_were_oldest_first(self, store):
        talk = Talk(store)
        talk.say(want("cost", max=80), like("colour", "red", strength=0.4), want("foldable", True))
        talk.say(refuse("maker", "Acme"))
        facts = talk.raw.facts
        assert [fact.facet for fact in facts] == ["cost", "colour", "foldable", "maker"]
        assert facts[2].value is True
        assert facts[0].valid_from.tzinfo is not None
        assert facts == rebuilt(store.fact_history("ana", "things"), "s1")

    def test_nobody_has_an_empty_profile(self, store):
        assert store.load_profile("ana", "s1", "things") == Profile(user_id="ana")

    def test_lasting_facts_are_seen_from_every_session_and_wishes_from_their_own(self, store):
        Talk(store, session="s1").say(always("colour", "red"), want("cost", max=80))
        assert gist(store.load_profile("ana", "s1", "things").facts) == {"+colour:red", "+!cost:..80"}
        assert gist(store.load_profile("ana", "s2", "things").facts) == {"+colour:red"}
        assert store.load_profile("ana", "s1", "books").facts == ()
        assert store.load_profile("bob", "s1", "things").facts == ()

    def test_superseded_facts_leave_the_profile_and_stay_in_the_history(self, store):
        talk = Talk(store)
        talk.say(want("colour", "red"))
        talk.say(want("colour", "blue"))
        assert gist(talk.raw.facts) == {"+!colour:blue"}
        history = store.fact_history("ana", "things")
        assert [(event.turn, event.kind) for event in history] == [(1, "added"), (2, "superseded"), (2, "added")]
        assert history[1].fact.words == "colour red"
        assert history[1].fact.superseded_by == history[2].fact.id

    def test_a_session_fact_hides_a_lasting_one_in_its_session_only(self, store):
        here, there = Talk(store, session="s1"), Talk(store, session="s2")
        there.say(always("colour", "red"))
        here.say(refuse("colour", "red"))
        assert gist(in_force(here.raw.facts)) == {"-!colour:red"}
        assert gist(there.raw.facts) == {"+colour:red"}
        assert [event.kind for event in store.fact_history("ana", "things")] == ["added", "shadowed", "added"]
        here.say(intent=Intent.RESET)
        assert gist(here.raw.facts) == {"+colour:red"}

    def test_undo_goes_back_one_change_at_a_time(self, store):
        talk = Talk(store)
        before = [talk.raw]
        for said in ([want("colour", "red")], [want("colour", "blue"), want("cost", max=9)], [always("maker", "Acme")]):
            talk.say(*said)
            before.append(talk.raw)
        talk.say()
        talk.say(intent=Intent.RESET)
        for profile in reversed(before):
            talk.say(intent=Intent.UNDO)
            assert talk.raw == profile
        talk.say(intent=Intent.UNDO)
        assert talk.raw == before[0]
        assert talk.raw.facts == rebuilt(store.fact_history("ana", "things"), "s1")

    def test_undo_does_not_reach_into_another_session(self, store):
        Talk(store, session="s1").say(always("colour", "red"))
        other = Talk(store, session="s2")
        other.say(intent=Intent.UNDO)
        assert gist(other.raw.facts) == {"+colour:red"}

    def test_the_view_is_what_the_events_make_it(self, store):
        talks = [Talk(store, session=f"s{n}") for n in range(2)]
        script = [
            (0, Intent.INFORM, [always("colour", "red"), want("cost", min=10, max=90)]),
            (1, Intent.INFORM, [refuse("colour", "red"), want("kind", "lamp")]),
            (0, Intent.INFORM, [always("colour", "blue"), want("cost", max=50)]),
            (1, Intent.UNDO, []),
            (1, Intent.INFORM, [want("kind", "chair")]),
            (0, Intent.FORGET, [like("colour", "red")]),
            (0, Intent.UNDO, []),
            (1, Intent.RESET, []),
        ]
        for who, intent, said in script:
            talks[who].say(*said, intent=intent)
            for talk in talks:
                assert by_id(talk.raw.facts) == by_id(rebuilt(store.fact_history("ana", "things"), talk.session))

    def test_all_is_still_there_after_a_restart(self, store, database):
        talk = Talk(store)
        talk.say(always("colour", "red"), want("cost", max=80))
        talk.say(want("cost", max=60))
        before = talk.raw, store.load_session("s1", "ana", "things"), store.history("s1", 9)
        store.close()
        again = SqlStore(database)
        after = Talk(again).raw, again.load_session("s1", "ana", "things"), again.history("s1", 9)
        assert after == before
        assert again.last_change("s1").added[0].max == 60
        again.close()

    def test_what_another_process_stores_is_seen_at_once(self, store, database):
        other = SqlStore(database)
        for value in ("red", "blue", "green"):
            Talk(other).say(always("colour", value))
            assert store.load_profile("ana", "s1", "things") == other.load_profile("ana", "s1", "things")
        assert gist(store.load_profile("ana", "s1", "things").facts) >= {"+colour:green"}
        other.close()


def by_id(facts):
    return {fact.id: fact for fact in facts}


class TestTheUsersOwnData:
    def test_an_export_holds_everything(self, store):
        Talk(store, session="s1").say(always("colour", "red"))
        Talk(store, session="b1", domain="books").say(like("colour", "blue"))
        Talk(store, user="bob", session="x").say(like("colour", "green"))
        export = store.export("ana")
        assert [(session.id, session.domain, len(session.turns)) for session in export.sessions] == [
            ("s1", "things", 1),
            ("b1", "books", 1),
        ]
        assert [(event.domain, event.fact.value) for event in export.events] == [("things", "red"), ("books", "blue")]
        assert json.loads(export.model_dump_json())["user_id"] == "ana"

    def test_erasing_leaves_nothing_of_the_user_and_all_of_the_others(self, store):
        Talk(store, session="s1").say(always("colour", "red"))
        bob = Talk(store, user="bob", session="x")
        bob.say(like("colour", "green"))
        store.erase("ana")
        assert store.export("ana").sessions == store.export("ana").events == ()
        assert store.load_profile("ana", "s1", "things").facts == ()
        assert store.latest_session("ana", "things") is None
        assert store.history("s1", 9) == ()
        assert gist(bob.raw.facts) == {"+colour:green"}
        store.erase("nobody")

    def test_what_another_process_erased_is_never_seen_again(self, store, database):
        """Not even when new events are given the numbers of erased ones."""
        Talk(store).say(always("colour", "red"))
        assert gist(store.load_profile("ana", "s1", "things").facts) == {"+colour:red"}
        other = SqlStore(database)
        other.erase("ana")
        assert store.load_profile("ana", "s1", "things").facts == ()
        Talk(other).say(always("colour", "blue"))
        assert gist(store.load_profile("ana", "s1", "things").facts) == {"+colour:blue"}
        other.close()

    def test_a_conversation_can_begin_again_after_erasing(self, store):
        talk = Talk(store)
        talk.say(like("colour", "red"))
        state, change = talk.prepare(like("colour", "blue"))
        store.erase("ana")
        assert talk.commit(state, change) == 1
        assert gist(talk.raw.facts) == {"+colour:blue"}


def test_the_migrations_make_the_tables_the_code_expects(store, database):
    engine = create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
