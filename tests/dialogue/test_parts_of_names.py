"""Shown items named by a part of the title or by their kind, on screen or before, and never the first instead."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent
from tests.dialogue.talking import seeing, talk

MATTINA, PLUS = "p234", "p235"


def _item(bot: Chatbot, title: str) -> str:
    return next(item.id for item in bot.catalogue.items if item.title == title)


def test_a_part_of_a_title_is_of_the_list_with_what_was_spoken_of_last(shop: Chatbot) -> None:
    turn = talk(shop, "headsets")
    turn("show me gaming headsets")
    turn("show me keyboards")
    assert "Cadenza Vanguard 7" in turn("and the vanguard how much is it").text
    compared = turn("what about the rookie instead, whats the difference").text
    assert "Cadenza Rookie Wired Gaming Headset | Cadenza Vanguard 7" in compared
    assert "Keyboard" not in compared


def test_a_phrase_of_one_title_is_that_one_though_it_is_made_of_values(shop: Chatbot) -> None:
    turn = talk(shop, "kids camera")
    turn("action camera or a kids camera")
    assert "Baseline Junior Kids Camera: not waterproof" in turn("What about the kids camera, is it waterproof?").text


def test_a_kind_that_is_not_on_screen_is_of_an_earlier_list(shop: Chatbot) -> None:
    turn = talk(shop, "tablets")
    tablets = [r.name for r in turn("a tablet under 500").recommendations]
    turn("headphones for running")
    assert any(name in turn("how much was the tablet?").text for name in tablets)


@pytest.mark.parametrize(
    "text",
    [
        "difference between the Mattina and the Mattina Plus", "is the Mattina Plus better than the Mattina?",
        "Mattina Plus和Mattina哪个好", "Mattina Plus跟普通的Mattina比差在哪",
    ],
)  # fmt: skip
def test_a_title_that_begins_another_is_itself_meant_where_both_are_named(goods: Parser, text: str) -> None:
    read = goods.parse(text, seeing(PLUS, "p229", "p230"))
    assert read.intents == (Intent.COMPARE,)
    assert {*read.references} == {MATTINA, PLUS}


def test_a_title_that_begins_another_is_the_shown_one_where_it_is_named_alone(goods: Parser) -> None:
    assert goods.parse("how heavy is the Mattina?", seeing(PLUS, "p229")).references == (PLUS,)


def test_asking_whether_another_is_not_better_compares_it_with_the_one_spoken_of(goods: Parser, shop: Chatbot) -> None:
    quill, other = _item(shop, "Quill Glide Wireless Mouse"), _item(shop, "Cadenza Rookie Wired Gaming Mouse")
    read = goods.parse("isn't the Glide better for battery?", seeing(quill, other, focus=(other,)))
    assert (read.intents, read.references) == ((Intent.COMPARE,), (other, quill))


def test_of_several_by_one_maker_the_one_spoken_of_last_is_taken_else_it_is_asked_which(shop: Chatbot) -> None:
    turn = talk(shop, "kestrel")
    turn("kestrel laptops")
    unclear = turn("i'll take the kestrel")
    assert "Which of them" in unclear.text
    turn("how heavy is the third?")
    third = turn("how much is it?").text
    taken = turn("i'll take the kestrel")
    assert taken.trace.understanding.intents == (Intent.ACCEPT,)
    assert taken.text.removeprefix("Good choice: ").split(".")[0] in third


def test_only_what_is_taken_is_picked_beside_a_question_for_goods(shop: Chatbot) -> None:
    turn = talk(shop, "plus")
    turn("coffee machines")
    turn("difference between the Mattina and the Mattina Plus")
    reply = turn("I'll go for the Plus. Do you also have coffee beans?")
    assert "Mattina Plus" in reply.text
    assert "I find no “coffee beans”" in reply.text
    assert [f.value for f in reply.trace.facts.added] == [PLUS]


@pytest.mark.parametrize("text", ["isn't it better to wait for a sale?", "isn't the delivery faster?"])
def test_no_item_is_compared_with_a_service(goods: Parser, text: str) -> None:
    assert Intent.COMPARE not in goods.parse(text, seeing(PLUS, MATTINA)).intents
