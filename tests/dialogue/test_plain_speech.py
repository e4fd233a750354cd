"""Ways of saying things that people have and lists of words do not show: each claim is about a construction."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, Polarity, SessionState

NEW = SessionState(session_id="s", user_id="u")


def said(parser: Parser, text: str, state: SessionState = NEW) -> set[tuple[str, object]]:
    """What a message states but for free wishes; ranges as a pair."""
    return {
        (("" if s.polarity is Polarity.LIKE else "-") + s.facet, (s.min, s.max) if s.value is None else s.value)
        for s in parser.parse(text, state).statements
        if s.facet != "wish"
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("got any vampire-free horror?", {("-themes", "vampires"), ("genre", "horror")}),
        ("spare me the musicals", {("-genre", "musical")}),
        ("The last thing I want after today is something depressing", {("-moods", "bleak")}),
        ("I wouldn't say no to a courtroom thing", {("themes", "courtroom")}),
        ("It's not that I don't like sci-fi", {("genre", "sci-fi")}),
        ("别再给我推荐恐怖片了", {("-genre", "horror")}),
        ("鬼片绝对不行", {("-genre", "horror")}),
    ],
)
def test_for_and_against_without_a_plain_no(films: Parser, text: str, expected: set[tuple[str, object]]) -> None:
    assert said(films, text) == expected


def test_un_before_a_word_denies_that_word_alone(goods: Parser) -> None:
    assert said(goods, "an un-smart heater") == {("-smart", True), ("category", "heaters")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the longest warranty", {("warranty_years", "high")}),
        ("保修最长的", {("warranty_years", "high")}),
        ("headphones, the cheaper the better", {("category", "headphones"), ("price", "low")}),
        ("耳机越便宜越好", {("category", "headphones"), ("price", "low")}),
    ],
)
def test_the_most_of_a_number_is_much_of_it(goods: Parser, text: str, expected: set[tuple[str, object]]) -> None:
    assert said(goods, text) == expected


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("a gaming laptop, 1200 absolute ceiling", (None, 1200.0)),
        ("keep it to seven hundred", (None, 700.0)),
        ("200 is the very most", (None, 200.0)),
    ],
)
def test_ways_to_name_a_budget(goods: Parser, text: str, bound: object) -> None:
    assert ("price", bound) in said(goods, text)


@pytest.mark.parametrize("text", ["my biggest budget is 200", "the highest price I'd pay is 200", "预算最高不超过200"])
def test_a_superlative_beside_a_bound_is_the_bound(goods: Parser, text: str) -> None:
    assert {value for facet, value in said(goods, text) if facet == "price"} == {(None, 200.0)}


def test_fillers_correct_nothing(films: Parser) -> None:
    assert said(films, "horror, you know what I mean, or thrillers") == {("genre", "horror"), ("genre", "thriller")}
    assert said(films, "films after, let's say, 2010") == said(films, "films after, say, 2010")


def test_the_second_year_of_a_range_may_be_short(films: Parser) -> None:
    assert said(films, "between 1975 and 85") == {("year", (1975.0, 1985.0))}
    assert not any(facet == "year" and value[1] == 1985.0 for facet, value in said(films, "1975 or 85 minutes"))  # type: ignore[index]


@pytest.mark.parametrize("text", ["wireless is optional, but waterproof", "waterproof, wireless not needed"])
def test_what_is_optional_is_not_asked_for(goods: Parser, text: str) -> None:
    assert said(goods, text) == {("waterproof", True)}


def test_people_one_has_are_no_theme(films: Parser) -> None:
    assert said(films, "my sister's in town, a mystery please") == {("genre", "mystery")}
    assert said(films, "my mother-in-law wants a comedy") == {("genre", "comedy")}
    assert said(films, "something about brothers") == {("themes", "siblings")}
    assert said(films, "a film about my sister and me") == {("themes", "siblings")}


@pytest.mark.parametrize(
    "text",
    ["like the Veldt Cinder", "similar to the Veldt Cinder Wireless", "like the Veldt Cinder Wireless Headphones"],
)
def test_goods_are_called_by_maker_and_model(goods: Parser, text: str) -> None:
    assert [facet for facet, _ in said(goods, text)] == ["item"]


def test_a_maker_and_what_the_thing_is_are_no_model(goods: Parser) -> None:
    assert said(goods, "a Sonara headset") == {("brand", "Sonara"), ("category", "headphones")}


def test_this_one_but_other_begins_from_what_is_shown(goods: Parser) -> None:
    shown = SessionState(session_id="s", user_id="u", turn=1, shown=(("p004", "p001"),))
    assert said(goods, "basically this one again but green", shown) == {("item", "p004"), ("color", "green")}


def test_a_complaint_about_one_is_no_wish_for_more(goods: Parser) -> None:
    shown = SessionState(session_id="s", user_id="u", turn=1, shown=(("p004", "p001"),))
    for text in ("That one just looks cheap", "that one only has 3 stars"):
        assert not any(facet == "item" for facet, _ in said(goods, text, shown))


def test_a_condition_is_dropped_by_its_name(goods: Parser) -> None:
    for text in ("ok lose the budget", "scrap the budget"):
        assert goods.parse(text, NEW).intents == (Intent.FORGET,)
    assert Intent.FORGET not in goods.parse("drop the first one", NEW).intents
    assert Intent.FORGET not in goods.parse("wireless or wired, I don't care which", NEW).intents


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Godfather Part Two", "The Godfather Part II"),
        ("Godfather 2", "The Godfather Part II"),
        ("something like Back to the Future 2", "Back to the Future Part II"),
        ("john wick 2", "John Wick: Chapter 2"),
        ("Dune 2", "Dune: Part Two"),
        ("the godfather", "The Godfather"),
    ],
)
def test_a_sequel_is_known_by_its_number_however_it_is_written(
    films: Parser, movies: Chatbot, text: str, title: str
) -> None:
    [item] = films.parse(text, NEW).references
    assert movies.catalogue.item(item).title == title  # type: ignore[union-attr]


def test_a_grade_is_known_by_its_decimals(films: Parser, goods: Parser) -> None:
    assert said(films, "a thriller, at least 7.5") == {("genre", "thriller"), ("rating", (7.5, None))}
    assert said(goods, "headphones, 4.5 or better") == {("category", "headphones"), ("rating", (4.5, None))}
    assert said(goods, "headphones under 7.5") == {("category", "headphones"), ("price", (None, 7.5))}


@pytest.mark.parametrize(
    "text", ["love all of these", "they all look good", "all three are fine", "both of them look great"]
)
def test_praise_of_a_whole_list_takes_it(films: Parser, movies: Chatbot, text: str) -> None:
    shown = NEW.model_copy(update={"shown": (tuple(i.id for i in movies.catalogue.items[:3]),)})
    assert films.parse(text, shown).intents == (Intent.ACCEPT,)


def test_one_is_taken_and_something_is_asked(goods: Parser, shop: Chatbot) -> None:
    shown = NEW.model_copy(update={"shown": ((shop.catalogue.items[0].id,),)})
    for text in ("I'll take it, how long does delivery take?", "就要这个了，多久能到货？"):
        assert set(goods.parse(text, shown).intents) == {Intent.SUPPORT, Intent.ACCEPT}
    assert goods.parse("I'll take it back, what's your returns policy?", shown).intents == (Intent.SUPPORT,)


def test_a_chinese_denial_ends_where_something_is_wanted(goods: Parser) -> None:
    assert said(goods, "不要灯要风扇") == {("-category", "lamps"), ("category", "fans")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing else by Martin Scorsese please", {("-director", "Martin Scorsese")}),
        ("a thriller, nothing else", {("genre", "thriller")}),
        ("is there nothing else with Tom Hanks?", {("cast", "Tom Hanks")}),
        ("I have nothing against horror", {("genre", "horror")}),
        ("I don't mind violence", set()),
        ("something funny for Friday night", {("moods", "funny")}),
        ("I've seen it and rate it 2 stars", set()),
        ("skip the questions, just something exciting", {("moods", "exciting")}),
    ],
)
def test_what_is_ruled_out_let_pass_or_graded_is_no_wish(
    films: Parser, text: str, expected: set[tuple[str, object]]
) -> None:
    assert said(films, text) == expected


@pytest.mark.parametrize(
    ("text", "facet", "value"),
    [
        ("no budget limit", "price", None),
        ("no price limit, a really good camera", "price", None),
        ("I have no cap on price but it must be a Kestrel", "price", None),
        ("预算不限，要一台笔记本", "price", None),
        ("it can be heavier, but not more expensive", "weight_g", "high"),
        ("heavier is fine", "weight_g", "high"),
    ],
)
def test_what_need_not_be_limited_is_lifted_and_the_rest_is_kept(
    goods: Parser, text: str, facet: str, value: str | None
) -> None:
    read = goods.parse(text, NEW)
    assert [(s.facet, s.value) for s in read.lifted] == [(facet, value)]
    assert Intent.FORGET not in read.intents


@pytest.mark.parametrize(
    "text", ["a film about a man without limits", "no-budget horror", "is there no limit on returns?"]
)
def test_other_limits_are_not_lifted(films: Parser, text: str) -> None:
    assert films.parse(text, NEW).lifted == ()


def test_no_limit_answers_the_question_how_much(goods: Parser) -> None:
    for asked, lifted in (("price", 0), ("brand", 1)):
        read = goods.parse("no price limit", NEW.model_copy(update={"open_question": asked}))
        assert len(read.lifted) == lifted


def test_what_follows_a_number_tells_a_sequel_from_a_count(films: Parser, movies: Chatbot) -> None:
    assert films.parse("I saw three films this week", NEW).references == ()


@pytest.mark.parametrize(
    "text", ["给我推荐2000元以下的手机", "打算花2000元以下买手机", "a phone, I'd give it 2000 dollars at most"]
)
def test_what_is_given_for_a_thing_is_no_grade(goods: Parser, text: str) -> None:
    assert ("price", (None, 2000)) in said(goods, text)


@pytest.mark.parametrize("text", ["I'm in no hurry", "no need to hurry", "a film about people in a hurry"])
def test_who_is_in_no_hurry_may_be_asked(films: Parser, text: str) -> None:
    assert not films.parse(text, NEW).impatient


def test_a_kind_of_thing_may_say_what_it_is_for(goods: Parser) -> None:
    assert said(goods, "a gaming mouse") == {("use", "gaming"), ("category", "mice")}
    assert said(goods, "an office chair") == {("category", "office chairs")}


@pytest.mark.parametrize("text", ["hurry up", "stop asking me things", "don't ask, just show", "enough questions"])
def test_impatience_asks_for_items_and_wishes_for_nothing(films: Parser, text: str) -> None:
    read = films.parse(text, NEW)
    assert (read.impatient, read.intents, read.statements) == (True, (Intent.REQUEST,), ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("with a strong woman in it", set()),
        ("with strong characters", set()),
        ("a film with cruise", {("cast", "Tom Cruise")}),
        ("I've had a really long week, something silly", {("moods", "silly")}),
        ("a really long film", {("runtime", "high")}),
    ],
)
def test_a_word_that_describes_something_else_is_no_value(
    films: Parser, text: str, expected: set[tuple[str, object]]
) -> None:
    assert said(films, text) == expected


def test_a_bare_nope_is_a_film_only_where_nothing_was_shown(films: Parser) -> None:
    shown = SessionState(session_id="s", user_id="u", turn=1, shown=(("m104180", "m187778"),))
    assert said(films, "nope", shown) == said(films, "nope, anything darker?", shown) - {("moods", "dark")} == set()
    assert films.parse("nope", shown).intents == (Intent.REJECT,)
    assert said(films, "Nope") == {("item", "t-nope-2022")}


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("my name is Anna", ""),
        ("我叫小明", ""),
        ("a mouse, they always break on me", ""),
        ("my phone died, need one asap", ""),
        ("ugh, what about the rest", ""),
        ("顺便推荐个鼠标", ""),
        ("a wrist rest", "wrist rest"),
        ("something that supports my back", "supports back"),
    ],
)
def test_what_is_said_by_the_way_is_no_wish(goods: Parser, text: str, wish: str) -> None:
    assert goods.parse(text, NEW).wish == wish


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no actually aliens are fine", {("themes", "aliens")}),
        ("no really scary ones ok", {("-moods", "scary")}),
        ("no just for kids stuff", {("-audience", "kids")}),
        ("不其实外星人也行", {("themes", "aliens")}),
        ("no really scary films", {("-moods", "scary")}),
        ("no actually dragons please", {("-themes", "dragons")}),
        ("no horror is fine", {("-genre", "horror")}),
    ],
)
def test_a_no_before_a_change_of_mind_rules_out_nothing(
    films: Parser, text: str, expected: set[tuple[str, object]]
) -> None:
    assert said(films, text) == expected


@pytest.mark.parametrize(
    ("text", "high"),
    [
        ("预算改成负五块", -5.0),
        ("my budget is minus five dollars", -5.0),
        ("负责任的音箱，五十块以内", 50.0),
        ("a laptop under 500 minus 50 dollars", 500.0),
    ],
)
def test_a_minus_may_be_a_word(goods: Parser, text: str, high: float) -> None:
    assert ("price", (None, high)) in said(goods, text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("my budget is around two hundred", (160.0, 240.0)),
        ("i can spend around two hundred on headphones", (None, 200.0)),
        ("预算大概两百", (160.0, 240.0)),
        ("预算两百左右", (160.0, 240.0)),
        ("headphones around two hundred", (160.0, 240.0)),
        ("i can spend about 200 at most", (None, 200.0)),
        ("my budget is two hundred", (None, 200.0)),
        ("预算两百", (None, 200.0)),
    ],
)
def test_around_leaves_a_stretch_to_both_sides(
    goods: Parser, text: str, bound: tuple[float | None, float | None]
) -> None:
    assert ("price", bound) in said(goods, text)
