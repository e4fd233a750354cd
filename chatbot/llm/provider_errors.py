"""What a provider's library raises, said as one of this package's errors."""

from collections.abc import Callable
from types import TracebackType

from langchain_core import exceptions as theirs
from pydantic import ValidationError

from chatbot.errors import ModelError, ModelMissingError, ModelTimeoutError

_LATE = "{who} gave no answer in time: {what}. Raise CHATBOT_LLM_TIMEOUT (seconds), or choose a faster model."
_KNOWN: tuple[tuple[tuple[type[Exception], ...], type[ModelError], str], ...] = (
    (
        (theirs.ModelAuthenticationError, theirs.ModelPermissionDeniedError),
        ModelMissingError,
        "{who} does not accept the key: {what}. Set the provider's key in the environment, such as OPENAI_API_KEY.",
    ),
    ((theirs.ModelNotFoundError,), ModelMissingError, "{who} is not known to the provider: {what}. Check CHATBOT_LLM."),
    (
        (theirs.ModelTimeoutError, TimeoutError),
        ModelTimeoutError,
        _LATE,
    ),
    ((theirs.ContextOverflowError,), ModelError, "The prompt is too long for {who}: {what}. Shorten the message."),
    ((theirs.ModelRateLimitError,), ModelError, "{who} is asked too often: {what}. Wait, or set CHATBOT_LLM_FALLBACK."),
    (
        (theirs.ModelConnectionError, ConnectionError),
        ModelError,
        "{who} cannot be reached: {what}. Check the network and the provider's address.",
    ),
    ((theirs.ModelInvalidRequestError,), ModelError, "{who} refused the request: {what}."),
)
"""Kinds of failure, the error they become, and the sentence for it; the first that fits counts."""
_OUTSIDE = (OSError, ValueError, RuntimeError)
"""Built-in errors that come from the world outside; any other (TypeError, KeyError…) is a mistake in the code."""


def as_model_error(error: Exception, who: str) -> Exception:
    """The error to raise in place of `error`; a mistake in the code stays what it is."""
    if isinstance(error, ModelError):
        return error
    for kinds, ours, sentence in _KNOWN:
        if isinstance(error, kinds):
            return ours(sentence.format(who=who, what=said_by(error)))
    if type(error).__module__ == "builtins" and not isinstance(error, _OUTSIDE):
        return error
    if "Timeout" in type(error).__name__:
        # Libraries that do not use LangChain's kinds yet still name their errors ReadTimeout and the like.
        return ModelTimeoutError(_LATE.format(who=who, what=said_by(error)))
    return ModelError(f"{who} failed: {said_by(error)}.")


def said_by(error: Exception) -> str:
    """The gist of an error, without its full stop, short enough for one sentence."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'answer'}: {fault['msg']}" for fault in error.errors())[
            :400
        ]
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:200].rstrip(". ")


class Border:
    """A `with` block around other people's code: `translate` says what leaves the block in place of what that raises.

    A provider's library may raise any class of its own, so the classes cannot be listed in an `except`.
    """

    def __init__(self, translate: Callable[[Exception], Exception]) -> None:
        self._translate = translate

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception):
            return
        ours = self._translate(error)
        if ours is not error:
            raise ours from error
