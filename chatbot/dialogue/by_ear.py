"""Words spelt as they sound: "fone" and "phone" have the same key."""

import re
from collections.abc import Iterable

_LEAST = 3
"""Letters of a key that is no chance: of shorter ones too many words are alike."""
_SOUNDS = (
    (r"ph", "f"), (r"^wr", "r"), (r"ck", "k"), (r"sch", "sk"),
    (r"tion\b", "shun"), (r"c(?=[eiy])", "s"), (r"c(?!h)", "k"), (r"q(?:u(?=e))?", "k"), (r"x", "ks"), (r"z", "s"),
    (r"y", "i"), (r"(.)\1+", r"\1"), (r"(?<=[^aeiou])e(?=s?$)", ""),
)  # fmt: skip


def sound_of(word: str) -> str:
    """What a lower-case English word, or each of several, sounds like, roughly."""
    return " ".join(_sound(part) for part in word.split())


class ByEar:
    """Finds the words of a vocabulary that sound like one; none where several do."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_sound: dict[str, set[str]] = {}
        for word in words:
            if word.isascii():
                self._by_sound.setdefault(sound_of(word), set()).add(word)

    def __call__(self, word: str) -> str | None:
        sound = sound_of(word)
        found = self._by_sound.get(sound, set()) - {word}
        return min(found) if len(found) == 1 and len(sound) >= _LEAST else None


def _sound(word: str) -> str:
    for pattern, sound in _SOUNDS:
        word = re.sub(pattern, sound, word)
    return word
