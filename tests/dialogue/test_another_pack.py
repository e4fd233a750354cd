"""A pack that nothing in the project knows is read by what it says of itself, and by what a language says of anything."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, Polarity, Scope, SessionState

NEW = SessionState(session_id="s", user_id="u")


def said(parser: Parser, text: str, asked: str | None = None) -> set[tuple[str, object]]:
    """What a message states but for free wishes; ranges as a pair."""
    read = parser.parse(text, NEW.model_copy(update={"open_question": asked}))
    return {
        (("" if s.polarity is Polarity.LIKE else "-") + s.facet, (s.min, s.max) if s.value is None else s.value)
        for s in read.statements
        if s.facet != "wish"
    }


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("saxophones built before 1980", (None, 1979.0)),
        ("a violin made in the eighties", (1980.0, 1989.0)),
        ("a bass from the 70s", (1970.0, 1979.0)),
        ("七十年代的贝斯", (1970.0, 1979.0)),
    ],
)
def test_a_number_called_year_is_a_year_without_saying_so(instruments: Parser, text: str, years: object) -> None:
    assert ("year", years) in said(instruments, text)


def test_a_plural_that_is_a_word_of_its_own_is_that_word(instruments: Parser) -> None:
    assert said(instruments, "a harmonica for blues") == {("kind", "harmonica"), ("style", "blues")}
    assert said(instruments, "two blue ukuleles") == {("kind", "ukulele"), ("colour", "blue")}


@pytest.mark.parametrize(
    ("text", "player"),
    [
        ("a violin for a 9 year old girl", "child"),
        ("my son is 15 and wants a guitar", "teenager"),
        ("给6岁女儿买小提琴", "child"),
    ],
)
def test_an_age_is_a_stage_of_life_where_no_value_lists_ages(instruments: Parser, text: str, player: str) -> None:
    stated = said(instruments, text)
    assert ("player", player) in stated
    assert not any(facet == "year" for facet, _ in stated)  # "9 year old" is not old


def test_the_age_of_a_thing_is_nobody_s_age(instruments: Parser) -> None:
    assert said(instruments, "a ten year old piano") == {("kind", "digital piano")}
    assert not any(facet == "player" for facet, _ in said(instruments, "a trumpet for my 30 year old brother"))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("I've got a guitar, a piano and a ukulele at home already", set()),
        ("I already have a violin, so I'd like a viola", {"viola"}),
        ("I have a guitar and want a ukulele", {"ukulele"}),
        ("I have to have a piano", {"digital piano"}),
        ("I already have a violin, looking for a cello", {"cello"}),
        ("I've been looking for a guitar to use at home", {"guitar"}),
        ("I have 200 euros for a ukulele and want a blue one", {"ukulele"}),
        ("我已经有小提琴想买大提琴", {"cello"}),
        ("我已经有小提琴了，想买个大提琴", {"cello"}),
    ],
)
def test_what_one_has_is_not_asked_for(instruments: Parser, text: str, kinds: set[str]) -> None:
    assert {value for facet, value in said(instruments, text) if facet == "kind"} == kinds


@pytest.mark.parametrize(
    ("text", "asked", "value"),
    [
        ("half, the teacher measured her arm", "size", "half size"),
        ("full", "size", "full size"),
        ("a nylon one", "kind", "classical guitar"),
    ],
)
def test_some_words_of_a_value_answer_the_question(instruments: Parser, text: str, asked: str, value: str) -> None:
    assert said(instruments, text, asked) == {(asked, value)}
    assert not any(facet == "colour" for facet, _ in said(instruments, text.split(",")[0], "colour"))


@pytest.mark.parametrize("text", ["no nylon", "nothing nylon please", "something for full rooms"])
def test_what_is_refused_or_what_it_is_for_is_no_answer(instruments: Parser, text: str) -> None:
    assert not any(facet in ("kind", "size") for facet, _ in said(instruments, text, "kind"))


def test_words_of_two_values_are_no_answer(instruments: Parser) -> None:
    assert said(instruments, "the quarter one", "size") == set()  # of the three-quarter and of the quarter size


def test_what_is_set_aside_is_no_lasting_taste(instruments: Parser) -> None:
    for text in ("科凡的就别推了", "Corvane is out of the question"):
        [statement] = instruments.parse(text, NEW).statements
        assert (statement.value, statement.polarity, statement.scope) == ("Corvane", Polarity.DISLIKE, Scope.SESSION)


def test_a_cue_inside_a_word_hides_no_value(instruments: Parser) -> None:
    assert ("sound", "warm") in said(instruments, "音色柔和一点的萨克斯")  # 和 is "with" elsewhere


def test_to_learn_from_scratch_clears_nothing(instruments: Parser) -> None:
    read = instruments.parse("My husband wants to learn the piano from scratch", NEW)
    assert Intent.RESET not in read.intents
    assert ("kind", "digital piano") in said(instruments, read.text)
    assert instruments.parse("let's start from scratch", NEW).intents == (Intent.RESET,)


@pytest.mark.parametrize(
    ("text", "guests"),
    [
        ("2 adults and 3 kids", 5.0), ("two adults, one child, near the beach", 3.0), ("2 adults and a baby", 3.0), ("两大一小", 3.0),
        ("somewhere cheap for 2", 2.0), ("三个人", 3.0), ("for 4, please", 4.0),
    ],
)  # fmt: skip
def test_people_are_counted_together(stays: Parser, text: str, guests: float) -> None:
    assert ("guests", (guests, None)) in said(stays, text)


@pytest.mark.parametrize("text", ["somewhere for 3 nights", "一个人旅行", "for 20 euros", "for the 2nd of May"])
def test_other_numbers_count_no_people(stays: Parser, text: str) -> None:
    assert "guests" not in {facet for facet, _ in said(stays, text)}
