"""The two ways the rest of the package asks a language model: for a record, and for text as it is written."""

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from chatbot.errors import ModelOutputError
from chatbot.llm.models import ChatModel
from chatbot.llm.provider_errors import said_by
from chatbot.llm.stops import until_stop
from chatbot.records import Record, Usage

Parsed = TypeVar("Parsed", bound=BaseModel)

_REPAIR = "That answer cannot be used: {fault}. Write the whole JSON object again, corrected, and no other words."


class Answer(Record, Generic[Parsed]):
    """A record that a model wrote, what it cost, and which model it was."""

    value: Parsed
    tokens_in: int
    tokens_out: int
    model: str = ""
    repaired: bool = False
    """Whether it took a second attempt."""

    @property
    def usage(self) -> Usage:
        return Usage(read=self.tokens_in, written=self.tokens_out)


def write_json(
    model: ChatModel, messages: Sequence[BaseMessage], schema: type[Parsed], max_tokens: int
) -> Answer[Parsed]:
    """One record as the model writes it: held to the schema where the model can be, validated, repaired once.

    `max_tokens` bounds embedded models only: those that think first would spend it on their thoughts.

    Raises:
        ModelOutputError: neither the answer nor its repair fits the schema.
        ModelError: there was no answer; ModelTimeoutError: not in time.
    """
    writer = model.with_structured_output(schema, include_raw=True, max_tokens=max_tokens)
    first = _Attempt(writer.invoke(list(messages)), schema)
    if first.parsed is not None:
        return _answer(first.parsed, [first])
    repair = [*messages, AIMessage(first.text), HumanMessage(_REPAIR.format(fault=first.fault))]
    second = _Attempt(writer.invoke(repair), schema)
    if second.parsed is not None:
        return _answer(second.parsed, [first, second])
    raise ModelOutputError(
        f"The language model's answer does not fit {schema.__name__}: {second.fault}. It wrote: {second.text[:200]!r}."
    )


class TextStream(Iterator[str]):
    """Text as it is written. The figures are complete once it has ended; closing it stops the model."""

    def __init__(
        self,
        model: ChatModel,
        messages: Sequence[BaseMessage],
        max_tokens: int,
        stop: Sequence[str],
        grammar: str | None = None,
    ) -> None:
        self.tokens_in = 0
        self.tokens_out = 0
        self.model = ""
        held: dict[str, Any] = {} if grammar is None else {"grammar": grammar}
        chunks = model.stream(list(messages), max_tokens=max_tokens, stop=list(stop) or None, **held)
        self._pieces: Generator[str] = until_stop(self._texts(chunks, max_tokens), stop)

    def __next__(self) -> str:
        return next(self._pieces)

    def close(self) -> None:
        self._pieces.close()

    @property
    def usage(self) -> Usage:
        return Usage(read=self.tokens_in, written=self.tokens_out)

    def _texts(self, chunks: Iterator[AIMessage], max_tokens: int) -> Iterator[str]:
        written = 0
        try:
            for chunk in chunks:
                self.model = chunk.response_metadata.get("model_name") or self.model
                if chunk.usage_metadata is not None:
                    self.tokens_in += chunk.usage_metadata["input_tokens"]
                    self.tokens_out += chunk.usage_metadata["output_tokens"]
                if not chunk.text:
                    continue
                if written == max_tokens:
                    break
                written += 1
                yield chunk.text
        finally:
            # Some servers count nothing when they stream, none when stopped: a chunk is a token, near enough.
            self.tokens_out = self.tokens_out or written


def stream_text(
    model: ChatModel,
    messages: Sequence[BaseMessage],
    max_tokens: int,
    stop: Sequence[str] = (),
    grammar: str | None = None,
) -> TextStream:
    """Text as the model writes it, up to a stop sequence or `max_tokens` tokens, whichever the model knows of.

    `grammar`: what an embedded model's answer is held to.

    Raises (while it is read):
        ModelError: the answer breaks off; ModelTimeoutError: more of it did not come in time.
    """
    return TextStream(model, messages, max_tokens, stop, grammar)


class _Attempt(Generic[Parsed]):
    """One answer: the record in it, or the fault with it."""

    def __init__(self, outcome: Mapping[str, Any], schema: type[Parsed]) -> None:
        self.message: AIMessage = outcome["raw"]
        self.text = self.message.text or str(outcome["parsed"] or "")
        self.parsed: Parsed | None = None
        self.fault = ""
        if outcome["parsed"] is None:
            self.fault = "it is not a complete JSON object"
            return
        try:
            self.parsed = schema.model_validate(outcome["parsed"])
        except ValidationError as error:
            self.fault = said_by(error)


def _answer(parsed: Parsed, attempts: Sequence[_Attempt[Parsed]]) -> Answer[Parsed]:
    used = [attempt.message.usage_metadata for attempt in attempts]
    return Answer(
        value=parsed,
        tokens_in=sum(usage["input_tokens"] for usage in used if usage),
        tokens_out=sum(usage["output_tokens"] for usage in used if usage),
        model=attempts[-1].message.response_metadata.get("model_name", ""),
        repaired=len(attempts) > 1,
    )
