"""Messages that ask about shown items and choose none: one shown before, the cheapest, one that is not there."""

import pytest
from talking import talk, titles

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, SessionState


def seeing(*showings: tuple[str, ...], question: str | None = None) -> SessionState:
    return SessionState(session_id="s", user_id="u", turn=1, shown=showings, open_question=question)


def ids(bot: Chatbot, *titles: str) -> tuple[str, ...]:
    known = {item.title: item.id for item in bot.catalogue.items}
    return tuple(known[title] for title in titles)


@pytest.mark.parametrize(
    "text",
    [
        "the first one you showed me, in red", "show me the first one you showed me", "what was the first one you showed me?",
        "what was the very first film you showed me?", "the very first one again please",
        "ok, can we go back to the first one you suggested", "你一开始推荐的第一个是什么",
    ],
)  # fmt: skip
def test_what_was_shown_before_is_told_about_again(films: Parser, movies: Chatbot, text: str) -> None:
    first, second, third = (item.id for item in movies.catalogue.items[:3])
    read = films.parse(text, seeing((first, second), (third,)))
    assert read.intents == (Intent.ASK_ITEM,)
    assert read.references == (first,)
    assert not read.statements
    assert read.settled


@pytest.mark.parametrize(
    "text",
    ["show me the second one", "show me the second one again", "再给我看看第二个", "tell me about the second film"],
)
def test_a_shown_item_is_shown_again(films: Parser, movies: Chatbot, text: str) -> None:
    state = seeing(tuple(item.id for item in movies.catalogue.items[:3]))
    read = films.parse(text, state)
    assert (read.intents, read.references) == ((Intent.ASK_ITEM,), state.on_screen[1:2])


@pytest.mark.parametrize(
    "text",
    [
        "I liked the first one you showed me", "I'll take the first one you showed me", "something like the first one you showed me",
        "I don't want the first one you showed me", "why did you show me the first one?", "compare it with the first one you showed me",
        "I've seen the first one you showed me", "show me the first Star Wars film",
    ],
)  # fmt: skip
def test_what_says_more_of_it_does_not_only_recall_it(films: Parser, movies: Chatbot, text: str) -> None:
    state = seeing(tuple(item.id for item in movies.catalogue.items[:3]))
    assert not films.parse(text, state).settled


@pytest.mark.parametrize(
    "text", ["the cheapest one please", "cheapest one", "the cheapest of those", "show me the cheapest", "the least expensive one", "最便宜的那个"]
)  # fmt: skip
def test_the_cheapest_is_named_and_told_about_and_not_taken_for_liked(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"cheapest {text}")
    shown = turn("a smartwatch").recommendations
    cheapest = min(shown, key=lambda r: float(str(r.attributes["price"])))
    reply = turn(text)
    assert reply.trace.intent == "ask_item"
    english, chinese = titles(shop, cheapest)
    assert reply.text.startswith((f"Lowest price: {english}", f"价格最低：{chinese}"))
    assert not reply.trace.facts.added
    assert not reply.recommendations


def test_what_is_cheaper_than_all_that_is_listed_is_named_too(shop: Chatbot) -> None:
    turn = talk(shop, "cheaper still")
    listed = [float(str(r.attributes["price"])) for r in turn("a mechanical keyboard").recommendations]
    cheapest = min(
        (item for item in shop.catalogue.items if "keyboards" in item.values("category")),
        key=lambda item: float(item.values("price")[0]),
    )
    reply = turn("cheapest one").text
    assert (cheapest.title in reply) == (float(cheapest.values("price")[0]) < min(listed)) or cheapest.title in reply
    assert "Of all that fits" not in turn("the cheapest of those").text


@pytest.mark.parametrize(
    ("text", "domain"),
    [("the purple one", "shop"), ("the purple one please", "shop"), ("紫色的那个", "shop"), ("the one from 1931", "movies"), ("show me the one from 1931", "movies")],
)  # fmt: skip
def test_what_none_of_the_shown_has_is_not_taken_for_one_of_them(
    movies: Chatbot, shop: Chatbot, text: str, domain: str
) -> None:
    turn = talk(shop if domain == "shop" else movies, f"not there {text}")
    turn("a coffee grinder" if domain == "shop" else "a film from the 90s")
    reply = turn(text)
    assert reply.text.startswith(("None of those I showed is like that", "我推荐过的里面没有这样的"))
    assert not reply.trace.facts.added


def test_the_one_from_a_year_is_the_shown_one_of_it(films: Parser, movies: Chatbot) -> None:
    old, new = ids(movies, "Psycho", "Get Out")
    read = films.parse("tell me about the one from 2017", seeing((old, new)))
    assert read.references == (new,)
    assert not read.statements


def test_a_described_one_may_answer_an_open_question(goods: Parser, shop: Chatbot) -> None:
    state = seeing(tuple(item.id for item in shop.catalogue.items[:2]), question="color")
    assert goods.parse("the purple one", state).beyond == 0


