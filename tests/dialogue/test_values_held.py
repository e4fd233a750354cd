"""What values there are is told of the catalogue, or of the kind of thing that is looked for or named."""

import pytest

from chatbot import Chatbot
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    ("before", "question", "value", "kind"),
    [
        ("i need headphones", "which brands do you have?", "Sonara", "headphones"),
        ("i need headphones", "what colours do you have?", "black", "headphones"),
        ("i need headphones", "what colors are available in headphones?", "black", "headphones"),
        ("i need headphones", "what brands of mice are there?", "Quill", "mice"),
        ("", "list all the brands", "Sonara", "products"),
        ("", "what sizes of tv do you have?", "85 inch", "televisions"),
        ("推荐一款耳机", "你们有哪些品牌", "Sonara", "耳机"),
        ("", "有哪些品牌的笔记本", "Kestrel", "笔记本电脑"),
    ],
)
def test_the_values_of_a_kind_are_listed(shop: Chatbot, before: str, question: str, value: str, kind: str) -> None:
    turn = talk(shop, f"values {question}")
    if before:
        turn(before)
    reply = turn(question)
    assert value in reply.text
    assert kind in reply.text
    assert not reply.recommendations
    assert not reply.trace.facts.added


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("what genres are there?", "thriller"),
        ("what kinds of movies do you have?", "thriller"),
        ("which countries do you have?", "France"),
        ("你们有哪些类型", "惊悚"),
    ],
)
def test_the_values_of_all_are_listed_where_there_are_no_kinds(movies: Chatbot, question: str, value: str) -> None:
    reply = talk(movies, f"values {question}")(question)
    assert value in reply.text
    assert not reply.recommendations


@pytest.mark.parametrize(
    "question",
    [
        "what return options do you have?",
        "what warranty do you have?",
        "what good ones do you have?",
        "which brand do you recommend?",
        "what colour is the first?",
        "show me the black ones",
    ],
)
def test_what_asks_for_something_else_lists_no_values(shop: Chatbot, question: str) -> None:
    turn = talk(shop, f"no values {question}")
    turn("i need headphones")
    assert turn(question).trace.understanding.values_of is None


def test_of_one_item_spoken_of_its_own_values_are_told(shop: Chatbot) -> None:
    turn = talk(shop, "values of one")
    turn("i need headphones")
    turn("how heavy is the second?")
    reply = turn("what colours do you have?").trace
    assert reply.understanding.values_of is None
    assert len(reply.understanding.references) == 1
