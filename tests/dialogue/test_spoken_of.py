"""What "it" stands for after something named in the same message, and what is known already."""

import pytest
from talking import seeing

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import ITEM, KNOWN_STRENGTH, Polarity, SessionState


def five(bot: Chatbot) -> tuple[str, ...]:
    return tuple(item.id for item in bot.catalogue.items[:5])


@pytest.mark.parametrize(
    "text",
    ["not ace ventura, seen it", "not Ace Ventura, I've already seen it", "no Ace Ventura please, we watched it"],
)
def test_what_was_just_named_is_seen_and_nothing_else(films: Parser, movies: Chatbot, text: str) -> None:
    [said] = [s for s in films.parse(text, seeing(*five(movies))).statements if s.facet == ITEM]
    assert said.words.casefold() == "ace ventura"
    assert (said.polarity, said.strength) == (Polarity.LIKE, KNOWN_STRENGTH)


@pytest.mark.parametrize("text", ["not the second one, seen it", "不要第二个，看过了"])
def test_what_is_pointed_at_and_seen_is_known(films: Parser, movies: Chatbot, text: str) -> None:
    [said] = [s for s in films.parse(text, seeing(*five(movies))).statements if s.facet == ITEM]
    assert (said.value, said.polarity, said.strength) == (five(movies)[1], Polarity.LIKE, KNOWN_STRENGTH)


@pytest.mark.parametrize(
    "text", ["not Ace Ventura, I haven't seen it", "not Ace Ventura, never seen it", "not Ace Ventura"]
)
def test_what_is_not_wanted_and_not_seen_is_turned_down(films: Parser, movies: Chatbot, text: str) -> None:
    [said] = [s for s in films.parse(text, seeing(*five(movies))).statements if s.facet == ITEM]
    assert said.polarity is Polarity.DISLIKE


@pytest.mark.parametrize(
    "text", ["no horror, my wife hates it", "I don't want a musical, I can't stand them", "不要恐怖片，我老婆讨厌它"]
)
def test_it_stands_for_the_kind_just_ruled_out(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(*five(movies)))
    assert not read.references
    assert {s.facet for s in read.statements} == {"genre"}


@pytest.mark.parametrize(
    "text", ["too scary, skip it", "I don't like it", "it is not a comedy, skip it", "is it a comedy?"]
)
def test_it_still_stands_for_a_shown_item(films: Parser, movies: Chatbot, text: str) -> None:
    assert films.parse(text, seeing(*five(movies)[:1])).references == five(movies)[:1]


@pytest.mark.parametrize("text", ["have seen no country for old men already", "I already saw no country for old men"])
def test_a_long_title_after_what_says_that_it_is_seen_is_that_title(films: Parser, text: str) -> None:
    [said] = films.parse(text, SessionState(session_id="s", user_id="u")).statements
    assert (said.facet, said.words, said.strength) == (ITEM, "no country for old men", KNOWN_STRENGTH)
