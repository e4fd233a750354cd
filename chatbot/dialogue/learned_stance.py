"""How each thing that a message names is meant: wanted, not wanted, or only mentioned ("my ex loved musicals").

Two classifiers whose chances are averaged: a linear one over what the parser took it for, the words around it, and the
encoder's own view of it in its place; and the encoder tuned for it. Trained by `chatbot train classifiers`.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import sqrt
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.linear import LinearClassifier
from chatbot.dialogue.purposes import Heard
from chatbot.dialogue.stance import CONCEDED, FIRM, GRADED
from chatbot.dialogue.text import CJK
from chatbot.llm.minilm import MiniLM
from chatbot.llm.tuned_minilm import Marked, TunedMiniLM, averaged
from chatbot.records import Polarity, Scope, Statement

NONE = "none"
"""What is mentioned and no preference."""
STANCES = (*(polarity.value for polarity in Polarity), NONE)

_HELD, _TURNED, _TURNED_CHINESE = 0.35, 0.5, 0.75
"""Share of the stances that are possible below which the parser's is given up; chance from which it is turned round,
and that of Chinese, of which MiniLM has single characters alone."""
_STORY = 50
"""Bytes of a message in which something can be a mere mention (a Latin letter takes one, a Chinese one three)."""
_SCALE = 5.0
"""Length of the vector, beside features of one."""
_LEFT, _RIGHT = 8, 6
"""Words that count on either side."""
_NEAR = 0.6
"""What a word counts that is among them and not next to it."""
_LONG = 140
_READ = 24
"""Things named in one message that the tuned encoder reads; of more, a list of values, the other one says enough."""
KINDS = ("category", "entity", "flag", "item", "wish")
FACTS = 5 + len(KINDS)
"""Numbers that the tuned encoder is told beside the text."""
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[\u4e00-\u9fff]|[?!.,:;\"“”…。，！？；：]")
_END = re.compile(r"[.!?。！？]")
_ENDED, _LISTED = re.compile(r"[.!。！]\s*$"), re.compile(r"\s*(?:[,，.。]|$)")
_OPENERS = ("'", '"', "“", "《", "「", "‘")


class Named(NamedTuple):
    """A statement of the parser's or the model's, and where its words stand.

    kind: of its facet, "item" for an item; strict: whether the facet's values are conditions.
    """

    statement: Statement
    kind: str
    strict: bool
    span: tuple[int, int] | None


class Stances(Protocol):
    """Says how what a message names is meant: the statements with their polarity right, without mere mentions."""

    def __call__(self, named: Sequence[Named], heard: Heard) -> list[Statement]: ...


class SpanEncoder(Protocol):
    """Turns stretches of a text, in their place, into vectors of unit length."""

    def encode_spans(self, text: str, spans: Sequence[tuple[int, int] | None]) -> NDArray[np.float32]:
        """(spans, dimensions); None stands for the whole text."""
        ...


class LearnedStances:
    """The trained classifiers, with the encoder that they were trained with."""

    def __init__(self, encoder: SpanEncoder, classifier: LinearClassifier, tuned: TunedMiniLM | None = None) -> None:
        self._encoder, self._classifier, self._tuned = encoder, classifier, tuned

    @classmethod
    def load(cls, encoder: MiniLM, path: Path, tuned: Path) -> "LearnedStances":
        """Raises ModelMissingError when a file is not there or is not one of these."""
        linear = LinearClassifier.load(path, "stances", STANCES)
        return cls(encoder, linear, TunedMiniLM.load(encoder, tuned, FACTS, len(STANCES)))

    def __call__(self, named: Sequence[Named], heard: Heard) -> list[Statement]:
        taken = zip(named, self.taken(named, heard), strict=True)
        return [
            each.statement if stance == each.statement.polarity else _turned(each)
            for each, stance in taken
            if stance != NONE
        ]

    def taken(self, named: Sequence[Named], heard: Heard) -> list[str]:
        """The stance of each thing named: the parser's, unless that is unlikely among those that it may have."""
        stances = []
        for each, chances in zip(named, self.chances(named, heard), strict=True):
            stated = each.statement.polarity.value
            allowed = {stance: chances[stance] for stance in _allowed(each, named, heard.parsed.text)}
            likeliest = max(allowed, key=lambda stance: allowed[stance])
            unlikely = allowed[stated] < _HELD * sum(allowed.values())
            turned = _TURNED_CHINESE if CJK.search(heard.parsed.text) else _TURNED
            sure = likeliest == NONE or allowed[likeliest] >= turned
            stances.append(likeliest if unlikely and sure else stated)
        return stances

    def chances(self, named: Sequence[Named], heard: Heard) -> list[dict[str, float]]:
        """The probability of each stance, for each thing named."""
        if not named:
            return []
        vectors = in_place(self._encoder, named, heard.parsed.text)
        found = [
            self._classifier.chances(features(named, at, heard), vector)
            for at, vector in zip(range(len(named)), vectors, strict=True)
        ]
        read = [at for at, each in enumerate(named) if is_read(each)][:_READ]
        if self._tuned is None or not read:
            return found
        tuned = self._tuned.chances([marked(self._tuned, named[at], heard) for at in read])
        for at, chances in zip(read, tuned, strict=True):
            found[at] = averaged(found[at], chances, STANCES)
        return found


def in_place(encoder: SpanEncoder, named: Sequence[Named], text: str) -> NDArray[np.float32]:
    """(named, dimensions): vectors as the weights expect them."""
    return _SCALE * encoder.encode_spans(text, [each.span for each in named])


