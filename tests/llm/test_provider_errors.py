"""What providers raise becomes one clear sentence of the right kind."""

import pytest
from langchain_core import exceptions as theirs

from chatbot.errors import ModelError, ModelMissingError, ModelTimeoutError
from chatbot.llm.provider_errors import Border, as_model_error


class OddTimeoutError(Exception):
    """An error of a library that does not use LangChain's kinds."""


@pytest.mark.parametrize(
    ("raised", "kind", "says"),
    [
        (
            theirs.ModelAuthenticationError("bad key"),
            ModelMissingError,
            "does not accept the key: bad key.*OPENAI_API_KEY",
        ),
        (theirs.ModelPermissionDeniedError("no"), ModelMissingError, "does not accept the key"),
        (theirs.ModelNotFoundError("gone"), ModelMissingError, "not known to the provider.*CHATBOT_LLM"),
        (theirs.ModelTimeoutError("late"), ModelTimeoutError, "no answer in time.*CHATBOT_LLM_TIMEOUT"),
        (TimeoutError(), ModelTimeoutError, "no answer in time"),
        (OddTimeoutError("late"), ModelTimeoutError, "no answer in time: late"),
        (theirs.ModelRateLimitError("slow down"), ModelError, "asked too often: slow down"),
        (theirs.ModelConnectionError("refused"), ModelError, "cannot be reached: refused"),
        (ConnectionRefusedError("refused"), ModelError, "cannot be reached: refused"),
        (theirs.ContextOverflowError("9000 tokens"), ModelError, "too long for it: 9000 tokens.*Shorten"),
        (ValueError("first line.\nsecond line"), ModelError, r"failed: first line\.$"),
    ],
)
def test_each_kind_of_failure_has_its_sentence(raised: Exception, kind: type[ModelError], says: str) -> None:
    with pytest.raises(kind, match=says), Border(lambda error: as_model_error(error, "it")):
        raise raised


@pytest.mark.parametrize("mistake", [TypeError("x"), KeyError("x"), AttributeError("x"), AssertionError("x")])
def test_a_mistake_in_the_code_is_not_dressed_up(mistake: Exception) -> None:
    assert as_model_error(mistake, "it") is mistake


def test_an_error_of_ours_stays_what_it_is() -> None:
    ours = ModelTimeoutError("late")
    assert as_model_error(ours, "it") is ours
