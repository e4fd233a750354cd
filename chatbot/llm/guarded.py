"""A wrapper around a chat model that somebody else runs: it answers in time or fails with a ModelError."""

from collections.abc import Iterator
from typing import Any, TypeVar

from langchain_core.exceptions import ModelInvalidRequestError
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.retry import ExponentialJitterParams

from chatbot.llm.provider_errors import Border, as_model_error
from chatbot.llm.relay import for_each, relayed, within
from chatbot.llm.structured import Schema, asking_for_json, json_schema_of

Output = TypeVar("Output")

_ATTEMPTS = 2
_PAUSE = ExponentialJitterParams(initial=0.2, max=1.0, jitter=0.2)
_EMBEDDED_ONLY = ("max_tokens", "stop", "grammar")
"""Call arguments that stay here: models that think first count their thoughts against the first and refuse the second;
no provider knows the third, which comes with a call that fell back from the embedded model."""


class Guarded(Runnable[LanguageModelInput, Output]):
    """A runnable that is tried again when that may help, within `seconds` in all (in a stream: for each chunk)."""

    def __init__(self, inner: Runnable[LanguageModelInput, Output], who: str, seconds: float) -> None:
        self._inner = inner
        self._patient = inner.with_retry(
            retry_if_exception_type=_may_pass, stop_after_attempt=_ATTEMPTS, exponential_jitter_params=_PAUSE
        )
        self._who = who
        self._seconds = seconds

    def invoke(self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any) -> Output:
        """One answer.

        Raises:
            ModelError: there is none; ModelTimeoutError: not in time.
        """
        call = _without_embedded(kwargs)
        with Border(self._translate):
            return within(self._seconds, lambda: self._patient.invoke(input, config, **call), self._who)

    def stream(
        self, input: LanguageModelInput, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> Iterator[Output]:
        """The answer in chunks; closing the iterator closes the model's own stream.

        Raises:
            ModelError: as `invoke`; a stream that has begun is not tried again.
        """
        call = _without_embedded(kwargs)

        def produce(put: Any) -> None:
            for chunk in self._inner.stream(input, config, **call):
                if put(chunk):
                    return

        with Border(self._translate):
            yield from relayed(produce, for_each(self._seconds), self._who)

    def _translate(self, error: Exception) -> Exception:
        return as_model_error(error, self._who)


class GuardedChat(Guarded[AIMessage]):
    """A guarded chat model, with JSON answers: the provider's own structured output where it has one."""

    def __init__(self, model: BaseChatModel, who: str, seconds: float) -> None:
        super().__init__(model, who, seconds)
        self._model = model

    def with_structured_output(
        self, schema: Schema, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        """As of `BaseChatModel`; a provider that cannot do it is asked in words instead."""
        in_words = asking_for_json(self._model, schema, include_raw)
        try:
            held = self._model.with_structured_output(dict(json_schema_of(schema)), include_raw=include_raw)
        except NotImplementedError:
            return Guarded(in_words, self._who, self._seconds)
        either = held.with_fallbacks([in_words], exceptions_to_handle=(ModelInvalidRequestError,))
        return Guarded(either, self._who, self._seconds)


def _without_embedded(call: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in call.items() if name not in _EMBEDDED_ONLY}


def _may_pass(error: BaseException) -> bool:
    """Whether asking again may succeed: LangChain marks its errors so."""
    return bool(getattr(error, "is_retryable", isinstance(error, ConnectionError)))
