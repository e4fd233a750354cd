"""Negations that fall on a comparison, or only open a question."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import Polarity
from tests.dialogue.talking import seeing


@pytest.mark.parametrize(
    ("text", "facet", "bounds"),
    [
        ("a laptop, it can't cost more than 900 dollars", "price", (None, 900)),
        ("a laptop that won't cost over 900", "price", (None, 900)),
        ("and it cant cost more then 900 dollars", "price", (None, 900)),
        ("I cannot spend more than 300 on headphones", "price", (None, 300)),
        ("I'm not looking to spend over 50 on a kettle", "price", (None, 50)),
        ("a kettle that mustn't weigh more than 1 kg", "weight_g", (None, 1000)),
        ("it can't have less than 16 GB of RAM", "memory_gb", (16, None)),
        ("不想花超过500买耳机", "price", (None, 500)), ("不能低于16G内存", "memory_gb", (16, None)),
        ("more than 300", "price", (300, None)), ("not more than 50", "price", (None, 50)),
    ],
)  # fmt: skip
def test_a_comparison_that_is_refused_bounds_the_other_side(
    goods: Parser, text: str, facet: str, bounds: tuple[float | None, float | None]
) -> None:
    (said,) = [s for s in goods.parse(text, seeing()).statements if s.is_bound]
    assert (said.facet, said.min, said.max) == (facet, *bounds)


@pytest.mark.parametrize(
    "text", ["I cannot spend more than 300 on headphones", "I won't pay more than 40 for headphones"]
)
def test_it_rules_out_nothing_that_stands_after_it(goods: Parser, text: str) -> None:
    (kind,) = [s for s in goods.parse(text, seeing()).statements if s.facet == "category"]
    assert kind.polarity is Polarity.LIKE


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("isn't there a funny one?", Polarity.LIKE), ("don't you have anything funny?", Polarity.LIKE),
        ("can't it be funny?", Polarity.LIKE), ("I don't want anything funny", Polarity.DISLIKE),
        ("it shouldn't be funny", Polarity.DISLIKE), ("there isn't to be anything funny", Polarity.DISLIKE),
    ],
)  # fmt: skip
def test_a_question_in_the_negative_rules_out_nothing(films: Parser, text: str, polarity: Polarity) -> None:
    (mood,) = [s for s in films.parse(text, seeing()).statements if s.facet == "moods"]
    assert mood.polarity is polarity


def test_films_that_are_missed_are_looked_for(films: Parser) -> None:
    said = films.parse("aren't there any westerns from the 60s?", seeing()).statements
    assert all(s.polarity is Polarity.LIKE for s in said)
