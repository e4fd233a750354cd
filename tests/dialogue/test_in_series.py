"""The films of a series are compared by its name, shown or not."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent
from tests.dialogue.talking import seeing

ON_SCREEN = ("m81385", "m79062")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("which of the two Paddington films is better?", "Paddington"),
        ("which Paddington is better?", "Paddington"),
        ("which Toy Story is the best rated?", "Toy Story"),
        ("so which Toy Story film is better?", "Toy Story"),
        ("帕丁顿熊系列哪部更好看", "Paddington"),
    ],
)
def test_which_of_a_series_is_asked_of_all_of_it(films: Parser, movies: Chatbot, text: str, name: str) -> None:
    read = films.parse(text, seeing(*ON_SCREEN))
    assert read.intents == (Intent.COMPARE,)
    assert {*read.references} == {item.id for item in movies.catalogue.items if name in item.values("series")}


@pytest.mark.parametrize(
    "text",
    [
        "which is better, Paddington or Heat?",
        "which of these is most like Paddington?",
        "which is better?",
        "which of them is better than Paddington?",
        "is Paddington any good?",
    ],
)
def test_what_names_something_else_beside_is_not(films: Parser, movies: Chatbot, text: str) -> None:
    series = {item.id for item in movies.catalogue.items if "Paddington" in item.values("series")}
    assert {*films.parse(text, seeing(*ON_SCREEN)).references} != series
