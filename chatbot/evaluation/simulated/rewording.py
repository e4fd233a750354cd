"""Has a language model say a simulated user's message in other words, and keeps what it says honest."""

from collections.abc import Callable, Sequence
from contextlib import suppress

from langchain_core.messages import HumanMessage, convert_to_messages

from chatbot.dialogue.text import key_of
from chatbot.errors import ModelError
from chatbot.llm.calls import stream_text
from chatbot.llm.models import ChatModel
from chatbot.prompts import Prompts

Rewording = Callable[[str, Sequence[str], str], str]
"""(message, what of it must be kept to the letter, the title that must not be named) -> the message to send"""

_MAX_TOKENS = 80


def as_it_is(message: str, kept: Sequence[str], title: str) -> str:
    return message


class Reworder:
    """A `Rewording` by a model; a message that it fails to reword is sent as it is."""

    def __init__(self, model: ChatModel, prompts: Prompts) -> None:
        self._model = model
        self._prompt = convert_to_messages(prompts.conversation("reword"))

    def __call__(self, message: str, kept: Sequence[str], title: str) -> str:
        marked = message
        for words in kept:
            marked = marked.replace(words, f"[{words}]")
        other = ""
        with suppress(ModelError):
            stream = stream_text(self._model, [*self._prompt, HumanMessage(marked)], _MAX_TOKENS, stop=["\n"])
            other = "".join(stream).replace("[", "").replace("]", "").strip()
        return other if _says_the_same(other, message, kept, title) else message


def _says_the_same(other: str, message: str, kept: Sequence[str], title: str) -> bool:
    """Whether all that must be kept is there, no word of the title that was not there before, and no endless tail."""
    said = f" {key_of(other)} "
    hints = set(key_of(title).split()) - set(key_of(message).split())
    if not said.strip() or len(other) > 2 * len(message) + 40:
        return False
    return all(f" {key_of(words)} " in said for words in kept) and not hints & set(said.split())
