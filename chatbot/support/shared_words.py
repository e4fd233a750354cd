"""How much a question shares the words of help sections, and of the questions that they answer."""

from collections import Counter
from collections.abc import Sequence
from math import log

from chatbot.catalogue.sparse import CJK, SparseIndex, tokens
from chatbot.support.asking import singular

_ASKED = 0.5
"""Weight of the words of the likeliest question beside those of the section."""


class SharedWords:
    """The words of some sections, and of the questions that each answers."""

    def __init__(self, texts: Sequence[str], asked: Sequence[Sequence[str]]) -> None:
        """asked: the questions of each text."""
        self._texts = SparseIndex([singular(text) for text in texts])
        self._owners = [row for row, questions in enumerate(asked) for _ in questions]
        self._asked = SparseIndex([singular(question) for questions in asked for question in questions])
        self._count = len(texts)
        self._tokens = [set(tokens(singular(text))) for text in texts]
        self._frequency = Counter(token for own in self._tokens for token in own)

    def share(self, question: str, row: int) -> float:
        """How much of a question a text has, word for word, by inverse document frequency."""
        rarity = {t: log(1 + self._count / (1 + self._frequency[t])) for t in set(tokens(singular(question)))}
        told = {t: r for t, r in rarity.items() if not CJK.search(t) or len(t) > 1}  # of Chinese, pairs of characters
        return sum(r for t, r in told.items() if t in self._tokens[row]) / (sum(told.values()) or 1.0)

    def scores(self, question: str) -> list[float]:
        """(texts,), each of the two parts at most 1 before it is weighed."""
        question = singular(question)
        told, asked = [0.0] * self._count, [0.0] * self._count
        for row, score in self._texts.search(question, self._count):
            told[row] = score
        for row, score in self._asked.search(question, len(self._owners)) if self._owners else ():
            asked[self._owners[row]] = max(asked[self._owners[row]], score)
        most = max(told) or 1.0, max(asked) or 1.0
        return [t / most[0] + _ASKED * a / most[1] for t, a in zip(told, asked, strict=True)]
