"""A recording says again what the model said, to the same questions and no others."""

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from chatbot.errors import ModelError
from chatbot.llm.calls import stream_text, write_json
from chatbot.llm.recorded import RecordedChat, RecordingChat, UnrecordedCallError
from chatbot.llm.scripted import Line, ScriptedChat


class Colour(BaseModel):
    name: str


def test_text_json_and_figures_come_back_as_they_were() -> None:
    recording = RecordingChat(ScriptedChat("a red kite\nand more", Colour(name="red"), "plain"))
    asked = [HumanMessage("which?")]
    stream = stream_text(recording, asked, 50, stop=["\n"])
    text = "".join(stream)
    written = write_json(recording, [HumanMessage("colour?")], Colour, 50)
    said = recording.invoke([HumanMessage("else?")]).text

    again = RecordedChat(recording.calls)
    repeated = stream_text(again, asked, 50, stop=["\n"])
    assert ("".join(repeated), repeated.usage) == (text, stream.usage)
    assert write_json(again, [HumanMessage("colour?")], Colour, 50) == written
    assert again.invoke([HumanMessage("else?")]).text == said == "plain"
    assert again.unrecorded == []


def test_the_same_question_is_answered_in_the_recorded_order() -> None:
    recording = RecordingChat(ScriptedChat("one", "two"))
    for _ in range(2):
        recording.invoke("again?")
    again = RecordedChat(recording.calls)
    assert [again.invoke("again?").text for _ in range(3)] == ["one", "two", "two"]


def test_any_other_question_fails_by_name() -> None:
    again = RecordedChat(())
    with pytest.raises(UnrecordedCallError, match="which film"):
        again.invoke("which film?")
    assert again.unrecorded == ["which film?"]


def test_a_model_that_fails_leaves_nothing_to_repeat() -> None:
    recording = RecordingChat(ScriptedChat(Line(ModelError("down"))))
    with pytest.raises(ModelError):
        "".join(stream_text(recording, [HumanMessage("which?")], 50))
    assert recording.calls == []
