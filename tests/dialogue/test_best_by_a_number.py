"""A question that names a number ("the best rated of these") is answered by that number, and not by a verdict."""

from collections.abc import Callable

import pytest

from chatbot import Chatbot
from chatbot.records import Item
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    ("question", "facet", "best"),
    [
        ("which is the best rated of these?", "rating", max),
        ("which of them is best reviewed?", "rating", max),
        ("which of these has the best reviews?", "rating", max),
        ("what's the highest-rated one?", "rating", max),
        ("which one of these is the best known?", "popularity", max),
        ("which of these is the worst rated?", "rating", min),
        ("这几部里评分最高的是哪部", "rating", max),
    ],
)
def test_the_one_is_named_that_leads_by_it(
    movies: Chatbot, question: str, facet: str, best: Callable[..., Item]
) -> None:
    turn = talk(movies, f"leads by {question}")
    shown = [movies.catalogue.item(r.item_id) for r in turn("a film about food").recommendations]
    items = [item for item in shown if item is not None]
    lead = best(items, key=lambda item: item.values(facet))
    said = turn(question).text.split("\n\n")[0]
    assert said.startswith(("Highest", "Lowest", "评分最高"))
    assert lead.named("en") in said or lead.named("zh") in said


@pytest.mark.parametrize("question", ["which is the best?", "which are the best ones?", "哪部最好"])
def test_best_alone_names_no_number(movies: Chatbot, question: str) -> None:
    turn = talk(movies, f"no number in {question}")
    turn("a film about food")
    assert not turn(question).text.startswith("Highest")


@pytest.mark.parametrize(
    "text", ["the best rated comedies", "show me the highest rated westerns", "best reviewed dramas"]
)
def test_a_search_that_says_so_points_at_none_shown(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"searches {text}")
    turn("a film about food")
    assert turn(text).recommendations