@pytest.mark.parametrize(
    "text", ["is there one with Tom Hanks?", "is there one with Tom Hanks in it?", "and are there any with Tom Hanks?"]
)
def test_who_asks_whether_there_is_one_asks_for_it(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    turn("a thriller")
    reply = turn(text)
    assert reply.trace.intent in ("request", "constrain")
    assert all("Tom Hanks" in str(r.attributes["cast"]) for r in reply.recommendations)


@pytest.mark.parametrize("text", ["are there refurbished ones?", "有没有二手的？"])
def test_what_nothing_in_the_catalogue_is_said_to_be_is_told(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("a phone")
    reply = turn(text)
    assert "catalogue" in reply.text or "目录" in reply.text
    assert not reply.trace.facts.added
    assert not reply.recommendations


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("is the first one pink?", "Yes. The color of Baseline Loop"), ("does the first one come in green?", "No. The color of Baseline Loop"), ("the second in black?", "Yes. "),
        ("does the first one come in green or pink?", "Headphones: black"),
    ],
)  # fmt: skip
def test_whether_an_item_has_a_value_is_answered(shop: Chatbot, text: str, answer: str) -> None:
    turn = talk(shop, f"whether {text}")
    turn("cheap headphones")
    reply = turn(text.replace("the first one", "the Baseline Loop")).text
    assert answer in reply
    assert "rating" not in reply


def test_which_of_them_has_a_value_is_answered_for_all(movies: Chatbot) -> None:
    turn = talk(movies, "happy")
    turn("films with Tom Hanks")
    assert "feel-good" in turn("do any of them have a happy ending?").text
    assert "Yes" in turn("is the second one in English?").text
    first = talk(movies, "very first")
    shown = first("a thriller").recommendations[0]
    first("a western")
    assert first("the very first film, is it in English?").text.startswith(
        f"Yes. The language of {shown.title}: English"
    )
    assert "does not say" in turn("do any of them have a dog?").text or "dog" in turn("do any of them have a dog?").text


def test_why_an_item_is_not_on_the_list_is_told(movies: Chatbot) -> None:
    turn = talk(movies, "why not")
    first = turn("a film from 2004").recommendations[0]
    assert "Titanic is not on the list because it does not meet this: from 2004 on" in turn("why not Titanic?").text
    assert "泰坦尼克" in (said := turn("为什么不是泰坦尼克号？").text) or "Titanic" in said
    assert f"I chose {first.title} because" in turn("why the first one?").text
    turn(f"not {first.title}")
    assert "you set it aside" in turn(f"why not {first.title}?").text


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the longest one", 0),
        ("the shortest one", 1),
        ("最长的那部", 0),
        ("the oldest one", 1),
        ("the newest of them", 0),
    ],
)
def test_superlatives_of_words_that_compare_single_out_one(
    films: Parser, movies: Chatbot, text: str, place: int
) -> None:
    state = seeing(ids(movies, "Interstellar", "Psycho"))
    assert films.parse(text, state).references == (state.on_screen[place],)


@pytest.mark.parametrize("text", ["my oldest is 14, what can we watch?", "最近压力好大，想看喜剧"])
def test_superlatives_ask_for_nothing_by_themselves(films: Parser, text: str) -> None:
    assert not any(s.facet == "year" for s in films.parse(text, seeing()).statements)


def test_which_is_the_cheapest_is_asked_of_all_that_is_shown(goods: Parser, shop: Chatbot) -> None:
    state = seeing(tuple(item.id for item in shop.catalogue.items[:3]))
    assert goods.parse("which of these is the cheapest?", state).references == state.on_screen


@pytest.mark.parametrize(
    "text",
    [
        "something like the cheapest one",
        "not the cheapest one",
        "I'll take the cheapest one",
        "cheapest headphones",
        "the cheapest one is too heavy",
        "is there one with a higher rating?",
        "do you have one in a warmer colour",
        "got any others?",
        "ok, the cheaper one then",
    ],
)
def test_what_is_not_said_outright_is_left_to_other_readings(goods: Parser, shop: Chatbot, text: str) -> None:
    state = seeing(tuple(item.id for item in shop.catalogue.items[:3]))
    assert not goods.parse(text, state).settled


def test_what_is_not_there_is_looked_for_when_that_is_wanted(shop: Chatbot) -> None:
    turn = talk(shop, "look for one")
    turn("headphones")
    assert "shall I look for one?" in turn("the yellow one").text
    assert all("yellow" in str(r.attributes["color"]) for r in turn("yes please").recommendations)
    other = talk(shop, "look for none")
    other("headphones")
    other("the yellow one")
    assert not other("no").trace.facts.added


@pytest.mark.parametrize(
    "text",
    [
        "why not the Sonara Drift Max?",
        "and why isn't the Sonara Drift Max on the list?",
        "why didn't you show me the Sonara Drift Max?",
    ],
)
def test_why_not_is_asked_in_several_ways(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("wireless headphones under $100")
    assert "is not on the list because it does not meet this: price at most $100" in turn(text).text


@pytest.mark.parametrize("text", ["why not just show me something funny?", "why not?", "why not a comedy"])
def test_why_not_without_an_item_is_something_else(films: Parser, movies: Chatbot, text: str) -> None:
    assert not films.parse(text, seeing(tuple(item.id for item in movies.catalogue.items[:3]))).settled