def is_read(named: Named) -> bool:
    """Whether the tuned encoder has a say: what stands nowhere it cannot read, and of numbers nothing is turned."""
    return named.span is not None and named.kind in KINDS


def marked(tuned: TunedMiniLM, named: Named, heard: Heard) -> Marked:
    """What the tuned encoder reads of one of the things named."""
    said = named.statement
    facts = (
        said.polarity is Polarity.DISLIKE,
        said.hard,
        said.scope is Scope.LASTING,
        named.strict,
        heard.shown,
        *(named.kind == kind for kind in KINDS),
    )
    assert named.span is not None
    return tuned.marked(heard.parsed.text, named.span, facts)


def features(named: Sequence[Named], at: int, heard: Heard) -> dict[str, float]:
    """Named features of one of the things named, all but its vector."""
    statement, kind, strict, span = named[at]
    text = heard.parsed.text
    same = [n.span for i, n in enumerate(named) if i != at and n.statement.facet == statement.facet and n.span]
    bounded = statement.min is not None, statement.max is not None
    facts = {
        f"polarity {statement.polarity}": True,
        f"kind {kind}": True,
        f"{kind} {statement.polarity}": True,
        f"strength {statement.strength:.1f}": True,
        "strict": strict,
        "hard": statement.hard,
        "lasting": statement.scope is Scope.LASTING,
        "alternative": statement.alternative,
        "unsure": statement.confidence < 1,
        "level": statement.value in (LOW, HIGH),
        "bound": any(bounded),
        "range": all(bounded),
        "shown": heard.shown,
        "asked": heard.asked,
        "answers": heard.question == statement.facet,
        "first of facet": span is not None and bool(same) and all(span < other for other in same),
        "last of facet": span is not None and bool(same) and all(span > other for other in same),
        "long": len(text) > _LONG,
    }
    found = {name: 1.0 for name, holds in facts.items() if holds}
    found["count"] = min(len(named), 4) / 4
    for reader, intents in (("model", heard.model), ("parser", heard.parsed.intents)):
        found |= {f"{reader} also {intent}": 0.5 for intent in intents}
        found |= {f"{reader} first {intent}": 1.0 for intent in intents[:1]}
    words = set(words_in(text))
    found |= {f"word {word}": 1 / sqrt(len(words)) for word in words}
    return found | around(text, span) if span else found


def around(text: str, span: tuple[int, int]) -> dict[str, float]:
    """The words on either side, by place and in pairs, and where in the message they stand."""
    before, after = text[: span[0]], text[span[1] :]
    left, right = words_in(before)[-_LEFT:][::-1], words_in(after)[:_RIGHT]
    end = _END.search(after)
    facts = {
        "capital": text[span[0] : span[0] + 1].isupper(),
        "start": not left,
        "end": not right,
        "question": end is not None and end.group() in "?？",
        "quoted": before.count('"') % 2 == 1 or before.rstrip().endswith(_OPENERS),
        "first sentence": _END.search(before) is None,
        "last sentence": end is None or not after[end.end() :].strip(),
    }
    found = {name: 1.0 for name, holds in facts.items() if holds}
    for side, words, placed, near in (("left", left, 3, 4), ("right", right, 2, 3)):
        found |= {f"{side} {a} {b}": 1.0 for a, b in pairwise(words[:5])}
        found |= {f"{side} {word}": _NEAR for word in words[near:]}
        found |= {f"{side} {word}": 1.0 for word in words[:near]}
        found |= {f"{side} {place} {word}": 1.0 for place, word in enumerate(words[:placed])}
    return found


def words_in(text: str) -> list[str]:
    """Words, figures, Chinese characters and signs, in small letters."""
    return _WORD.findall(text.lower().replace("’", "'"))


def _allowed(named: Named, others: Sequence[Named], text: str) -> list[str]:
    """The stances that something may have been meant with, that of the parser always."""
    said, stated = named.statement, named.statement.polarity
    if said.certain:
        return [stated]
    if named.kind == "number" or named.span is None or said.strength <= CONCEDED:
        return [stated]  # no bound is the opposite of one, what is pointed at has no words, and "is fine" is plain
    if stated is Polarity.DISLIKE and said.scope is Scope.LASTING:
        return [stated]  # what is hated is hated, in whatever words the encoder has not learnt
    firm = stated is Polarity.LIKE and said.strength == FIRM and said.scope is Scope.SESSION
    # In "None of those. Intense, romantic, please" the full stop ends what is turned down.
    listed = _ENDED.search(text[: named.span[0]]) and _LISTED.match(text, named.span[1])
    held = firm or (stated is Polarity.LIKE and listed is not None)
    held = held or (stated is Polarity.DISLIKE and said.strength == GRADED)  # "not too scary" asks for nothing scary
    allowed = [stance for stance in STANCES if stance != NONE and (stance == stated or not held)]
    # "Actually no, not cooking" states no taste, but what was asked for before must not stand.
    if stated is Polarity.LIKE and len(text.encode("utf-8", "replace")) >= _STORY:
        allowed.append(NONE)
    # Of what is said both ways ("no horror, well, horror is fine") each is meant as it is said, or not at all.
    polarities = {
        o.statement.polarity for o in others if (o.statement.facet, o.statement.value) == (said.facet, said.value)
    }
    return [stance for stance in allowed if stance in (stated, NONE)] if len(polarities) > 1 else allowed


def _turned(named: Named) -> Statement:
    """The statement with its polarity turned round."""
    wanted = named.statement.polarity is Polarity.DISLIKE
    polarity = Polarity.LIKE if wanted else Polarity.DISLIKE
    hard = (named.strict or not wanted) and named.kind != "item"
    return named.statement.model_copy(update={"polarity": polarity, "hard": hard})
