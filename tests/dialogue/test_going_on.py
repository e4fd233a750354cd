"""What goes on with a search, what begins one, and what only tells of the speaker: read by the parser alone."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import ITEM, Intent, Polarity, SessionState

NEW = SessionState(session_id="s", user_id="u")


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("and make it a bit funny as well", Intent.CONSTRAIN),
        ("could it be a western?", Intent.CONSTRAIN),
        ("oh, and I want a happy ending", Intent.CONSTRAIN),
        ("换成喜剧吧", Intent.CONSTRAIN),
        ("a funny western", Intent.REQUEST),
        ("andorra, any drama about it?", Intent.REQUEST),
        ("we usually watch comedies", Intent.INFORM),
        ("I'm looking for a comedy", Intent.REQUEST),
        ("我平时看科幻片", Intent.INFORM),
    ],
)
def test_how_a_message_begins_tells_what_it_is_for(films: Parser, text: str, intent: Intent) -> None:
    assert films.parse(text, NEW).intent is intent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("make that a comedy instead of a drama", {("genre", "comedy", Polarity.LIKE)}),
        ("a western. not the 80s, sorry, I meant the 70s", {("genre", "western", Polarity.LIKE), ("year", 1970.0, Polarity.LIKE)}),
        ("a comedy rather than a drama", {("genre", "comedy", Polarity.LIKE), ("genre", "drama", Polarity.DISLIKE)}),
        ("musicals make me cringe", {("genre", "musical", Polarity.DISLIKE)}),
        ("she can't stand westerns and she's mad about musicals", {("genre", "western", Polarity.DISLIKE), ("genre", "musical", Polarity.LIKE)}),
    ],
)  # fmt: skip
def test_what_is_given_up_is_not_ruled_out_and_what_is_loathed_is(
    films: Parser, text: str, expected: set[tuple[str, object, Polarity]]
) -> None:
    read = films.parse(text, NEW)
    stated = {(s.facet, s.value if s.value is not None else s.min, s.polarity) for s in read.statements}
    assert {s for s in stated if s[0] in ("genre", "year")} == expected


@pytest.mark.parametrize("cue", ["along the lines of", "in the spirit of", "the closest thing to", "comparable to"])
@pytest.mark.parametrize("title", ["Prisoners", "the Godfather"])
def test_a_title_after_a_cue_of_likeness_is_a_model(films: Parser, cue: str, title: str) -> None:
    read = films.parse(f"something {cue} {title}, but funny", NEW)
    assert read.intent is Intent.SIMILAR
    assert any(s.facet == ITEM and s.polarity is Polarity.LIKE for s in read.statements)


def test_a_range_answers_the_open_question(goods: Parser) -> None:
    asked = NEW.model_copy(update={"turn": 1, "open_question": "screen_inches"})
    [said] = goods.parse("between 13 and 14", asked).statements
    assert (said.facet, said.min, said.max) == ("screen_inches", 13, 14)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("just show me a good comedy", Intent.REQUEST),
        ("I am up for a western", Intent.REQUEST),
        ("my headphones give me a headache, I need other headphones", Intent.REQUEST),
        ("no higher than $300 for a gaming laptop", Intent.REQUEST),
    ],
)
def test_what_only_looks_like_it_is_a_request(goods: Parser, text: str, intent: Intent) -> None:
    read = goods.parse(text, NEW)
    assert read.intent is intent
    assert all(s.polarity is Polarity.LIKE for s in read.statements)


def test_another_kind_of_thing_is_no_answer(goods: Parser) -> None:
    asked = NEW.model_copy(update={"turn": 1, "open_question": "color"})
    assert goods.parse("now I need a black keyboard", asked).intent is Intent.REQUEST
    assert goods.parse("black, if there is one", asked).intent is Intent.CONSTRAIN


def test_with_something_is_no_yes(goods: Parser) -> None:
    asked = NEW.model_copy(update={"turn": 1, "open_question": "waterproof"})
    read = goods.parse("with a long battery life, under $100", asked)
    assert not any(s.facet == "waterproof" for s in read.statements)
