"""JSON answers: reading them out of a message, and asking for them where a model cannot be held to a schema."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.exceptions import OutputParserException
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, convert_to_messages
from langchain_core.prompt_values import PromptValue
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import BaseModel

Schema = Mapping[str, Any] | type[BaseModel]
"""A JSON schema, or the record that has it."""

_ROLES = {"system": "system", "human": "user", "ai": "assistant", "AIMessageChunk": "assistant"}
_ASK = "Answer with one JSON object and no other words. It must fit this JSON schema:"


def json_schema_of(schema: Schema) -> Mapping[str, Any]:
    return schema if isinstance(schema, Mapping) else schema.model_json_schema()


def json_in(text: str) -> Mapping[str, Any]:
    """The first JSON object in a text that may have other words, or a code fence, around it.

    Raises:
        OutputParserException: there is none.
    """
    decoder = json.JSONDecoder()
    at = text.find("{")
    while at >= 0:
        try:
            found, _ = decoder.raw_decode(text, at)
        except json.JSONDecodeError:
            at = text.find("{", at + 1)
        else:
            return dict(found)
    raise OutputParserException(f"There is no JSON object in the answer: {text[:200]!r}", llm_output=text)


def reading_json(
    model: Runnable[LanguageModelInput, AIMessage], include_raw: bool
) -> Runnable[LanguageModelInput, Any]:
    """The model with its answer parsed as `BaseChatModel.with_structured_output` promises.

    With `include_raw`: {"raw": message, "parsed": object or None, "parsing_error": error or None}.
    """
    return model | RunnableLambda(_with_raw if include_raw else lambda message: json_in(message.text))


def asking_for_json(
    model: Runnable[LanguageModelInput, AIMessage], schema: Schema, include_raw: bool
) -> Runnable[LanguageModelInput, Any]:
    """The model asked in words for JSON of that schema, and its answer parsed."""
    wanted = f"{_ASK}\n{json.dumps(json_schema_of(schema), ensure_ascii=False)}"

    def ask(given: LanguageModelInput) -> LanguageModelInput:
        return _with_request(messages_of(given), wanted)

    return RunnableLambda(ask) | reading_json(model, include_raw)


def messages_of(given: LanguageModelInput) -> list[BaseMessage]:
    if isinstance(given, PromptValue):
        return given.to_messages()
    return convert_to_messages([given] if isinstance(given, str) else given)


def role_of(message: BaseMessage) -> str:
    """The role a chat template knows; what is neither the system's nor the model's is the user's."""
    return _ROLES.get(message.type, "user")


def _with_request(messages: Sequence[BaseMessage], wanted: str) -> list[BaseMessage]:
    """The request goes into the last message: some chat templates allow no second user message, no late system one."""
    *before, last = messages
    return [*before, HumanMessage(f"{last.text}\n\n{wanted}")]


def _with_raw(message: AIMessage) -> dict[str, Any]:
    try:
        return {"raw": message, "parsed": json_in(message.text), "parsing_error": None}
    except OutputParserException as error:
        return {"raw": message, "parsed": None, "parsing_error": error}
