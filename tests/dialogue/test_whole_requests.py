"""Requests by a name: who is meant by a short one, what a new request leaves behind, what half is remembered."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import WISH, Intent
from tests.dialogue.talking import seeing, talk

ON_SCREEN = ("m81385", "m79062")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("films with Jimmy Stewart", "James Stewart"),
        ("a film with bobby de niro", "Robert De Niro"),
        ("anything with Sam Jackson?", "Samuel L. Jackson"),
        ("films by Andrei Tarkovsky", "Andrei Tarkovsky"),
        ("films by Ingmar Bergman", "Ingmar Bergman"),
        ("films by Bergman", "Ingmar Bergman"),
        ("films with Bergman", "Ingrid Bergman"),
        ("films with Will Smith", "Will Smith"),
    ],
)
def test_people_are_known_by_what_they_are_called(films: Parser, text: str, person: str) -> None:
    assert [s.value for s in films.parse(text, seeing()).statements] == [person]


def test_of_two_who_share_a_surname_one_is_liked(films: Parser) -> None:
    liked = [s.value for s in films.parse("I love Tarkovsky and Bergman", seeing()).statements]
    assert liked[0] == "Andrei Tarkovsky"
    assert liked[1:] in (["Ingmar Bergman"], ["Ingrid Bergman"])


@pytest.mark.parametrize("text", ["Show me films directed by Todd Field", "recommend some films by Todd Field"])
def test_a_request_by_a_name_ends_what_does_not_go_with_it(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    turn("a sad romance with Nicole Kidman")
    reply = turn(text)
    assert [f.value for f in reply.trace.facts.active] == ["Todd Field"]
    assert reply.recommendations
    assert not reply.trace.relaxed


def test_what_goes_with_the_name_is_kept(movies: Chatbot) -> None:
    turn = talk(movies, "kept with the name")
    turn("a comedy")
    assert {f.value for f in turn("show me films with Tom Hanks").trace.facts.active} == {"comedy", "Tom Hanks"}


@pytest.mark.parametrize(
    ("text", "plot"),
    [
        ("The one where Bill Murray lives the same day over and over", "lives the same day over and over"),
        ("and the one with Bill Murray repeating the same day?", "repeating the same day"),
    ],
)
def test_what_somebody_does_in_it_is_looked_for(films: Parser, text: str, plot: str) -> None:
    read = films.parse(text, seeing(*ON_SCREEN))
    assert not {Intent.ASK_ITEM, Intent.ACCEPT} & {*read.intents}
    assert [(s.facet, s.value) for s in read.statements] == [("cast", "Bill Murray"), (WISH, plot)]


@pytest.mark.parametrize(
    "text", ["the one with Frances McDormand please", "the one with Frances McDormand being a cop"]
)
def test_one_that_is_shown_is_meant(films: Parser, text: str) -> None:
    read = films.parse(text, seeing(*ON_SCREEN))
    assert Intent.REQUEST not in read.intents
    assert read.references == ON_SCREEN[:1]


def test_what_is_asked_beside_a_choice_is_not_taken(movies: Chatbot) -> None:
    turn = talk(movies, "asked, not taken")
    turn("a family film")
    reply = turn("Paddington 2 it is! Do we need to see Paddington first?")
    liked = [movies.catalogue.item(str(f.value)).title for f in reply.trace.facts.added]  # type: ignore[union-attr]
    assert liked == ["Paddington 2"]
    assert "picked it" in reply.text


@pytest.mark.parametrize("text", ["should we see Fargo first?", "do we have to know Fargo first?"])
def test_what_comes_first_is_no_place(films: Parser, text: str) -> None:
    assert ON_SCREEN[1] not in films.parse(text, seeing(*ON_SCREEN[::-1])).references


def test_the_second_one_please_is_told_of_in_full(movies: Chatbot) -> None:
    turn = talk(movies, "told in full")
    second = turn("a comedy").recommendations[1]
    item = movies.catalogue.item(second.item_id)
    assert item is not None
    assert item.summary in turn("Tell me about the second one please").text


@pytest.mark.parametrize("text", ["Which of his films won the Oscar?", "did any of his other films win an award?"])
def test_which_won_is_not_known_of_any(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    turn("films by Spielberg")
    reply = turn(text)
    assert reply.text.startswith("The catalogue does not say")
    assert not reply.recommendations
