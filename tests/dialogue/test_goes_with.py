"""What a thing is to fit, hold or work with is not looked for itself, nor does its size limit anything."""

import pytest

from chatbot.dialogue.parser import Parser
from tests.dialogue.talking import seeing

BAGS = {"backpacks", "laptop bags"}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I need a bag for work, has to fit a 15 inch laptop", BAGS),
        ("a bag for my 15 inch laptop", BAGS),
        ("a backpack, and it should hold a 15 inch laptop", {"backpacks"}),
        ('looking for a backpack. It has to fit a 15.6" laptop', {"backpacks"}),
        ("I want a rucksack that can carry my 14 inch tablet", {"backpacks"}),
        ("any bags that can take a 14 inch tablet?", BAGS),
        ("I want a tablet, it must work with a keyboard", {"tablets"}),
        ("买个双肩包,要能装下15寸的笔记本", {"backpacks"}),
    ],
)
def test_what_it_is_to_fit_is_not_looked_for(goods: Parser, text: str, kinds: set[str]) -> None:
    said = goods.parse(text, seeing()).statements
    assert {s.value for s in said if s.facet == "category"} == kinds
    assert not [s for s in said if s.is_bound]


@pytest.mark.parametrize(
    ("text", "kinds", "bounds"),
    [
        ("a backpack and a laptop", {"backpacks", "laptops"}, 0),
        ("a laptop that has to be light and a backpack", {"backpacks", "laptops"}, 0),
        ("a 15 inch laptop for work", {"laptops"}, 1),
        ("a monitor to go with my laptop, at least 27 inch", {"monitors"}, 1),
        ("show me backpacks. It's heavy, I need a laptop", {"backpacks", "laptops"}, 0),
    ],
)
def test_what_stands_beside_it_is(goods: Parser, text: str, kinds: set[str], bounds: int) -> None:
    said = goods.parse(text, seeing()).statements
    assert {s.value for s in said if s.facet == "category" and s.polarity == "like"} == kinds
    assert len([s for s in said if s.is_bound and s.facet == "screen_inches"]) == bounds


def test_a_word_for_two_kinds_is_either(goods: Parser) -> None:
    said = goods.parse("no, I want a bag, not a laptop", seeing()).statements
    assert {(s.value, s.polarity) for s in said} == {*((bag, "like") for bag in BAGS), ("laptops", "dislike")}
    assert all(s.alternative for s in said if s.polarity == "like")
