"""Ordinary English words, from the vocabulary of the sentence encoder's package."""

import re
from collections.abc import Sequence
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from chatbot.errors import ModelMissingError
from chatbot.llm.packaged import minilm_file

_LETTERS = 6
"""Letters of a word for each slip of the keys."""
_LONG_WORD = re.compile(r"[A-Za-z]{6,}")


def corrected(text: str, known: Sequence[str]) -> str:
    """The text with known words in place of those that are but spelt wrongly ("warrenty")."""

    def meant(word: re.Match[str]) -> str:
        said = word.group().casefold()
        if said in english_words() or said in known:
            return word.group()
        near = process.extractOne(said, known, scorer=OSA.distance, score_cutoff=len(said) // _LETTERS)
        return near[0] if near is not None else word.group()

    return _LONG_WORD.sub(meant, text)


@cache
def english_words() -> frozenset[str]:
    """Some twenty thousand words in lower case: what is among them is not misspelt. Empty without the package."""
    try:
        text = minilm_file("vocab.txt").read_text(encoding="utf-8")
    except ModelMissingError:
        return frozenset()
    return frozenset(word for word in text.split() if word.isascii() and word.isalpha())
