"""Several tabs, threads and processes at once: every turn is stored, and nothing said is lost."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from profile_samples import Talk, always, dislike, gist, like, want

from chatbot.profile.resolution import in_force
from chatbot.profile.store import SqlStore
from chatbot.records import ITEM, Intent


def test_two_tabs_of_one_session_get_turns_of_their_own(store):
    talk = Talk(store)
    talk.say(want("colour", "red"))
    one, other = talk.prepare(want("cost", max=80)), talk.prepare(like("maker", "Acme"))
    assert [talk.commit(*one), talk.commit(*other)] == [2, 3]
    assert gist(talk.raw.facts) == {"+!colour:red", "+!cost:..80", "+maker:Acme"}
    assert [(fact.facet, fact.turn) for fact in talk.raw.facts][1:] == [("cost", 2), ("maker", 3)]
    assert [turn.number for turn in store.history("s1", 9)] == [1, 2, 3]
    assert store.load_session("s1", "ana", "things").turn == 3


def test_what_either_tab_showed_asked_and_set_aside_is_remembered(store):
    talk = Talk(store)
    (base, _), nothing = talk.prepare(), talk.prepare()[1]
    base = base.model_copy(update={"shown": (("i1",),), "asked": ("cost", ""), "set_aside": ("i9",)})
    talk.commit(base, nothing)
    one = base.model_copy(update={"turn": 2, "shown": (("i1",), ("i2",)), "asked": ("cost", "", "maker")})
    other = base.model_copy(update={"turn": 2, "shown": (("i1",), ("i3",)), "set_aside": ("i9", "i1")})
    talk.commit(one, nothing)
    talk.commit(other, nothing)
    after = store.load_session("s1", "ana", "things")
    assert after.shown == (("i1",), ("i2",), ("i3",))
    assert after.asked == ("cost", "", "maker")
    assert after.set_aside == ("i9", "i1")


def test_of_two_answers_at_once_the_one_stored_last_stands(store):
    talk = Talk(store)
    talk.say(want("cost", max=100))
    one, other = talk.prepare(want("cost", max=80)), talk.prepare(want("cost", max=60))
    talk.commit(*one)
    talk.commit(*other)
    assert gist(talk.raw.facts) == {"+!cost:..60"}
    kinds = [event.kind for event in store.fact_history("ana", "things")]
    assert kinds == ["added", "superseded", "added", "superseded", "added"]


def test_two_sessions_that_contradict_each_other_for_good_do_not_both_stand(store):
    here, there = Talk(store, session="s1"), Talk(store, session="s2")
    said = dislike("colour", "red", scope="lasting")
    one, other = here.prepare(always("colour", "red")), there.prepare(said)
    here.commit(*one)
    there.commit(*other)
    assert gist(here.raw.facts) == gist(there.raw.facts) == {"-colour:red"}


def test_undoing_what_another_session_has_replaced_since_changes_nothing(store):
    here, there = Talk(store, session="s1"), Talk(store, session="s2")
    here.say(always("colour", "red"))
    undo = here.prepare(intent=Intent.UNDO)
    there.say(dislike("colour", "red", scope="lasting"))
    here.commit(*undo)
    assert gist(here.raw.facts) == {"-colour:red"}


def test_undo_in_two_tabs_restores_once(store):
    talk = Talk(store)
    talk.say(want("colour", "red"))
    talk.say(want("colour", "blue"))
    one, other = talk.prepare(intent=Intent.UNDO), talk.prepare(intent=Intent.UNDO)
    talk.commit(*one)
    talk.commit(*other)
    assert gist(talk.raw.facts) == {"+!colour:red"}


def test_a_restored_fact_leaves_alone_what_it_stood_beside(store):
    talk = Talk(store)
    talk.say(want("cost", max=100))
    talk.say(like("cost", max=60))
    talk.say(like("cost", max=100), intent=Intent.FORGET)
    talk.say(intent=Intent.UNDO)
    assert gist(talk.raw.facts) == {"+!cost:..100", "+cost:..60"}


def test_many_threads_in_one_session_lose_nothing(store):
    talk, turns = Talk(store), range(40)
    with ThreadPoolExecutor(8) as threads:
        numbers = list(threads.map(lambda n: talk.say(dislike(ITEM, f"i{n}")), turns))
    assert sorted(numbers) == [n + 1 for n in turns]
    assert {fact.value for fact in talk.raw.facts} == {f"i{n}" for n in turns}


def test_many_users_at_once_keep_to_themselves(store):
    def talk_a_while(n: int) -> set[str]:
        talk = Talk(store, user=f"u{n}", session=f"s{n}")
        for turn in range(4):
            talk.say(want("cost", max=100 - turn), like("maker", f"m{n}"))
        return gist(in_force(talk.raw.facts))

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(talk_a_while, range(10))) == [{"+!cost:..97", f"+maker:m{n}"} for n in range(10)]


def test_many_can_open_a_new_database_at_once(database):
    with ThreadPoolExecutor(6) as threads:
        stores = list(threads.map(lambda _: SqlStore(database), range(6)))
    for n, store in enumerate(stores):
        Talk(store, user="ana", session=f"s{n}").say(always("maker", f"m{n}"))
    assert len(Talk(stores[0]).raw.facts) == 6
    for store in stores:
        store.close()


@pytest.mark.slow
def test_two_processes_share_a_database(store, database, request):
    program = f"""
import sys; sys.path[:0] = {[str(request.path.parent), *sys.path]!r}
from profile_samples import Talk, dislike
from chatbot.profile.store import SqlStore
store = SqlStore({database!r})
for n in range(20): Talk(store).say(dislike("item", f"{{sys.argv[1]}}-{{n}}"))
"""
    running = [subprocess.Popen([sys.executable, "-c", program, name]) for name in ("a", "b")]
    assert [process.wait(60) for process in running] == [0, 0]
    assert len(Talk(store).raw.facts) == len(store.history("s1", 100)) == 40
