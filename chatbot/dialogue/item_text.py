"""What an item's description says about a question, word for word."""

from collections.abc import Sequence

from chatbot.catalogue.prose import sentences_of
from chatbot.catalogue.sparse import CJK, tokens
from chatbot.llm.base import Encoder
from chatbot.llm.encoders import reads
from chatbot.records import Item
from chatbot.support.asking import singular

_NEAR, _SHARING = 0.32, 0.15
"""Cosine from which a sentence is about a question, by itself and with a word of it."""
_LOOKED_AT = 50
"""Items whose script is that of all."""
_TELLING = 4
"""Letters from which on a word tells what is asked about."""


class ItemText:
    """Looks answers up in descriptions."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def answering(self, item: Item, question: str, words: Sequence[str]) -> str:
        """The sentence that comes nearest to the question, "" where none is about it.

        words: those of the question that tell what is asked about.
        """
        told = sentences_of(item.summary)
        if not told:
            return ""
        vectors = self._encoder.encode([question, *told])
        nearness = [float(near) for near in vectors[1:] @ vectors[0]]
        # To an encoder of English all Chinese is much alike, so there the words must be the same.
        foreign = CJK.search(question) is not None and CJK.search(item.summary) is None
        best = max(range(len(told)), key=lambda at: (_shares(words, told[at]), nearness[at]))
        if _shares(words, told[best]) and nearness[best] >= _SHARING:
            return told[best]
        best = max(range(len(told)), key=lambda at: nearness[at])
        return told[best] if nearness[best] >= _NEAR and not foreign else ""

    def nearest(self, words: str, names: Sequence[str]) -> list[str]:
        """The names, those first that are nearest to the words in meaning; none where those cannot be read."""
        if not reads(self._encoder, words):
            return []
        vectors = self._encoder.encode([words, *names])
        nearness = dict(zip(names, vectors[1:] @ vectors[0], strict=True))
        return sorted(names, key=lambda name: -float(nearness[name]))


def is_unread(words: str, items: Sequence[Item]) -> bool:
    """Whether words are in another script than what is told of the items, so that nothing can be found in it."""
    chinese = [CJK.search(item.text) is not None for item in items[:_LOOKED_AT]]
    return not any(chinese) if CJK.search(words) else all(chinese)


def _shares(words: Sequence[str], sentence: str) -> bool:
    """Whether a word is in the sentence, in any number."""
    own = set(tokens(singular(sentence)))
    return any(
        word in sentence if CJK.search(word) else len(word) >= _TELLING and bool(own & set(tokens(singular(word))))
        for word in words
    )
