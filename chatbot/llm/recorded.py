"""A real model's answers, recorded and played back: real words in a test, without the model and in no time."""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from pydantic import Field, PrivateAttr

from chatbot.errors import ModelError
from chatbot.llm.models import ChatModel
from chatbot.llm.streamed import StreamedChat
from chatbot.llm.structured import Schema, messages_of, reading_json
from chatbot.records import Record, Usage


class UnrecordedCallError(ModelError):
    """The model was asked something of which no answer is recorded."""


class RecordedCall(Record):
    """One call: what was asked last (`key` stands for the whole prompt), and what was answered."""

    key: str
    asked: str
    answer: str
    usage: Usage = Usage()
    model: str = ""


class RecordingChat:
    """A chat model that keeps what it answers in `calls`, oldest first; for one conversation at a time."""

    def __init__(self, inner: ChatModel) -> None:
        self._inner = inner
        self.calls: list[RecordedCall] = []

    def invoke(self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any) -> AIMessage:
        message = self._inner.invoke(input, config, **kwargs)
        self._keep(input, message.text, message.usage_metadata, message)
        return message

    def stream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[AIMessage]:
        texts: list[str] = []
        last, usage = AIMessage(""), None
        try:
            for last in self._inner.stream(input, config, **kwargs):
                texts.append(last.text)
                usage = last.usage_metadata or usage
                yield last
        except ModelError:
            texts = []
            raise
        finally:  # a reader that has enough closes the stream
            if texts:
                self._keep(input, "".join(texts), usage, last)

    def with_structured_output(
        self, schema: Schema, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        held = self._inner.with_structured_output(schema, include_raw=True, **kwargs)

        def ask(given: LanguageModelInput) -> Any:
            outcome = held.invoke(given)
            raw, parsed = outcome["raw"], outcome["parsed"]
            text = raw.text if parsed is None else json.dumps(parsed, ensure_ascii=False)
            self._keep(given, text, raw.usage_metadata, raw)
            return outcome if include_raw else parsed

        return RunnableLambda(ask)

    def _keep(self, asked: LanguageModelInput, answer: str, usage: UsageMetadata | None, message: AIMessage) -> None:
        prompt = messages_of(asked)
        counted = Usage(read=usage["input_tokens"], written=usage["output_tokens"]) if usage else Usage()
        name = message.response_metadata.get("model_name") or ""
        self.calls.append(
            RecordedCall(key=_key(prompt), asked=prompt[-1].text, answer=answer, usage=counted, model=name)
        )


class RecordedChat(StreamedChat):
    """Answers as recorded, the same question again and again in the recorded order.

    Raises UnrecordedCallError for any other question, and keeps it in `unrecorded`.
    """

    unrecorded: list[str] = Field(default_factory=list)
    _answers: dict[str, list[RecordedCall]] = PrivateAttr(default_factory=dict)

    def __init__(self, calls: Sequence[RecordedCall]) -> None:
        super().__init__()
        for call in calls:
            self._answers.setdefault(call.key, []).append(call)

    @property
    def _llm_type(self) -> str:
        return "recorded"

    def with_structured_output(
        self, schema: Schema, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        return reading_json(self, include_raw)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        call = self._take(messages)
        usage = UsageMetadata(
            input_tokens=call.usage.read, output_tokens=call.usage.written, total_tokens=call.usage.total
        )
        message = AIMessageChunk(
            content=call.answer,
            usage_metadata=usage,
            response_metadata={"model_name": call.model},
            chunk_position="last",
        )
        yield ChatGenerationChunk(message=message)

    def _take(self, prompt: Sequence[BaseMessage]) -> RecordedCall:
        left = self._answers.get(_key(prompt))
        if not left:
            asked = prompt[-1].text
            self.unrecorded.append(asked)
            raise UnrecordedCallError(f"No answer to {asked[:200]!r} is recorded. Record again.")
        return left.pop(0) if len(left) > 1 else left[0]


def _key(prompt: Sequence[BaseMessage]) -> str:
    """The same for the same prompt, whoever sends it."""
    said = json.dumps([[message.type, message.text] for message in prompt], ensure_ascii=False)
    return sha256(said.encode()).hexdigest()[:16]
