"""What lists rule out, and what is only told: of a film, of the speaker, of what a thing is not to do."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import WISH, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("I hate superhero films, musicals and anything with Adam Sandler", {"superhero", "musical", "Adam Sandler"}),
        ("no horror, musicals or films by Tarantino", {"horror", "musical", "Quentin Tarantino"}),
        ("I can't stand westerns and movies with Tom Cruise", {"western", "Tom Cruise"}),
    ],
)
def test_what_is_hated_goes_on_through_the_list(movies: Chatbot, text: str, against: set[str]) -> None:
    facts = talk(movies, text)(text).trace.facts.active
    assert {f.value for f in facts} == against
    assert all(f.polarity is Polarity.DISLIKE for f in facts)


def test_a_new_clause_ends_the_list(films: Parser) -> None:
    said = films.parse("I hate horror, a comedy with Adam Sandler please", seeing()).statements
    assert {s.value for s in said if s.polarity is Polarity.LIKE} == {"comedy", "Adam Sandler"}


@pytest.mark.parametrize("text", ["saw is def gory lol. something w ghosts", "Saw is so gory. ghosts please"])
def test_what_is_told_of_a_title_is_asked_of_nothing(films: Parser, text: str) -> None:
    assert [s.value for s in films.parse(text, seeing()).statements] == ["ghosts"]


def test_part_of_a_shown_title_rules_out_that_title(movies: Chatbot, films: Parser) -> None:
    ids = {item.title: item.id for item in movies.catalogue.items}
    musical = ids["The Rocky Horror Picture Show"]
    read = films.parse("and no Rocky Horror, one of us hates singing", seeing(ids["Shaun of the Dead"], musical))
    assert "horror" not in {s.value for s in read.statements}
    assert musical in {s.value for s in read.statements if s.polarity is Polarity.DISLIKE}


@pytest.mark.parametrize(
    "text",
    [
        "I'm 1.92 m and weigh 110 kg, which chair?",
        "i weigh 200 pounds, a chair please",
        "我身高180，体重90公斤，想要一把椅子",
    ],
)
def test_what_somebody_measures_limits_no_product(goods: Parser, text: str) -> None:
    assert not [s for s in goods.parse(text, seeing()).statements if s.is_bound]


def test_what_a_product_weighs_is_limited(goods: Parser) -> None:
    assert [s.max for s in goods.parse("a laptop that weighs 1.2 kg", seeing()).statements if s.is_bound] == [1200]


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("earbuds that don't fall out", "don't fall out"),
        ("earbuds, they shouldn't fall out when I run", "shouldn't fall out when I run"),
    ],
)
def test_what_a_thing_is_not_to_do_is_wished_for_in_all_its_words(goods: Parser, text: str, wish: str) -> None:
    (said,) = (s for s in goods.parse(text, seeing()).statements if s.facet == WISH)
    assert (said.value, said.polarity) == (wish, Polarity.LIKE)


def test_what_it_does_not_use_is_still_ruled_out(goods: Parser) -> None:
    said = goods.parse("a coffee machine that doesn't use capsules", seeing()).statements
    assert [(s.value, s.polarity) for s in said if s.facet == WISH] == [("capsules", Polarity.DISLIKE)]


def test_more_of_a_kind_on_screen_are_of_that_kind(shop: Chatbot, goods: Parser) -> None:
    cameras = [item.id for item in shop.catalogue.items if "security cameras" in item.values("category")]
    more = goods.parse("two more cameras for the garden", seeing(*cameras[:3])).statements
    assert "security cameras" in {s.value for s in more}
    another = goods.parse("and now a camera for my holidays", seeing(*cameras[:3])).statements
    assert "cameras" in {s.value for s in another}


def test_newer_ends_the_classics(movies: Chatbot) -> None:
    turn = talk(movies, "newer-than-classics")
    turn("scary classics")
    assert "low" not in {f.value for f in turn("something newer").trace.facts.active}


@pytest.mark.parametrize("text", ["a space film but no Star Wars", "nothing from Star Wars"])
def test_a_name_that_is_ruled_out_is_its_whole_series(films: Parser, text: str) -> None:
    against = [s for s in films.parse(text, seeing()).statements if s.polarity is Polarity.DISLIKE]
    assert [(s.facet, s.value) for s in against] == [("series", "Star Wars")]


def test_one_that_was_shown_is_ruled_out_alone(movies: Chatbot, films: Parser) -> None:
    (shown,) = (item.id for item in movies.catalogue.items if item.title == "Star Wars")
    against = [s for s in films.parse("no Star Wars", seeing(shown)).statements if s.polarity is Polarity.DISLIKE]
    assert [(s.facet, s.value) for s in against] == [("item", shown)]


def test_what_is_not_here_and_ruled_out_is_said_once(shop: Chatbot) -> None:
    said = talk(shop, "no-apple-no-samsung")("a phone, no apple no samsung").text
    assert "listed as “apple” or “samsung”" in said


@pytest.mark.parametrize(
    ("text", "value"),
    [("it must not be scary", "scary"), ("it can't be horror", "horror"), ("it shouldn't be a musical", "musical")],
)
def test_what_it_must_not_be_is_ruled_out(movies: Chatbot, text: str, value: str) -> None:
    (fact,) = talk(movies, text)(text).trace.facts.active
    assert (fact.value, fact.polarity) == (value, Polarity.DISLIKE)


@pytest.mark.parametrize(
    "text",
    ["I don't fancy anything foreign tonight", "She doesn't want anything with subtitles", "no subtitles please"],
)
def test_who_wants_nothing_foreign_wants_english(movies: Chatbot, text: str) -> None:
    (fact,) = talk(movies, text)(text).trace.facts.active
    assert (fact.facet, fact.value, fact.polarity) == ("language", "English", Polarity.LIKE)


def test_a_bound_that_is_ruled_out_beside_something_else_is_turned(films: Parser) -> None:
    said = films.parse("I can't stand black and white or anything before 1990", seeing()).statements
    assert [(s.min, s.max) for s in said if s.facet == "year"] == [(1990, None)]


def test_a_remark_ends_where_the_request_begins(films: Parser) -> None:
    said = films.parse("Alien was really good but I want a comedy tonight", seeing()).statements
    assert [s.value for s in said] == ["comedy"]


def test_what_nothing_has_that_keeps_to_a_name_ends_that_name(movies: Chatbot) -> None:
    turn = talk(movies, "a-time-loop-after-nolan")
    turn("films by Nolan")
    active = turn("Any others with a time loop?").trace.facts.active
    assert {f.value for f in active} == {"time loop"}


def test_what_something_has_narrows(movies: Chatbot) -> None:
    turn = talk(movies, "dreams-after-nolan")
    turn("films by Nolan")
    active = turn("do you have one about dreams?").trace.facts.active
    assert "Christopher Nolan" in {f.value for f in active}
