"""Chooses the language model by name, with what is to stand in when it fails."""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol, cast

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import ValidationError

from chatbot.errors import ModelError, ModelMissingError
from chatbot.llm.guarded import GuardedChat
from chatbot.llm.provider_errors import Border, said_by
from chatbot.llm.structured import Schema
from chatbot.settings import Settings

_HOSTED_MAX_TOKENS = 2048
"""Ends a hosted answer that never ends by itself; no answer here comes near it."""
_CHOICES = "Set CHATBOT_LLM to local, gguf:PATH, transformers:NAME or PROVIDER:MODEL, such as openai:gpt-4o-mini."
_KEY = "Set the provider's key in its environment variable (OPENAI_API_KEY for openai)."


class ChatModel(Protocol):
    """A chat model as `load_model` gives it: what is used here of LangChain's interface, whatever wraps the model."""

    def invoke(self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any) -> AIMessage: ...

    def stream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[AIMessage]: ...

    def with_structured_output(
        self, schema: Schema, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]: ...


def load_model(name: str, settings: Settings) -> ChatModel:
    """The model of that name, followed by those of `settings.llm_fallback` (comma-separated) when it fails.

    `local`: the embedded default; `gguf:PATH`: a file for llama.cpp; `transformers:NAME-OR-PATH`; any other name is
    LangChain's `init_chat_model`'s. Every call ends within `settings.llm_timeout` seconds.

    Raises:
        ModelMissingError: a file, a package, a provider or a key is not there.
    """
    others = [other for other in settings.llm_fallback.split(",") if other.strip()]
    return first_that_answers([_load(each.strip(), settings) for each in (name, *others)])


def first_that_answers(models: Sequence[ChatModel]) -> ChatModel:
    """One model made of several: each call goes to the first, and on to the next while they fail with a ModelError."""
    if len(models) == 1:
        return models[0]
    first, *others = cast(Sequence[Runnable[LanguageModelInput, AIMessage]], models)
    # LangChain's chain passes `with_structured_output` on to each of its models; its type does not say so.
    return cast(ChatModel, first.with_fallbacks(others, exceptions_to_handle=(ModelError,)))


def _load(name: str, settings: Settings) -> ChatModel:
    if not name:
        raise ModelMissingError(f"No language model is named. {_CHOICES}")
    kind, _, rest = name.partition(":")
    loader = _LOADERS.get(kind)
    return loader(rest, settings) if loader else _hosted(name, settings)


def _local(_: str, settings: Settings) -> ChatModel:
    from chatbot.llm.adapter import merged_model
    from chatbot.llm.local import embedded_model

    base, adapter = embedded_model(), settings.adapter_file
    merged = base if adapter is None else merged_model(base, adapter, settings.data_dir / "models")
    return _gguf(str(merged), settings)


def _gguf(path: str, settings: Settings) -> ChatModel:
    from chatbot.llm.local import LlamaCppChat

    model = LlamaCppChat(path=Path(path).expanduser(), slots=settings.llm_parallel, timeout=settings.llm_timeout)
    model.load()
    return model


def _transformers(name: str, settings: Settings) -> ChatModel:
    from chatbot.llm.transformers_chat import load_transformers

    return load_transformers(name, settings.llm_timeout)


_LOADERS: dict[str, Callable[[str, Settings], ChatModel]] = {
    "local": _local,
    "gguf": _gguf,
    "transformers": _transformers,
}


def _hosted(name: str, settings: Settings) -> ChatModel:
    with Border(lambda error: _missing(name, error)):
        library = import_module("langchain.chat_models")
        model: BaseChatModel = library.init_chat_model(
            name, timeout=settings.llm_timeout, max_retries=1, max_tokens=_HOSTED_MAX_TOKENS
        )
    return GuardedChat(model, name, settings.llm_timeout)


def _missing(name: str, error: Exception) -> ModelMissingError:
    """Why LangChain could not make the model: no package, no such provider, or (the rest) no key."""
    if isinstance(error, ImportError):
        return ModelMissingError(f"The language model {name} needs another package: {said_by(error)}.")
    if isinstance(error, ValueError) and not isinstance(error, ValidationError):
        return ModelMissingError(f"There is no language model of the name {name}. {_CHOICES}")
    return ModelMissingError(f"The language model {name} cannot be opened: {said_by(error)}. {_KEY}")
