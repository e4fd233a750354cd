"""More by whom a shown item is by, another brand, and what goes with an item."""

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
    ("text", "kind"),
    [
        ("the first. do you also have a fan?", "fans"), ("number one please. And a case for it", "cases"),
        ("i'll have the first one and a kettle", "kettles"), ("the first one. I also need a phone", "phones"),
        ("第一个吧，另外还想买个充电器", "chargers"), ("就第一个。再要个手机壳", "cases"),
    ],
)  # fmt: skip
def test_one_is_taken_and_something_else_looked_for(shop: Chatbot, text: str, kind: str) -> None:
    turn = talk(shop, text)
    first = turn("headphones" if text.isascii() else "想买耳机").recommendations[0].item_id
    trace = turn(text).trace
    assert {Intent.ACCEPT, Intent.REQUEST} <= {*trace.understanding.intents}
    assert (first, kind) == (
        trace.understanding.references[0],
        next(f.value for f in trace.facts.added if f.facet == "category"),
    )
    assert [f.value for f in trace.facts.added if f.facet == "item"] == [first]


@pytest.mark.parametrize("text", ["the first. is it waterproof?", "the first and second, compare them"])
def test_what_asks_on_about_it_takes_nothing(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("headphones")
    assert Intent.ACCEPT not in turn(text).trace.understanding.intents


@pytest.mark.parametrize(
    "said",
    [
        ("i need a phone", "the first one please, and a case"), ("i need a phone", "what case fits the first one?"),
        ("i need a phone", "tell me about the first one", "do you have a case for it?"),
        ("推荐个手机", "给第一个配个壳子"),
    ],
)  # fmt: skip
def test_what_is_made_for_it_comes_first(shop: Chatbot, said: tuple[str, ...]) -> None:
    turn = talk(shop, " ".join(said))
    phone = turn(said[0]).recommendations[0]
    for text in said[1:]:
        reply = turn(text)
    best = reply.recommendations[0]
    links = {
        shop.catalogue.items[link.subject].id
        for link in shop.catalogue.graph.towards(shop.catalogue.row(phone.item_id) or 0)
    }
    assert best.item_id in links
    assert any(phone.name in reason for reason in best.reasons)
    assert best.contributions["graph"] > 0


@pytest.mark.parametrize("text", ["what accessories are there for the first one?", "第一个有什么配件"])
def test_accessories_are_of_the_kinds_that_are_linked_to_it(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    laptop = turn("show me laptops" if text.isascii() else "看看笔记本").recommendations[0]
    reply = turn(text)
    kinds = {f.value for f in reply.trace.facts.active if f.facet == "category"}
    links = shop.catalogue.graph.towards(shop.catalogue.row(laptop.item_id) or 0)
    assert kinds == {kind for link in links for kind in shop.catalogue.items[link.subject].values("category")}
    assert laptop.name in " ".join(reply.recommendations[0].reasons)


def test_what_was_bought_before_still_says_what_fits(shop: Chatbot) -> None:
    turn = talk(shop, "owner")
    turn("i have an orbita nova 8, need a charger")
    later = shop.respond("a case please", user="owner", session="owner later")
    assert "Nova 8" in later.recommendations[0].name
    assert "you know" not in later.text


def test_either_of_two_kinds_takes_the_place_of_the_one_before(shop: Chatbot) -> None:
    turn = talk(shop, "either kind")
    turn("show me laptops")
    active = turn("actually a phone or a tablet").trace.facts.active
    assert {f.value for f in active} == {"phones", "tablets"}


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
        ("i weigh 200 pounds, a chair please", "weight_g"),
    ],
)
def test_pounds_are_money_where_nothing_weighs_so_much(goods: Parser, text: str, facet: str) -> None:
    (limit,) = (s for s in goods.parse(text, seeing()).statements if s.is_bound)
    assert limit.facet == facet


@pytest.mark.parametrize(
    "text", ["the one i picked was boring", "that film wasn't very good. something else", "上次选的那部太无聊了"]
)
def test_what_was_taken_last_time_may_turn_out_bad(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"regret {text}")
    taken = turn("a good drama").recommendations[1].item_id
    turn("great, the second one it is")
    movies.respond(text, user=f"regret {text}", session=f"regret {text} later")
    after = movies.respond("a good drama", user=f"regret {text}", session=f"regret {text} last")
    known = [(f.value, f.polarity) for f in after.trace.facts.active if f.facet == "item"]
    assert known == [(taken, Polarity.DISLIKE)]
    assert taken not in {r.item_id for r in after.recommendations}


