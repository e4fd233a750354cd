"""What the shop does rather than sells is answered from the help pages, however it is asked for."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, SessionState

START = SessionState(session_id="s", user_id="u")


@pytest.mark.parametrize(
    "text",
    ["looking for a gift card for my nephew", "I'd like to buy a gift card", "do you have a gift voucher?", "想买张礼品卡送给外甥"],
)  # fmt: skip
def test_a_service_that_is_wanted_is_no_product(goods: Parser, text: str) -> None:
    read = goods.parse(text, START)
    assert read.intents == (Intent.SUPPORT,)
    assert not read.statements


@pytest.mark.parametrize(
    "text",
    [
        "a gift for my nephew", "looking for a courier bag", "a workshop heater", "headphones with a long warranty",
        "I want to buy a gift card and headphones", "送给外甥的礼物",
    ],
)  # fmt: skip
def test_a_product_that_is_wanted_is_no_service(goods: Parser, text: str) -> None:
    assert goods.parse(text, START).intent is Intent.REQUEST
