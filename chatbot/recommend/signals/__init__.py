"""The signals whose weighted sum is an item's score; one file each."""

from chatbot.recommend.signals.base import Signal
from chatbot.recommend.signals.graph import Graph
from chatbot.recommend.signals.popularity import Popularity
from chatbot.recommend.signals.similar import Similar
from chatbot.recommend.signals.stated import Stated

SIGNALS: tuple[Signal, ...] = (Stated(), Similar(), Graph(), Popularity())

__all__ = ["SIGNALS", "Signal"]
