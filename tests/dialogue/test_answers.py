"""What is said about an item answers what was asked."""

import pytest

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
    [("newer", "newer"), ("something cheap please", "cheap"), ("新一点的", "新一点"), ("nothing too old", "newer")],
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
