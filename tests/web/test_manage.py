"""The panel is the owner's: facts are weighed, kept and forgotten there, all of it exported and erased."""

import json
import re
from base64 import b64decode
from typing import Any, cast

import gradio as gr
import pytest

from chatbot.assembly import Chatbot, build_chatbot, open_pack
from chatbot.records import Fact
from chatbot.settings import Settings
from chatbot.web.bots import Bots
from chatbot.web.screen import SAME, Screen
from chatbot.web.talk import Talk
from chatbot.web.visit import Visit


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data_dir=tmp_path_factory.mktemp("data"), embedder="hash", llm="none", database_url="", chroma_url=""
    )


@pytest.fixture(scope="module")
def movies(own: Settings) -> Chatbot:
    return build_chatbot(own, open_pack(own, "movies"))


@pytest.fixture
def talk(own: Settings, movies: Chatbot) -> Talk:
    bots = Bots(own, cast(Any, lambda *args, **kwargs: movies))
    bots.opening("movies").bot()
    return Talk(bots, own, "movies")


@pytest.fixture
def visit() -> Visit:
    return Visit.read(None, "movies", "en")


def manage(talk: Talk, visit: Visit, act: str, fact: str = "", value: str = "") -> Screen:
    event = gr.EventData(None, {"act": act, "fact": fact, "value": value})
    return list(talk.manage(visit.kept(), event))[-1]


def told(movies: Chatbot, visit: Visit, message: str) -> Fact:
    movies.respond(message, visit.user, visit.session)
    return movies.profile(visit.user, visit.session).facts[-1]


def test_a_fact_is_forgotten(talk: Talk, movies: Chatbot, visit: Visit) -> None:
    fact = told(movies, visit, "I love westerns")
    screen = manage(talk, visit, "forget", fact.id)
    assert movies.profile(visit.user, visit.session).facts == ()
    assert f'data-fact="{fact.id}"' not in str(screen.panel)
    assert "Forgotten" in str(screen.announcement)


@pytest.mark.parametrize(
    ("value", "strength", "hard"), [("little", 0.3, False), ("much", 0.9, False), ("must", 1.0, True)]
)
def test_a_fact_is_weighed(talk: Talk, movies: Chatbot, visit: Visit, value: str, strength: float, hard: bool) -> None:
    fact = told(movies, visit, "I love westerns")
    screen = manage(talk, visit, "weigh", fact.id, value)
    (now,) = movies.profile(visit.user, visit.session).facts
    assert (now.strength, now.hard, now.words) == (strength, hard, fact.words)
    assert f'<option value="{value}" selected>' in str(screen.panel)


@pytest.mark.parametrize(
    ("message", "anew", "now"),
    [
        ("a western", "comedies", {"value": "comedy"}),
        ("under two hours", "at most 100 minutes", {"max": 100.0, "min": None}),
        ("under two hours", "150", {"max": 150.0, "min": None}),
        ("I love westerns", "no westerns", {"value": "western", "polarity": "dislike"}),
    ],
)
def test_a_fact_is_said_anew(
    talk: Talk, movies: Chatbot, visit: Visit, message: str, anew: str, now: dict[str, Any]
) -> None:
    fact = told(movies, visit, message)
    screen = manage(talk, visit, "reword", fact.id, anew)
    (held,) = movies.profile(visit.user, visit.session).facts
    assert now.items() <= held.model_dump().items()
    assert (held.words, held.scope, held.facet) == (anew, fact.scope, fact.facet)
    assert f'data-fact="{fact.id}"' not in str(screen.panel)
    assert "Changed" in str(screen.announcement)


def test_what_a_fact_said_anew_contradicts_yields(talk: Talk, movies: Chatbot, visit: Visit) -> None:
    told(movies, visit, "no horror")
    wanted = told(movies, visit, "a western")
    manage(talk, visit, "reword", wanted.id, "horror")
    held = movies.profile(visit.user, visit.session).facts
    assert [(f.value, f.polarity) for f in held if f.facet == "genre"] == [("horror", "like")]


@pytest.mark.parametrize("anew", ["qwertz uiop", "directed by Tom Hanks", "\x00\x01", "<script>alert(1)</script>"])
def test_words_that_say_nothing_of_it_leave_a_fact_as_it_is(
    talk: Talk, movies: Chatbot, visit: Visit, anew: str
) -> None:
    fact = told(movies, visit, "a western")
    screen = manage(talk, visit, "reword", fact.id, anew)
    assert [f.id for f in movies.profile(visit.user, visit.session).facts] == [fact.id]
    assert screen.transcript is SAME
    assert "<script>" not in str(screen.announcement)
    assert screen.announcement


def test_a_fact_is_kept_for_good_and_let_go_again(talk: Talk, movies: Chatbot, visit: Visit) -> None:
    fact = told(movies, visit, "a western")
    assert 'aria-pressed="true"' in str(manage(talk, visit, "pin", fact.id).panel)
    (kept,) = movies.profile(visit.user, visit.session).facts
    assert 'aria-pressed="true"' not in str(manage(talk, visit, "unpin", kept.id).panel)


def test_everything_can_be_taken_away(talk: Talk, movies: Chatbot, visit: Visit) -> None:
    told(movies, visit, "I love westerns")
    found = re.search(r'href="data:application/json;base64,([^"]+)"', str(manage(talk, visit, "export").panel))
    assert found
    held = json.loads(b64decode(found.group(1)))
    assert held["user_id"] == visit.user
    assert held["sessions"][0]["turns"][0]["message"] == "I love westerns"


def test_everything_can_be_erased_and_the_browser_begins_anew(talk: Talk, movies: Chatbot, visit: Visit) -> None:
    told(movies, visit, "I love westerns")
    event = gr.EventData(None, {"act": "erase"})
    screens = list(talk.manage(visit.kept(), event))
    assert movies.store.export(visit.user).sessions == ()
    now = Visit.read(next(s.visit for s in screens if s.visit is not SAME), "", "")
    assert now.user != visit.user
    assert "western" not in str(screens[-1].panel).casefold()


def test_what_is_gone_already_is_said(talk: Talk, visit: Visit) -> None:
    screen = manage(talk, visit, "forget", "nothing")
    assert "Look at the profile again" in str(screen.announcement)
    assert screen.transcript is SAME


@pytest.mark.parametrize("junk", [None, "", 7, {"act": ["x"]}, {"act": "weigh", "value": "<script>"}])
def test_junk_from_a_browser_changes_nothing(talk: Talk, visit: Visit, junk: object) -> None:
    screen = list(talk.manage(visit.kept(), gr.EventData(None, junk)))[-1]
    assert "Nothing yet" in str(screen.panel)


def test_the_timeline_shows_what_ended_beside_what_holds(talk: Talk, movies: Chatbot, visit: Visit) -> None:
    told(movies, visit, "a western")
    told(movies, visit, "no, a comedy")
    panel = str(manage(talk, visit, "look").panel)
    timeline = panel[panel.index('<ol class="timeline">') :]
    assert timeline.count("<li") >= 2
    assert 'class="like over"' in timeline
