"""Two tabs of one user talk at once: nothing that was said in either is lost."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chatbot.assembly import Chatbot
from chatbot.records import Polarity

HATED = (
    ["horror", "westerns", "war films", "musicals", "documentaries", "comedies", "romances"],
    ["animation", "crime films", "thrillers", "biographies", "fantasy", "mysteries", "family films"],
)


@pytest.mark.parametrize("sessions", [("one", "one"), ("left", "right")], ids=["the same conversation", "two of them"])
def test_no_update_is_lost(movies: Chatbot, sessions: tuple[str, str]) -> None:
    user = f"tabs of {sessions[1]}"

    def talk(tab: int) -> int:
        return sum(
            len(movies.respond(f"I hate {genre}", user, user + sessions[tab]).trace.facts.added) for genre in HATED[tab]
        )

    with ThreadPoolExecutor(2) as pool:
        told = sum(pool.map(talk, (0, 1)))
    known = [f for f in movies.profile(user, user + sessions[0]).facts if f.polarity is Polarity.DISLIKE]
    assert len(known) == told == sum(map(len, HATED))
    turns = sum(len(movies.store.history(user + session, 99)) for session in set(sessions))
    assert turns == sum(map(len, HATED))
