"""For or against in set phrases: praise that denies, weariness without a "no", what is allowed and not asked for."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import WISH, Intent, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("can't go wrong with a heist", "heist"), ("you can never go wrong with a good western", "western"),
        ("you had me at robots", "robots"), ("I never tire of westerns", "western"), ("nothing beats a good comedy", "comedy"),
        ("I can't resist a musical", "musical"), ("no one does horror better", "horror"), ("a western is too good to skip", "western"),
        ("I'm a sucker for westerns", "western"), ("不能错过的喜剧", "comedy"),
    ],
)  # fmt: skip
def test_praise_that_denies_is_praise(films: Parser, text: str, value: str) -> None:
    said = films.parse(text, seeing()).statements
    assert [(s.value, s.polarity) for s in said if s.value == value] == [(value, Polarity.LIKE)]
    assert not [s for s in said if s.polarity is Polarity.DISLIKE]


@pytest.mark.parametrize(
    "text",
    [
        "I'm over westerns", "give westerns a rest", "enough with the westerns", "I've had it with westerns",
        "westerns aren't really my jam", "westerns are a bit much for me", "not the biggest fan of westerns",
        "can't say I love westerns", "skip the westerns", "去掉西部片",
    ],
)  # fmt: skip
def test_weariness_rules_out(films: Parser, text: str) -> None:
    said = films.parse(text, seeing()).statements
    assert [(s.value, s.polarity) for s in said] == [("western", Polarity.DISLIKE)]


@pytest.mark.parametrize(
    "text", ["I'm over 40, a western", "I'm over the moon, a western please", "a western from over there"]
)
def test_other_overs_do_not(films: Parser, text: str) -> None:
    said = films.parse(text, seeing()).statements
    assert Polarity.LIKE in {s.polarity for s in said if s.value == "western"}


@pytest.mark.parametrize(
    "text",
    [
        "a thriller, I'm not squeamish",
        "a thriller, violence is fine",
        "a thriller, I can handle violence",
        "惊悚片，不怕血腥",
    ],
)
def test_what_is_allowed_is_not_asked_for(films: Parser, text: str) -> None:
    said = films.parse(text, seeing()).statements
    assert "violence" not in {s.facet for s in said}
    assert "thriller" in {s.value for s in said}
    assert WISH not in {s.facet for s in said}


def test_what_is_asked_for_is(films: Parser) -> None:
    assert "violence" in {s.facet for s in films.parse("a violent thriller", seeing()).statements}


@pytest.mark.parametrize("text", ["with subtitles please", "must have english subtitles", "有中文字幕的电影"])
def test_subtitles_say_nothing_of_the_language(films: Parser, text: str) -> None:
    said = films.parse(text, seeing()).statements
    assert [s.facet for s in said] == [WISH]


def test_who_wants_no_subtitles_wants_their_own_language(films: Parser) -> None:
    (said,) = films.parse("nothing with subtitles", seeing()).statements
    assert (said.value, said.polarity) == ("English", Polarity.LIKE)


@pytest.mark.parametrize("text", ["drop horror", "lose the horror", "把恐怖片去掉"])
def test_what_is_to_go_and_was_never_wanted_is_ruled_out(movies: Chatbot, text: str) -> None:
    (fact,) = talk(movies, f"never-wanted-{text}")(text).trace.facts.active
    assert (fact.value, fact.polarity) == ("horror", Polarity.DISLIKE)


@pytest.mark.parametrize("text", ["drop horror", "forget horror"])
def test_what_is_to_go_and_was_wanted_is_forgotten(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"was-wanted-{text}")
    turn("a horror film")
    assert not turn(text).trace.facts.active


def test_to_drop_a_shown_one_is_to_turn_it_down(movies: Chatbot) -> None:
    turn = talk(movies, "drops-the-second")
    shown = turn("a comedy").recommendations
    reply = turn("drop the second one")
    assert reply.trace.intent is Intent.REJECT
    assert shown[1].item_id in {f.value for f in reply.trace.facts.added if f.polarity is Polarity.DISLIKE}


@pytest.mark.parametrize(
    "text",
    ["those aren't wireless?", "they aren't for gaming?", "isn't the first one waterproof?", "这些不是无线的吗？"],
)
def test_a_question_whether_something_is_not_so_rules_nothing_out(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"disbelieves-{text}")
    turn("headphones")
    reply = turn(text)
    assert reply.trace.intent is Intent.ASK_ITEM
    assert not reply.trace.facts.added


def test_a_denial_that_is_no_question_does(shop: Chatbot) -> None:
    turn = talk(shop, "no-wireless-ones")
    turn("headphones")
    assert turn("not wireless").trace.facts.added


def test_words_for_one_that_is_not_long_are_no_plot(films: Parser) -> None:
    said = films.parse("the one with Tom Hanks that is not too long", seeing()).statements
    assert {(s.facet, s.value) for s in said} == {("cast", "Tom Hanks"), ("runtime", "low")}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("nothing that has horror in it", "horror"), ("I don't want anything that has horror in it", "horror"),
        ("nothing that is about war", "war"), ("nothing that scary", "scary"), ("not that scary", "scary"),
    ],
)  # fmt: skip
def test_a_clause_after_nothing_is_ruled_out(films: Parser, text: str, value: str) -> None:
    said = films.parse(text, seeing()).statements
    assert [(s.value, s.polarity) for s in said if s.facet != WISH] == [(value, Polarity.DISLIKE)]


def test_who_wants_nothing_that_needs_subtitles_wants_english(films: Parser) -> None:
    (said,) = films.parse("nothing that needs subtitles", seeing()).statements
    assert (said.value, said.polarity) == ("English", Polarity.LIKE)


@pytest.mark.parametrize(
    ("text", "wish"), [("灯，别太刺眼", "刺眼"), ("手机，不要太复杂", "复杂"), ("特别舒服的椅子", "舒服")]
)
def test_how_much_of_it_is_no_part_of_a_wish(goods: Parser, text: str, wish: str) -> None:
    assert [s.value for s in goods.parse(text, seeing()).statements if s.facet == WISH] == [wish]


@pytest.mark.parametrize("text", ["不要带灯的", "不要有灯的", "不要含灯的"])
def test_what_it_is_not_to_have_is_ruled_out_beyond_doubt(shop: Chatbot, text: str) -> None:
    (fact,) = talk(shop, f"without-lamps-{text}")(text).trace.facts.active
    assert (fact.value, fact.polarity) == ("lamps", Polarity.DISLIKE)
