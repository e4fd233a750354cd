"""People who are not in the catalogue are nobody else of their surname."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import WISH
from tests.dialogue.talking import seeing


@pytest.mark.parametrize(
    "said",
    [
        "something by Dan Brown",
        "something with Jim Hanks",
        "a film by dan brown",
        "films by Barry Nolan",
        "a movie with Linda Pitt",
    ],
)
def test_whoever_is_not_here_stays_a_wish(films: Parser, said: str) -> None:
    assert {s.facet for s in films.parse(said, seeing()).statements} == {WISH}


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("something with Tim Hanks", "Tom Hanks"),
        ("by Director Nolan", "Christopher Nolan"),
        ("Watch Kubrick tonight", "Stanley Kubrick"),
        ("Any Scorsese?", "Martin Scorsese"),
        ("I like early Hitchcock", "Alfred Hitchcock"),
        ("films by Chris Nolan", "Christopher Nolan"),
        ("something with Samuel Jackson", "Samuel L. Jackson"),
    ],
)
def test_a_surname_after_other_words_is_that_of_who_is_here(films: Parser, said: str, value: str) -> None:
    assert value in {s.value for s in films.parse(said, seeing()).statements}
