"""Chooses the language model by name, with what is to stand in when it fails."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable
from pydantic import ValidationError

from chatbot.errors import ModelError, ModelMissingError
from chatbot.llm.guarded import GuardedChat
from chatbot.llm.provider_errors import Border, said_by
from chatbot.settings import Settings

ChatModel = Runnable[LanguageModelInput, AIMessage]
"""A chat model as `load_model` gives it; it also has `with_structured_output`, whatever it wraps."""

_HOSTED_MAX_TOKENS = 2048
"""Ends a hosted answer that never ends by itself; no answer here comes near it."""
_CHOICES = "Set CHATBOT_LLM to local, gguf:PATH, transformers:NAME or PROVIDER:MODEL, such as openai:gpt-4o-mini."
_KEY = "Set the provider's key in its environment variable (OPENAI_API_KEY for openai)."


def load_model(name: str, settings: Settings) -> ChatModel:
    """The model of that name, followed by those of `settings.llm_fallback` (comma-separated) when it fails.

    `local`: the embedded default; `gguf:PATH`: a file for llama.cpp; `transformers:NAME-OR-PATH`; any other name is
    LangChain's `init_chat_model`'s. Every call ends within `settings.llm_timeout` seconds.

    Raises:
        ModelMissingError: a file, a package, a provider or a key is not there.
    """
    chosen = _load(name.strip(), settings)
    others = [_load(other.strip(), settings) for other in settings.llm_fallback.split(",") if other.strip()]
    return chosen.with_fallbacks(others, exceptions_to_handle=(ModelError,)) if others else chosen


def _load(name: str, settings: Settings) -> ChatModel:
    if not name:
        raise ModelMissingError(f"No language model is named. {_CHOICES}")
    kind, _, rest = name.partition(":")
    loader = _LOADERS.get(kind)
    return loader(rest, settings) if loader else _hosted(name, settings)


def _local(_: str, settings: Settings) -> ChatModel:
    from chatbot.llm.local import embedded_model

    return _gguf(str(embedded_model()), settings)


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
