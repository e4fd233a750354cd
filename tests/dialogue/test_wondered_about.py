"""What is wondered about and turned down is no wish, and a value that is but asked about is one."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a tablet for kids? no, that's not right for a 65 year old. show me speakers", ["speakers"]),
        ("a laptop? no, he wouldn't use that. show me headphones", ["headphones"]),
        ("headphones? nah, too boring. a speaker then", ["speakers"]),
        ("maybe a tablet? hmm no. what about a smartwatch", ["smartwatches"]),
        ("平板？不，不适合他。看看音箱", ["speakers"]),
        ("a kettle? yes please. and a lamp", ["kettles", "lamps"]),
        ("laptops under 500? no problem. and a mouse", ["laptops", "mice"]),
        ("any laptops under 500? no, make it 600", ["laptops"]),
    ],
)
def test_what_is_wondered_about_and_turned_down_is_not_wanted(goods: Parser, text: str, kinds: list[str]) -> None:
    said = goods.parse(text, seeing()).statements
    assert [s.value for s in said if s.facet == "category" and s.polarity == "like"] == kinds


@pytest.mark.parametrize("text", ["leather?", "polyester?", "black?", "黑色？"])
def test_a_value_that_is_but_asked_about_narrows_what_is_shown(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"value: {text}")
    turn("show me laptop bags")
    read = turn(text).trace.understanding
    assert read.intents == (Intent.CONSTRAIN,)
    assert read.statements


@pytest.mark.parametrize("text", ["is it leather?", "waterproof?", "is the second one black?"])
def test_of_an_item_or_a_yes_or_no_it_is_told(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"no narrowing: {text}")
    turn("show me laptop bags")
    assert turn(text).trace.understanding.intents == (Intent.ASK_ITEM,)
