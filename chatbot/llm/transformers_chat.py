"""A model run by the transformers library in this process, as a LangChain chat model."""

import threading
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable
from pydantic import PrivateAttr

from chatbot.errors import ModelError, ModelMissingError
from chatbot.llm.encodable import encodable
from chatbot.llm.provider_errors import Border, said_by
from chatbot.llm.relay import Put, in_all, relayed
from chatbot.llm.stops import until_stop
from chatbot.llm.streamed import StreamedChat
from chatbot.llm.structured import Schema, asking_for_json, role_of


def load_transformers(name: str, timeout: float) -> "TransformersChat":
    """The model of a folder or of the Hub (downloaded by that library on first use).

    Raises:
        ModelMissingError: the library is not installed, or the model cannot be loaded.
    """
    try:
        library = import_module("transformers")
    except ImportError as error:
        raise ModelMissingError(
            f"The language model {name} needs transformers. Run: pip install 'conversational-recommender[transformers]'"
        ) from error
    library.utils.logging.disable_progress_bar()
    with Border(lambda error: _unloadable(name, error)):
        tokenizer = library.AutoTokenizer.from_pretrained(name)
        model = library.AutoModelForCausalLM.from_pretrained(name).eval()
    return TransformersChat(name, tokenizer, model, timeout)


def _unloadable(name: str, error: Exception) -> ModelMissingError:
    """Whatever went wrong: no such model, no network to get it by, or files that are broken (each its own class)."""
    return ModelMissingError(
        f"transformers cannot load the language model {name}: {said_by(error)}. "
        "Give a model's folder, or its name on the Hub."
    )


class TransformersChat(StreamedChat):
    """Answers greedily, one call at a time; raises ModelTimeoutError when one takes longer than `timeout` seconds."""

    timeout: float = 8.0
    max_tokens: int = 512
    _path: str = PrivateAttr()
    _tokenizer: Any = PrivateAttr()
    _model: Any = PrivateAttr()
    _one_at_a_time: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def __init__(self, path: str, tokenizer: Any, model: Any, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._path, self._tokenizer, self._model = path, tokenizer, model

    @property
    def _llm_type(self) -> str:
        return "transformers"

    def with_structured_output(
        self, schema: Schema, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        """The answer as JSON, asked for in words: decoding is not held to the schema here."""
        return asking_for_json(self.bind(**kwargs), schema, include_raw)

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        inputs = self._read(messages)
        read = int(inputs["input_ids"].shape[1])
        limit = min(int(kwargs.get("max_tokens") or self.max_tokens), self._room_after(read))
        written = _Written()

        def write(put: Put[str]) -> None:
            self._write(inputs, limit, put, written)

        for text in until_stop(relayed(write, in_all(self.timeout), self._path), stop or ()):
            if run_manager is not None:
                run_manager.on_llm_new_token(text)
            yield ChatGenerationChunk(message=AIMessageChunk(content=text))
        usage = UsageMetadata(input_tokens=read, output_tokens=written.tokens, total_tokens=read + written.tokens)
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="", usage_metadata=usage, response_metadata={"model_name": self._path}, chunk_position="last"
            )
        )

    def _read(self, messages: list[BaseMessage]) -> Any:
        turns = [{"role": role_of(message), "content": encodable(message.text)} for message in messages]
        try:
            return self._tokenizer.apply_chat_template(
                turns, add_generation_prompt=True, return_tensors="pt", return_dict=True
            )
        except ValueError as error:
            raise ModelError(f"{self._path} has no chat template; only models tuned for chat can be used.") from error

    def _room_after(self, read: int) -> int:
        """How many tokens can still be written after a prompt of that many."""
        positions = getattr(self._model.config, "max_position_embeddings", None)
        if positions is None:
            return self.max_tokens
        if read >= positions:
            raise ModelError(
                f"The prompt has {read} tokens; {self._path} reads at most {positions}. Shorten the message."
            )
        return int(positions) - read

    def _write(self, inputs: Any, limit: int, put: Put[str], written: "_Written") -> None:
        """Put the answer piece by piece; runs in a thread of its own."""
        library = import_module("transformers")
        abandoned = threading.Event()

        class Streamer(library.TextStreamer):  # type: ignore[misc, name-defined]
            """Puts whole words, as the library joins tokens to them."""

            def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
                if text and put(text):
                    abandoned.set()

        def should_stop(ids: Any, _: Any, **__: Any) -> Any:
            written.tokens += 1
            return ids.new_full((ids.shape[0],), abandoned.is_set(), dtype=bool)

        with self._one_at_a_time:
            self._model.generate(
                **inputs,
                max_new_tokens=limit,
                do_sample=False,
                streamer=Streamer(self._tokenizer, skip_prompt=True, skip_special_tokens=True),
                stopping_criteria=library.StoppingCriteriaList([should_stop]),
                pad_token_id=self._tokenizer.pad_token_id or self._tokenizer.eos_token_id,
            )


class _Written:
    """How many tokens have been written so far; shared with the thread that writes."""

    tokens: int = 0
