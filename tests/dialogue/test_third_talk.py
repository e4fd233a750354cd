"""What those who talked to it after that stumbled over."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.text import clean, language_of
from chatbot.records import ITEM, KNOWN_STRENGTH, WISH, Intent, Polarity
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


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("seen alien, zodiac, prisoners and gone girl", {"Alien", "Zodiac", "Prisoners", "Gone Girl"}),
        ("the departed seen, scarface seen", {"The Departed", "Scarface"}),
        ("千与千寻和哈尔的移动城堡也看过了", {"Spirited Away", "Howl's Moving Castle"}),
    ],
)  # fmt: skip
def test_a_list_of_what_was_seen_is_known_and_no_model(
    films: Parser, movies: Chatbot, text: str, titles: set[str]
) -> None:
    said = films.parse(text, seeing(movies.catalogue.items[0].id)).statements
    assert {movies.catalogue.item(str(s.value)).title for s in said} == titles  # type: ignore[union-attr]
    assert {s.strength for s in said} == {KNOWN_STRENGTH}


def test_it_is_no_title_where_it_is_seen(films: Parser) -> None:
    assert not films.parse("I've seen it and rate it 2 stars", seeing()).statements


@pytest.mark.parametrize(
    ("text", "facet", "value"),
    [
        ("玩具总动员都看过了", "series", "Toy Story"), ("i have seen kurosawa stuff", "director", "Akira Kurosawa"),
        ("I've seen all the Nolan films", "director", "Christopher Nolan"),
    ],
)  # fmt: skip
def test_what_all_of_is_seen_is_not_wanted_whatever_a_classifier_thinks(
    films: Parser, text: str, facet: str, value: str
) -> None:
    (said,) = [s for s in films.parse(text, seeing()).statements if s.facet == facet]
    assert (said.value, said.polarity, said.certain) == (value, Polarity.DISLIKE, True)


@pytest.mark.parametrize(("text", "moods"), [("a scary movie please", ["scary"]), ("somthing like inception", [])])
def test_words_are_taken_for_what_they_mostly_are(films: Parser, text: str, moods: list[str]) -> None:
    said = films.parse(text, seeing()).statements
    assert [s.value for s in said if s.facet == "moods"] == moods


def test_a_title_that_describes_is_one_where_it_is_written_so(films: Parser, movies: Chatbot) -> None:
    (said,) = films.parse("Scary Movie", seeing()).statements
    assert movies.catalogue.item(str(said.value)).title == "Scary Movie"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("first", "then", "added", "retired"),
    [
        ("i love westerns", "forget westerns, a comedy", {"comedy"}, {"western"}),
        ("something like inception", "ok forget inception, a good western", {"western"}, {"m101264"}),
        ("a romance", "actually no, forget romance, lets do a horror", {"horror"}, {"romance"}),
    ],
)  # fmt: skip
def test_what_is_forgotten_makes_way_for_what_follows(
    movies: Chatbot, first: str, then: str, added: set[str], retired: set[str]
) -> None:
    turn = talk(movies, f"forget {then}")
    turn(first)
    facts = turn(then).trace.facts
    assert ({f.value for f in facts.added}, {f.value for f in facts.retired}) == (added, retired)


def test_who_is_asked_for_too_joins_who_was_asked_for(movies: Chatbot) -> None:
    turn = talk(movies, "too")
    turn("films with ryan gosling")
    shown = turn("is there one with emma stone too").recommendations
    assert shown
    assert all({"Ryan Gosling", "Emma Stone"} <= {*movies.catalogue.item(r.item_id).values("cast")} for r in shown)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "people"),
    [("汤姆汉克斯的电影有哪些", ["Tom Hanks"]), ("布拉德皮特的呢", ["Brad Pitt"]), ("汤姆·汉克斯的电影", ["Tom Hanks"])],
)  # fmt: skip
def test_a_name_needs_no_dot(films: Parser, text: str, people: list[str]) -> None:
    assert [s.value for s in films.parse(text, seeing()).statements if s.facet == "cast"] == people


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Orbita Pulse 4 和 Fjell Pace 哪个好", "zh"), ("Quill Linen 13多重", "zh"), ("please tell me something about 大话西游", "en"),
        ("what is 龙猫 about, please tell me", "en"), ("TCL 的电视", "zh"),
    ],
)  # fmt: skip
def test_names_in_latin_letters_make_no_message_english(text: str, code: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "i have an android phone",
        "she has an iphone",
        "他已经有耳机了",
        "i use a laptop at work",
        "we have the tv already",
    ],
)
def test_what_somebody_has_is_not_looked_for(goods: Parser, text: str) -> None:
    assert not _kinds(goods, text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("i got a phone that's slow, need a new one", ["phones"]), ("can i have a laptop with 16 gb", ["laptops"]),
        ("I want to have a tv in the bedroom", ["televisions"]), ("do you have a laptop with 16gb", ["laptops"]),
    ],
)  # fmt: skip
def test_what_somebody_wants_to_have_is(goods: Parser, text: str, kinds: list[str]) -> None:
    assert _kinds(goods, text) == kinds


def test_what_somebody_has_is_left_out_of_a_list_of_several_kinds(shop: Chatbot) -> None:
    turn = talk(shop, "has one")
    kinds = {r.attributes["category"] for r in turn("a present for my dad who likes cooking").recommendations}
    assert "blenders" in kinds
    assert "blenders" not in {r.attributes["category"] for r in turn("he already has a blender").recommendations}


def test_another_thing_that_is_needed_is_another_search(shop: Chatbot) -> None:
    turn = talk(shop, "also")
    turn("desk lamp")
    reply = turn("also need a desk chair")
    assert {r.attributes["category"] for r in reply.recommendations} == {"office chairs"}


@pytest.mark.parametrize(
    ("text", "kind", "sort"),
    [("robot vacuum", "vacuum cleaners", "robot vacuum"), ("想买个充电宝", "chargers", "充电宝"), ("a desk lamp", "lamps", "desk lamp")],
)  # fmt: skip
def test_a_sort_of_a_kind_is_a_wish_beside_the_kind(goods: Parser, text: str, kind: str, sort: str) -> None:
    said = {(s.facet, s.value) for s in goods.parse(text, seeing()).statements}
    assert said == {("category", kind), (WISH, sort)}


def test_what_is_called_as_the_whole_kind_is_no_sort_of_it(goods: Parser) -> None:
    assert {s.facet for s in goods.parse("coffee machine", seeing()).statements} == {"category"}


def test_who_wants_no_sort_of_a_kind_may_want_the_others(shop: Chatbot) -> None:
    reply = talk(shop, "no sort")("想买个笔记本，游戏本不要")
    assert {r.attributes["category"] for r in reply.recommendations} == {"laptops"}
    assert not [r.name for r in reply.recommendations if "游戏本" in r.name]


def test_what_is_ruled_out_in_free_words_is_left_out(shop: Chatbot) -> None:
    turn = talk(shop, "no capsules")
    turn("coffee machine")
    for text in ("no capsules", "under 500"):
        shown = [shop.catalogue.item(r.item_id) for r in turn(text).recommendations]
        assert shown
        assert not [item.title for item in shown if item and "capsule" in item.text.casefold()]


@pytest.mark.parametrize(
    ("turns", "most"),
    [
        (("monitor, 27 inch", "how much is the second one", "too expensive"), 1),
        (("monitor, 27 inch", "too expensive"), 0),
    ],
)
def test_cheaper_goes_by_what_was_spoken_of_last(shop: Chatbot, turns: tuple[str, ...], most: int) -> None:
    turn = talk(shop, f"cheaper {len(turns)}")
    shown = turn(turns[0]).recommendations
    reply = [turn(text) for text in turns[1:]][-1]
    assert reply.recommendations
    assert all(r.attributes["price"] < shown[most].attributes["price"] for r in reply.recommendations)  # type: ignore[operator]


def test_the_better_of_two_is_chosen_of_those_two(shop: Chatbot) -> None:
    turn = talk(shop, "of two")
    shown = turn("air fryer").recommendations
    turn("whats the difference between the second and the third?")
    pair = shown[1:3]
    cheaper = min(pair, key=lambda r: r.attributes["price"])  # type: ignore[arg-type, return-value]
    assert cheaper.title in turn("ok the cheaper one").text


@pytest.mark.parametrize("text", ["what keyboard goes well with it", "配什么键盘好"])
def test_another_kind_that_is_asked_for_is_no_question_about_the_item(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"kind {text}")
    turn("gaming mouse")
    assert {r.attributes["category"] for r in turn(text).recommendations} == {"keyboards"}


def test_which_is_best_under_a_limit_is_answered_under_it(shop: Chatbot) -> None:
    turn = talk(shop, "best under")
    turn("coffee machine")
    shown = turn("which is the best one under 200").recommendations
    assert shown
    assert all(r.attributes["price"] <= 200 for r in shown)  # type: ignore[operator]


def test_a_chosen_kind_is_pointed_at_by_its_name(shop: Chatbot) -> None:
    turn = talk(shop, "kind first")
    chargers = turn("充电器").recommendations
    turn("手机壳有吗")
    assert chargers[0].name in turn("好的，充电器要第一个").text


def test_a_film_that_was_picked_does_not_lead_the_next_search(movies: Chatbot) -> None:
    turn = talk(movies, "picked")
    turn("an animated film for kids")
    turn("I'll take the first one")
    text = talk(movies, "picked", "later")("a sad film, i want to cry").text
    assert "like “" not in text.split("My first pick")[0]


@pytest.mark.parametrize("then", ["a scary movie please", "a good war film"])
def test_a_lasting_taste_only_tips_the_balance(movies: Chatbot, then: str) -> None:
    alone = [r.item_id for r in talk(movies, f"no taste {then}")(then).recommendations]
    turn = talk(movies, f"taste {then}")
    turn("i like romantic films")
    shown = [r.item_id for r in talk(movies, f"taste {then}", f"later {then}")(then).recommendations]
    assert len({*alone} & {*shown}) >= 2


def test_a_lighter_film_is_none_of_the_heavy_ones(movies: Chatbot) -> None:
    turn = talk(movies, "lighter")
    turn("a good war film")
    moods = [{*r.attributes["moods"]} for r in turn("something lighter").recommendations]  # type: ignore[misc]
    assert not [m for m in moods[:3] if m & {"bleak"}]


def test_a_family_film_is_one_for_a_twelve_year_old(movies: Chatbot) -> None:
    turn = talk(movies, "twelve")
    shown = turn("a film for the whole family").recommendations
    assert "family" in movies.catalogue.item(shown[0].item_id).values("audience")  # type: ignore[union-attr]
    assert turn("is the first one ok for a 12 year old").text.startswith("Yes")


def test_a_bare_amount_is_in_the_currency_of_the_prices(shop: Chatbot) -> None:
    assert "汇率" not in talk(shop, "bare amount")("300以内的耳机").text


def test_what_is_asked_next_is_asked_of_the_same_item(shop: Chatbot) -> None:
    turn = talk(shop, "battery")
    name = turn("headphones").recommendations[0].name
    turn("is the first one heavy?")
    assert name in turn("and the battery life?").text


@pytest.mark.parametrize(
    ("text", "title", "intent"),
    [
        ("is E.T. scary?", "E.T. the Extra-Terrestrial", Intent.ASK_ITEM), ("is jaws scary?", "Jaws", Intent.ASK_ITEM),
        ("whats E.T. the Extra-Terrestrial about", "E.T. the Extra-Terrestrial", Intent.ASK_ITEM),
        ("ok jaws it is", "Jaws", Intent.ACCEPT), ("how about E.T.", "E.T. the Extra-Terrestrial", Intent.ASK_ITEM),
        ("hm what about crazy stupid love?", "Crazy, Stupid, Love", Intent.ASK_ITEM), ("天空之城讲什么", "Castle in the Sky", Intent.ASK_ITEM),
    ],
)  # fmt: skip
def test_a_film_that_is_not_shown_is_asked_about_and_taken_by_its_name(
    films: Parser, movies: Chatbot, text: str, title: str, intent: Intent
) -> None:
    read = films.parse(clean(text), seeing(*(item.id for item in movies.catalogue.items[:3])))
    assert [movies.catalogue.item(i).title for i in read.references] == [title]  # type: ignore[union-attr]
    assert read.intent is intent


@pytest.mark.parametrize(("text", "value"), [("宫崎骏的有吗?", "Hayao Miyazaki"), ("香港的有吗", "Hong Kong")])
def test_whether_there_are_any_such_is_a_request(films: Parser, movies: Chatbot, text: str, value: str) -> None:
    read = films.parse(text, seeing(*(item.id for item in movies.catalogue.items[:3])))
    assert read.intent is Intent.REQUEST
    assert [s.value for s in read.statements] == [value]


def test_another_genre_instead_need_not_have_the_mood_of_before(movies: Chatbot) -> None:
    turn = talk(movies, "genre instead")
    turn("scary movie for tonight")
    assert "scary" in {f.value for f in turn("actually lets do a comedy instead").trace.facts.retired}


def test_what_is_not_here_by_its_name_is_owned_up_to(movies: Chatbot) -> None:
    turn = talk(movies, "not here")
    turn("a mystery")
    assert "the lost city of nowhere" in turn("how long is the lost city of nowhere?").text


def test_the_one_spoken_of_is_compared_with_another(shop: Chatbot) -> None:
    turn = talk(shop, "heavier")
    shown = turn("vacuum cleaner").recommendations
    turn("how heavy is the third one?")
    text = turn("is that heavier than the first one?").text
    assert shown[0].name in text
    assert shown[2].name in text
