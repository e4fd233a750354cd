"""When another search begins, what of the one before stays, and what only looks like a new wish."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.references import turns_down_all
from chatbot.records import ITEM, WISH, Intent, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    ("text", "plot"),
    [
        ("whats that movie where people go into dreams to steal ideas", "people go into dreams to steal ideas"),
        ("and the one where they enter dreams?", "they enter dreams"),
        ("what's the film about a man who lives in an airport?", "a man who lives in an airport"),
        ("一个人醒来每天都是同一天的片子叫什么", "一个人醒来每天都是同一天"),
    ],
)
def test_a_half_remembered_plot_is_all_that_is_looked_for(movies: Chatbot, text: str, plot: str) -> None:
    turn = talk(movies, text)
    turn("a sad drama" if text.isascii() else "悲伤的剧情片")
    facts = turn(text).trace.facts.active
    assert [(f.facet, f.value) for f in facts] == [(WISH, plot)]


@pytest.mark.parametrize(
    ("before", "text", "gone"),
    [
        ("a scary horror film", "something funny instead", {"scary", "horror"}),
        ("来点恐怖片,越吓人越好", "算了,晚上一个人不敢看,换个搞笑的吧", {"scary", "horror"}),
    ],
)
def test_what_goes_ill_with_what_is_wanted_instead_is_given_up(
    movies: Chatbot, before: str, text: str, gone: set[str]
) -> None:
    turn = talk(movies, text)
    turn(before)
    change = turn(text).trace.facts
    assert {f.value for f in change.retired} == gone
    assert [f.value for f in change.active] == ["funny"]


def test_what_goes_well_with_it_stays(movies: Chatbot) -> None:
    turn = talk(movies, "instead, and French")
    turn("a French film for the kids")
    active = turn("something funny instead").trace.facts.active
    assert {"France", "kids", "funny"} <= {f.value for f in active}


@pytest.mark.parametrize("text", ["no capsules, too much waste", "i don't want anything from Hearthway"])
def test_what_is_turned_down_for_a_reason_leaves_the_others_on_screen(goods: Parser, text: str) -> None:
    state = seeing("p220", "p221", "p222")
    read = goods.parse(text, state)
    assert read.statements
    assert not turns_down_all(read.model_copy(update={"intents": (Intent.REJECT,)}), state)


def test_what_is_turned_down_without_one_sets_all_of_it_aside(goods: Parser) -> None:
    state = seeing("p220", "p221", "p222")
    assert turns_down_all(goods.parse("none of these", state), state)


@pytest.mark.parametrize("text", ["actually i changed my mind, i like horror now", "i like horror now"])
def test_a_taste_told_again_takes_the_place_of_the_one_before(movies: Chatbot, text: str) -> None:
    talk(movies, text, f"before {text}")("i hate horror")
    active = talk(movies, text, f"after {text}")(text).trace.facts.active
    assert [(f.value, f.polarity) for f in active] == [("horror", Polarity.LIKE)]


def test_hating_one_thing_and_loving_another_are_two_tastes(films: Parser) -> None:
    said = films.parse("i hate horror and love sci-fi", seeing()).statements
    assert [(s.value, s.polarity) for s in said] == [("horror", Polarity.DISLIKE), ("sci-fi", Polarity.LIKE)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("drop tom hanks, any comedy is fine", {"action", "comedy"}),
        ("forget the action, just a comedy", {"comedy", "Tom Hanks"}),
    ],
)
def test_what_is_dropped_goes_and_what_follows_stays(movies: Chatbot, text: str, kept: set[str]) -> None:
    turn = talk(movies, text)
    turn("an action comedy with tom hanks")
    assert {f.value for f in turn(text).trace.facts.active} == kept


def test_when_nothing_is_looked_for_any_more_nothing_is_shown(shop: Chatbot) -> None:
    turn = talk(shop, "no tablet")
    turn("a tablet")
    reply = turn("forget that i want a tablet")
    assert not reply.recommendations
    assert "Forgotten" in reply.text


@pytest.mark.parametrize(
    "text", ["the little one is scared of monsters", "my daughter is afraid of monsters", "孩子怕怪兽"]
)
def test_what_somebody_fears_is_kept_out(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    turn("a film for the family" if text.isascii() else "全家看的电影")
    facts = turn(text).trace.facts.added
    assert ("monsters", Polarity.DISLIKE) in {(f.value, f.polarity) for f in facts}


@pytest.mark.parametrize(
    ("text", "limit"), [("i have 500", 500), ("a tablet, i have 500", 500), ("headphones upto 80", 80)]
)
def test_what_one_has_is_what_it_may_cost(goods: Parser, text: str, limit: float) -> None:
    said = goods.parse(text, seeing()).statements
    assert [s.max for s in said if s.facet == "price"] == [limit]


@pytest.mark.parametrize("text", ["i have 2 kids", "i have 3 of them", "we have 2 cats"])
def test_whom_or_what_one_has_is_no_price(goods: Parser, text: str) -> None:
    assert not [s for s in goods.parse(text, seeing()).statements if s.facet == "price"]


def test_a_word_of_degree_before_a_part_is_about_the_part(goods: Parser) -> None:
    read = goods.parse("bigger buttons", seeing("p151", "p152"))
    assert not read.critiques
    assert [(s.facet, s.value) for s in read.statements] == [(WISH, "bigger buttons")]


@pytest.mark.parametrize("text", ["就功夫吧,谁演的?", "那就龙猫吧，适合几岁？"])
def test_a_choice_joined_to_a_question_is_taken_and_answered(movies: Chatbot, text: str) -> None:
    reply = talk(movies, text)(text)
    assert {*reply.trace.understanding.intents} == {Intent.ACCEPT, Intent.ASK_ITEM}
    assert "我会记住您选了它" in reply.text


@pytest.mark.parametrize("text", ["Fargo is too slow", "我说了不要吓人,Fargo太恐怖了吧"])
def test_what_is_too_much_of_something_is_no_model(films: Parser, text: str) -> None:
    said = [s for s in films.parse(text, seeing("m81385", "m79062")).statements if s.facet == ITEM]
    assert [s.polarity for s in said] == [Polarity.DISLIKE]


@pytest.mark.parametrize("text", ["do you have tv series?", "can you recommend a series, not a film", "有电视剧吗"])
def test_what_no_item_is_gets_an_answer(movies: Chatbot, text: str) -> None:
    reply = talk(movies, text)(text)
    assert not reply.recommendations
    assert ("only films" in reply.text) is text.isascii()


def test_what_no_catalogue_lists_is_not_known(movies: Chatbot) -> None:
    turn = talk(movies, "oscars")
    turn("a film by Christopher Nolan")
    assert turn("did nolan win an oscar for the first one?").text.startswith("The catalogue does not say")


def test_what_was_picked_stays_picked_when_something_is_wanted_for_it(shop: Chatbot) -> None:
    turn = talk(shop, "picked, and a case")
    turn("i need a phone")
    turn("i'll take the first one")
    turn("a case for it")
    assert "you picked" in turn("what do you know about me?").text
