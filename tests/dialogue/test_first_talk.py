"""What people who talked to it for the first time stumbled over."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import ITEM, Intent, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("longer than 80 min is too long for him", 80), ("he falls asleep after two hours", 120),
        ("anything over two hours is too much for us", 120), ("超过两小时我就坐不住", 120), ("超过120分钟的太长了", 120),
    ],
)  # fmt: skip
def test_what_is_too_much_is_a_limit_and_no_wish(films: Parser, text: str, most: float) -> None:
    bounds = [(s.min, s.max) for s in films.parse(text, seeing()).statements if s.facet == "runtime" and s.is_bound]
    assert bounds == [(None, most)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Give me 3 good heist films", 3), ("recommend two comedies, no more ideas than two films", 0), ("top 2 films", 2),
        ("show me four more", 4), ("推荐三部科幻片", 3), ("来一部喜剧", 0), ("a film about two brothers", 0),
        ("find me something for 3 kids", 0),
    ],
)  # fmt: skip
def test_how_many_are_asked_for(films: Parser, text: str, count: int) -> None:
    assert films.parse(text, seeing()).count == count


def test_as_many_are_listed_as_were_asked_for(movies: Chatbot) -> None:
    assert len(talk(movies, "three")("Give me 3 funny films").recommendations) == 3


@pytest.mark.parametrize(
    ("text", "at"),
    [("compare the last two", (1, 2)), ("the last two look good, compare them", (1, 2)), ("second compared to the third", (1, 2)), ("比较后两部", (1, 2)), ("films of the last two years", ())],
)  # fmt: skip
def test_the_end_of_a_list_is_pointed_at(films: Parser, movies: Chatbot, text: str, at: tuple[int, ...]) -> None:
    shown = tuple(item.id for item in movies.catalogue.items[:3])
    assert films.parse(text, seeing(*shown)).references == tuple(shown[place] for place in at)


@pytest.mark.parametrize("text", ["hmm, we saw number 2 and number 1", "the first one i've seen, what's it like"])
def test_what_was_seen_is_not_taken(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"seen {text}")
    turn("a western")
    reply = turn(text)
    assert Intent.ACCEPT not in reply.trace.understanding.intents
    assert "Good choice" not in reply.text


@pytest.mark.parametrize(
    ("text", "title", "polarity"),
    [("Fargo I know by heart", "Fargo", Polarity.LIKE), ("功夫看过了", "Kung Fu Hustle", Polarity.LIKE)],
)
def test_a_title_that_is_known_is_no_wish(
    films: Parser, movies: Chatbot, text: str, title: str, polarity: Polarity
) -> None:
    said = [s for s in films.parse(text, seeing()).statements if s.facet == ITEM]
    ids = {item.title: item.id for item in movies.catalogue.items}
    assert [(s.value, s.polarity) for s in said] == [(ids[title], polarity)]
    assert all(s.strength < 0.5 for s in said)


def test_two_who_never_worked_together_are_alternatives(movies: Chatbot) -> None:
    reply = talk(movies, "either")("films by Christopher Nolan, films by Denis Villeneuve")
    assert not reply.trace.relaxed
    assert {"Christopher Nolan", "Denis Villeneuve"} >= {
        name
        for r in reply.recommendations
        for name in r.attributes["director"]  # type: ignore[union-attr]
    }


def test_an_amount_that_is_about_rules_out_nothing_cheaper(shop: Chatbot) -> None:
    filters = talk(shop, "about")("headphones around $80").trace.filters
    assert [(c.op, c.value) for c in filters if c.facet == "price"] == [("lte", 96.0)]


@pytest.mark.parametrize(
    ("text", "noted"), [("headphones under £80", True), ("500块以内的耳机", True), ("headphones under $80", False), ("80美元以内的耳机", False)]
)  # fmt: skip
def test_another_currency_is_owned_up_to(shop: Chatbot, text: str, noted: bool) -> None:
    reply = talk(shop, f"currency {text}")(text).text
    assert ("exchange rates" in reply or "汇率" in reply) is noted


def test_where_nothing_has_a_price_that_is_said(movies: Chatbot) -> None:
    turn = talk(movies, "no prices")
    turn("a comedy")
    reply = turn("cheaper")
    assert "Nothing here has a price" in reply.text
    assert not reply.trace.facts.added


def test_what_nothing_tells_of_is_owned_up_to(shop: Chatbot) -> None:
    reply = talk(shop, "nowhere")("microwave please").text
    assert "Nothing in this catalogue is described as “microwave”" in reply


def test_a_taste_does_not_drown_what_is_wanted_now(movies: Chatbot) -> None:
    talk(movies, "taste", session="first")("I love dance films, I always did")
    reply = talk(movies, "taste", session="second")("a heist film")
    heists = [r for r in reply.recommendations if "heist" in (r.attributes["themes"] or ())]  # type: ignore[operator]
    assert len(heists) == len(reply.recommendations)
    assert "a heist." in reply.text


def test_of_one_maker_there_is_one_already(goods: Parser) -> None:
    for text in ("he already has a Pixelar one", "already have the Aerwin"):
        assert not [s for s in goods.parse(text, seeing()).statements if s.facet == "brand"]


def test_what_was_turned_down_ends_no_search(shop: Chatbot) -> None:
    turn = talk(shop, "dead end")
    first = turn("headphones under $20").recommendations
    for _ in first:
        turn("not that one")
    assert turn("what else is there?").recommendations


def test_after_a_search_for_others_comes_ones_own(movies: Chatbot) -> None:
    turn = talk(movies, "own turn")
    turn("a kids film about animals, under 95 minutes")
    reply = turn("and something for me afterwards, a proper thriller")
    assert {c.facet for c in reply.trace.filters} == {"genre"}


@pytest.mark.parametrize("text", ["can i talk to a real person", "转人工"])
def test_how_to_reach_a_person_is_told_where_a_page_says_it(movies: Chatbot, shop: Chatbot, text: str) -> None:
    reply = talk(shop, f"person {text}")(text)
    assert reply.trace.cites == ("contact",)
    assert not talk(movies, f"no person {text}")(text).trace.cites


def test_what_is_wanted_after_all_lifts_its_ban(movies: Chatbot) -> None:
    turn = talk(movies, "after all")
    turn("I need something from the USA, at most 180 min")
    turn("no USA, please")
    active = turn("well, USA after all").trace.facts.active
    assert [(f.value, f.polarity) for f in active if f.facet == "country"] == [("USA", Polarity.LIKE)]


def test_people_of_a_trade_are_no_person_to_talk_to(movies: Chatbot) -> None:
    assert Intent.HANDOFF not in talk(movies, "writers")("writers pls").trace.understanding.intents


@pytest.mark.parametrize(
    ("text", "facet", "low", "high"),
    [
        ("I need a tablet within 3 days", "battery_hours", None, None), ("5天内到货的耳机", "battery_hours", None, None),
        ("续航10小时以上，太重的不要", "battery_hours", 10, None), ("续航至少三天的手表", "battery_hours", 72, None),
        ("give me 3 cheaper ones", "price", None, None), ("三星以上评分的耳机", "rating", 3, None), ("手机,小屏,不要三星华为", "rating", None, None),
    ],
)  # fmt: skip
def test_a_number_bounds_what_it_is_said_of(
    goods: Parser, text: str, facet: str, low: float | None, high: float | None
) -> None:
    bounds = [(s.min, s.max) for s in goods.parse(text, seeing()).statements if s.facet == facet and s.is_bound]
    assert bounds == ([] if low is None and high is None else [(low, high)])


@pytest.mark.parametrize("text", ["something like Alien, I saw a trailer", "类似异形，我看了三遍"])
def test_a_model_for_the_search_stays_one(films: Parser, text: str) -> None:
    assert films.parse(text, seeing()).intent is Intent.SIMILAR


@pytest.mark.parametrize("text", ["a film about the price of fame", "something about expensive cars", "低预算恐怖片"])
def test_a_story_about_money_goes_by_no_price(movies: Chatbot, text: str) -> None:
    reply = talk(movies, f"money {text}")(text).text
    assert "has a price" not in reply
    assert "没有价格" not in reply


@pytest.mark.parametrize(
    ("text", "guest"), [("给我妹买个键盘", "妹"), ("给我哥斯拉大战金刚", None), ("给爸妈挑个电视", "爸妈")]
)
def test_for_whom_it_is(goods: Parser, text: str, guest: str | None) -> None:
    assert goods.parse(text, seeing()).guest == guest
