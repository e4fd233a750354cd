"""Questions about several items at once, items pointed at by their numbers, and questions about a named one."""

import re

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import ITEM, Intent, Polarity
from tests.dialogue.talking import seeing, talk


def titled(bot: Chatbot, *titles: str) -> list[str]:
    """The ids of items, by how their titles begin."""
    return [next(i.id for i in bot.catalogue.items if i.title.startswith(title)) for title in titles]


@pytest.mark.parametrize(
    "text",
    ["how long are the first two?", "who directed the second and third?", "前两部多长", "第二部和第三部谁导演的"],
)
def test_each_of_several_is_told_of(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    shown = turn("a thriller" if text.isascii() else "想看惊悚片").recommendations
    two = shown[1:3] if "second" in text or "第二" in text else shown[:2]
    reply = turn(text)
    assert not reply.recommendations
    assert all(r.name in reply.text for r in two)


@pytest.mark.parametrize(
    ("text", "yes"), [("are the first two by the same director?", "Yes"), ("前两部是同一个导演吗", "是的")]
)
def test_whether_they_are_alike_is_asked_of_both(movies: Chatbot, text: str, yes: str) -> None:
    turn = talk(movies, text)
    shown = turn("a Spielberg film" if text.isascii() else "斯皮尔伯格的电影").recommendations
    told = turn(text).text
    assert told.startswith(yes)
    assert shown[0].name not in told  # one sentence for both


def test_what_differs_is_told_of_each(movies: Chatbot) -> None:
    turn = talk(movies, "differ")
    shown = turn("a thriller").recommendations
    years = [movies.catalogue.item(r.item_id).values("year") for r in shown[:2]]  # type: ignore[union-attr]
    told = turn("are the first two from the same year?").text
    assert told.startswith("Yes" if years[0] == years[1] else "No")


@pytest.mark.parametrize(
    "text", ["how much are the first two together?", "what do the first two cost in total?", "前两款一共多少钱"]
)
def test_prices_are_added_up(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    shown = turn("headphones" if text.isascii() else "想买耳机").recommendations[:2]
    prices = [float(shop.catalogue.item(r.item_id).values("price")[0]) for r in shown]  # type: ignore[union-attr]
    told = turn(text).text.replace(",", "")
    figures = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", told)]
    assert figures[0] == pytest.approx(sum(prices))
    assert sorted(figures[1:3]) == pytest.approx(sorted(prices))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("how heavy is the 48?", "Cadenza Arena 48"), ("the 55 one please", "Pixelar Lumen 55"),
        ("is the $999 one any good?", "Cadenza Arena 48"), ("那个55寸的多少钱", "Pixelar Lumen 55"),
    ],
)  # fmt: skip
def test_an_item_is_pointed_at_by_a_number_that_it_alone_has(
    goods: Parser, shop: Chatbot, text: str, title: str
) -> None:
    shown = titled(shop, "Pixelar Lumen 55", "Cadenza Arena 48", "Monarch Regent 65")
    assert goods.parse(text, seeing(*shown)).references == tuple(titled(shop, title))


@pytest.mark.parametrize("text", ["65", "make it 65", "i want a 65 one", "就要65的"])
def test_a_bare_number_is_of_what_the_kind_on_screen_has(goods: Parser, shop: Chatbot, text: str) -> None:
    read = goods.parse(text, seeing(*titled(shop, "Pixelar Lumen 55", "Cadenza Arena 48")))
    assert [(s.facet, s.min, s.max) for s in read.statements] == [("screen_inches", 65, 65)]


def test_what_things_cost_stays_a_price(goods: Parser, shop: Chatbot) -> None:
    read = goods.parse("under 500", seeing(*titled(shop, "Pixelar Lumen 55")))
    assert [(s.facet, s.max) for s in read.statements] == [("price", 500)]


def test_a_unit_of_two_facets_is_of_the_one_that_the_kind_has_so_much_of(goods: Parser, shop: Chatbot) -> None:
    read = goods.parse("32gb would be better", seeing(*titled(shop, "Kestrel Swift 14 Laptop")))
    assert [(s.facet, s.min) for s in read.statements] == [("memory_gb", 32)]


@pytest.mark.parametrize(
    "text", ["Heat or Fargo?", "which is better, Heat or Fargo?", "should we watch Heat or Fargo?", "Heat还是Fargo？"]
)
def test_two_that_are_named_are_compared_though_others_are_shown(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(*titled(movies, "Alien", "Vertigo")))
    assert read.intents == (Intent.COMPARE,)
    assert read.references == tuple(titled(movies, "Heat", "Fargo"))


