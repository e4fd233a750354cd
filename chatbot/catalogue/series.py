"""Which item comes where in what they are a series of: the first, the second, those after the first."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from chatbot.catalogue.pack import Pack
from chatbot.records import Item


class Series:
    """The series of one catalogue: the values of its facets with `members`, in the order of years."""

    def __init__(self, pack: Pack, items: Sequence[Item]) -> None:
        self._items = items
        facets = pack.facets
        self._names = [name for name, facet in facets.items() if facet.members]
        self._year = next((name for name, facet in facets.items() if facet.unit == "year"), None)

    @cached_property
    def of(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The ids of each series, the earliest first."""
        found: dict[tuple[str, str], list[Item]] = {}
        for item in self._items if self._year else ():
            for name in self._names:
                for value in item.values(name):
                    found.setdefault((name, str(value)), []).append(item)
        return {key: tuple(item.id for item in sorted(items, key=self._when)) for key, items in found.items()}

    @cached_property
    def later(self) -> frozenset[str]:
        """Ids of all that are not the first of what they belong to."""
        return frozenset(item for ids in self.of.values() for item in ids[1:])

    def nth(self, ids: Iterable[str], place: int) -> str | None:
        """The one at that place, from 1, or from the end as -1, of the series that one of the items belongs to."""
        wanted = {*ids}
        for members in self.of.values():
            if wanted & {*members} and len(members) > 1 and (place < 0 or place <= len(members)):
                return members[place if place < 0 else place - 1]
        return None

    def _when(self, item: Item) -> float:
        years = item.values(self._year) if self._year else ()
        return float(years[0]) if years else float("inf")
