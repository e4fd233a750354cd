"""Every kind of chat model keeps one contract, whichever name it was loaded by."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import BaseModel, Field
from rapidfuzz import fuzz

from chatbot.errors import ModelError, ModelOutputError
from chatbot.llm.calls import stream_text, write_json
from chatbot.llm.local import embedded_model
from chatbot.llm.models import ChatModel, load_model
from chatbot.llm.scripted import Line, ScriptedChat
from chatbot.settings import Settings

SETTINGS = Settings(llm_timeout=60)
ASK = [SystemMessage("You are a helpful clerk in a shop."), HumanMessage("What is the opposite of up?")]
"""The untuned model ends this answer by itself, where most repeat themselves for ever, and no word of it is nearly a tie:
a server that has the prompt in its cache rounds in another order."""
ODD_MESSAGES = [
    "",
    " ",
    "🎧🎧",
    "\x00\x07",
    "\ud800",
    "我想看一部科幻电影",
    "<b>&amp;</b> {{ x }} %s",
    "word " * 10_000,
]


class Choice(BaseModel):
    intent: Literal["buy", "ask"]
    things: list[Literal["lamp", "chair", "pan"]] = Field(max_length=3)


class ChatModelContract:
    """What every chat model promises. Subclasses give the model, and say whether it can be held to a schema."""

    held_to_schema = True

    @pytest.fixture
    def model(self) -> ChatModel:
        raise NotImplementedError

    def test_it_answers_with_text_and_counts_tokens(self, model: ChatModel) -> None:
        answer = model.invoke(ASK, max_tokens=12)
        assert answer.text
        assert answer.usage_metadata is not None
        assert answer.usage_metadata["input_tokens"] > 0
        assert answer.usage_metadata["output_tokens"] > 0

    def test_streamed_pieces_make_up_the_answer(self, model: ChatModel) -> None:
        stream = stream_text(model, ASK, 12)
        pieces = list(stream)
        assert "".join(pieces) == "".join(stream_text(model, ASK, 12))
        assert all(pieces)
        assert 0 < stream.tokens_out <= 12

    def test_an_answer_stops_at_a_stop_sequence(self, model: ChatModel) -> None:
        text = "".join(stream_text(model, ASK, 12))
        stop = text[len(text) // 2 :][:3]
        assert "".join(stream_text(model, ASK, 12, stop=[stop])) == text[: text.index(stop)]

    def test_a_stream_may_be_left_early(self, model: ChatModel) -> None:
        stream = stream_text(model, ASK, 200)
        next(stream)
        stream.close()
        assert model.invoke(ASK, max_tokens=2).text

    def test_four_threads_get_the_answers_they_would_get_alone(self, model: ChatModel) -> None:
        """But for a word that was nearly a tie: sums of a batch are rounded in another order than those of one."""
        questions = [[HumanMessage(f"What is a {thing} for?")] for thing in ("lamp", "pan", "phone", "chair")]
        alone = ["".join(stream_text(model, question, 12)) for question in questions]
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda question: "".join(stream_text(model, question, 12)), questions))
        for own, got in zip(alone, together, strict=True):
            assert fuzz.ratio(own, got) == max(fuzz.ratio(each, got) for each in alone)
            assert own.split()[:2] == got.split()[:2]

    def test_json_fits_the_schema_or_is_an_output_error(self, model: ChatModel) -> None:
        try:
            answer = write_json(model, [HumanMessage("I would like a lamp and a chair.")], Choice, 60)
        except ModelOutputError:
            assert not self.held_to_schema
        else:
            assert isinstance(answer.value, Choice)
            assert answer.tokens_in > 0 < answer.tokens_out

    @pytest.mark.parametrize("text", ODD_MESSAGES, ids=ascii)
    def test_odd_messages_get_an_answer_or_a_model_error(self, model: ChatModel, text: str) -> None:
        with suppress(ModelError):
            assert isinstance("".join(stream_text(model, [HumanMessage(text)], 3)), str)


class TestScripted(ChatModelContract):
    @pytest.fixture
    def model(self) -> ChatModel:
        return ScriptedChat(
            Line(Choice(intent="buy", things=["lamp"]), when="a lamp and a chair", repeats=True),
            Line("Lamps give light to rooms.", repeats=True),
        )


class TestTransformers(ChatModelContract):
    held_to_schema = False

    @pytest.fixture(scope="class")
    def model(self, tiny_transformer: Path) -> ChatModel:
        return load_model(f"transformers:{tiny_transformer}", SETTINGS)


@pytest.mark.slow
class TestLocal(ChatModelContract):
    @pytest.fixture(scope="class")
    def model(self) -> ChatModel:
        return load_model("local", SETTINGS)


@pytest.mark.slow
class TestGguf(ChatModelContract):
    @pytest.fixture(scope="class")
    def model(self) -> ChatModel:
        return load_model(f"gguf:{embedded_model()}", SETTINGS)


@pytest.mark.slow
class TestOpenAICompatibleServer(ChatModelContract):
    """The hosted path over real HTTP, to llama.cpp's own server on loopback."""

    @pytest.fixture(scope="class")
    def model(self, openai_server: str) -> Iterator[ChatModel]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("OPENAI_BASE_URL", openai_server)
            patch.setenv("OPENAI_API_KEY", "not needed")
            yield load_model("openai:smollm2", SETTINGS)

    def test_a_server_that_is_gone_is_one_clear_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "not needed")
        with pytest.raises(ModelError, match="openai:smollm2 cannot be reached"):
            load_model("openai:smollm2", SETTINGS).invoke(ASK)

    def test_another_model_stands_in_for_a_server_that_is_gone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "not needed")
        model = load_model("openai:smollm2", Settings(llm_timeout=60, llm_fallback="local"))
        assert "".join(stream_text(model, ASK, 5))
        assert write_json(model, [HumanMessage("I want a lamp.")], Choice, 60).model.startswith("understanding-")
