"""What a message is about of what is shown, pointed at or not."""

import pytest
from talking import seeing

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.references import passes_over, unsaid
from chatbot.records import Intent, Reply, SessionState

SHOWN = ("a", "b", "c")


@pytest.mark.parametrize("intent", ["ask_item", "why", "accept", "reject", "similar"])
def test_one_shown_item_goes_without_saying(intent: str) -> None:
    assert unsaid([Intent(intent)], (), seeing("a")) == ("a",)
    assert unsaid([Intent(intent)], (), seeing(*SHOWN)) == ()
    assert unsaid([Intent(intent)], ("c",), seeing(*SHOWN)) == ("c",)


def test_what_was_spoken_of_last_is_meant_until_something_is_turned_down() -> None:
    assert unsaid([Intent.WHY], (), seeing(*SHOWN, focus=("b", "a"))) == ("b",)
    assert unsaid([Intent.REJECT], (), seeing(*SHOWN, focus=("b",))) == ()


@pytest.mark.parametrize("intent", ["request", "constrain", "inform", "support", "critique"])
def test_what_is_about_no_item_points_at_none(intent: str) -> None:
    assert unsaid([Intent(intent)], (), seeing("a")) == ()


def test_all_that_is_shown_is_compared_unless_two_are_spoken_of() -> None:
    assert unsaid([Intent.COMPARE], (), seeing(*SHOWN)) == SHOWN
    assert unsaid([Intent.COMPARE], ("b",), seeing(*SHOWN)) == SHOWN
    assert unsaid([Intent.COMPARE], ("b",), seeing(*SHOWN, focus=("a",))) == ("b", "a")
    assert unsaid([Intent.COMPARE], ("b", "c"), seeing(*SHOWN)) == ("b", "c")
    assert unsaid([Intent.COMPARE], (), seeing()) == ()


def test_all_is_turned_down_when_none_or_each_is_named() -> None:
    assert passes_over((), seeing(*SHOWN))
    assert passes_over(SHOWN, seeing(*SHOWN))
    assert not passes_over(("a",), seeing(*SHOWN))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1 or 3?", [0, 2]), ("hmm, 1 vs 2", [0, 1]), ("is the second waterproof", [1]), ("none of these", [0, 1, 2]),
        ("which of these is best", [0, 1, 2]), ("neither, thanks", [0, 1, 2]), ("all of those look dull", [0, 1, 2]),
        ("we're both pensioners", []), ("it's for both of us", []), ("for 1 or 2 people", []), ("这些都不喜欢", [0, 1, 2]),
        ("is the first class post free?", []),
    ],
)  # fmt: skip
def test_places_and_whole_lists_are_pointed_at(goods: Parser, shop: Chatbot, text: str, places: list[int]) -> None:
    state = seeing(*(item.id for item in shop.catalogue.items[:3]))
    assert list(goods.parse(text, state).references) == [state.on_screen[place] for place in places]


@pytest.mark.parametrize(
    "text", ["tell me about the Baseline", "going with the baseline", "why Baseline?", "is the baseline any good", "the Baseline or the Orbita?"]
)  # fmt: skip
def test_a_maker_singles_out_the_one_shown_item_of_theirs(goods: Parser, shop: Chatbot, text: str) -> None:
    titles = ("Baseline Phone 6", "Orbita Comet 5 Lite Smartphone", "Kestrel Fair Repairable Phone")
    ids = {item.title: item.id for item in shop.catalogue.items}
    read = goods.parse(text, seeing(*(ids[title] for title in titles)))
    assert read.references[0] == ids[titles[0]]
    assert not any(s.facet == "brand" for s in read.statements)


def test_a_maker_is_a_wish_where_nothing_is_singled_out(goods: Parser, shop: Chatbot) -> None:
    ids = {item.title: item.id for item in shop.catalogue.items}
    state = seeing(ids["Baseline Phone 6"], ids["Orbita Comet 5 Lite Smartphone"])
    assert ("brand", "Baseline") in {(s.facet, s.value) for s in goods.parse("by Baseline please", state).statements}


@pytest.mark.parametrize("text", ["none of these", "not those", "neither"])
def test_a_list_turned_down_makes_no_taste(goods: Parser, shop: Chatbot, text: str) -> None:
    state = seeing(*(item.id for item in shop.catalogue.items[:3]))
    assert not [s for s in goods.parse(text, state).statements if s.facet == "item"]


def test_what_leads_by_the_number_asked_for_is_said(shop: Chatbot) -> None:
    def turn(text: str) -> str:
        return shop.respond(text, user="compare", session="compare").text

    first = shop.respond("headphones", user="compare", session="compare")
    shown = [shop.catalogue.item(r.item_id) for r in first.recommendations]
    cheapest = min((item for item in shown if item is not None), key=lambda item: float(item.values("price")[0]))
    assert f"Lowest price: {cheapest.title}" in turn("which is cheaper?")
    dearest = max((item for item in shown if item is not None), key=lambda item: float(item.values("price")[0]))
    assert f"Highest price: {dearest.title}" in turn("which of them is the most expensive?")


