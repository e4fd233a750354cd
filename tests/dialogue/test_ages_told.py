"""Ages that are told become the values that the catalogue lists for them."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import SessionState

NEW = SessionState(session_id="s", user_id="u")


def stated(parser: Parser, text: str) -> list[tuple[str, object, float | None]]:
    return [(s.facet, s.value, s.max) for s in parser.parse(text, NEW).statements if s.facet != "wish"]


@pytest.mark.parametrize(
    ("text", "audience"),
    [
        ("my granddaughter is visiting, she's seven", "kids"),
        ("it's me and my boys, they're 4 and 6", "kids"),
        ("for my kids, 6 and 9", "kids"),
        ("something for 4 or 5 year olds", "kids"),
        ("something for 8 and up", "kids"),
        ("films for 14 and older", "teens"),
        ("to show to a class of fifteen year olds", "teens"),
        ("陪八岁的女儿看", "kids"),
        ("弟弟15岁", "teens"),
    ],
)
def test_an_age_is_the_audience_it_belongs_to(films: Parser, text: str, audience: str) -> None:
    assert stated(films, text) == [("audience", audience, None)]


def test_an_age_says_more_than_the_relation(films: Parser) -> None:
    assert stated(films, "my daughter will be watching too, she is fourteen") == [("audience", "teens", None)]


@pytest.mark.parametrize("text", ["she's 40 dollars short", "who is 7 of 9", "they are 2 of my favourites"])
def test_a_number_that_is_no_age_is_left_alone(films: Parser, text: str) -> None:
    assert not any(facet == "audience" for facet, _, _ in stated(films, text))


@pytest.mark.parametrize("text", ["I sit ten hours a day", "every week I walk 3 times a week"])
def test_how_often_bounds_nothing(goods: Parser, text: str) -> None:
    assert stated(goods, text) == []


def test_a_rate_under_a_cue_is_a_bound(goods: Parser) -> None:
    read = goods.parse("at least 10 hours a day of battery", NEW)
    assert [(s.facet, s.min) for s in read.statements if s.min] == [("battery_hours", 10.0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a gaming headset for my 10 year old", {"gaming", "kids", "headphones"}),
        ("a tablet for school, my son is 8", {"study", "kids", "tablets"}),
        ("my laptop is 6 years old, I need a new one", {"laptops"}),
        ("headphones for my twenty-five year old brother", {"headphones"}),
        ("a replacement for my 5 year old gaming laptop", {"gaming", "laptops"}),
    ],
)
def test_an_age_leaves_what_else_is_said_alone(goods: Parser, text: str, expected: set[str]) -> None:
    assert {value for _, value, _ in stated(goods, text)} == expected


def test_an_age_is_no_part_of_a_title_or_a_larger_number(films: Parser) -> None:
    for text in ("Ice Age 3", "a 107-year-old woman", "一百零五岁"):
        assert not any(facet == "audience" for facet, _, _ in stated(films, text))


@pytest.mark.parametrize(
    "text",
    [
        "he turns 70 and needs a phone", "a phone for nana", "my mom, she's eighty two, needs a phone", "phone for my gran (79)",
        "I'm 77, which phone?", "a phone for a man in his eighties", "送奶奶的手机，她今年八十二岁", "想给爷爷买个手机，他今年78了", "a phone for her 90th birthday",
    ],
)  # fmt: skip
def test_the_old_are_known_by_age_and_by_what_they_are_called(goods: Parser, text: str) -> None:
    said = [s for s in goods.parse(text, SessionState(session_id="s", user_id="u")).statements if s.facet != "wish"]
    assert {(s.facet, s.value) for s in said} == {("category", "phones"), ("use", "seniors")}


@pytest.mark.parametrize(
    "text",
    ["I'm 30 minutes away", "he is two metres tall", "their 50th anniversary", "she is 5 ft tall", "on the 90th floor"],
)
def test_other_numbers_beside_people_are_no_ages(goods: Parser, text: str) -> None:
    assert not [s for s in goods.parse(text, SessionState(session_id="s", user_id="u")).statements if s.facet == "use"]
