"""Asking for a record: parsed, validated, repaired once. Asking for text: streamed, ended in time, counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, ConfigDict

from chatbot.errors import ModelError, ModelOutputError
from chatbot.llm.calls import stream_text, write_json
from chatbot.llm.scripted import Line, ScriptedChat

ASK = [SystemMessage("You fill in forms."), HumanMessage("a red lamp")]


class Lamp(BaseModel):
    model_config = ConfigDict(extra="forbid")

    colour: str
    watts: int = 40


@pytest.mark.parametrize(
    "answer",
    [
        '{"colour": "red", "watts": 60}',
        '```json\n{"colour": "red", "watts": 60}\n```',
        'Of course! {"colour": "red", "watts": 60} Anything else?',
        '{broken {"colour": "red", "watts": 60}',
    ],
)
def test_a_record_is_found_in_whatever_surrounds_it(answer: str) -> None:
    assert write_json(ScriptedChat(answer), ASK, Lamp, 40).value == Lamp(colour="red", watts=60)


def test_a_wrong_answer_is_repaired_by_showing_the_fault() -> None:
    model = ScriptedChat('{"colour": "red", "watts": "many"}', Line(Lamp(colour="red"), when="watts: Input should be"))
    answer = write_json(model, ASK, Lamp, 40)
    assert (answer.value, answer.repaired) == (Lamp(colour="red"), True)
    assert "many" in model.prompts[1]


def test_a_cut_off_answer_is_repaired() -> None:
    model = ScriptedChat('{"colour": "re', Line(Lamp(colour="red"), when="not a complete JSON object"))
    assert write_json(model, ASK, Lamp, 40).repaired


def test_there_is_one_repair_and_no_more() -> None:
    model = ScriptedChat("no idea", "still none", "never asked for")
    with pytest.raises(ModelOutputError, match=r"does not fit Lamp: .*It wrote: 'still none'"):
        write_json(model, ASK, Lamp, 40)
    assert len(model.prompts) == 2


@given(st.text())
def test_garbage_is_an_output_error_and_nothing_else(text: str) -> None:
    with pytest.raises(ModelOutputError):
        write_json(ScriptedChat(text, text), ASK, Lamp, 40)


def test_tokens_of_both_attempts_are_counted() -> None:
    answer = write_json(ScriptedChat("oh dear", '{"colour": "red"}'), ASK, Lamp, 40)
    assert answer.tokens_out == 2 + 2
    assert answer.usage.total == answer.tokens_in + answer.tokens_out
    assert answer.model == "scripted"


def test_an_answer_that_needs_no_repair_says_so() -> None:
    assert not write_json(ScriptedChat(Lamp(colour="red")), ASK, Lamp, 40).repaired


def test_text_is_streamed_and_counted() -> None:
    stream = stream_text(ScriptedChat("a lamp that glows"), ASK, 40)
    assert list(stream) == ["a", " lamp", " that", " glows"]
    assert (stream.tokens_in, stream.tokens_out, stream.model) == (7, 4, "scripted")


def test_text_ends_at_a_stop_sequence() -> None:
    assert "".join(stream_text(ScriptedChat("one line\nanother"), ASK, 40, stop=["\n"])) == "one line"


def test_tokens_are_counted_however_the_text_ends() -> None:
    stopped = stream_text(ScriptedChat("one line\nanother"), ASK, 40, stop=["\n"])
    assert ("".join(stopped), stopped.tokens_out) == ("one line", 3)
    cut_off = stream_text(ScriptedChat("one two three four"), ASK, 2)
    assert ("".join(cut_off), cut_off.tokens_out) == ("one two", 2)
    left = stream_text(ScriptedChat("one two three"), ASK, 40)
    next(left)
    left.close()
    assert left.tokens_out == 1


def test_text_ends_after_the_tokens_allowed() -> None:
    assert "".join(stream_text(ScriptedChat("one two three four"), ASK, 2)) == "one two"


def test_text_can_be_abandoned() -> None:
    stream = stream_text(ScriptedChat(Line("one two", pause=60)), ASK, 40)
    assert next(stream) == "one"
    stream.close()
    assert list(stream) == []


def test_a_failing_stream_raises_where_it_is_read() -> None:
    stream = stream_text(ScriptedChat(ModelError("gone")), ASK, 40)
    with pytest.raises(ModelError, match="gone"):
        next(stream)
