"""Words spelt as they sound."""

import pytest

from chatbot.dialogue.by_ear import ByEar, sound_of
from chatbot.dialogue.parser import Parser
from chatbot.records import WISH
from tests.dialogue.talking import seeing


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("fone", "phones"), ("i need a fone", "phones"), ("sum headfones plz", "headphones"), ("dezk", "desks"),
        ("vacume cleaner", "vacuum cleaners"), ("camra", "cameras"), ("labtop for school", "laptops"),
    ],
)  # fmt: skip
def test_a_kind_is_known_by_ear(goods: Parser, text: str, kind: str) -> None:
    said = goods.parse(text, seeing()).statements
    assert kind in {s.value for s in said}
    assert WISH not in {s.facet for s in said}


@pytest.mark.parametrize(
    ("text", "value"), [("a funy film", "funny"), ("misteri", "mystery"), ("sumthing scarry", "scary")]
)
def test_a_value_is(films: Parser, text: str, value: str) -> None:
    assert [s.value for s in films.parse(text, seeing()).statements] == [value]


@pytest.mark.parametrize("text", ["something for tonite, nite", "the phone rang", "what a farce"])
def test_what_is_a_word_is_itself(films: Parser, text: str) -> None:
    assert not {s.value for s in films.parse(text, seeing()).statements} & {"knights", "medieval", "ghosts"}


def test_what_several_sound_like_is_none() -> None:
    assert ByEar(["phase", "faze", "desk"])("fase") is None
    assert ByEar(["phase", "desk"])("faze") == "phase"
    assert sound_of("phone") == sound_of("fone") != sound_of("fine")
