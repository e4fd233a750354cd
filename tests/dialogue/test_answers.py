"""What is said about an item answers what was asked."""

from uuid import uuid4

import pytest
from talking import titles

from chatbot.assembly import Chatbot


@pytest.mark.parametrize("question", ["第二部讲什么的？", "第二部说的是什么", "what's the second one about?"])
def test_who_asks_what_an_item_tells_hears_its_summary(movies: Chatbot, question: str) -> None:
    first = movies.respond("我想看喜剧" if "第" in question else "a comedy", user=question, session=question)
    reply = movies.respond(question, user=question, session=question)
    second = movies.catalogue.item(first.recommendations[1].item_id)
    assert second is not None
    assert second.summary in reply.text


def test_who_asks_for_the_language_still_hears_it(movies: Chatbot) -> None:
    movies.respond("我想看喜剧", user="language", session="language")
    reply = movies.respond("介绍一下第一部讲什么语言", user="language", session="language")
    assert "语言" in reply.text


@pytest.mark.parametrize(
    ("text", "level"),
    [("newer", "newer"), ("something cheap please", "cheap"), ("新一点的", "新一点"), ("nothing too old", "recent")],
)
def test_a_level_is_told_in_words_that_people_use(movies: Chatbot, shop: Chatbot, text: str, level: str) -> None:
    """Not as "much year" or "little price"."""
    bot = shop if "cheap" in text else movies
    lead = bot.respond(text, user=text, session=text).text
    assert level in lead.splitlines()[0]
    assert (
        level
        in bot.respond("我的资料" if level == "新一点" else "what do you know about me?", user=text, session=text).text
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [("a phone, no samsung", "samsung"), ("推荐个手机，不要苹果的", "苹果"), ("a phone, no Orbita", None)],
)
def test_what_cannot_be_filtered_by_is_told(shop: Chatbot, text: str, words: str | None) -> None:
    reply = shop.respond(text, user=text, session=text).text
    assert ("listed as" in reply or "标为" in reply) is (words is not None)
    assert words is None or f"“{words}”" in reply


def test_an_unknown_name_ruled_out_turns_down_nothing_shown(shop: Chatbot) -> None:
    first = shop.respond("a laptop around 800", user="apple", session="apple")
    second = shop.respond("not apple", user="apple", session="apple")
    assert "“apple”" in second.text
    assert {r.item_id for r in second.recommendations} == {r.item_id for r in first.recommendations}


def test_no_rush_is_no_film(movies: Chatbot) -> None:
    read = movies.respond("a comedy, no rush", user="rush", session="rush").trace.understanding
    assert [(s.facet, s.value) for s in read.statements] == [("genre", "comedy")]


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("who's in the second one?", "cast"), ("who directed the second one?", "director"), ("how long is the second one?", "runtime"),
        ("第二部谁演的", "cast"), ("第二部多长时间", "runtime"), ("第二部是谁导演的", "director"),
    ],
)  # fmt: skip
def test_a_question_for_one_property_is_answered_with_it_alone(movies: Chatbot, text: str, facet: str) -> None:
    name = uuid4().hex
    listed = movies.respond("a comedy", user=name, session=name).recommendations
    reply = movies.respond(text, user=name, session=name).text
    english, chinese = titles(movies, listed[1])
    label = movies.pack.facets[facet].name("zh" if "第" in text else "en", facet)
    assert reply.startswith((f"The {label} of {english}: ", f"{chinese}的{label}："))
    assert listed[1].summary not in reply


def test_what_a_film_tells_is_its_story(movies: Chatbot) -> None:
    name = uuid4().hex
    listed = movies.respond("来部科幻片", user=name, session=name).recommendations
    assert listed[0].summary in movies.respond("第一部讲的是啥", user=name, session=name).text


def test_what_none_of_the_items_tells_is_not_compared(shop: Chatbot) -> None:
    name = uuid4().hex
    shop.respond("a mouse", user=name, session=name)
    reply = shop.respond("which of those is quietest?", user=name, session=name).text
    assert reply == "The catalogue does not say that about any of them."


@pytest.mark.parametrize("text", ["hp or dell?", "惠普还是戴尔？"])
def test_which_of_two_that_are_not_there_is_no_comparison_of_what_is(shop: Chatbot, text: str) -> None:
    name = uuid4().hex
    shop.respond("a laptop", user=name, session=name)
    reply = shop.respond(text, user=name, session=name).text
    assert "|" not in reply
    assert text.rstrip("?？") in reply


def test_a_question_for_a_price_is_answered_with_the_price(shop: Chatbot) -> None:
    name = uuid4().hex
    first, *_ = shop.respond("headphones", user=name, session=name).recommendations
    reply = shop.respond("can you do it for 300?", user=name, session=name).text
    assert reply == f"The price of {first.title}: ${first.attributes['price']}."
