"""Numbers told of one's own things, loads, and what is to be connected: none of them limits, or is, what is sought."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.item_facts import facets_asked
from chatbot.dialogue.parser import Parser
from chatbot.records import WISH
from tests.dialogue.talking import seeing


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my bag weighs 2 kg so I want a laptop", "laptops"),
        ("My bag weighs 2 kg. I want a laptop.", "laptops"),
        ("my desk is 120 cm wide, which monitor fits", "monitors"),
        ("my old one lasted 6 years, I want a new vacuum", "vacuum cleaners"),
        ("I paid 300 for my last one, show me phones", "phones"),
        ("my tv is 55 inch, I want a bigger one", "televisions"),
        ("I'm 1.90 m and 95 kg, I need an office chair", "office chairs"),
        ("我的包有2公斤，想要轻一点的笔记本", "laptops"),
        ("我家客厅有20平米，要个电视", "televisions"),
        ("之前那台用了6年，想买新吸尘器", "vacuum cleaners"),
    ],
)
def test_what_ones_own_things_measure_limits_nothing(goods: Parser, text: str, kind: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert [s.value for s in said if s.facet == "category"] == [kind]
    assert not [s for s in said if s.is_bound]


@pytest.mark.parametrize(
    "text",
    [
        "my budget is 300, headphones",
        "my new laptop should weigh 1 kg",
        "my max is 300 for a phone",
        "我的预算是500元，耳机",
    ],
)
def test_a_limit_of_ones_own_is_one(goods: Parser, text: str) -> None:
    assert [s for s in goods.parse(text, seeing()).statements if s.is_bound]


@pytest.mark.parametrize(
    "text",
    [
        "an office chair with weight capacity of 150 kg",
        "an office chair that can hold 150 kg",
        "an office chair for people over 130 kg",
        "an office chair, load capacity 120 kg",
        "承重150公斤的办公椅",
    ],
)
def test_what_a_thing_is_to_carry_is_wished_for_and_no_weight_of_its_own(goods: Parser, text: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert not [s for s in said if s.is_bound]
    (wish,) = (str(s.value) for s in said if s.facet == WISH)
    assert any(c.isdigit() for c in wish)


def test_a_capacity_in_its_own_unit_is_one(goods: Parser) -> None:
    said = goods.parse("an air fryer with a capacity of 5 litres", seeing()).statements
    assert [s.facet for s in said if s.is_bound] == ["capacity_l"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a monitor so I can connect my laptop", ["monitors"]),
        ("so I can connect my laptop", []),
        ("a speaker that I can pair with my phone", ["speakers"]),
        ("能接我的笔记本的显示器", ["monitors"]),
        ("a laptop and a monitor", ["laptops", "monitors"]),
    ],
)
def test_what_is_connected_is_there_already(goods: Parser, text: str, kinds: list[str]) -> None:
    said = goods.parse(text, seeing()).statements
    assert sorted(str(s.value) for s in said if s.facet == "category") == kinds


@pytest.mark.parametrize(
    ("text", "facet", "direction"),
    [
        ("a phone with a bigger battery", "battery_hours", "more"),
        ("longer battery", "battery_hours", "more"),
        ("更大的电池", "battery_hours", "more"),
        ("bigger screen please", "screen_inches", "more"),
        ("lower price", "price", "less"),
        ("a bigger phone", "screen_inches", "more"),
    ],
)
def test_bigger_is_said_of_the_number_beside_it(goods: Parser, text: str, facet: str, direction: str) -> None:
    assert [(c.facet, c.direction) for c in goods.parse(text, seeing()).critiques] == [(facet, direction)]


def test_running_costs_are_no_running(goods: Parser) -> None:
    assert "sport" not in {s.value for s in goods.parse("a heater with low running costs", seeing()).statements}
    assert "sport" in {s.value for s in goods.parse("headphones for running", seeing()).statements}


def test_what_is_told_of_the_thing_sought_leaves_it_sought(goods: Parser) -> None:
    said = goods.parse("hey, my old headphones lasted 3 years and just died", seeing()).statements
    assert [s.value for s in said] == ["headphones"]


@pytest.mark.parametrize("text", ["my neighbour is noisy", "my street is very loud", "邻居很吵，想要耳机"])
def test_what_others_are_like_is_not_what_is_wanted(goods: Parser, text: str) -> None:
    assert "noise_db" not in {s.facet for s in goods.parse(text, seeing()).statements}


@pytest.mark.parametrize(
    ("text", "facet"),
    [("a loud alarm", "noise_db"), ("my phone is too small", "screen_inches"), ("想要很安静的吸尘器", "noise_db")],
)
def test_what_it_is_to_be_like_is(goods: Parser, text: str, facet: str) -> None:
    assert facet in {s.facet for s in goods.parse(text, seeing()).statements}


@pytest.mark.parametrize("text", ["chair first, I'm 1.85 and 90 kilos", "an office chair, I'm 1.85 and weigh 90 kg"])
def test_a_height_without_its_unit_is_one(goods: Parser, text: str) -> None:
    assert not [s for s in goods.parse(text, seeing()).statements if s.is_bound]


@pytest.mark.parametrize(
    "text",
    [
        "a chair, I'm quite tall, 1.95m and about 110 kilos",
        "I am a big guy (120 kg) and need a chair",
        "he's pretty tall at 1.92 m, any chair?",
        "I'm 6'4\" and 240 lbs, a chair please",
        "a chair for a 110 kg man",
        "我身高一米九五，体重110公斤，想买椅子",
    ],
)
def test_what_somebody_weighs_and_measures_limits_nothing(goods: Parser, text: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert {s.facet for s in said if s.facet != WISH} == {"category"}


@pytest.mark.parametrize("text", ["a desk, at most 30 kg", "I'm looking for a small chair, 12 kg at most"])
def test_what_a_thing_is_to_weigh_does(goods: Parser, text: str) -> None:
    assert [s.facet for s in goods.parse(text, seeing()).statements if s.is_bound] == ["weight_g"]


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("does it carry 110 kg?", []), ("can it hold 110 kilos", []), ("它能承受110公斤吗", []),
        ("is it easy to clean?", []), ("is it easy to use?", []), ("is it easy to carry?", ["weight_g"]),
        ("how much does it weigh?", ["weight_g"]),
    ],
)  # fmt: skip
def test_what_it_is_to_carry_is_no_weight_of_its_own(
    goods: Parser, shop: Chatbot, text: str, facets: list[str]
) -> None:
    read = goods.parse(text, seeing("p1"))
    asked = goods.asked(read)
    named = [name for name, _ in facets_asked(shop.catalogue.pack, text, read.language)]
    assert list(dict.fromkeys([*asked.facets, *(d.facet for d in asked.degrees), *named])) == facets
