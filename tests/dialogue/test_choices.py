"""Messages that take a shown item, and those that only sound like it."""

import pytest
from talking import seeing, talk, titles

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.references import UNCLEAR
from chatbot.records import Intent, Polarity


def five(bot: Chatbot) -> tuple[str, ...]:
    return tuple(item.id for item in bot.catalogue.items[:5])


@pytest.mark.parametrize("words", ["i'll take the second one", "ok the second one it is, cheers", "就第二个吧，谢谢"])
def test_what_is_taken_is_kept_as_liked_and_not_offered_as_new(movies: Chatbot, words: str) -> None:
    turn = talk(movies, f"taken {words}")
    taken = turn("a comedy").recommendations[1]
    reply = turn(words)
    assert reply.trace.intent is Intent.ACCEPT
    assert any(title in reply.text for title in titles(movies, taken))
    assert taken.title in turn("what do you know about me?").text
    later = talk(movies, f"taken {words}", f"later {words}")
    assert taken.item_id not in {r.item_id for r in later("a comedy").recommendations}


def test_what_was_taken_is_named_only_before_what_is_like_it(shop: Chatbot) -> None:
    turn = talk(shop, "headphones, then a kettle")
    taken = turn("headphones").recommendations[0]
    turn("i'll take the first one")
    assert taken.title not in turn("a kettle").text


@pytest.mark.parametrize(
    "text",
    [
        "ok the third", "the third one it is", "ok then, the third one please", "going with the third", "alright, i'll go for the third one",
        "ok the first, no wait, the third", "就第三个", "好的，第三个吧",
    ],
)  # fmt: skip
def test_few_words_take_an_item(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(*five(movies)))
    assert (read.intents, read.references) == ((Intent.ACCEPT,), five(movies)[2:3])
    assert read.settled


@pytest.mark.parametrize(
    "text",
    [
        "ok, is the third one scary?", "the third one is not bad but too long", "ok, not the third one", "something like the third one",
        "what is the third one about", "第三个是什么", "不要第三个",
    ],
)  # fmt: skip
def test_what_says_more_of_an_item_does_not_take_it(films: Parser, movies: Chatbot, text: str) -> None:
    assert Intent.ACCEPT not in films.parse(text, seeing(*five(movies))).intents


@pytest.mark.parametrize("text", ["you pick", "you choose for me", "ok, your choice", "你来选吧", "随便，你决定"])
def test_who_leaves_the_choice_hears_one_pick_and_why(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"picks {text}")
    first = turn("a comedy").recommendations[0]
    reply = turn(text)
    assert any(title in reply.text for title in titles(movies, first))
    assert not reply.recommendations
    assert not reply.trace.facts.added


@pytest.mark.parametrize(
    "text", ["what about the second", "and the second one?", "how about the second then?", "第二个呢？"]
)
def test_a_question_is_asked_of_another_item(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"another {text}")
    second = turn("a romantic comedy from after 2000").recommendations[1]
    turn("how violent is the first one")
    english, chinese = titles(movies, second)
    assert turn(text).text.startswith((f"The violence of {english}: ", f"{chinese}的暴力程度："))
    assert not turn("what about the third").trace.facts.added


def test_a_word_of_no_meaning_does_not_point_at_a_title_that_has_it(films: Parser, movies: Chatbot) -> None:
    ids = {item.title: item.id for item in movies.catalogue.items}
    shown = (ids["Amélie"], ids["La La Land"], ids["About Time"])
    assert films.parse("what about the second", seeing(*shown)).references == shown[1:2]


@pytest.mark.parametrize("text", ["what about tablets?", "那平板电脑呢"])
def test_another_kind_of_thing_is_asked_for(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"kinds {text}")
    turn("headphones")
    assert {r.attributes["category"] for r in turn(text).recommendations} == {"tablets"}


def test_a_maker_asked_for_goes_on_with_the_kind(shop: Chatbot) -> None:
    turn = talk(shop, "what about a maker")
    turn("headphones")
    reply = turn("what about sonara")
    assert reply.trace.intent is Intent.CONSTRAIN
    assert {(r.attributes["brand"], r.attributes["category"]) for r in reply.recommendations} == {
        ("Sonara", "headphones")
    }


