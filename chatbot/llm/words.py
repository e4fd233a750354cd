"""Ordinary English words, from the vocabulary of the sentence encoder's package."""

from functools import cache

from chatbot.errors import ModelMissingError
from chatbot.llm.packaged import minilm_file


@cache
def english_words() -> frozenset[str]:
    """Some twenty thousand words in lower case: what is among them is not misspelt. Empty without the package."""
    try:
        text = minilm_file("vocab.txt").read_text(encoding="utf-8")
    except ModelMissingError:
        return frozenset()
    return frozenset(word for word in text.split() if word.isascii() and word.isalpha())
