"""The scripted fake says what it was told, and nothing else."""

import pytest
from pydantic import BaseModel

from chatbot.errors import ModelError
from chatbot.llm.scripted import Line, ScriptedChat, UnexpectedCallError


class Colour(BaseModel):
    name: str


def test_lines_are_said_in_order() -> None:
    model = ScriptedChat("one", "two")
    assert [model.invoke("a").text, model.invoke("b").text] == ["one", "two"]


def test_the_first_line_that_fits_the_prompt_answers() -> None:
    model = ScriptedChat(Line("a film", when="film"), Line("a lamp", when=lambda prompt: prompt.endswith("lamp")))
    assert [model.invoke("a lamp").text, model.invoke("some film").text] == ["a lamp", "a film"]


def test_a_line_is_used_once_unless_it_repeats() -> None:
    model = ScriptedChat(Line("again", repeats=True), "never reached")
    assert {model.invoke("x").text for _ in range(5)} == {"again"}


def test_running_out_is_an_error_that_shows_the_prompt() -> None:
    model = ScriptedChat("one")
    model.invoke("first")
    with pytest.raises(UnexpectedCallError, match=r"no answer for this prompt: 'second'.*run out"):
        model.invoke("second")


def test_an_unexpected_call_is_both_a_model_error_and_a_failed_assertion() -> None:
    assert issubclass(UnexpectedCallError, ModelError)
    assert issubclass(UnexpectedCallError, AssertionError)


def test_a_swallowed_unexpected_call_is_still_found_at_the_end() -> None:
    model = ScriptedChat(Line("one", when="only this"))
    with pytest.raises(UnexpectedCallError):
        model.invoke("that")
    with pytest.raises(AssertionError, match="that"):
        model.assert_finished()


def test_a_line_that_was_never_asked_for_is_found_at_the_end() -> None:
    with pytest.raises(AssertionError, match="Lines not used"):
        ScriptedChat("one").assert_finished()


def test_a_finished_script_passes() -> None:
    model = ScriptedChat("one", Line("any", repeats=True))
    model.invoke("x")
    model.assert_finished()


def test_records_and_mappings_are_said_as_json() -> None:
    model = ScriptedChat(Colour(name="red"), {"name": "blue"})
    assert [model.invoke("x").text, model.invoke("y").text] == ['{"name":"red"}', '{"name": "blue"}']


def test_an_exception_in_the_script_is_raised() -> None:
    with pytest.raises(ConnectionError, match="gone"):
        ScriptedChat(ConnectionError("gone")).invoke("x")


def test_a_stream_comes_word_by_word() -> None:
    chunks = [chunk.text for chunk in ScriptedChat("three short words").stream("x") if chunk.text]
    assert chunks == ["three", " short", " words"]


def test_prompts_are_kept_for_the_test_to_look_at() -> None:
    model = ScriptedChat("one")
    model.invoke([("system", "be kind"), ("user", "hello")])
    assert model.prompts == ["be kind\nhello"]
