"""How people really type: no capitals, no punctuation, shouting, slips of the keys, chat spelling, emoji."""

import re
from collections.abc import Callable, Sequence
from random import Random

from chatbot.training.sample import Piece

_NEAR = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o", "r": "et", "s": "ad", "t": "ry", "u": "yi",
    "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
"""Neighbours on the keyboard."""
_CHAT = {
    "you": "u", "your": "ur", "are": "r", "please": "pls", "something": "smth", "looking": "lookin", "want to": "wanna",
    "going to": "gonna", "for": "4", "to": "2", "and": "n", "with": "w", "without": "w/o",
    "because": "cuz", "thanks": "thx",
    "really": "rly", "anything": "anythin", "nothing": "nothin", "though": "tho",
    "don't know": "dunno", "kind of": "kinda",
    "got to": "gotta", "give me": "gimme", "not": "nt", "about": "abt", "good": "gud", "any": "ny", "some": "sum",
}  # fmt: skip
_EMOJI = ("🙂", "😊", "🙏", "😂", "❤️", "👍", "🤔", "!!", "...", "??", " xx", " :)", " lol", "～", "～～")
_WORD = re.compile(r"[A-Za-z]{5,}")


def noisy(pieces: Sequence[Piece], language: str, rng: Random) -> tuple[Piece, ...]:
    """The pieces as some person would type them; what they say stays the same."""
    changed = list(pieces)
    if language == "en":
        roll = rng.random()
        if roll < 0.34:
            changed = _each(changed, str.lower)
        elif roll < 0.38:
            changed = _each(changed, str.upper)
        elif roll < 0.80:
            changed = _capitalised(changed)
        if rng.random() < 0.14:
            changed = _each(changed, lambda text: text.replace("'", ""), values=False)
        if rng.random() < 0.06:
            changed = _each(changed, lambda text: _chat(text, rng), values=False)
        if rng.random() < 0.14:
            changed = [_mistyped(piece, rng) for piece in changed]
    if rng.random() < 0.16:
        changed = _each(changed, lambda text: re.sub(r"[,.;:!?，。；：！？]", "", text), values=False)
    if rng.random() < 0.07:
        changed.append(Piece(rng.choice(_EMOJI)))
    return tuple(piece for piece in changed if piece.text)


def _each(pieces: Sequence[Piece], change: Callable[[str], str], values: bool = True) -> list[Piece]:
    """`values`: whether the words that say something are changed too."""
    return [Piece(change(p.text), p.line) if values or p.line is None else p for p in pieces]


def _capitalised(pieces: Sequence[Piece]) -> list[Piece]:
    first, *rest = pieces
    return [Piece(first.text[:1].upper() + first.text[1:], first.line), *rest]


def _chat(text: str, rng: Random) -> str:
    for word, short in _CHAT.items():
        if rng.random() < 0.6:
            text = re.sub(rf"\b{word}\b", short, text, flags=re.IGNORECASE)
    return text


def _mistyped(piece: Piece, rng: Random) -> Piece:
    """One slip in some of the longer words; rarer in words that say something, never in numbers."""
    share = 0.12 if piece.line is None else 0.25

    def slip(match: re.Match[str]) -> str:
        word = match.group()
        return _slipped(word, rng) if rng.random() < share else word

    return Piece(_WORD.sub(slip, piece.text), piece.line)


def _slipped(word: str, rng: Random) -> str:
    at = rng.randrange(1, len(word) - 1)
    match rng.randrange(4):
        case 0:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case 1:
            return word[:at] + word[at + 1 :]
        case 2:
            return word[:at] + word[at] + word[at:]
        case _:
            near = _NEAR.get(word[at].lower(), word[at])
            return word[:at] + rng.choice(near) + word[at + 1 :]