def test_of_two_of_which_one_is_unknown_it_is_said_which_is_there(movies: Chatbot) -> None:
    told = talk(movies, "one of two")("compare Fargo vs Frozen Potatoes of Doom").text
    assert "Fargo" in told
    assert "|" not in told


@pytest.mark.parametrize("text", ["is Fargo any good?", "is fargo worth watching?", "Fargo好看吗"])
def test_whether_it_is_good_is_its_rating(movies: Chatbot, text: str) -> None:
    rating = movies.catalogue.item(titled(movies, "Fargo")[0]).values("rating")[0]  # type: ignore[union-attr]
    assert f"{float(rating):g}" in talk(movies, text)(text).text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Orbita Nova 8 Smartphone price", "$"), ("how long is the warranty on the Orbita Nova 8 Smartphone?", "warranty"),
        ("whats the warrenty on the Orbita Nova 8 Smartphone", "warranty"),
    ],
)  # fmt: skip
def test_what_a_named_product_has_is_told_before_any_help_page(shop: Chatbot, text: str, told: str) -> None:
    reply = talk(shop, text)(text)
    assert told in reply.text
    assert "Help page" not in reply.text
    assert not reply.recommendations


@pytest.mark.parametrize("text", ["does it float?", "戴眼镜会不会夹头"])
def test_what_nothing_tells_of_is_said_not_to_be_known(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("headphones" if text.isascii() else "想买耳机")
    turn("tell me about the first one" if text.isascii() else "介绍一下第一个")
    told = turn(text).text
    assert told.startswith(("The catalogue does not say", "目录里没有"))


@pytest.mark.parametrize("text", ["how much ram has the fledge 14 got?", "is the fledge 14 heavy?"])
def test_another_number_is_another_model(goods: Parser, shop: Chatbot, text: str) -> None:
    shown, meant = titled(shop, "Kestrel Fledge 11", "Kestrel Fledge 14")
    assert goods.parse(text, seeing(shown, *titled(shop, "Quill Linen 13"))).references == (meant,)


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("I've seen Fargo, hated it", Polarity.DISLIKE),
        ("we watched fargo, loved it", Polarity.LIKE),
        ("Fargo看过了，很喜欢", Polarity.LIKE),
    ],
)
def test_a_verdict_on_what_was_seen_is_kept(movies: Chatbot, text: str, polarity: Polarity) -> None:
    turn = talk(movies, text)
    facts = turn(text).trace.facts.active
    assert [(f.facet, f.polarity) for f in facts] == [(ITEM, polarity)]
    assert facts[0].strength > 0.5
    later = turn("another one like that" if text.isascii() else "再来一部类似的").recommendations
    assert titled(movies, "Fargo")[0] not in {r.item_id for r in later}


def test_an_objection_to_what_is_listed_sets_it_aside_and_keeps_the_search(movies: Chatbot) -> None:
    turn = talk(movies, "objection")
    first = turn("a war film").recommendations[0]
    reply = turn(f"{first.name} isn't really a war film")
    assert first.item_id not in {r.item_id for r in reply.recommendations}
    assert [f.value for f in reply.trace.facts.active if f.facet == "genre"] == ["war"]


@pytest.mark.parametrize(
    "question",
    [
        "how much are the laptop and the mouse together?",
        "what do the mouse and the laptop cost together?",
        "how much is the mouse plus the laptop in total?",
    ],
)
def test_what_was_shown_in_different_turns_is_summed(shop: Chatbot, question: str) -> None:
    turn = talk(shop, f"sum {question}")
    prices = [float(str(turn(kind).recommendations[0].attributes["price"])) for kind in ("show me a mouse", "laptops")]
    reply = turn(question)
    assert f"${sum(prices):,.2f}".removesuffix(".00") in reply.text


@pytest.mark.parametrize("question", ["how much is the laptop?", "how heavy is the laptop and does it have a mouse?"])
def test_one_that_is_asked_about_is_not_summed(shop: Chatbot, question: str) -> None:
    turn = talk(shop, f"no sum {question}")
    turn("show me a mouse")
    turn("laptops")
    assert len(turn(question).trace.understanding.references) < 2


def test_two_questions_after_a_remark_are_both_answered_of_what_it_points_at(movies: Chatbot) -> None:
    turn = talk(movies, "remark and two questions")
    shown = turn("a good thriller").recommendations
    told = turn("the third one sounds good. how long is it and who directed it?").text
    assert f"length of {shown[2].name}" in told
    assert f"director of {shown[2].name}" in told
