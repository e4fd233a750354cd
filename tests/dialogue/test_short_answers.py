"""A word or two after a question is its answer."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, SessionState, Understanding


def after(parser: Parser, bot: Chatbot, asked: str | None, text: str) -> Understanding:
    shown = (tuple(item.id for item in bot.catalogue.items[:3]),)
    return parser.parse(text, SessionState(session_id="s", user_id="u", turn=1, shown=shown, open_question=asked))


@pytest.mark.parametrize(
    "text", ["yes", "Yes please", "yeah", "sure!", "of course", "yes, definitely", "要", "是的", "需要的"]
)
def test_yes_wants_the_flag(goods: Parser, shop: Chatbot, text: str) -> None:
    read = after(goods, shop, "wireless", text)
    assert [(s.facet, s.value, s.polarity) for s in read.statements] == [("wireless", True, "like")]
    assert (read.intent, read.references) == (Intent.CONSTRAIN, ())


@pytest.mark.parametrize("text", ["must be", "it has to be", "a must", "essential, yes", "definitely"])
def test_what_must_be_is_wanted(goods: Parser, shop: Chatbot, text: str) -> None:
    read = after(goods, shop, "waterproof", text)
    assert [(s.facet, s.value, s.polarity) for s in read.statements] == [("waterproof", True, "like")]


@pytest.mark.parametrize(
    ("asked", "text", "value"),
    [
        ("price", "not too much", "low"), ("price", "as little as possible", "low"), ("price", "the less the better", "low"),
        ("battery_hours", "a lot", "high"), ("battery_hours", "as long as possible please", "high"), ("price", "越便宜越好", "low"),
        ("price", "别太贵", "low"),
    ],
)  # fmt: skip
def test_much_or_little_answers_how_much(goods: Parser, shop: Chatbot, asked: str, text: str, value: str) -> None:
    read = after(goods, shop, asked, text)
    assert [(s.facet, s.value) for s in read.statements] == [(asked, value)]
    assert read.intent is Intent.CONSTRAIN


@pytest.mark.parametrize(
    "text", ["no", "No thanks", "nope", "not really", "no, not necessary", "不用", "不需要", "没必要"]
)
def test_no_spares_the_flag_and_forbids_nothing(goods: Parser, shop: Chatbot, text: str) -> None:
    read = after(goods, shop, "waterproof", text)
    assert [(s.facet, s.polarity, s.hard) for s in read.statements] == [("waterproof", "dislike", False)]
    assert (read.intent, read.references) == (Intent.CONSTRAIN, ())


def test_more_than_a_yes_is_read_as_well(goods: Parser, shop: Chatbot) -> None:
    read = after(goods, shop, "wireless", "yes, and under $100")
    assert {(s.facet, s.value, s.max) for s in read.statements} == {("wireless", True, None), ("price", None, 100.0)}


@pytest.mark.parametrize(
    "text", ["your cheapest headphones", "yellow headphones", "surely under $100", "要一个黑色的耳机"]
)
def test_a_word_that_begins_like_a_yes_is_none(goods: Parser, shop: Chatbot, text: str) -> None:
    assert "wireless" not in {s.facet for s in after(goods, shop, "wireless", text).statements}


@pytest.mark.parametrize(
    ("asked", "text", "low", "high"),
    [
        ("price", "150", None, 150), ("price", "around 60", 48, 72), ("price", "up to 200 or so", None, 200), ("price", "100-200", 100, 200),
        ("battery_hours", "10", 10, None), ("battery_hours", "at least 12", 12, None), ("price", "两百", None, 200),
    ],
)  # fmt: skip
def test_a_bare_number_is_of_what_was_asked(
    goods: Parser, shop: Chatbot, asked: str, text: str, low: float | None, high: float | None
) -> None:
    said = [(s.facet, s.min, s.max) for s in after(goods, shop, asked, text).statements]
    assert said == [(asked, low, high)]


@pytest.mark.parametrize("text", ["show me 3 more", "the second one", "2 of them"])
def test_a_number_that_counts_is_no_answer(goods: Parser, shop: Chatbot, text: str) -> None:
    assert "price" not in {s.facet for s in after(goods, shop, "price", text).statements}


@pytest.mark.parametrize(
    "text", ["no idea", "I don't mind", "doesn't matter", "not sure", "whatever", "随便", "都可以"]
)
def test_leaving_it_open_states_nothing(goods: Parser, shop: Chatbot, text: str) -> None:
    read = after(goods, shop, "wireless", text)
    assert (read.intent, read.statements) == (Intent.INFORM, ())


def test_without_a_question_a_no_is_no_answer(goods: Parser, shop: Chatbot) -> None:
    assert after(goods, shop, None, "no").intent is Intent.REJECT
    assert after(goods, shop, None, "no").statements == ()


@pytest.mark.parametrize("text", ["None of these. whatever", "Hmm, no, not these. don't mind"])
def test_turning_down_is_heard_beside_an_answer(goods: Parser, shop: Chatbot, text: str) -> None:
    assert Intent.REJECT in after(goods, shop, "brand", text).intents
