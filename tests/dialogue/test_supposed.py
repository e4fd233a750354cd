"""What is only supposed ("what if I went up to 150?") is tried and told, and changes nothing until the user agrees."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.records import Intent, Reply


def held(bot: Chatbot, name: str, *messages: str) -> list[Reply]:
    return [bot.respond(message, user=name, session=name) for message in messages]


def budget(reply: Reply) -> float | None:
    return next((fact.max for fact in reply.trace.facts.active if fact.facet == "price"), None)


@pytest.mark.parametrize(
    ("begun", "supposition"),
    [
        ("headphones under $100", "what if I went up to 150?"),
        ("headphones under $100", "suppose I could spend 150 dollars, what would you recommend?"),
        ("想要100美元以内的耳机", "如果预算加到150美元，会推荐什么？"),
    ],
)
def test_a_supposed_bound_is_tried_and_not_kept(shop: Chatbot, begun: str, supposition: str) -> None:
    first, asked = held(shop, supposition, begun, supposition)
    assert asked.trace.intent is Intent.WHAT_IF
    assert "$150" in asked.text
    assert not asked.trace.facts.added
    assert budget(first) == budget(asked) == 100
    tried = {
        item.title: item.values("price")[0]
        for item in shop.catalogue.items
        for title in (item.title, item.named("zh"))
        if title in asked.text
    }
    assert tried
    assert all(float(price) <= 150 for price in tried.values())


@pytest.mark.parametrize("yes", ["yes please", "ok do that", "go ahead", "perfect"])
def test_yes_does_what_was_supposed(shop: Chatbot, yes: str) -> None:
    *_, done = held(shop, yes, "headphones under $100", "what if I went up to 150?", yes)
    assert budget(done) == 150
    assert done.recommendations


@pytest.mark.parametrize("no", ["no", "no, leave it", "never mind, just curious"])
def test_no_leaves_everything_as_it_is(shop: Chatbot, no: str) -> None:
    *_, done = held(shop, no, "headphones under $100", "what if I went up to 150?", no)
    assert budget(done) == 100
    assert not done.trace.facts.added
    assert not done.trace.facts.retired


def test_an_offer_lapses_with_the_next_message(shop: Chatbot) -> None:
    *_, done = held(shop, "lapsed", "headphones under $100", "what if I went up to 150?", "in black", "yes")
    assert budget(done) == 100


@pytest.mark.parametrize(
    ("begun", "supposition", "gone"),
    [
        ("bluetooth headphones", "what if I didn't need bluetooth?", "wireless"),
        ("headphones under $100", "what would you show me if money was no object?", "price"),
        ("a laptop, not from Kestrel", "what if I didn't mind Kestrel?", "brand"),
    ],
)
def test_a_condition_can_be_supposed_away(shop: Chatbot, begun: str, supposition: str, gone: str) -> None:
    _, asked, done = held(shop, supposition, begun, supposition, "yes, do that")
    assert "without" in asked.text
    assert any(fact.facet == gone for fact in asked.trace.facts.active)
    assert not any(fact.facet == gone for fact in done.trace.facts.active)


def test_a_comparison_can_be_supposed(shop: Chatbot) -> None:
    _, asked = held(shop, "cheaper", "headphones under $100", "what if they were cheaper?")
    assert not asked.recommendations
    assert budget(asked) == 100


def test_what_is_said_beside_a_supposition_is_kept(movies: Chatbot) -> None:
    asked = held(movies, "beside", "a comedy under 100 minutes", "No horror. What if I had two and a half hours?")[-1]
    assert "150 min" in asked.text
    assert [(fact.facet, fact.value) for fact in asked.trace.facts.added] == [("genre", "horror")]


def test_what_makes_no_difference_is_said_to(movies: Chatbot) -> None:
    asked = held(movies, "same", "a comedy under 100 minutes", "what if I went up to 100 minutes?")[-1]
    assert "nothing" in asked.text
    assert "Shall I" not in asked.text


def test_what_cannot_be_looked_up_is_owned_up_to(movies: Chatbot) -> None:
    asked = held(movies, "unread", "a comedy", "what if I were a purple teapot?")[-1]
    assert asked.text.startswith("I cannot look up")
