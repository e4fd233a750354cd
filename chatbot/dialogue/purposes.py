"""What a message is for, by two classifiers whose chances are averaged.

A linear classifier over both readings of it, what came before it, its words and its meaning; and an encoder tuned to
read it. Trained by `chatbot train classifiers`.
"""

import re
from collections import Counter
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.dialogue.linear import LinearClassifier
from chatbot.llm.base import Encoder
from chatbot.llm.minilm import MiniLM
from chatbot.llm.tuned_minilm import Marked, TunedMiniLM, averaged
from chatbot.records import Intent, Understanding

SILENT = {
    Intent.WHY, Intent.WHAT_IF, Intent.COMPARE, Intent.ASK_ITEM, Intent.PROFILE, Intent.SUPPORT, Intent.HANDOFF,
    Intent.UNDO, Intent.RESET, Intent.GREET, Intent.GOODBYE, Intent.THANK, Intent.OUT_OF_SCOPE,
}  # fmt: skip
"""Messages that are for these alone state no preference, whatever they mention."""
ENCODER = "minilm"
"""The encoder whose vectors the weights are for, whatever the catalogue is searched with."""

_ALSO = 0.05
"""Probability from which a message is for something else too, where a reading of several intents has it."""
_AGREED = 0.02
"""The same where both readings have it."""
_COURTESIES = {Intent.GREET, Intent.THANK, Intent.GOODBYE}
TOLD = 13 + len(Intent)
"""Numbers that the tuned encoder is told beside the text."""
_SECOND = 0.5
"""What an intent counts that a reading does not name first."""
_SCALE = 6.0
"""Length of the vector of words, and of that of meaning, beside features of one: so that neither is drowned."""
_SHORT = 5
_MARKUP = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[\u4e00-\u9fff]|[?!]")

Intents = tuple[Intent, ...]


class Heard(NamedTuple):
    """Both readings of one message, and what came before it.

    question: the facet that was asked about.
    values: how many values, bounds and items the parser found; conditions: those of them that items must meet.
    wanted: of how many facets a value is named that is wanted; kind: whether the kind of thing is named that is
    wanted, None where the catalogue has but one kind.
    """

    model: Intents
    parsed: Understanding
    shown: bool = False
    question: str | None = None
    values: int = 0
    conditions: int = 0
    wanted: int = 0
    kind: bool | None = None
    items: bool = False
    bounds: bool = False
    disliked: bool = False
    lasting: bool = False
    answers: bool = False

    @property
    def asked(self) -> bool:
        return self.question is not None


class Purpose(Protocol):
    """Says what a message is for, the intent that most needs an answer first."""

    def __call__(self, heard: Heard) -> Intents: ...


def features(heard: Heard) -> dict[str, float]:
    """Named features of a message, all but its vector."""
    parsed, text = heard.parsed, heard.parsed.text
    fresh = not heard.shown and not heard.asked
    facts = {
        "fresh": fresh,
        "shown": heard.shown,
        "asked": heard.asked,
        "kind": heard.kind is True,
        "one kind": heard.kind is None,
        "critique": bool(parsed.critiques),
        "reference": bool(parsed.references),
        "wish": bool(parsed.wish),
        "item": heard.items,
        "dislike": heard.disliked,
        "bound": heard.bounds,
        "lasting": heard.lasting,
        "answer": heard.answers,
        "value": heard.values > 0,
        "condition": heard.conditions > 0,
        "wanted": heard.wanted > 0,
        "several": heard.wanted > 1,
        "chinese": parsed.language == "zh",
        "short": len(text.split()) < _SHORT,
        "fresh wanted": fresh and heard.wanted > 0,
        "fresh value": fresh and heard.values > 0,
        "shown critique": heard.shown and bool(parsed.critiques),
        "shown reference": heard.shown and bool(parsed.references),
    }
    found = {name: 1.0 for name, holds in facts.items() if holds}
    for reader, intents in (("model", heard.model), ("parser", parsed.intents)):
        found |= {f"{reader} also {intent}": _SECOND for intent in intents}
        found |= {f"{reader} first {intent}": 1.0 for intent in intents[:1]}
    return found | _words(text)


def _words(text: str) -> dict[str, float]:
    """Words, pairs of neighbours, and what the message begins with, as one vector of fixed length."""
    words = _WORD.findall(_MARKUP.sub(" ", text).lower().replace("’", "'"))
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    grams = {*words, *pairs, *(f"^{' '.join(words[:n])}" for n in (1, 2) if words)}
    return {f"word {gram}": _SCALE / sqrt(len(grams)) for gram in grams}


def meaning(encoder: Encoder, texts: list[str]) -> NDArray[np.float32]:
    """(texts, dimensions): vectors as the weights expect them."""
    return _SCALE * encoder.encode(texts)


