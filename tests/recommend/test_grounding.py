"""What the checker lets through and what it stops."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.llm.scripted import ScriptedChat
from chatbot.prompts import Prompts
from chatbot.recommend.explain import Explainer
from chatbot.recommend.grounding import Grounding, Vocabulary
from chatbot.records import Recommendation
from chatbot.settings import bundled

PROMPTS = Prompts(bundled("prompts"))
WORDING = PROMPTS.wording("en")


def arrival(bot: Chatbot) -> Recommendation:
    item = next(i for i in bot.catalogue.items if i.title == "Arrival")
    return Recommendation(
        item_id=item.id, title=item.title, score=1.0, contributions={"stated": 1.0}, reasons=("tense", "about first contact", "no horror"),
        avoided=("no horror",), attributes=item.attributes, summary=item.summary,
    )  # fmt: skip


def faults(bot: Chatbot, text: str) -> tuple[str, ...]:
    chosen = arrival(bot)
    item = bot.catalogue.item(chosen.item_id)
    assert item is not None
    return Grounding(
        bot.pack, Vocabulary(bot.pack, "en"), item, chosen.reasons[:2], "en", WORDING.words("glue")
    ).faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Arrival is tense, and it is about first contact.",
        "Arrival is a tense film, directed by Denis Villeneuve.",
        "Arrival is about first contact, with Amy Adams and Jeremy Renner.",
    ],
)
def test_true_sentences_pass(movies: Chatbot, text: str) -> None:
    assert faults(movies, text) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Arrival is a tense comedy.", "comedy"), ("Arrival is a horror film.", "horror"), ("Arrival is tense, from 2015.", "2015"), ("Arrival is about dinosaurs.", "dinosaurs"),
        ("Arrival is directed by Amy Adams.", "amy adams"), ("Arrival is tense, with Denis Villeneuve.", "denis villeneuve"), ("Arrival, it is Amy Adams.", "amy adams"),
        ("Arrival won 8 Oscars.", "8"), ("It is tense.", "title missing"), ("Arrival is not tense.", "not"), ("Inception is tense.", "inception"), ("Arrival costs $25.", "25"),
        ("Arrival is tense, from 2016.", "2016"), ("Arrival is tense and tense.", "repeated: tense"), ("Arrival is about first contact, it is also about contact.", "repeated"),
    ],
)  # fmt: skip
def test_false_or_unverifiable_sentences_are_stopped(movies: Chatbot, text: str, fault: str) -> None:
    assert any(fault in found.casefold() for found in faults(movies, text))


def test_a_number_may_be_said_where_a_reason_gives_it(movies: Chatbot) -> None:
    chosen = arrival(movies)
    item = movies.catalogue.item(chosen.item_id)
    assert item is not None
    reasons = ("tense", "from 2016")
    check = Grounding(movies.pack, Vocabulary(movies.pack, "en"), item, reasons, "en", WORDING.words("glue"))
    assert check.faults("Arrival is a tense film from 2016.") == ()


def test_a_false_sentence_is_tried_once_more_then_replaced_by_the_plain_one(movies: Chatbot) -> None:
    lie = "Arrival is a comedy."
    model = ScriptedChat(lie, lie)
    told = Explainer(movies.pack, PROMPTS, model)(arrival(movies), "en", WORDING)
    model.assert_finished()
    assert (told.by_model, told.text) == (False, "My first pick is Arrival: tense, about first contact, no horror.")
    assert told.fallbacks == ("explain: ungrounded",)


def test_a_second_try_that_holds_is_shown(movies: Chatbot) -> None:
    told = Explainer(movies.pack, PROMPTS, ScriptedChat("Arrival is a comedy.", "Arrival is tense."))(
        arrival(movies), "en", WORDING
    )
    assert (told.by_model, told.text) == (True, "Arrival is tense.")


def test_a_model_is_not_told_what_the_item_is_without(movies: Chatbot) -> None:
    model = ScriptedChat("Arrival is tense.")
    Explainer(movies.pack, PROMPTS, model)(arrival(movies), "en", WORDING)
    assert "horror" not in model.prompts[0].splitlines()[-1]


def test_a_name_that_is_an_ordinary_word_is_not_found_in_one(movies: Chatbot) -> None:
    item = next(i for i in movies.catalogue.items if i.title == "It")
    assert "It" in item.values("series")
    words = WORDING.words("glue")
    checked = Grounding(movies.pack, Vocabulary(movies.pack, "en"), item, ("from 2017", "horror"), "en", words)
    assert checked.faults("It is from 2017 and it is a horror film.") == ()


def test_a_series_that_is_also_a_theme_may_be_named_as_the_theme(movies: Chatbot) -> None:
    item = next(i for i in movies.catalogue.items if i.title == "Cars")
    checked = Grounding(movies.pack, Vocabulary(movies.pack, "en"), item, ["about cars"], "en", ["is"])
    assert checked.faults("Cars is about cars.") == ()


def test_a_name_inside_another_value_needs_no_role(shop: Chatbot) -> None:
    item = next(i for i in shop.catalogue.items if i.title == "Orbita Dot 3 Earbuds")
    told = "with instant pairing with orbita phones"
    grounding = Grounding(shop.pack, Vocabulary(shop.pack, "en"), item, [told], "en", WORDING.words("glue"))
    assert grounding.faults(f"{item.title} is {told}.") == ()
    assert grounding.faults(f"{item.title} is {told}, Orbita.")
