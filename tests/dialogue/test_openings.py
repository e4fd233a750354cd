"""How people begin without saying what they want: they get first items and one question, and no silly links."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import ITEM, WISH, Intent
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    "text",
    [
        "what's good?", "no idea what to get", "help me choose", "just browsing", "hi, just looking around",
        "I want to treat myself", "I had a long day", "it's raining and I'm bored", "what's new", "entertain me",
        "I don't know what I want", "随便看看", "不知道买什么", "无聊", "心情不好", "有什么新品", "帮我挑一个",
    ],
)  # fmt: skip
def test_a_vague_opening_asks_for_anything(goods: Parser, films: Parser, text: str) -> None:
    for parser in (goods, films):
        read = parser.parse(text, seeing())
        assert read.intents == (Intent.REQUEST,)
        assert not read.statements


@pytest.mark.parametrize(
    "text",
    [
        "what's good about the second one",
        "I'm just looking for a phone",
        "help me choose a laptop",
        "帮我看看电视",
        "有什么新耳机",
    ],
)
def test_an_opening_that_names_something_is_none(goods: Parser, text: str) -> None:
    read = goods.parse(text, seeing())
    assert read.statements or read.intents != (Intent.REQUEST,)


@pytest.mark.parametrize(
    "text",
    [
        "my desk is a mess",
        "make my desk nicer",
        "my kitchen is boring",
        "something to protect my laptop",
        "tidy up my desk",
        "我的桌子太乱了",
    ],
)
def test_what_is_to_be_done_about_a_thing_looks_for_no_such_thing(goods: Parser, text: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert [s.facet for s in said if s.facet != ITEM] == [WISH]


@pytest.mark.parametrize(
    "text", ["my laptop is too slow, I need a new laptop", "I want a dark desk", "my phone is too small"]
)
def test_what_is_to_be_replaced_is_looked_for(goods: Parser, text: str) -> None:
    assert "category" in {s.facet for s in goods.parse(text, seeing()).statements}


def test_who_has_named_no_kind_of_thing_is_asked_for_that_first(shop: Chatbot) -> None:
    reply = talk(shop, "opens-vaguely")("something nice")
    assert reply.recommendations
    assert reply.trace.asked == "category"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("妈妈生日送什么", "妈妈"),
        ("it's my dad's birthday next week", "dad"),
        ("my sister's birthday is on friday", "sister"),
        ("my birthday is on friday", None),
    ],
)
def test_whose_birthday_it_is_is_whom_it_is_for(goods: Parser, text: str, who: str | None) -> None:
    assert goods.parse(text, seeing()).guest == who


@pytest.mark.parametrize("text", ["the last one was great", "last time's was good", "上次那个不错", "上次买的很好用"])
def test_praise_of_last_time_is_more_like_it(movies: Chatbot, text: str) -> None:
    name = f"praises-{text}"
    first = talk(movies, name, f"{name}-1")
    shown = first("a comedy").recommendations
    first("I'll take the second one")
    read = talk(movies, name, f"{name}-2")(text).trace
    assert read.intent is Intent.SIMILAR
    assert shown[1].item_id in {f.value for f in read.facts.active}
    assert talk(movies, f"{name}-nothing")(text).recommendations  # of who took nothing


def test_what_was_not_good_is_no_praise(movies: Chatbot) -> None:
    assert talk(movies, "no-praise")("上次那个不好看").trace.intent is not Intent.SIMILAR
