"""What is asked about of which nothing in the catalogue tells: "do you sell air conditioners?", "hp or dell?"."""

from collections.abc import Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.forms import number_forms
from chatbot.dialogue.intents import IntentReader
from chatbot.dialogue.language import Language
from chatbot.dialogue.sightings import Sightings
from chatbot.dialogue.text import key_of
from chatbot.records import Intent, Item

_STEM = 6
"""Letters by which a word is found in other forms."""
_SEEKING = {Intent.REQUEST, Intent.CONSTRAIN, Intent.INFORM, Intent.OUT_OF_SCOPE}
"""What a question is read as that asks for a kind of thing that is not known."""


class Untold:
    """Finds in questions what the catalogue says nothing about."""

    def __init__(self, language: Language, catalogue: Shelf, intents: IntentReader) -> None:
        self._language = language
        self._catalogue = catalogue
        self._intents = intents

    def __call__(self, seen: Sightings, wish: str, such: bool, intents: Sequence[Intent]) -> str:
        """The words for it, "" where there is nothing of the sort.

        wish: the free words of the question; such: whether it asks for any of the things that are shown;
        intents: what it is otherwise read as.
        """
        text, bare = seen.text, not seen.pointed.pointers
        neither = self._neither(text, wish) if bare and not seen.mentions else ""
        unsold = self._unsold(text) if bare and not seen.values and set(intents) <= _SEEKING else ""
        unheard = self._unheard(seen) if bare else ""
        return neither or unsold or unheard or (self._unlike(text, wish) if such else "")

    def _unsold(self, text: str) -> str:
        """The kind of thing that is asked for ("do you sell air conditioners?")."""
        asked = self._language.sells.fullmatch(text.strip())
        if asked is None or self._intents.serves(text):
            return ""
        forms = {key_of(asked["such"]), *number_forms(key_of(asked["such"]))}
        return "" if self._told(forms) else asked["such"]

    def _unheard(self, seen: Sightings) -> str:
        """The name of an item that is not here ("how long is death on the nile?")."""
        asked = self._language.asks_of.fullmatch(seen.text.strip())
        if asked is None or self._intents.serves(seen.text) or " " not in asked["such"].strip():
            return ""
        known = seen.items or seen.values or any(m.is_noun for m in seen.mentions)
        return "" if known else asked["such"].strip()

    def _unlike(self, text: str, wish: str) -> str:
        """What things are asked to be ("are there refurbished ones?")."""
        such = self._language.such.search(text)
        word = key_of(such["such"]) if such is not None else ""
        if such is None or not set(word.split()) & set(key_of(wish).split()):
            return ""
        return "" if self._told({word if " " in word else word[:_STEM]}) else such["such"]

    def _neither(self, text: str, wish: str) -> str:
        """Which of two things ("hp or dell?")."""
        either = self._language.either.fullmatch(text)
        words = {key_of(word) for word in either.group("a", "b")} if either is not None else set()
        if either is None or not words & {wish, *wish.split()} or self._intents.serves(text):
            return ""
        return "" if self._told({f" {word} " for word in words}) else either["such"]

    def _told(self, forms: set[str]) -> bool:
        """Whether what is told of any item has one of these in it."""
        return any(form in _all_told(item) for item in self._catalogue.items for form in forms)


def _all_told(item: Item) -> str:
    return f" {key_of(' '.join((item.title, *item.aliases, item.text)))} "
