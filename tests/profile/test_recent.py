"""What is kept of a profile between turns is what a store that has just been opened reads."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from profile_samples import Talk, always, dislike, like, refuse, want

from chatbot.profile.store import SqlStore
from chatbot.records import Intent, Scope

SAID = [
    want("colour", "red"),
    refuse("colour", "red"),
    always("colour", "red"),
    dislike("colour", "red", scope=Scope.LASTING),
    want("cost", max=80),
    like("cost", max=60),
    always("maker", "Acme"),
    want("foldable", True),
]
TURNS = st.one_of(
    st.tuples(st.just(Intent.INFORM), st.lists(st.sampled_from(SAID), max_size=3)),
    st.tuples(st.just(Intent.FORGET), st.lists(st.sampled_from(SAID), max_size=1)),
    st.tuples(st.sampled_from([Intent.UNDO, Intent.RESET]), st.just([])),
)


@given(turns=st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from(["s1", "s2"]), TURNS), max_size=9))
@settings(max_examples=20)
def test_two_processes_and_two_sessions_see_what_was_stored_last(turns):
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'chatbot.db'}"
        stores = SqlStore(url), SqlStore(url)
        for process, session, (intent, statements) in turns:
            Talk(stores[process], session=session).say(*statements, intent=intent)
            fresh = SqlStore(url)
            for seen in ("s1", "s2"):
                expected = fresh.load_profile("ana", seen, "things")
                assert [store.load_profile("ana", seen, "things") for store in stores] == [expected, expected]
            fresh.close()
        for store in stores:
            store.close()
