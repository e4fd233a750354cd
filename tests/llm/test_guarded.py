"""A guarded model answers in time, is tried again when that may help, and fails only with a ModelError."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.exceptions import ModelConnectionError, ModelInvalidRequestError
from langchain_core.language_models import FakeListChatModel
from langchain_core.messages import BaseMessage, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import BaseModel, Field

from chatbot.errors import ModelError, ModelTimeoutError
from chatbot.llm.calls import stream_text, write_json
from chatbot.llm.guarded import GuardedChat
from chatbot.llm.models import first_that_answers
from chatbot.llm.scripted import Line, ScriptedChat

HELLO = [HumanMessage("hello")]


class Colour(BaseModel):
    name: str


def guarded(*lines: Line | str | Exception, seconds: float = 5.0) -> GuardedChat:
    return GuardedChat(ScriptedChat(*lines), "it", seconds)


def test_an_answer_passes_through() -> None:
    assert guarded("fine").invoke(HELLO).text == "fine"


class Listening(ScriptedChat):
    """A model that keeps what it was called with."""

    given: dict[str, object] = Field(default_factory=dict)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self.given.update(kwargs, stop=stop)
        yield from super()._stream(messages, stop, run_manager, **kwargs)


def test_what_only_an_embedded_model_knows_is_kept_from_a_provider() -> None:
    """A call that falls back from the embedded model comes with a grammar, which no provider's interface takes."""
    model = Listening("fine")
    assert "".join(stream_text(GuardedChat(model, "it", 5), HELLO, 20, ["\n"], grammar="start: x")) == "fine"
    assert model.given == {"stop": None}


def test_a_hanging_call_ends_in_a_timeout() -> None:
    started = time.monotonic()
    with pytest.raises(ModelTimeoutError):
        guarded(Line("late", after=5), seconds=0.2).invoke(HELLO)
    assert time.monotonic() - started < 1


def test_a_hanging_json_call_ends_in_a_timeout() -> None:
    with pytest.raises(ModelTimeoutError):
        write_json(guarded(Line("late", after=5), seconds=0.2), HELLO, Colour, 20)


def test_a_stream_that_falls_silent_ends_in_a_timeout() -> None:
    stream = stream_text(guarded(Line("one two three", pause=5), seconds=0.3), HELLO, 20)
    assert next(stream) == "one"
    with pytest.raises(ModelTimeoutError):
        next(stream)


def test_a_slow_stream_that_goes_on_is_let_go_on() -> None:
    stream = stream_text(guarded(Line("one two three four five", pause=0.1), seconds=0.3), HELLO, 20)
    assert "".join(stream) == "one two three four five"


def test_a_lost_connection_is_tried_once_more() -> None:
    assert guarded(ModelConnectionError("lost"), "back").invoke(HELLO).text == "back"


def test_a_connection_that_stays_lost_is_a_model_error() -> None:
    with pytest.raises(ModelError, match="it cannot be reached: lost"):
        guarded(ModelConnectionError("lost"), ModelConnectionError("lost")).invoke(HELLO)


def test_a_refusal_is_not_tried_again() -> None:
    with pytest.raises(ModelError, match="it refused the request: no"):
        guarded(ModelInvalidRequestError("no"), "never reached").invoke(HELLO)


def test_a_provider_that_refuses_schemas_is_asked_in_words() -> None:
    model = ScriptedChat(ModelInvalidRequestError("no response_format"), Line('{"name": "red"}', when="JSON schema"))
    assert write_json(GuardedChat(model, "it", 5), HELLO, Colour, 20).value == Colour(name="red")


def test_a_model_without_structured_output_is_asked_in_words() -> None:
    model = GuardedChat(FakeListChatModel(responses=['Here you are: {"name": "red"}']), "it", 5)
    assert write_json(model, HELLO, Colour, 20).value == Colour(name="red")


def test_a_failing_model_is_replaced_by_the_next() -> None:
    chain = first_that_answers([guarded(ModelInvalidRequestError("no")), guarded("the second")])
    assert chain.invoke(HELLO).text == "the second"


def test_a_hanging_model_is_replaced_by_the_next() -> None:
    chain = first_that_answers([guarded(Line("late", after=5), seconds=0.2), guarded("the second")])
    assert chain.invoke(HELLO).text == "the second"


def test_the_chain_writes_json_and_streams_too() -> None:
    refusal = ModelInvalidRequestError("no")
    chain = first_that_answers([guarded(refusal, refusal, refusal), guarded('{"name": "red"}', "as text")])
    assert write_json(chain, HELLO, Colour, 20).value == Colour(name="red")
    assert "".join(stream_text(chain, HELLO, 20)) == "as text"


def test_when_all_fail_the_first_failure_is_told() -> None:
    chain = first_that_answers([guarded(ModelInvalidRequestError("one")), guarded(ModelInvalidRequestError("two"))])
    with pytest.raises(ModelError, match="one"):
        chain.invoke(HELLO)