def test_what_is_fine_after_all_is_searched_for_again(shop: Chatbot) -> None:
    turn = talk(shop, "fine after all")
    turn("a speaker, 50-100")
    turn("not a sonara")
    reply = turn("i changed my mind, sonara is ok after all")
    assert {r.attributes["brand"] for r in reply.recommendations} >= {"Sonara"}


@pytest.mark.parametrize("text", ["haha", "hahaha!", "lol", "哈哈哈哈"])
def test_a_laugh_takes_nothing(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"laughs {text}")
    turn("headphones")
    reply = turn(text)
    assert reply.trace.intent is not Intent.ACCEPT
    assert not reply.trace.facts.added


def test_the_other_one_is_the_one_of_two_not_spoken_of_last(goods: Parser, shop: Chatbot) -> None:
    shown = five(shop)
    assert goods.parse("the other one", seeing(*shown, focus=(shown[2], shown[0]))).references == (shown[0],)
    assert goods.parse("and the other one?", seeing(*shown[:2], focus=(shown[1],))).references == (shown[0],)
    assert goods.parse("the other one", seeing(*shown)).beyond == UNCLEAR


def test_all_three_of_five_are_not_guessed_at(shop: Chatbot) -> None:
    turn = talk(shop, "all three")
    turn("headphones")
    assert not turn("ok all three").trace.facts.added
    assert "Which of them" in turn("ok all three").text
    added = turn("ok all five").trace.facts.added
    assert [fact.polarity for fact in added] == [Polarity.LIKE] * 5


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("i like the third one, how long is it?", Intent.ASK_ITEM),
        ("就第三个，多长时间", Intent.ASK_ITEM),
    ],
)  # fmt: skip
def test_who_takes_an_item_and_asks_about_it_gets_both(movies: Chatbot, text: str, also: Intent) -> None:
    turn = talk(movies, f"both {text}")
    third = turn("something romantic").recommendations[2]
    reply = turn(text)
    assert set(reply.trace.understanding.intents) == {Intent.ACCEPT, also}
    assert [fact.value for fact in reply.trace.facts.added] == [third.item_id]
    assert any(reply.text.count(title) > 1 for title in titles(movies, third))


@pytest.mark.parametrize("text", ["i like the second one, what's the warranty?", "就第二个，能送货上门吗"])
def test_who_takes_an_item_and_asks_the_help_pages_gets_both(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"helped {text}")
    second = turn("headphones").recommendations[1]
    reply = turn(text)
    assert reply.trace.cites
    assert [fact.value for fact in reply.trace.facts.added] == [second.item_id]


@pytest.mark.parametrize(
    "text", ["i don't like the second one, what's the warranty?", "if i like the second one, can I return it?"]
)
def test_who_does_not_like_an_item_takes_none(goods: Parser, shop: Chatbot, text: str) -> None:
    assert Intent.ACCEPT not in goods.parse(text, seeing(*five(shop))).intents


@pytest.mark.parametrize(
    "text", ["the third one looks nice, who's in it?", "第三部看起来不错，谁演的？", "hm the third sounds interesting, what's it about?"]
)  # fmt: skip
def test_what_only_looks_good_is_not_taken_by_a_question_about_it(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"looks good {text}")
    third = turn("something romantic").recommendations[2]
    reply = turn(text)
    assert reply.trace.intent is Intent.ASK_ITEM
    assert not reply.trace.facts.added
    assert any(title in reply.text for title in titles(movies, third))
    assert turn("ok, I'll take it").trace.facts.added[0].value == third.item_id


@pytest.mark.parametrize(
    "text", ["we've both seen that one", "seen that one already", "the first one I've already seen"]
)
def test_what_was_seen_is_known_and_not_disliked(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"seen {text}")
    first = turn("something romantic").recommendations[0]
    turn("what's the first one about?")
    reply = turn(text)
    assert [(f.value, f.polarity) for f in reply.trace.facts.added] == [(first.item_id, Polarity.LIKE)]
    assert first.item_id not in [r.item_id for r in reply.recommendations]


def test_that_is_the_one_that_led_a_comparison(movies: Chatbot) -> None:
    turn = talk(movies, "that leads")
    shown = turn("something romantic").recommendations
    shortest = min(shown, key=lambda r: float(str(r.attributes["runtime"])))
    assert turn("which of these is the shortest?").text.startswith(f"Lowest length: {shortest.title}")
    assert [f.value for f in turn("ok let's go with that. thanks!").trace.facts.added] == [shortest.item_id]
