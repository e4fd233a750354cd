"""What is not there: kinds of things that are not sold, what another kind has, wishes that lead nowhere."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import WISH, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    "text",
    [
        "do you sell toasters?", "got any dishwashers?", "what about a fridge", "i need a hair dryer for my mum",
        "吹风机有吗", "我想给妈妈买个吹风机", "想买个洗碗机",
    ],
)  # fmt: skip
def test_what_is_not_sold_is_said_with_what_is(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    reply = turn(text)
    assert not reply.recommendations
    assert ("kettles" if text.isascii() else "电视") in reply.text or "headphones" in reply.text
    assert not [f for f in reply.trace.facts.active if f.facet == WISH]


@pytest.mark.parametrize(
    "text", ["i need a kettle", "i need a gift", "i need something quiet", "looking for a sleep headband", "有键盘吗"]
)
def test_what_is_sold_is_looked_for(shop: Chatbot, text: str) -> None:
    assert talk(shop, text)(text).recommendations


@pytest.mark.parametrize(
    "text",
    [
        "our washing machine died", "my bread maker packed in, what would you get?", "which rice cookers do you have?",
        "are there smart locks too?", "do you have a slow cooker?", "changed my mind, rather a grill or a toaster",
        "No, a sewing machine. don't you sell those?", "my toaster just died. need one with 4 slots", "家里洗衣机坏了",
    ],
)  # fmt: skip
def test_a_thing_that_broke_or_is_asked_for_and_is_not_sold_brings_no_other_goods(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("有水壶吗" if not text.isascii() else "a kettle")
    reply = turn(text)
    assert not reply.recommendations
    assert ("headphones" if text.isascii() else "耳机") in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "my kettle died, need a new one", "what espresso makers do you have?", "are there doorbells too?",
        "no, a tablet", "do you have a travel adapter", "what gaming stuff do you have?", "my back is broken, a chair please",
    ],
)  # fmt: skip
def test_a_thing_that_broke_or_is_asked_for_and_is_sold_is_looked_for(shop: Chatbot, text: str) -> None:
    assert talk(shop, text)(text).recommendations


def test_the_death_of_somebody_is_no_thing_that_is_not_sold(shop: Chatbot) -> None:
    assert "There is no" not in talk(shop, "bereaved")("our grandfather died").text


def test_of_what_is_sold_the_kindred_kinds_come_first(shop: Chatbot) -> None:
    told = talk(shop, "kindred")("do you have a coffee roaster?").text
    assert told.index("coffee machines") < told.index("headphones")


@pytest.mark.parametrize("text", ["what do you sell?", "你们店都卖些什么"])
def test_the_kinds_of_things_are_told(shop: Chatbot, text: str) -> None:
    told = talk(shop, text)(text).text
    assert ("headphones" in told) is text.isascii()
    assert ("耳机" in told) is not text.isascii()


def test_a_spare_part_that_is_not_sold_is_no_other_product(shop: Chatbot) -> None:
    turn = talk(shop, "strap")
    turn("a smartwatch")
    reply = turn("ill take the first one. do you have a spare strap for it?")
    assert not reply.recommendations
    assert "Good choice" in reply.text


def test_a_wish_for_what_was_not_found_ends_with_a_kind_that_nothing_tells_of_it(shop: Chatbot) -> None:
    turn = talk(shop, "pancakes")
    turn("something with pancakes")
    assert not [f for f in turn("a tv").trace.facts.active if f.facet == WISH]


def test_what_nothing_of_the_kind_is_for_is_said(shop: Chatbot) -> None:
    told = talk(shop, "gym")("headphones under $80 for the gym").text
    assert "None of the headphones that fit is listed for “sport”, unlike" in told
    assert "unlike" not in talk(shop, "gym, dearer")("headphones for the gym").text


def test_goods_that_are_called_so_come_before_those_that_are_not(shop: Chatbot) -> None:
    shown = talk(shop, "robot")("a robot vacuum").recommendations
    assert "Robot" in shown[0].name


@pytest.mark.parametrize("text", ["something mindbending", "coffe machine"])
def test_other_spellings_of_two_words_are_known(films: Parser, goods: Parser, text: str) -> None:
    said = {s.facet for parser in (films, goods) for s in parser.parse(text, seeing()).statements}
    assert said & {"moods", "category"}


@pytest.mark.parametrize(
    ("text", "title"),
    [("not forest gump", "Forrest Gump"), ("i loved the shawshank redemtion", "The Shawshank Redemption")],
)
def test_titles_spelt_wrongly_are_known(films: Parser, movies: Chatbot, text: str, title: str) -> None:
    said = films.parse(text, seeing()).statements
    assert [movies.catalogue.item(str(s.value)).title for s in said if s.facet == "item"] == [title]  # type: ignore[union-attr]


def test_a_region_is_any_of_its_countries_or_none(movies: Chatbot) -> None:
    turn = talk(movies, "region")
    reply = turn("a European film")
    europe = {f.value for f in reply.trace.facts.active}
    items = [movies.catalogue.item(r.item_id) for r in reply.recommendations]
    assert "European" in reply.text
    assert all({*item.values("country")} & europe for item in items if item)
    reply = turn("no Scandinavian films")
    out = {f.value for f in reply.trace.facts.active if f.polarity is Polarity.DISLIKE}
    items = [movies.catalogue.item(r.item_id) for r in reply.recommendations]
    assert {"Sweden", "Norway", "Denmark"} <= out
    assert not any({*item.values("country")} & out for item in items if item)


@pytest.mark.parametrize(
    "text",
    [
        "show me electric toothbrushes", "do you have sleeping bags to go with it?", "find me a sleeping bag",
        "I'm looking for kitchen knives", "got washing machines?", "I'd like some gardening gloves",
    ],
)  # fmt: skip
def test_a_kind_of_two_words_that_is_not_sold_is_said_not_to_be(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"two words: {text}")
    turn("show me tents")
    reply = turn(text)
    assert not reply.recommendations
    assert reply.text.startswith("I find no")


@pytest.mark.parametrize(
    "text",
    [
        "show me travel bags", "show me gaming chairs", "I want a standing desk", "show me good presents", "any lighter tents?",
        "show me top rated products", "looking for kids headphones", "I need big buttons", "I want strong poles",
    ],
)  # fmt: skip
def test_what_goods_are_like_is_no_kind_of_its_own(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"no kind: {text}")
    turn("show me tents")
    assert "I find no" not in turn(text).text
