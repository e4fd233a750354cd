"""What is asked of items is what is told: the number that is asked for, of all that are meant, and no other one."""

import pytest

from chatbot import Chatbot
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    ("goods", "text"),
    [
        ("office chairs", "how much weight can the chair hold"), ("office chairs", "what's its weight limit?"),
        ("instant camera", "how much is the film for it"), ("monitors", "how much does it cost to run"),
        ("headphones", "how much is a spare cable for them?"),
    ],
)  # fmt: skip
def test_another_number_than_the_items_own_is_not_told_for_it(shop: Chatbot, goods: str, text: str) -> None:
    turn = talk(shop, text)
    turn(goods)
    told = turn(text).text
    assert "does not say" in told
    assert not any(number in told for number in ("$", "The weight", "The price"))


@pytest.mark.parametrize("text", ["how heavy is it", "how much does it cost", "how much is it for the first?"])
def test_the_items_own_number_is_told(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("office chairs")
    assert "does not say" not in turn(text).text


def test_whether_a_part_is_good_is_not_told_by_the_rating_of_the_whole(shop: Chatbot) -> None:
    turn = talk(shop, "mic")
    turn("headphones")
    assert "rating" not in turn("is the mic any good?").text
    assert "rating" in turn("is it any good?").text


@pytest.mark.parametrize("text", ["do they cancel noise", "how heavy are they", "what do they weigh?"])
def test_they_are_all_on_screen_where_none_was_spoken_of(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    shown = [r.item_id for r in turn("headphones").recommendations]
    assert turn(text).trace.understanding.references == tuple(shown)
    assert turn("how heavy are they").trace.understanding.references == tuple(shown)


def test_they_are_the_one_that_was_spoken_of(shop: Chatbot) -> None:
    turn = talk(shop, "one pair")
    second = turn("headphones").recommendations[1]
    turn("how much is the second?")
    assert turn("how heavy are they?").trace.understanding.references == (second.item_id,)


def test_what_is_wired_is_not_told_as_wireless(shop: Chatbot) -> None:
    turn = talk(shop, "wired")
    turn("headphones")
    turn("compare the Sonara Monitor 50 and the Sonara Drift 2")
    told = turn("do either have a wired option").text
    assert "wired: " in told
    assert "wireless: " not in told


def test_of_two_that_were_compared_both_numbers_are_told(shop: Chatbot) -> None:
    turn = talk(shop, "both")
    turn("推荐笔记本电脑")
    turn("比较一下前两个")
    assert turn("续航怎么样").text.count("续航") == 2


def test_two_numbers_in_one_question_are_both_told(shop: Chatbot) -> None:
    turn = talk(shop, "two numbers")
    turn("推荐笔记本电脑")
    told = turn("第一个屏幕多大,内存多少").text
    assert "屏幕尺寸" in told
    assert "内存" in told


@pytest.mark.parametrize("text", ["how much ram", "how much ram does it have?"])
def test_a_number_that_is_named_by_a_short_word_is_told_alone(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("laptops")
    told = turn(text).text
    assert "memory" in told
    assert "GB" in told
    assert "price" not in told


@pytest.mark.parametrize(
    "text", ["3 of the first one please, how much in total", "how much is three of the first in total?"]
)
def test_several_of_one_item_are_added_up(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    first = turn("laptops").recommendations[0]
    item = shop.catalogue.item(first.item_id)
    assert item is not None
    assert f"${3 * float(item.values('price')[0]):,.0f}" in turn(text).text
