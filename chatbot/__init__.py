"""A conversational recommender over your own catalogue."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chatbot.assembly import Chatbot

__all__ = ["Chatbot"]


def __getattr__(name: str) -> object:
    # Lazy, so that importing one module of the package loads neither torch nor Chroma.
    if name == "Chatbot":
        from chatbot.assembly import Chatbot

        return Chatbot
    raise AttributeError(f"module 'chatbot' has no attribute {name!r}")
