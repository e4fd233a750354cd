"""Questions for reasons: of what was chosen, of what was not, and of what nothing on the list has."""

import pytest
from talking import seeing, talk, titles

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent


@pytest.mark.parametrize(
    "text", ["why isn't the mask there?", "why not The Mask?", "so why didn't you show me the mask"]
)
def test_who_misses_what_is_listed_is_told_where_it_is(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"listed {text}")
    titles = [r.title for r in turn("jim carrey and magic").recommendations]
    assert turn(text).text.startswith(f"The Mask is on the list, number {titles.index('The Mask') + 1}: ")


def test_a_title_in_small_letters_is_meant_where_it_is_missed(movies: Chatbot) -> None:
    turn = talk(movies, "missed")
    turn("a western")
    assert turn("why isn't the mask there?").text.startswith("The Mask is not on the list because")


@pytest.mark.parametrize(
    "text",
    ["why the second and not the first?", "why the second rather than the first", "为什么是第二部，不是第一部？"],
)
def test_one_rather_than_another_has_both_explained(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"rather {text}")
    first, second = turn("a comedy with jim carrey").recommendations[:2]
    reply = turn(text)
    assert reply.trace.understanding.not_chosen == (first.item_id,)
    places = [min(reply.text.find(t) % len(reply.text) for t in titles(movies, r)) for r in (second, first)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "text", ["为什么不是Cadenza的", "怎么没有Cadenza的", "why not Cadenza?", "why are none of them by Cadenza?"]
)
def test_who_misses_a_maker_rules_none_out(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"maker {text}")
    listed = [titles(shop, r) for r in turn("推荐个键盘").recommendations if r.attributes["brand"] == "Cadenza"]
    reply = turn(text)
    assert reply.trace.intent is Intent.WHY
    assert not reply.trace.facts.added
    assert listed
    assert all(any(name in reply.text for name in names) for names in listed)


@pytest.mark.parametrize("text", ["why not a comedy?", "why isn't the first one scary?", "不是Cadenza的"])
def test_what_suggests_or_rules_out_misses_nothing(films: Parser, movies: Chatbot, text: str) -> None:
    assert not films.parse(text, seeing(*(item.id for item in movies.catalogue.items[:3]))).not_chosen


@pytest.mark.parametrize(
    "text",
    [
        "what would i have to give up to get it under 100?",
        "what would I lose to bring the price down to 100",
        "要便宜到100以内得放弃什么？",
    ],
)
def test_what_would_be_given_up_is_tried(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"given up {text}")
    turn("smartwatch under 250")
    reply = turn(text)
    assert reply.trace.intent is Intent.WHAT_IF
    assert "$100" in reply.text
    assert not reply.trace.facts.added


@pytest.mark.parametrize("text", ["what are my limits?", "What are my current requirements", "我的条件是什么？"])
def test_who_asks_for_their_limits_is_told_them(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"limits {text}")
    turn("smartwatch under 250")
    assert "$250" in turn(text).text
    assert turn(text).trace.intent is Intent.PROFILE
