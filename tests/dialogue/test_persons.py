"""Who is meant by "him" and "she", and what is asked of somebody rather than of a film."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, Polarity
from tests.dialogue.talking import seeing, talk

HANKS, SPIELBERG = ("cast", "Tom Hanks"), ("director", "Steven Spielberg")


@pytest.mark.parametrize(
    ("person", "text", "said"),
    [
        (HANKS, "with him and Meg Ryan", {"Tom Hanks", "Meg Ryan"}),
        (HANKS, "did he ever do a comedy?", {"Tom Hanks", "comedy"}),
        (HANKS, "does he have any comedies?", {"Tom Hanks", "comedy"}),
        (SPIELBERG, "has he got anything scary?", {"Steven Spielberg", "scary"}),
        (HANKS, "has he been in anything scary?", {"Tom Hanks", "scary"}),
        (SPIELBERG, "did he make anything scary?", {"Steven Spielberg", "scary"}),
        (SPIELBERG, "and with Tom Hanks in it?", {"Tom Hanks"}),
        (SPIELBERG, "did he work with Tom Hanks?", {"Steven Spielberg", "Tom Hanks"}),
        (HANKS, "他演过喜剧吗", {"Tom Hanks", "comedy"}),
        (HANKS, "他和梅格·瑞恩一起演的", {"Tom Hanks", "Meg Ryan"}),
    ],
)
def test_a_pronoun_is_the_person_named_last(films: Parser, person: tuple[str, str], text: str, said: set[str]) -> None:
    read = films.parse(text, seeing("m81385", "m79062").model_copy(update={"person": person}))
    assert {s.value for s in read.statements} == said
    assert Intent.ASK_ITEM not in read.intents


@pytest.mark.parametrize(
    "text",
    [
        "is he in the first one?",
        "how old is he in it?",
        "my wife loves comedies, anything with her?",
        "something to watch with her tonight",
        "did he win it?",
        "does he have a dog in it?",
        "with her mother in it",
        "想和他一起看",
    ],
)
def test_who_else_may_be_meant_is_not_looked_for(films: Parser, text: str) -> None:
    read = films.parse(text, seeing("m81385", "m79062").model_copy(update={"person": HANKS}))
    assert "Tom Hanks" not in {s.value for s in read.statements}


def test_for_somebody_else_a_pronoun_is_that_somebody(films: Parser) -> None:
    state = seeing("m81385").model_copy(update={"person": HANKS, "guest": "brother"})
    assert "Tom Hanks" not in {s.value for s in films.parse("with him and Meg Ryan", state).statements}


@pytest.mark.parametrize("text", ["did Tom Hanks ever do a comedy?", "has Tom Hanks done any comedies?"])
def test_what_somebody_did_is_looked_for(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    turn("a thriller")
    reply = turn(text)
    items = [movies.catalogue.item(r.item_id) for r in reply.recommendations]
    assert items
    assert all("Tom Hanks" in i.values("cast") and "comedy" in i.values("genre") for i in items if i is not None)


def test_who_made_nothing_of_the_sort_is_still_looked_for(movies: Chatbot) -> None:
    reply = talk(movies, "no such thing")("did Hitchcock make any comedies?")
    made = [movies.catalogue.item(r.item_id).values("director") for r in reply.recommendations]  # type: ignore[union-attr]
    assert all("Alfred Hitchcock" in directors for directors in made)
    assert "comedy" in reply.text


@pytest.mark.parametrize(
    "text", ["did Tom Hanks direct it?", "is Tom Hanks in the first one?", "is Tom Hanks in Jaws?"]
)
def test_what_somebody_has_to_do_with_a_film_is_asked_of_it(films: Parser, text: str) -> None:
    assert films.parse(text, seeing("m81385", "m79062")).intents == (Intent.ASK_ITEM,)


@pytest.mark.parametrize(
    "text", ["films where Cate Blanchett and Brad Pitt play together", "movies with both Cate Blanchett and Brad Pitt"]
)
def test_who_are_wanted_together_are_all_in_each(movies: Chatbot, text: str) -> None:
    reply = talk(movies, text)(text)
    casts = [movies.catalogue.item(r.item_id).values("cast") for r in reply.recommendations]  # type: ignore[union-attr]
    assert casts
    assert all({"Cate Blanchett", "Brad Pitt"} <= {*cast} for cast in casts)


def test_that_nobody_has_them_together_is_said(movies: Chatbot) -> None:
    text = "films where Tom Hardy and Meryl Streep play together"
    assert "Nothing here has Tom Hardy and Meryl Streep together" in talk(movies, text)(text).text


def test_the_pronoun_stays_with_whom_it_stood_for(movies: Chatbot) -> None:
    turn = talk(movies, "stays his")
    turn("movies with Tom Hanks")
    turn("with him and Meg Ryan")
    active = turn("did he ever do a comedy?").trace.facts.active
    assert ("Tom Hanks", Polarity.LIKE) in {(f.value, f.polarity) for f in active}
    assert "Meg Ryan" not in {f.value for f in active}


def test_who_was_asked_for_is_meant_next(movies: Chatbot) -> None:
    turn = talk(movies, "asked for")
    turn("who directed Jaws?")
    assert ("director", "Steven Spielberg") in {
        (f.facet, f.value) for f in turn("did he make anything sad?").trace.facts.active
    }