def whole(tuned: TunedMiniLM, heard: Heard) -> Marked:
    """What the tuned encoder reads of a message, and is told beside."""
    parsed = heard.parsed
    facts = (
        heard.shown,
        heard.asked,
        heard.values > 0,
        heard.conditions > 0,
        heard.wanted > 0,
        heard.items,
        heard.bounds,
        heard.disliked,
        heard.lasting,
        heard.answers,
        bool(parsed.critiques),
        bool(parsed.references),
        bool(parsed.wish),
        *(parsed.intents[:1] == (intent,) for intent in Intent),
    )
    return tuned.marked(parsed.text, None, facts)


class LearnedPurpose:
    """The trained classifiers, with the encoder that the linear one was trained with."""

    def __init__(self, encoder: Encoder, classifier: LinearClassifier, tuned: TunedMiniLM | None = None) -> None:
        self._encoder, self._classifier, self._tuned = encoder, classifier, tuned

    @classmethod
    def load(cls, encoder: Encoder, base: MiniLM, path: Path, tuned: Path) -> "LearnedPurpose":
        """base: what was tuned. Raises ModelMissingError when a file is not there or is not one of these."""
        linear = LinearClassifier.load(path, "intents", list(Intent))
        return cls(encoder, linear, TunedMiniLM.load(base, tuned, TOLD, len(Intent)))

    def __call__(self, heard: Heard) -> Intents:
        if set(heard.parsed.intents) <= _COURTESIES and not heard.values and not heard.parsed.wish:
            return heard.parsed.intents  # they have words of their own, and here there are no others
        if heard.parsed.impatient and heard.parsed.intents == (Intent.REQUEST,) and not heard.parsed.statements:
            return heard.parsed.intents  # "hurry up" is no call for a person
        if heard.parsed.intents == (Intent.COMPARE,) and heard.parsed.references:
            return heard.parsed.intents  # it has words of its own, and says what is to be compared
        chances = self.chances(heard)
        if heard.values and not heard.parsed.references and Intent.ACCEPT not in heard.parsed.intents:
            chances[Intent.ACCEPT] = 0.0  # "Sonara is ok after all" names what is wanted, and takes nothing shown
        if heard.wanted and Intent.HANDOFF not in {*heard.parsed.intents, *heard.model}:
            chances[Intent.HANDOFF] = 0.0  # "writers, please" asks for no person
        first = max(chances, key=lambda intent: chances[intent])
        read = Counter(i for reading in (heard.model, heard.parsed.intents) for i in dict.fromkeys(reading))
        several = {i for reading in (heard.model, heard.parsed.intents) if len(reading) > 1 for i in reading}
        also = [i for i, n in read.items() if chances[i] >= (_AGREED if n > 1 else _ALSO if i in several else 1)]
        also.sort(key=lambda intent: -chances[intent])
        if first is Intent.WHY and heard.parsed.intent is Intent.ASK_ITEM and Intent.ASK_ITEM in also:
            return (Intent.ASK_ITEM,)  # "the one you showed me, what is it about?" asks for no reason
        if first is Intent.COMPARE and heard.parsed.intents == (Intent.ASK_ITEM,) and len(heard.parsed.references) == 1:
            return (Intent.ASK_ITEM,)  # "is the first one more romance or more action?"
        if first is Intent.REJECT and heard.parsed.intents == (Intent.ACCEPT,) and len(heard.parsed.references) != 1:
            return (Intent.ACCEPT,)  # "all three are fine": what speaks of a whole list mostly turns it down
        if first is Intent.SUPPORT and heard.parsed.intents == (Intent.WHAT_IF,):
            return heard.parsed.intents  # "what would I have to give up for that?"
        told = several & set(heard.parsed.intents)
        if Intent.REJECT in told and heard.shown:
            also.append(Intent.REJECT)  # "Not quite. A drama, please" turns down what is shown, too
        if Intent.ACCEPT in told and first in (Intent.PROFILE, Intent.SUPPORT):
            also.append(Intent.ACCEPT)  # "I take the first. What do you know about me?"
        if first in (Intent.REJECT, Intent.SUPPORT):  # and asks for something; "…, and what's your returns policy?"
            also += [intent for intent in (Intent.REQUEST, Intent.CONSTRAIN) if intent in told]
        intents = (first, *dict.fromkeys(intent for intent in also if intent is not first))
        # Whoever greets or thanks and wants something wants that.
        return tuple(intent for intent in intents if intent not in _COURTESIES) or intents

    def chances(self, heard: Heard) -> dict[Intent, float]:
        """The probability of each intent to be the one that most needs an answer."""
        vector = meaning(self._encoder, [heard.parsed.text])[0]
        found = self._classifier.chances(features(heard), vector)
        if self._tuned is not None:
            tuned = self._tuned.chances([whole(self._tuned, heard)])[0]
            found = averaged(found, tuned, [intent.value for intent in Intent])
        return {Intent(name): chance for name, chance in found.items()}
