"""What a description says is told word for word; what nothing says is owned up to."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.item_text import ItemText
from chatbot.llm.minilm import load_minilm
from chatbot.records import Item
from tests.dialogue.talking import talk

SPEAKER = Item(
    id="x",
    title="Cobble",
    attributes={},
    summary="Palm-sized and happy in a shower, it fills a tent with clear speech. There is hardly any bass below a male voice.",
)


@pytest.fixture(scope="module")
def texts() -> ItemText:
    return ItemText(load_minilm())


@pytest.mark.parametrize(
    ("question", "words", "begins"),
    [
        ("how is the bass?", ("bass",), "There is hardly any bass"),
        ("can I take it into the shower?", ("shower",), "Palm-sized and happy in a shower"),
        ("does it have a grill?", ("grill",), ""),
        ("能放在浴室里吗", ("浴室",), ""),
    ],
)
def test_the_sentence_that_answers_is_found(
    texts: ItemText, question: str, words: tuple[str, ...], begins: str
) -> None:
    found = texts.answering(SPEAKER, question, words)
    assert found.startswith(begins) if begins else not found


def test_an_item_without_a_description_says_nothing(texts: ItemText) -> None:
    assert texts.answering(SPEAKER.model_copy(update={"summary": ""}), "how is the bass?", ("bass",)) == ""


def test_a_question_that_no_facet_answers_is_answered_from_the_description(shop: Chatbot) -> None:
    turn = talk(shop, "callers")
    shown = turn("headphones for commuting").recommendations
    drift = next(n for n, r in enumerate(shown, 1) if "Callers hear you well" in (r.summary or ""))
    assert "“Callers hear you well indoors" in turn(f"do callers hear me ok on number {drift}?").text
    reply = turn(f"does number {drift} have a grill?").text
    assert "does not say" in reply
    assert "rating" not in reply


def test_what_only_nobody_listed_is_not_denied(movies: Chatbot, shop: Chatbot) -> None:
    turn = talk(movies, "not listed")
    turn("a musical")
    assert turn("are there any dogs in the first one?").text.startswith(("Not that the catalogue says", "Of ", "Yes"))
