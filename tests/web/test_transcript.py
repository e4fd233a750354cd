"""The conversation as HTML."""

from fake_bot import items_of, recommendation

from chatbot.web import transcript
from chatbot.web.shown import Shown
from chatbot.web.voice import Voice

INJECTION = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1))"


def test_the_greeting_offers_two_examples_in_each_language_the_visitors_first(english: Voice, chinese: Voice) -> None:
    drawn = transcript.greeting(english, 2072)
    assert drawn.count("data-say=") == 4
    assert "2,072 films" in drawn
    assert drawn.index('lang="en"') < drawn.index('lang="zh"')
    assert transcript.greeting(chinese, 3).index('lang="zh"') < transcript.greeting(chinese, 3).index('lang="en"')


def test_a_message_is_shown_as_text(english: Voice) -> None:
    drawn = transcript.turn(Shown(message=INJECTION), english, last=True)
    assert "&lt;img src=x onerror=alert(1)&gt; **bold** [x](javascript:alert(1))" in drawn
    assert "<img" not in drawn


def test_a_turn_waits_visibly_until_something_is_said(english: Voice) -> None:
    waiting = transcript.turn(Shown(message="hi"), english, last=True)
    assert 'class="dots"' in waiting
    assert 'class="turn live"' in waiting
    done = transcript.turn(Shown(message="hi", text="Hello.", finished=True), english, last=True)
    assert 'class="dots"' not in done
    assert 'class="turn"' in done


def test_cards_are_there_before_any_word_of_the_answer(english: Voice) -> None:
    found = tuple(recommendation(item) for item in items_of(english.pack, 2))
    drawn = transcript.turn(Shown(message="hi", recommendations=found), english, last=True)
    assert drawn.count('class="card"') == 2
    assert 'class="dots"' in drawn


def test_the_question_stands_below_the_cards_beside_its_suggestions(english: Voice) -> None:
    found = (recommendation(items_of(english.pack)[0]),)
    shown = Shown(
        message="hi", recommendations=found, text="Here it is.\n\nWhich mood?", suggestions=("calm",), finished=True
    )
    drawn = transcript.turn(shown, english, last=True)
    places = [drawn.index(part) for part in ("Here it is.", 'class="card"', "Which mood?", 'data-say="calm"')]
    assert places == sorted(places)


def test_suggestions_go_when_something_else_was_said(english: Voice) -> None:
    shown = Shown(message="hi", text="Which?", suggestions=("calm",), finished=True)
    assert "calm" not in transcript.turn(shown, english, last=False)


def test_a_problem_stands_in_place_of_the_answer(english: Voice) -> None:
    drawn = transcript.turn(Shown(message="").failed("The message is <empty>."), english, last=True)
    assert "The message is &lt;empty&gt;." in drawn
    assert 'class="turn"' in drawn


def test_an_opening_shows_how_far_it_is(english: Voice) -> None:
    assert "Opening Films: 120 of 1,959 read" in transcript.opening(english, 120, 1959)
    assert "<progress></progress>" in transcript.opening(english, 0, 0)
