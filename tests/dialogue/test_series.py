"""Series: sequels that are not wanted, whole series that are not, and items by their place in one."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import WISH, Intent, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    "said",
    [
        "horror films, no sequels please",
        "horror, but not the sequels",
        "a horror film that isn't a sequel",
        "horror, and only the first ones",
        "horror, only the first films of a series",
        "恐怖片，不要续集",
        "恐怖片，只要每个系列的第一部",
    ],
)
def test_without_sequels_each_series_has_its_first_alone(movies: Chatbot, said: str) -> None:
    reply = talk(movies, f"sequels {said}")(said)
    later = movies.catalogue.series.later
    assert reply.recommendations
    assert not later & {r.item_id for r in reply.recommendations}
    assert any(f.facet == WISH and f.polarity is Polarity.DISLIKE for f in reply.trace.facts.active)


@pytest.mark.parametrize(
    "said",
    [
        "are there any sequels to Jaws?",
        "the first film with Tom Hanks",
        "I love sequels",
        "is it the original or a sequel?",
        "only the first one please",
        "I only want films from the first half of the century",
    ],
)
def test_what_speaks_of_sequels_or_firsts_otherwise_rules_none_out(movies: Chatbot, said: str) -> None:
    reply = talk(movies, f"no sequels ruled out {said}")(said)
    assert not any(f.facet == WISH and f.polarity is Polarity.DISLIKE for f in reply.trace.facts.active)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("who is in the first Godfather?", "The Godfather"),
        ("who is in the second Terminator?", "Terminator 2: Judgment Day"),
        ("how long is the first Harry Potter?", "Harry Potter and the Sorcerer's Stone"),
        ("how long is the original Alien?", "Alien"),
        ("教父第二部谁演的", "The Godfather Part II"),
        ("第一部哈利波特多长", "Harry Potter and the Sorcerer's Stone"),
    ],
)
def test_an_item_is_named_by_its_place_in_a_series(films: Parser, movies: Chatbot, said: str, title: str) -> None:
    read = films.parse(said, seeing())
    assert [item.title for r in read.references if (item := movies.catalogue.item(r))] == [title]


@pytest.mark.parametrize("said", ["a superhero film, not Batman", "superheroes but not Batman"])
def test_a_series_is_ruled_out_by_its_name(films: Parser, said: str) -> None:
    read = films.parse(said, seeing())
    assert ("series", "Batman", Polarity.DISLIKE) in {(s.facet, s.value, s.polarity) for s in read.statements}


def test_one_film_that_was_seen_rules_out_no_series(films: Parser) -> None:
    read = films.parse("not Alien, seen it", seeing())
    assert not any(s.facet == "series" for s in read.statements)


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("anything like Ferris Bueller?", "Ferris Bueller's Day Off"),
        ("something like crouching tiger", "Crouching Tiger, Hidden Dragon"),
        ("films like Eternal Sunshine", "Eternal Sunshine of the Spotless Mind"),
        ("how long is Life of Brian?", "Monty Python's Life of Brian"),
        ("who is in butch cassidy?", "Butch Cassidy and the Sundance Kid"),
    ],
)
def test_long_titles_are_known_by_what_they_are_called_for_short(
    films: Parser, movies: Chatbot, said: str, title: str
) -> None:
    read = films.parse(said, seeing())
    assert [item.title for r in read.references if (item := movies.catalogue.item(r))] == [title]


@pytest.mark.parametrize(
    "said",
    [
        "a film about the meaning of life",
        "a christmas vacation film",
        "two bad boys on the run",
        "a secret service film",
    ],
)
def test_plain_words_are_no_short_titles(films: Parser, said: str) -> None:
    read = films.parse(said, seeing())
    assert not read.references
    assert Intent.SIMILAR not in read.intents
