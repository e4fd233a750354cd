"""Which of several items that one name stands for are meant."""

from collections.abc import Collection, Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.text import key_of


def likeliest(ids: Sequence[str], words: str, shown: Collection[str], catalogue: Shelf) -> list[str]:
    """Those called exactly so ("Heat", and not "The Heat"), and of these the ones that were shown, if any."""
    items = [item for item in map(catalogue.item, ids) if item is not None]
    exact = [i.id for i in items if key_of(words) in {key_of(title) for title in (i.title, *i.titles.values())}]
    left = exact or [*ids]
    return [item for item in left if item in shown] or left