def test_who_asks_which_is_best_by_a_number_hears_that_first_and_nothing_else_by_name(shop: Chatbot) -> None:
    shop.respond("noise cancelling headphones below 200", user="battery", session="battery")
    for question in (
        "which of those has the best battery?",
        "Which one has the longest battery life?",
        "哪个续航最好？",
    ):
        reply = shop.respond(question, user="battery", session="battery").text
        shown = shop.respond("what do you know about me?", user="battery", session="battery")
        assert reply.startswith(("Highest battery life: ", "续航最高：")), question
        assert "For what you asked" not in reply
        assert "按您的要求" not in reply
        assert not shown.recommendations
    assert shop.respond("which of these is the cheapest?", user="battery", session="battery").text.startswith(
        "Lowest price"
    )


def test_a_table_is_short_and_has_the_rows_that_tell_items_apart(shop: Chatbot) -> None:
    shop.respond("noise cancelling headphones below 200", user="rows", session="rows")
    table = shop.respond("which of those has the best battery?", user="rows", session="rows").text.split("\n\n")[1]
    rows = [line.split(" | ")[0].strip("| ") for line in table.splitlines()[2:]]
    assert rows[0] == "battery life"
    assert "price" in rows
    assert "noise cancelling" not in rows  # all have it
    assert len(rows) <= 8


@pytest.mark.parametrize(
    "text", ["those two at the top, which is better for me?", "compare the top two", "最上面的两个哪个更好？"]
)
def test_those_at_the_top_are_as_many_as_are_named(goods: Parser, shop: Chatbot, text: str) -> None:
    state = seeing(*(item.id for item in shop.catalogue.items[:5]))
    assert goods.parse(text, state).references == state.on_screen[:2]


def test_a_comparison_has_a_verdict_wherever_its_items_were_shown(shop: Chatbot) -> None:
    def turn(text: str) -> str:
        return shop.respond(text, user="verdict", session="verdict").text

    turn("headphones under 200")
    turn("tell me about the second one")
    assert "For what you asked" in turn("compare it with the cheapest one")
    turn("make them red")
    assert "For what you asked" in turn("compare the first one you showed me with the first two")
    assert turn("which of these is wireless?")


def test_which_of_them_has_a_value_is_told(movies: Chatbot) -> None:
    movies.respond("a thriller", user="scarier", session="scarier")
    reply = movies.respond("which one is scarier?", user="scarier", session="scarier").text
    assert reply.split("\n")[0].startswith(("scary: ", "None of them is listed as “scary”"))


@pytest.mark.parametrize(
    "text", ["the second blender, is it loud?", "is the second blender loud?", "第二个搅拌机多重？"]
)
def test_a_place_with_a_kind_counts_the_shown_ones_of_that_kind(goods: Parser, shop: Chatbot, text: str) -> None:
    kettles, blenders = (of_kind(shop, kind) for kind in ("kettles", "blenders"))
    state = SessionState(session_id="s", user_id="u", turn=2, shown=(kettles, blenders))
    assert goods.parse(text, state).references == blenders[1:2]
    assert goods.parse(text.replace("blender", "kettle").replace("搅拌机", "水壶"), state).references == kettles[1:2]


@pytest.mark.parametrize(
    "text", ["the first blender I bought broke", "the first blender my mum had", "a first blender"]
)
def test_what_somebody_had_is_no_place_on_a_list(goods: Parser, shop: Chatbot, text: str) -> None:
    assert not goods.parse(text, seeing(*of_kind(shop, "blenders"))).references


def of_kind(shop: Chatbot, kind: str) -> tuple[str, ...]:
    return tuple(item.id for item in shop.catalogue.items if kind in item.values("category"))[:3]


def test_those_two_are_compared_with_one_shown_before(goods: Parser, shop: Chatbot) -> None:
    first, second, third, fourth = (item.id for item in shop.catalogue.items[:4])
    state = SessionState(session_id="s", user_id="u", turn=2, shown=((first, second), (third, fourth)))
    read = goods.parse("compare those two with the first one you showed me", state)
    assert (read.intents, read.references) == ((Intent.COMPARE,), (third, fourth, first))
    assert goods.parse("compare both, the first and the second", state).references == (third, fourth)


def test_items_compared_by_name_are_spoken_of_though_nothing_was_shown(movies: Chatbot) -> None:
    def turn(text: str) -> Reply:
        return movies.respond(text, user="by name", session="by name")

    turn("Is The Godfather better than Goodfellas?")
    assert turn("which is shorter?").text.startswith("Lowest length: Goodfellas")
    reply = turn("something like those two but less violent")
    assert {fact.words for fact in reply.trace.facts.added if fact.facet == "item"} == {"The Godfather", "Goodfellas"}
    assert not turn("tell me about the second").trace.facts.added
