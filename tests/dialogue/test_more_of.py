"""More by whom a shown item is by, what makes way for what is wanted next, and each question of a message."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    ("asked", "then", "facet", "value"),
    [
        ("a film by Christopher Nolan", "more by him", "director", "Christopher Nolan"),
        ("a film with Tom Hanks", "any other movies with him?", "cast", "Tom Hanks"),
        ("a film with Tom Hanks", "what else has he been in?", "cast", "Tom Hanks"),
        ("宫崎骏的电影", "这个导演还拍过什么", "director", "Hayao Miyazaki"),
        ("汤姆·汉克斯的电影", "还有他的其他电影吗", "cast", "Tom Hanks"),
    ],
)
def test_more_by_whom_all_are_by_shows_others_and_changes_nothing_else(
    movies: Chatbot, asked: str, then: str, facet: str, value: str
) -> None:
    turn = talk(movies, f"{asked} {then}")
    before = {r.item_id for r in turn(asked).recommendations}
    reply = turn(then)
    after = [movies.catalogue.item(r.item_id) for r in reply.recommendations]
    assert after
    assert not before & {item.id for item in after if item}
    assert all(value in item.values(facet) for item in after if item)
    assert [(f.facet, f.value) for f in reply.trace.facts.active] == [(facet, value)]


@pytest.mark.parametrize(
    ("asked", "then"),
    [
        ("a thriller", "the first one looks good, what else did the director make?"),
        ("a thriller", "who directed the first one? anything else from that director?"),
        ("a thriller", "more from the director of the first one"),
        ("想看惊悚片", "第一部的导演还拍过什么"),
    ],
)
def test_what_else_the_director_of_one_made(movies: Chatbot, asked: str, then: str) -> None:
    turn = talk(movies, f"else {then}")
    first = movies.catalogue.item(turn(asked).recommendations[0].item_id)
    reply = turn(then)
    shown = [movies.catalogue.item(r.item_id) for r in reply.recommendations]
    assert first is not None
    assert shown
    assert all(set(first.values("director")) & set(item.values("director")) for item in shown if item)
    assert first not in shown
    assert [f.value for f in reply.trace.facts.added if f.facet == "director"] == list(first.values("director"))


@pytest.mark.parametrize("then", ["another brand please", "do you have it from a different brand?", "换个牌子"])
def test_another_brand_is_none_of_the_one_that_all_are_of(shop: Chatbot, then: str) -> None:
    turn = talk(shop, f"brand {then}")
    turn("sonara headphones")
    shown = [shop.catalogue.item(r.item_id) for r in turn(then).recommendations]
    assert shown
    assert all(
        "Sonara" not in item.values("brand") and "headphones" in item.values("category") for item in shown if item
    )


@pytest.mark.parametrize(
    "text", ["tell me more about the director", "does the first one have the same director?", "who is the director?"]
)
def test_what_but_asks_about_the_director_is_no_search(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(*(item.id for item in movies.catalogue.items[:3])))
    assert not read.others
    assert not read.statements


@pytest.mark.parametrize("text", ["诺兰的电影", "汤姆·汉克斯的电影", "Tom Hanks movies", "恐怖片"])
def test_what_does_nothing_but_name_is_meant_as_named(films: Parser, text: str) -> None:
    (said,) = films.parse(text, seeing()).statements
    assert said.certain
    assert said.polarity is Polarity.LIKE


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("how much is the first one and does it come in black?", ("price", "color")),
        ("is it loud? how heavy is the second one?", ("noise", "weight")),
        ("how heavy is it and how much is it and what colors are there?", ("weight", "price", "color")),
        ("第一个多少钱，有黑色的吗？", ("价格", "颜色")),
    ],
)
def test_each_question_of_a_message_gets_its_answer(shop: Chatbot, text: str, facets: tuple[str, ...]) -> None:
    turn = talk(shop, text)
    shown = turn("robot vacuum" if text.isascii() else "扫地机器人").recommendations
    turn("tell me about the first one" if text.isascii() else "介绍一下第一个")
    reply = turn(text)
    assert all(facet in reply.text for facet in facets)
    assert reply.text.count(shown[0].name) >= 1


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a drama from this century", 2000, None), ("a western from the last century", 1900, 1999),
        ("本世纪的爱情片", 2000, None), ("上世纪九十年代的片子", 1990, 1999),
    ],
)  # fmt: skip
def test_centuries_are_years(films: Parser, text: str, low: int, high: int | None) -> None:
    (year,) = (s for s in films.parse(text, seeing()).statements if s.facet == "year")
    assert (year.min, year.max) == (low, high)


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("a tv under 800 pounds", "price"),
        ("a laptop under 3 pounds", "weight_g"),
        ("a chair that weighs under 60 pounds", "weight_g"),
    ],
)
def test_pounds_are_money_where_nothing_weighs_so_much(goods: Parser, text: str, facet: str) -> None:
    (limit,) = (s for s in goods.parse(text, seeing()).statements if s.is_bound)
    assert limit.facet == facet


@pytest.mark.parametrize(
    ("asked", "then", "gone"),
    [
        ("推荐一部宫崎骏的电影", "换成韩国电影", "Hayao Miyazaki"), ("韩国的爱情片", "换成英文的", "South Korea"),
        ("a Hayao Miyazaki film", "make it a korean one instead", "Hayao Miyazaki"),
    ],
)  # fmt: skip
def test_what_hardly_goes_with_what_is_wanted_instead_is_given_up(
    movies: Chatbot, asked: str, then: str, gone: str
) -> None:
    turn = talk(movies, f"unlikely {then}")
    turn(asked)
    facts = turn(then).trace.facts
    assert [f.value for f in facts.retired] == [gone]
    assert gone not in {f.value for f in facts.active}


def test_whom_else_was_asked_for_makes_way_where_there_is_no_choice(movies: Chatbot) -> None:
    turn = talk(movies, "no choice")
    turn("a film with Audrey Tautou")
    assert "Audrey Tautou" in {
        f.value for f in turn("anything else by the director of the first one?").trace.facts.retired
    }


@pytest.mark.parametrize(
    "text",
    [
        "nothing else by him please", "i've seen everything else by him", "how is the second different from the third?",
        "does the second one have another director?", "another by Stanley Kubrick",
    ],
)  # fmt: skip
def test_words_alike_that_ask_for_no_more_of_anyone(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    first = movies.catalogue.item(turn("a thriller").recommendations[0].item_id)
    added = turn(text).trace.facts.added
    assert first is not None
    assert not [f for f in added if f.value in first.values("director") and f.polarity is Polarity.LIKE]
    assert not [f for f in added if f.facet == "director" and f.polarity is Polarity.DISLIKE and "else" not in text]


def test_an_actor_goes_with_another_genre(movies: Chatbot) -> None:
    turn = talk(movies, "an actor")
    turn("a drama with Tom Hanks")
    assert "Tom Hanks" in {f.value for f in turn("make it a comedy instead").trace.facts.active}


def test_of_those_compared_one_that_has_it_comes_first(movies: Chatbot) -> None:
    turn = talk(movies, "scariest")
    shown = [movies.catalogue.item(r.item_id) for r in turn("something like Alien").recommendations]
    scary = {item.title for item in shown if item and "scary" in item.values("moods")}
    verdict = turn("which of these is scary?").text.rsplit("\n\n", 1)[-1]
    assert scary
    assert not verdict.startswith("For what you asked") or any(title in verdict for title in scary)


def test_an_age_is_no_decade(films: Parser) -> None:
    assert not [s for s in films.parse("we're all in our thirties", seeing()).statements if s.facet == "year"]


def test_no_romcoms_leaves_comedies(films: Parser) -> None:
    said = [s for s in films.parse("no romcoms please", seeing()).statements if s.facet == "genre"]
    assert [(s.value, s.polarity, s.hard) for s in said] == [("romance", Polarity.DISLIKE, False)]


def test_what_about_another_person_displaces_the_first(movies: Chatbot) -> None:
    turn = talk(movies, "another person")
    turn("周星驰的电影")
    assert [f.value for f in turn("那成龙呢").trace.facts.active] == ["Jackie Chan"]


def test_what_is_named_as_given_up_is_all_that_is(movies: Chatbot) -> None:
    turn = talk(movies, "named as given up")
    turn("a tense comedy")
    assert "tense" in {f.value for f in turn("I changed my mind, no comedy: a drama").trace.facts.active}


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("something foreign", Polarity.DISLIKE), ("no foreign films", Polarity.LIKE), ("想看外语片", Polarity.DISLIKE),
        ("非英语的电影", Polarity.DISLIKE), ("i don't mind foreign films", None), ("is it a foreign film?", None),
    ],
)  # fmt: skip
def test_foreign_is_not_in_english(films: Parser, movies: Chatbot, text: str, polarity: Polarity | None) -> None:
    read = films.parse(text, seeing(movies.catalogue.items[0].id))
    assert [s.polarity for s in read.statements if s.value == "English"] == ([polarity] if polarity else [])


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("more films with the same actor", "cast"), ("同一个导演的电影", "director"),
        ("what else did the director of the first one make, but nothing too long", "director"),
    ],
)  # fmt: skip
def test_the_same_one_is_looked_for(films: Parser, movies: Chatbot, text: str, facet: str) -> None:
    items = movies.catalogue.items[:3]
    read = films.parse(text, seeing(*(item.id for item in items)))
    assert read.intent is Intent.REQUEST
    assert {s.value for s in read.statements if s.facet == facet} == {*items[0].values(facet)}
    assert not [s for s in read.statements if s.facet == "themes"]


def test_what_fits_what_is_wanted_next_is_kept(movies: Chatbot) -> None:
    turn = talk(movies, "fits")
    turn("an action film under 2 hours")
    assert {"genre", "runtime", "cast"} == {f.facet for f in turn("what about Bruce Lee?").trace.facts.active}


@pytest.mark.parametrize(
    ("text", "facet"),
    [("an office chair that supports my back for under 300 pounds", "price"), ("a heavy week, something light please", None)],
)  # fmt: skip
def test_words_that_weigh_nothing(goods: Parser, text: str, facet: str | None) -> None:
    limits = [s.facet for s in goods.parse(text, seeing()).statements if s.is_bound]
    assert limits == ([facet] if facet else [])


def test_something_foreign_instead_displaces_a_director_of_english_films(movies: Chatbot) -> None:
    turn = talk(movies, "foreign instead")
    turn("a thriller by Alfred Hitchcock")
    active = turn("something foreign instead").trace.facts.active
    assert {(f.facet, f.value, f.polarity) for f in active} == {
        ("genre", "thriller", Polarity.LIKE),
        ("language", "English", Polarity.DISLIKE),
    }
