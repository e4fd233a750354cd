"""Names of kinds of things that are but parts of what is looked for ("good camera", of phones)."""

from collections.abc import Collection, Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.forms import number_forms
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.text import key_of
from chatbot.records import SessionState

_USUAL = 4
"""One of so many things of a kind must be told to have it."""


class PartReader:
    """Reads parts in one language, of the kinds of one catalogue."""

    def __init__(self, language: Language, catalogue: Shelf) -> None:
        self._language = language
        self._catalogue = catalogue

    def __call__(
        self, values: Sequence[Mention], text: str, state: SessionState, before: Collection[str] = ()
    ) -> list[Mention]:
        """The mentions that name a part of the kind named before them, or shown, of which many are told to have it.

        before: the kinds that earlier sentences of the message name.
        """
        main = self._catalogue.pack.main
        if main is None:
            return []
        items = [item for item in map(self._catalogue.item, state.on_screen) if item is not None]
        kinds = {*before} or {str(kind) for item in items for kind in item.values(main)}
        found = []
        for mention in values:
            own = {str(e.value) for e in mention.entries if e.facet == main}
            if own and not own & kinds and self._is_said_as_part(mention, text) and self._have(kinds, own):
                found.append(mention)
            elif own:
                kinds = own
        return found

    def _is_said_as_part(self, mention: Mention, text: str) -> bool:
        before, after = self._language.part_before, self._language.part_after
        return before.search(text[: mention.start]) is not None or after.match(text, mention.end) is not None

    def _have(self, kinds: set[str], parts: set[str]) -> bool:
        """Whether many of all things of these kinds are told to have one of the parts, in whatever language."""
        main = str(self._catalogue.pack.main)
        names = {name for part in parts for name in number_forms(key_of(part))}
        items = [item for item in self._catalogue.items if kinds & {str(kind) for kind in item.values(main)}]
        having = sum(any(name in key_of(item.text or item.title) for name in names) for item in items)
        return 0 < len(items) <= _USUAL * having
