"""Whether a message is in a language that is not read here."""

from collections.abc import Collection
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from chatbot.dialogue.text import words_of
from chatbot.llm.words import english_words

_WIDESPREAD = "ar bg ca cs da de el en es fa fi fr he hi hu id it ja ko nl nn no pl pt ro ru sk sv th tr uk vi zh"
"""Languages that it may be in: without those so close to one that is read as Pidgin and Cantonese are."""
_SURE = 0.99
_LEAST = 3
"""Words in Latin letters from which on a language can be told: "no horror" might be Spanish."""
_FEW = 4
"""Words up to which half of them must be none of English: names and terms look like anything."""


def is_foreign(text: str, spoken: Collection[str]) -> bool:
    """Whether a message is surely in none of the languages `spoken` (codes of two letters)."""
    if any(c.isascii() and c.isalpha() for c in text):
        words = [word.text.casefold() for word in words_of(text)]
        known = sum(word in english_words() for word in words)
        if len(words) < _LEAST or (len(words) <= _FEW and 2 * known >= len(words)):
            return False  # "kung fu panda sequel"
    chances = dict(_identifier().rank(text))
    return bool(1 - sum(chances.get(code, 0.0) for code in spoken) >= _SURE)


@cache
def _identifier() -> LanguageIdentifier:
    """Loaded when it is first needed, in about half a second."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code for code in _WIDESPREAD.split() if code in known])
    return identifier
