""" "Like it" and "like that": what was spoken of last, or what the list on screen is to be like; not its first item."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.records import ITEM, Polarity, Reply
from tests.dialogue.talking import talk


def _models(reply: Reply) -> list[str]:
    facts = reply.trace.facts.active
    return [str(f.value) for f in facts if f.facet == ITEM and f.polarity is Polarity.LIKE]


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ("something like Inception", "like it but funnier"),
        ("something like Inception", "something like that, only shorter"),
        ("anything like Inception?", "anything like it but newer?"),
        ("类似盗梦空间的", "类似的，但是搞笑一点"),
    ],
)
def test_what_the_list_is_like_stays_the_model(movies: Chatbot, asked: str, then: str) -> None:
    turn = talk(movies, f"model {asked} {then}")
    model = _models(turn(asked))
    assert len(model) == 1
    assert _models(turn(then)) == model


@pytest.mark.parametrize(
    "then", ["something like that but older", "like it but older", "similar to that, but older", "类似的，但是老一点"]
)
def test_what_was_spoken_of_is_the_model(movies: Chatbot, then: str) -> None:
    turn = talk(movies, f"spoken of {then}")
    second = turn("a romantic comedy").recommendations[1].item_id
    turn("tell me about the second one")
    assert _models(turn(then)) == [second]


def test_what_was_asked_about_just_before_is_the_model(movies: Chatbot) -> None:
    reply = talk(movies, "just before")("have you seen Heat? something like that but funnier")
    items = [movies.catalogue.item(model) for model in _models(reply)]
    assert [item.title for item in items if item] == ["Heat"]


@pytest.mark.parametrize("then", ["who is in that?", "it looks like rain", "show me comedies"])
def test_other_words_with_like_make_nothing_a_model(movies: Chatbot, then: str) -> None:
    turn = talk(movies, f"no model {then}")
    turn("a romantic comedy")
    turn("tell me about the second one")
    assert not _models(turn(then))
