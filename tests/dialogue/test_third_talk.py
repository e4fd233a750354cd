"""What those who talked to it after that stumbled over."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import ITEM, Intent, Polarity
from tests.dialogue.talking import seeing, talk


def _kinds(goods: Parser, text: str) -> list[object]:
    return [s.value for s in goods.parse(text, seeing()).statements if s.facet == "category"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a charger for my phone", "chargers"), ("laptop backpack", "backpacks"), ("a phone or tablet charger", "chargers"),
        ("earbuds that work with my laptop and phone", "earbuds"), ("a monitor to connect to my laptop", "monitors"),
        ("手机充电器", "chargers"), ("给笔记本充电的充电宝", "chargers"), ("想给平板配个键盘", "keyboards"),
        ("手机、平板都能用的耳机", "headphones"), ("用在电脑上的音箱", "speakers"),
    ],
)  # fmt: skip
def test_what_it_is_to_go_with_is_not_looked_for(goods: Parser, text: str, kind: str) -> None:
    assert _kinds(goods, text) == [kind]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("headphones for my laptop and a mouse", ["headphones", "mice"]), ("earbuds and laptop backpack", ["earbuds", "backpacks"]),
        ("headphones or earbuds for running", ["headphones", "earbuds"]), ("便宜的笔记本和好用的显示器", ["laptops", "monitors"]),
        ("a laptop for my son a tablet for my daughter", ["laptops", "tablets"]), ("耳机和键盘", ["headphones", "keyboards"]),
        ("给孩子买平板，给老人买手机", ["tablets", "phones"]), ("a laptop for travel", ["laptops"]),
    ],
)  # fmt: skip
def test_two_things_side_by_side_are_both_looked_for(goods: Parser, text: str, kinds: list[str]) -> None:
    assert _kinds(goods, text) == kinds


def test_a_wish_before_what_it_is_to_go_with_is_kept(goods: Parser) -> None:
    assert "mic" in goods.parse("headphones with a good mic for my phone", seeing()).wish


@pytest.mark.parametrize(
    ("first", "then", "kept", "gone"),
    [
        ("a sad film", "something funny instead", "funny", "sad"), ("大哭一场的电影", "算了，想看点治愈的", "feel-good", "sad"),
        ("a scary film", "actually, make it something funny", "funny", "scary"),
    ],
)  # fmt: skip
def test_what_is_wanted_instead_takes_the_place_of_what_was(
    movies: Chatbot, first: str, then: str, kept: str, gone: str
) -> None:
    turn = talk(movies, f"instead {then}")
    turn(f"{first}, from the 1990s" if first.isascii() else first)
    facts = turn(then).trace.facts
    assert [f.value for f in facts.added if f.facet == "moods"] == [kept]
    assert [f.value for f in facts.retired] == [gone]


@pytest.mark.parametrize(
    "then", ["and something funny, too", "actually, it should also be funny", "a funny one instead of a long one"]
)
def test_what_is_wanted_beside_it_replaces_nothing(movies: Chatbot, then: str) -> None:
    turn = talk(movies, f"beside {then}")
    turn("a sad film")
    assert not [f for f in turn(then).trace.facts.retired if f.facet == "moods"]


@pytest.mark.parametrize("text", ["I've seen all of these except Heat and Alien", "除了Heat和Alien，这些我都看过了"])
def test_all_but_those_named_are_known(films: Parser, movies: Chatbot, text: str) -> None:
    shown = {i.title: i.id for i in movies.catalogue.items if i.title in ("Heat", "Alien", "Vertigo", "Fargo")}
    read = films.parse(text, seeing(*shown.values()))
    assert {s.value for s in read.statements if s.facet == ITEM} == {shown["Vertigo"], shown["Fargo"]}
    assert all(s.polarity is Polarity.LIKE for s in read.statements)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("which is better, 1917 or Dunkirk?", ["1917", "Dunkirk"]), ("1917和敦刻尔克哪个好看", ["1917", "Dunkirk"]),
        ("Dunkirk vs 1917", ["Dunkirk", "1917"]),
    ],
)  # fmt: skip
def test_a_number_beside_a_title_is_a_title(films: Parser, movies: Chatbot, text: str, titles: list[str]) -> None:
    read = films.parse(text, seeing(movies.catalogue.items[0].id))
    assert read.intent is Intent.COMPARE
    assert [movies.catalogue.item(i).title for i in read.references] == titles  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["let's go back to the first one", "can we go back to the first one please", "回到第一个吧"]
)
def test_going_back_to_an_item_undoes_nothing(films: Parser, movies: Chatbot, text: str) -> None:
    shown = [item.id for item in movies.catalogue.items[:3]]
    read = films.parse(text, seeing(*shown))
    assert (read.intent, read.references) == (Intent.ASK_ITEM, (shown[0],))


@pytest.mark.parametrize(
    ("text", "title"),
    [("还是看龙猫好了", "My Neighbor Totoro"), ("ok let's just watch Fargo then", "Fargo"), ("那就看龙猫吧", "My Neighbor Totoro")],
)  # fmt: skip
def test_a_film_is_settled_on_by_name(films: Parser, movies: Chatbot, text: str, title: str) -> None:
    read = films.parse(text, seeing(movies.catalogue.items[0].id))
    assert read.intent is Intent.ACCEPT
    assert [movies.catalogue.item(i).title for i in read.references] == [title]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["I'm too tired for anything scary", "not up for anything scary", "I can't face scary stuff tonight"]
)
def test_what_nobody_is_up_for_is_not_wanted(films: Parser, text: str) -> None:
    said = [(s.value, s.polarity) for s in films.parse(text, seeing()).statements if s.facet == "moods"]
    assert said == [("scary", Polarity.DISLIKE)]
