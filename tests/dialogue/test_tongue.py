"""Messages in languages that are not read: said so, names and numbers in them still count, nothing else is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.dialogue.tongue import is_foreign

READ = ("en", "zh")


@pytest.mark.parametrize(
    "text",
    [
        "quiero una película de terror de los años 80",
        "was kostet der Versand nach Berlin?",
        "voglio un film comico degli anni novanta",
        "посоветуй хороший фильм",
        "ホラー映画をおすすめしてください",
        "أريد فيلم رعب",
    ],
)
def test_other_languages_are_told(text: str) -> None:
    assert is_foreign(text, READ)


@pytest.mark.parametrize(
    "text",
    [
        "no horror",
        "sumthing scarry 4 me n my gf plz",
        "Crouching Tiger, Hidden Dragon",
        "I watched Das Leben der Anderen",
        "有冇平平哋嘅藍牙喇叭，沖涼聽歌用",
        "想看 La La Land 那样的",
        "12345",
        "😀😀😀",
    ],
)
def test_what_is_read_is_not_foreign(text: str) -> None:
    assert not is_foreign(text, READ)


@given(st.text(max_size=200))
def test_any_text_is_told_without_an_error(text: str) -> None:
    assert is_foreign(text, READ) in (True, False)


def test_the_reply_says_which_languages_are_read(movies: Chatbot) -> None:
    for text in ("quiero una película de los años 80, algo muy divertido", "посоветуй хороший фильм"):
        reply = movies.respond(text)
        assert "English and Chinese" in reply.text
        assert not reply.recommendations


def test_names_in_it_count_and_its_other_words_do_not(movies: Chatbot) -> None:
    movies.respond("a heist movie", "u3", "s3")
    reply = movies.respond("Películas con Tom Hanks por favor", "u3", "s3")
    assert "English and Chinese" in reply.text
    assert reply.recommendations
    facts = {(f.facet, f.value) for f in reply.trace.facts.added}
    assert facts == {("cast", "Tom Hanks")}
