"""What those who talked to it later stumbled over."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.recommend.signals.popularity import prior_of
from chatbot.records import ITEM, WISH, Intent, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("is the shining too scary for us", "The Shining"), ("tell me about the iron giant", "The Iron Giant"),
        ("what about Mr. & Mrs. Smith?", "Mr. & Mrs. Smith"), ("How long is Ex Machina and who's in it?", "Ex Machina"),
        ("No, I meant Notorious", "Notorious"), ("do you have Heat?", "Heat"), ("有没有辛德勒的名单", "Schindler's List"),
        ("桂河大桥你们有没有", "The Bridge on the River Kwai"), ("降临评分多少", "Arrival"), ("龙猫吓不吓人？", "My Neighbor Totoro"),
    ],
)  # fmt: skip
def test_a_question_about_a_film_by_name_is_about_that_film(
    films: Parser, movies: Chatbot, text: str, title: str
) -> None:
    shown = [item.id for item in movies.catalogue.items if item.title in ("Psycho", "Alien", "Vertigo")]
    read = films.parse(text, seeing(*shown))
    assert [movies.catalogue.item(i).title for i in read.references] == [title]  # type: ignore[union-attr]
    assert read.intent is Intent.ASK_ITEM
    assert not read.statements


def test_it_is_the_one_spoken_of_last_whether_or_not_it_is_on_screen(movies: Chatbot) -> None:
    turn = talk(movies, "off screen")
    turn("crime films")
    turn("how long is Ex Machina?")
    assert "Ex Machina" in turn("is it on netflix?").text


def test_what_is_told_of_some_is_not_what_is_asked_of_another(films: Parser, movies: Chatbot) -> None:
    shown = tuple(item.id for item in movies.catalogue.items[:3])
    read = films.parse("We've seen the first two. Is the last one in English?", seeing(*shown))
    assert read.references == shown[2:]
    assert {s.value for s in read.statements if s.facet == ITEM} == set(shown[:2])


@pytest.mark.parametrize("text", ["I've seen all the Nolan films, to be honest", "诺兰的片子我都刷完了"])
def test_what_is_all_known_is_not_wanted_again(films: Parser, text: str) -> None:
    said = [(s.value, s.polarity) for s in films.parse(text, seeing()).statements if s.facet == "director"]
    assert said == [("Christopher Nolan", Polarity.DISLIKE)]


@pytest.mark.parametrize(
    "text",
    [
        "I've seen all the Nolan films and loved them", "I haven't seen all the Nolan films", "诺兰的片子我都看过，想再看一部",
        "I've seen all the good comedies, what else", "I've had every intention to watch a western",
    ],
)  # fmt: skip
def test_what_is_loved_or_not_all_known_is_wanted(films: Parser, text: str) -> None:
    assert all(s.polarity is Polarity.LIKE for s in films.parse(text, seeing()).statements)


@pytest.mark.parametrize("text", ["I want action. Help!", "it's our anniversary on Friday", "any help?"])
def test_titles_that_stand_by_chance_name_nothing(films: Parser, text: str) -> None:
    read = films.parse(text, seeing())
    assert not read.references
    assert not [s for s in read.statements if s.facet == ITEM]


@pytest.mark.parametrize(
    ("text", "title"),
    [("I loved The Help", "The Help"), ("have you got Saturday Night Fever?", "Saturday Night Fever")],
)
def test_titles_with_such_words_are_titles(films: Parser, movies: Chatbot, text: str, title: str) -> None:
    read = films.parse(text, seeing())
    assert [movies.catalogue.item(i).title for i in read.references] == [title]  # type: ignore[union-attr]


def test_scary_but_not_too_scary_is_scary(films: Parser) -> None:
    said = films.parse("need something scary but not TOO scary", seeing()).statements
    assert [(s.value, s.polarity) for s in said if s.facet == "moods"] == [("scary", Polarity.LIKE)]


@pytest.mark.parametrize(
    ("text", "facet", "limits"),
    [
        ("phones, nothing above 6.3 inches please", "screen_inches", (None, 6.3)),
        ("no i said max 150 now!!", "price", (None, 150)),
        ("ok forget the budget a bit, max 150", "price", (None, 150)),
    ],
)
def test_limits_are_not_turned_round(
    goods: Parser, text: str, facet: str, limits: tuple[float | None, float | None]
) -> None:
    said = [(s.min, s.max) for s in goods.parse(text, seeing()).statements if s.facet == facet and s.is_bound]
    assert said == [limits]


@pytest.mark.parametrize(
    "text",
    ["My bedroom is about 15 square metres", "I am 1.95 m tall", "想给我妈买个手机，她六十多了", "房间大概20平米"],
)
def test_other_measures_are_no_prices_and_no_ages(goods: Parser, text: str) -> None:
    said = [s for s in goods.parse(text, seeing()).statements if s.facet == "price" or s.value == "kids"]
    assert not said


@pytest.mark.parametrize(
    ("text", "values"),
    [("chair with a backrest", ["office chairs"]), ("a tv to watch football", ["televisions"]), ("a watch", ["smartwatches"])],
)  # fmt: skip
def test_words_that_look_like_values_are_none(goods: Parser, text: str, values: list[str]) -> None:
    assert [s.value for s in goods.parse(text, seeing()).statements if s.facet != WISH] == values


@pytest.mark.parametrize("text", ["He already has a grinder and an espresso machine", "空气炸锅她有了，看看别的"])
def test_what_somebody_has_is_not_looked_for(goods: Parser, text: str) -> None:
    assert not goods.parse(text, seeing()).statements


def test_a_question_ends_with_no_without_denying(goods: Parser, shop: Chatbot) -> None:
    shown = tuple(item.id for item in shop.catalogue.items[:3])
    assert [c.direction for c in goods.parse("有便宜一点的没", seeing(*shown)).critiques] == ["less"]


def test_last_is_a_verb_too(goods: Parser, shop: Chatbot) -> None:
    shown = tuple(item.id for item in shop.catalogue.items[:3])
    assert goods.parse("how long does the battery last?", seeing(*shown)).references == ()
    assert goods.parse("I want headphones that last", seeing(*shown)).references == ()
    for text in ("I'll take the last", "tell me about last one"):
        assert goods.parse(text, seeing(*shown)).references == shown[2:]


def test_only_what_is_said_to_go_goes(shop: Chatbot) -> None:
    turn = talk(shop, "drop")
    turn("a monitor with 144 Hz and usb-c")
    reply = turn("OK drop the 144 Hz, 75 Hz is enough. USB-C is a must.")
    known = {(f.facet, f.value, f.min) for f in reply.trace.facts.active}
    assert ("features", "usb-c", None) in known
    assert ("refresh_hz", None, 75.0) in known
    assert ("refresh_hz", None, 144.0) not in known
    assert "usb-c" not in reply.text.split("\n")[0]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("ok, forget the 144 Hz", {"price", "features"}), ("forget the budget, and the 144 Hz", {"features"}),
        ("Forget usb-c. And the 144 Hz.", {"price"}),
    ],
)  # fmt: skip
def test_what_is_to_be_forgotten_is(shop: Chatbot, text: str, kept: set[str]) -> None:
    turn = talk(shop, f"forget {text}")
    turn("a monitor under 300 with 144 Hz and usb-c")
    facts = turn(text).trace.facts.active
    assert {f.facet for f in facts} - {"category"} == kept


def test_a_ban_is_lifted_by_what_is_fine_now(shop: Chatbot) -> None:
    turn = talk(shop, "lifted")
    turn("phones, no Orbita")
    reply = turn("Orbita phones are fine too now")
    assert not [c for c in reply.trace.filters if c.facet == "brand"]


def test_what_keeps_to_a_new_limit_is_shown_again(shop: Chatbot) -> None:
    turn = talk(shop, "limit")
    before = turn("air fryers").recommendations
    after = turn("those are too expensive, under 80 please").recommendations
    cheap = {r.item_id for r in before if float(r.attributes["price"]) <= 80}  # type: ignore[arg-type]
    assert cheap
    assert cheap <= {r.item_id for r in after}


def test_what_was_shown_before_is_counted(shop: Chatbot) -> None:
    turn = talk(shop, "hidden")
    first = turn("air fryers").recommendations
    assert f"Another {len(first)} that fit were shown before." in turn("show me others").text


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("do you sell air conditioners?", "air conditioners"), ("有没有空调", "空调"), ("do you sell headphones?", ""),
        ("do you have suggestions", ""), ("do you have anything else?", ""), ("有什么推荐吗", ""),
    ],
)  # fmt: skip
def test_what_is_not_sold_is_said_so(shop: Chatbot, text: str, about: str) -> None:
    reply = talk(shop, f"sold {text}")(text)
    assert bool(reply.recommendations) is not bool(about)
    assert about in reply.text


def test_a_value_is_found_by_a_word_of_it(shop: Chatbot) -> None:
    turn = talk(shop, "hdmi")
    turn("the Baseline Bar 80 soundbar")
    assert "hdmi arc" in turn("does it have HDMI?").text


def test_whether_it_is_much_is_said(movies: Chatbot) -> None:
    turn = talk(movies, "gory")
    turn("war films")
    assert turn("What about Saving Private Ryan, is that very violent?").text.startswith("Yes.")
    assert turn("is Up too violent for kids?").text.startswith("No.")


def test_nothing_comes_first_by_what_nothing_tells(shop: Chatbot) -> None:
    turn = talk(shop, "choir")
    turn("phones")
    reply = turn("which one has the best choir?").text
    assert "does not say that about any of them" in reply
    assert "comes first" not in reply


def test_several_questions_get_several_answers(shop: Chatbot) -> None:
    reply = talk(shop, "several")("what's the warranty, and may I return it?")
    assert reply.trace.cites == ("warranty", "returns")


def test_what_is_gone_comes_late_and_is_owned_up_to(shop: Chatbot) -> None:
    listed = talk(shop, "gone")("a camera phone from Pixelar").recommendations
    stocked = [r.attributes["in_stock"] for r in listed]
    assert False in stocked
    assert ["out of stock" in r.reasons for r in listed] == [not held for held in stocked]
    gone = [item.id for item in shop.catalogue.items if False in item.values("in_stock")]
    rows = sorted(shop.catalogue.rows(gone))
    assert rows
    assert max(prior_of(shop.catalogue)[rows]) <= 0.5
