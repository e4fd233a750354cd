"""The model proposes, code disposes; a model that fails leaves the turn to the parser, and the trace says so."""

import time

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.understand import Understander, Understood
from chatbot.errors import ModelTimeoutError
from chatbot.llm.guarded import GuardedChat
from chatbot.llm.scripted import Line, ScriptedChat
from chatbot.prompts import Prompts
from chatbot.records import Intent, Polarity, SessionState
from chatbot.settings import bundled

NEW = SessionState(session_id="s", user_id="u")
PROMPTS = Prompts(bundled("prompts"))


def understand(bot: Chatbot, text: str, *lines: object) -> Understood:
    model = ScriptedChat(*lines)  # type: ignore[arg-type]
    return Understander(Parser(bot.catalogue, PROMPTS), bot.pack, PROMPTS, model)(text, NEW, Stopwatch())


def frame(**values: object) -> dict[str, object]:
    return {"intent": "request", "want": [], "avoid": [], "like": [], **values}


def test_what_the_model_invents_is_dropped(movies: Chatbot) -> None:
    read = understand(movies, "a quiet film please", frame(want=["zombies", "quiet"], avoid=["comedy"])).understanding
    assert not any(s.value in ("zombies", "comedy") for s in read.statements)
    assert read.source == "both"


def test_what_the_parser_read_is_never_turned_round_by_the_model(movies: Chatbot) -> None:
    read = understand(movies, "no horror", frame(want=["horror"])).understanding
    assert [(s.value, s.polarity) for s in read.statements] == [("horror", Polarity.DISLIKE)]


@pytest.mark.parametrize("garbage", ["I think you want a film!", "{", '{"intent": "dance"}', ""])
def test_garbage_is_repaired_once_then_left_to_the_parser(movies: Chatbot, garbage: str) -> None:
    read = understand(movies, "a western", garbage, garbage)
    assert read.understanding.source == "parser"
    assert [s.value for s in read.understanding.statements] == ["western"]
    assert read.fallbacks == ("understand: ModelOutputError",)


def test_a_repaired_answer_counts(movies: Chatbot) -> None:
    read = understand(movies, "a western", "nonsense", frame(want=["western"]))
    assert read.fallbacks == ()


def test_a_model_that_hangs_is_left_behind(movies: Chatbot) -> None:
    model = GuardedChat(ScriptedChat(Line(frame(), after=3.0)), "sleepy", 0.2)
    started = time.monotonic()
    read = Understander(Parser(movies.catalogue, PROMPTS), movies.pack, PROMPTS, model)("a western", NEW, Stopwatch())
    assert time.monotonic() - started < 2
    assert read.fallbacks == (f"understand: {ModelTimeoutError.__name__}",)
    assert read.understanding.intent is Intent.REQUEST
