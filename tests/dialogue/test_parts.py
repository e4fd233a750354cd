"""A kind of thing may be named as a part of what is looked for."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import SessionState
from tests.dialogue.talking import talk

NEW = SessionState(session_id="s", user_id="u")


def kinds(parser: Parser, text: str, state: SessionState = NEW) -> set[object]:
    return {s.value for s in parser.parse(text, state).statements if s.facet == "category"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("good camera and under 700", set()),
        ("with a really good camera", set()),
        ("相机好一点的，七百以内", set()),
        ("a good camera under 700", {"cameras"}),
        ("camera under 500", {"cameras"}),
        ("with a good keyboard", {"keyboards"}),
        ("那相机呢", {"cameras"}),
    ],
)
def test_a_good_camera_is_a_part_where_phones_are_shown(
    goods: Parser, shop: Chatbot, text: str, expected: set[object]
) -> None:
    phones = tuple(item.id for item in shop.catalogue.items if "phones" in item.values("category"))[:3]
    assert kinds(goods, text, NEW.model_copy(update={"shown": (phones,)})) == expected
    assert kinds(goods, text) == expected or not expected


def test_a_part_may_be_named_with_the_thing(goods: Parser) -> None:
    assert kinds(goods, "a phone with a good camera") == {"phones"}
    assert kinds(goods, "a laptop and a good speaker") == {"laptops", "speakers"}


def test_who_wants_to_be_asked_nothing_is_asked_nothing(goods: Parser) -> None:
    for text in ("a phone, dont ask me stuff", "don't ask too many things", "a phone, 别问"):
        assert goods.parse(text, NEW).impatient, text
    assert not goods.parse("don't ask for my email, a phone please", NEW).impatient


@pytest.mark.parametrize("text", ["with a grinder", "it should have a grinder", "and a grinder"])
def test_what_it_is_to_have_points_at_no_item_that_is_called_so(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"has {text}")
    turn("a coffee machine")
    assert [(f.facet, f.value) for f in turn(text).trace.facts.added] == [("wish", "grinder")]
