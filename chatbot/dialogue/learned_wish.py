"""Which of the phrases that no facet value stands for tell what is looked for ("jump scares"), and which are talk.

Two classifiers whose chances are averaged: a linear one over the phrase, the words around it, and the encoder's own
view of it in its place; and the encoder tuned for it. Trained by `chatbot train wishes`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.dialogue.learned_stance import SpanEncoder, around, words_in
from chatbot.dialogue.linear import LinearClassifier
from chatbot.dialogue.text import span_of
from chatbot.llm.minilm import MiniLM
from chatbot.llm.tuned_minilm import Marked, TunedMiniLM, averaged
from chatbot.records import WISH, Intent, Polarity, Statement, Understanding

WISHED, TALK = "wish", "talk"
KINDS = (WISHED, TALK)
FACTS = 9 + len(Intent)
"""Numbers that the tuned encoder is told beside the text."""

_SURE = 0.33
"""Probability from which a phrase is a wish: to lose one costs more than a superfluous word."""
_SCALE = 5.0
"""Length of the vector, beside features of one."""
_MANY = 6
_LENGTHS = (12, 40, 90, 180)
"""Characters of a message at which another feature says how long it is."""


class Wishes(Protocol):
    """Says which phrases of a message are wishes."""

    def __call__(self, phrases: Sequence[Statement], parsed: Understanding) -> list[Statement]: ...


class LearnedWishes:
    """The trained classifiers, with the encoder that they were trained with."""

    def __init__(self, encoder: SpanEncoder, classifier: LinearClassifier, tuned: TunedMiniLM | None = None) -> None:
        self._encoder, self._classifier, self._tuned = encoder, classifier, tuned

    @classmethod
    def load(cls, encoder: MiniLM, path: Path, tuned: Path) -> "LearnedWishes":
        """Raises ModelMissingError when a file is not there or is not one of these."""
        linear = LinearClassifier.load(path, "wishes", KINDS)
        return cls(encoder, linear, TunedMiniLM.load(encoder, tuned, FACTS, len(KINDS)))

    def __call__(self, phrases: Sequence[Statement], parsed: Understanding) -> list[Statement]:
        return [p for p, chance in zip(phrases, self.chances(phrases, parsed), strict=True) if chance >= _SURE]

    def chances(self, phrases: Sequence[Statement], parsed: Understanding) -> list[float]:
        """The probability of each phrase to be a wish."""
        if not phrases:
            return []
        vectors = in_place(self._encoder, phrases, parsed.text)
        found = [
            self._classifier.chances(features(phrases, at, parsed), vector)
            for at, vector in zip(range(len(phrases)), vectors, strict=True)
        ]
        if self._tuned is not None:
            tuned = self._tuned.chances([marked(self._tuned, phrases, at, parsed) for at in range(len(phrases))])
            found = [averaged(a, b, KINDS) for a, b in zip(found, tuned, strict=True)]
        return [chances[WISHED] for chances in found]


def in_place(encoder: SpanEncoder, phrases: Sequence[Statement], text: str) -> NDArray[np.float32]:
    """(phrases, dimensions): vectors as the weights expect them."""
    return _SCALE * encoder.encode_spans(text, [span_of(text, phrase.words) for phrase in phrases])


def marked(tuned: TunedMiniLM, phrases: Sequence[Statement], at: int, parsed: Understanding) -> Marked:
    """What the tuned encoder reads of one of the phrases."""
    phrase = phrases[at]
    others = [s for s in parsed.statements if s.facet != WISH]
    facts = (
        phrase.polarity is Polarity.DISLIKE,
        len(phrases) == 1,
        bool(others),
        any(s.is_bound for s in others),
        bool(parsed.references),
        bool(parsed.critiques),
        len(phrase.words) >= len(parsed.text.strip()) - 2,
        parsed.language == "zh",
        min(len(phrases), _MANY) / _MANY,
        *(intent in parsed.intents for intent in Intent),
    )
    return tuned.marked(parsed.text, span_of(parsed.text, phrase.words), facts)


def features(phrases: Sequence[Statement], at: int, parsed: Understanding) -> dict[str, float]:
    """Named features of one of the phrases, all but its vector."""
    phrase, text = phrases[at], parsed.text
    others = [s for s in parsed.statements if s.facet != WISH]
    inner = words_in(phrase.words)
    facts = {
        f"polarity {phrase.polarity}": True,
        "only one": len(phrases) == 1,
        "values": bool(others),
        "bounds": any(s.is_bound for s in others),
        "references": bool(parsed.references),
        "critiques": bool(parsed.critiques),
        "whole": len(phrase.words) >= len(text.strip()) - 2,
        f"words {min(len(inner), 5)}": True,
        "chinese": parsed.language == "zh",
    }
    found = {name: 1.0 for name, holds in facts.items() if holds}
    found |= {f"longer than {length}": 1.0 for length in _LENGTHS if len(text) > length}
    found |= {f"intent {intent}": 1.0 for intent in parsed.intents}
    found |= {f"inside {word}": 1.0 for word in inner}
    found["phrases"] = min(len(phrases), _MANY) / _MANY
    span = span_of(text, phrase.words)
    return found | around(text, span) if span else found