@pytest.mark.parametrize("text", ["loved it, more like that", "it was great, something similar please"])
def test_more_like_what_was_taken_last_time(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    taken = turn("a good drama").recommendations[1]
    turn("great, the second one it is")
    later = movies.respond(text, user=text, session=f"{text} later")
    assert taken.title in later.text
    assert any(taken.title in reason for r in later.recommendations for reason in r.reasons)


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


@pytest.mark.parametrize(
    "text",
    [
        "the first one. it looks like a tablet", "show me the first one and a tablet", "the first one? my bag is small",
        "the second one. can I return it?", "no extras please",
    ],
)  # fmt: skip
def test_what_is_said_beside_a_kind_takes_nothing(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("headphones")
    trace = turn(text).trace
    assert not [f for f in trace.facts.added if f.facet == "item" and f.strength == 0.5]
    assert "chargers" not in {f.value for f in trace.facts.active}


@pytest.mark.parametrize(
    "text",
    [
        "It was really bad weather today, I want something cosy",
        "昨天太无聊了，推荐部电影",
        "it was a bad day, cheer me up",
    ],
)
def test_another_thing_that_was_bad_is_not_what_was_taken(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"weather {text}")
    turn("a good drama")
    turn("great, the second one it is")
    later = movies.respond(text, user=f"weather {text}", session=f"weather {text} later")
    assert not [f for f in later.trace.facts.added if f.facet == "item"]


def test_an_actor_goes_with_another_genre(movies: Chatbot) -> None:
    turn = talk(movies, "an actor")
    turn("a drama with Tom Hanks")
    assert "Tom Hanks" in {f.value for f in turn("make it a comedy instead").trace.facts.active}


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a stand for my tablet", []), ("i need a screen protector for my phone", []), ("looking for my first laptop", ["laptops"]),
        ("best deals for my new laptop", ["laptops"]), ("headphones for my daughter", ["headphones"]),
        ("she'll write papers and watch netflix", []), ("phone with wireless charging and a good camera", ["phones"]),
    ],
)  # fmt: skip
def test_what_is_there_already_or_done_is_not_looked_for(goods: Parser, text: str, kinds: list[str]) -> None:
    assert [s.value for s in goods.parse(text, seeing()).statements if s.facet == "category"] == kinds


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("12 Angry Men is my favourite film", Intent.INFORM), ("最喜欢的是《盗梦空间》", Intent.INFORM),
        ("is the first one too long for a weeknight?", Intent.ASK_ITEM), ("ok we'll watch the first, thanks!", Intent.ACCEPT),
        ("the second one looks good, more like that", Intent.SIMILAR),
    ],
)  # fmt: skip
def test_what_a_message_is_for(movies: Chatbot, text: str, intent: Intent) -> None:
    turn = talk(movies, text)
    turn("a thriller")
    read = turn(text).trace.understanding
    assert read.intent is intent
    assert (Intent.ACCEPT in read.intents) == (intent is Intent.ACCEPT)


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


def test_the_next_is_for_somebody_else(shop: Chatbot) -> None:
    turn = talk(shop, "for me now")
    turn("My mother is 78 and needs a simple phone with big buttons, no more than 100")
    turn("great, I'll take the first")
    active = turn("now something for me: a tablet for drawing").trace.facts.active
    assert {f.value for f in active if f.facet in ("category", "use")} == {"tablets"}
    assert not [f for f in active if f.facet == "price"]


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


def test_now_for_my_budget_is_no_other_search(shop: Chatbot) -> None:
    turn = talk(shop, "now my budget")
    turn("show me phones under 800")
    active = turn("now for my budget, 500 is the limit").trace.facts.active
    assert {f.value for f in active if f.facet == "category"} == {"phones"}
    assert [f.max for f in active if f.facet == "price"] == [500]


def test_not_bad_is_no_dislike(movies: Chatbot) -> None:
    turn = talk(movies, "not bad")
    turn("a comedy")
    turn("I'll watch the first one")
    later = movies.respond("the one I picked was not bad", user="not bad", session="not bad later")
    assert not [f for f in later.trace.facts.active if f.polarity is Polarity.DISLIKE]


def test_something_foreign_instead_displaces_a_director_of_english_films(movies: Chatbot) -> None:
    turn = talk(movies, "foreign instead")
    turn("a thriller by Alfred Hitchcock")
    active = turn("something foreign instead").trace.facts.active
    assert {(f.facet, f.value, f.polarity) for f in active} == {
        ("genre", "thriller", Polarity.LIKE),
        ("language", "English", Polarity.DISLIKE),
    }
