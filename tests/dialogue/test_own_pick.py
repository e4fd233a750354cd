"""Who leaves it to the assistant gets one thing and why: no list, no question, and nothing noted as liked."""

import pytest
from talking import talk

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import SessionState


def seeing(bot: Chatbot) -> SessionState:
    shown = tuple(item.id for item in bot.catalogue.items[:5])
    return SessionState(session_id="s", user_id="u", turn=1, shown=(shown,))


@pytest.mark.parametrize(
    "text",
    [
        "you pick", "just pick one for me", "whatever you think", "surprise me", "ok, which one would you take?", "up to you",
        "what would you recommend?", "i don't know, you choose", "your call", "which is your favourite?", "pick one of them please",
        "你帮我选一部吧", "随便，你定吧", "给我个惊喜", "这几部里你会选哪部？", "你会选哪个",
    ],
)  # fmt: skip
def test_the_choice_is_left_to_the_assistant(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(movies))
    assert (read.one, read.settled, read.statements, read.wish) == (True, True, (), "")


@pytest.mark.parametrize(
    "text",
    [
        "pick one with cats", "you pick, but no horror", "surprise me with a western", "I'd take the second one", "whatever", "随便",
        "which one is the longest?", "which one would my mum like?", "recommend something for me", "did you pick these yourself?",
        "you chose badly", "up to you to keep it under two hours", "give me one more", "你会选恐怖片吗", "推荐一部喜剧",
    ],
)  # fmt: skip
def test_what_says_more_is_read_for_what_it_says(films: Parser, movies: Chatbot, text: str) -> None:
    assert not films.parse(text, seeing(movies)).one


@pytest.mark.parametrize("text", ["what would you recommend?", "which one should I watch?"])
def test_with_nothing_shown_a_recommendation_is_a_list(films: Parser, text: str) -> None:
    assert not films.parse(text, SessionState(session_id="s", user_id="u")).one


def test_one_of_the_shown_items_is_picked_with_its_reasons(movies: Chatbot) -> None:
    say = talk(movies, "one of them")
    first, *_ = say("a comedy").recommendations
    picked = say("just pick one for me")
    assert f"I would take {first.title}: {first.reasons[0]}" in picked.text
    assert not picked.recommendations
    assert picked.trace.asked is None
    assert not [f for f in picked.trace.facts.active if f.facet == "item"]
    assert say("tell me more about it").text.startswith(first.title)


def test_with_nothing_shown_one_item_is_recommended_and_nothing_asked(movies: Chatbot) -> None:
    reply = talk(movies, "surprise")("surprise me")
    assert len(reply.recommendations) == 1
    assert reply.trace.asked is None
