"""Everything that can be asked of one catalogue, opened together."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

import numpy as np

from chatbot.catalogue.filling import Progress
from chatbot.catalogue.forms import number_forms
from chatbot.catalogue.graph import Graph, load_graph
from chatbot.catalogue.index import VectorIndex, open_index
from chatbot.catalogue.items import LoadedItems, RowProblem, load_items
from chatbot.catalogue.pack import Pack
from chatbot.catalogue.series import Series
from chatbot.catalogue.sparse import CJK, SparseIndex, tokens
from chatbot.catalogue.table import FacetTable
from chatbot.llm.base import Encoder
from chatbot.records import Item
from chatbot.settings import Settings


class Shelf:
    """One pack's items and their values: what words are linked to. Needs no index."""

    def __init__(self, pack: Pack, loaded: LoadedItems, table: FacetTable) -> None:
        """Raises CatalogueError when the pack's `triples.csv` cannot be read."""
        self.pack = pack
        self.items: tuple[Item, ...] = loaded.items
        self.problems: tuple[RowProblem, ...] = loaded.problems
        self.table = table
        self._rows = {item.id: row for row, item in enumerate(self.items)}
        self.graph: Graph = load_graph(pack, self._rows)

    def row(self, item_id: str) -> int | None:
        """The item's position in `items`, `table` and `dense.vectors`; None for an unknown id."""
        return self._rows.get(item_id)

    def rows(self, item_ids: Iterable[str]) -> set[int]:
        """The positions of those that are known."""
        return {row for row in map(self._rows.get, item_ids) if row is not None}

    @cached_property
    def series(self) -> Series:
        """What comes where in a series."""
        return Series(self.pack, self.items)

    def item(self, item_id: str) -> Item | None:
        row = self.row(item_id)
        return None if row is None else self.items[row]

    def named(self, word: str) -> frozenset[int]:
        """Rows of the items whose title, other names or listed values have the word, in whatever number."""
        forms = [form for token in tokens(word) for form in (token, *number_forms(token))]
        return frozenset(row for form in forms for row in self._naming.get(form, ()))

    @cached_property
    def _naming(self) -> Mapping[str, set[int]]:
        """The rows by each word of their titles, other names and listed values."""
        naming: defaultdict[str, set[int]] = defaultdict(set)
        for row, item in enumerate(self.items):
            values = (str(value) for facet in item.attributes for value in item.values(facet))
            for token in tokens(" ".join((item.title, *item.aliases, *values))):
                naming[token].add(row)
        return naming


_REMEMBERED = 4096
"""Wishes of which it is remembered what tells of them."""


class Catalogue(Shelf):
    """A shelf with its indexes. Read-only once opened, safe to share between threads."""

    def __init__(
        self, pack: Pack, loaded: LoadedItems, table: FacetTable, dense: VectorIndex, sparse: SparseIndex
    ) -> None:
        super().__init__(pack, loaded, table)
        self.dense = dense
        self.sparse = sparse
        self.overlap = table.overlap()
        self._told: dict[str, frozenset[int]] = {}

    def telling(self, words: str) -> frozenset[int]:
        """Rows of the items whose text has all of the words, in whatever number ("jump scares")."""
        found = self._told.get(words)
        if found is None:
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            found = self._told[words] = self._found(words)
        return found

    def likeness(self, facet: str, value: str, other: str) -> float:
        """The cosine between what is told of the items with one value of a facet, and of those with another."""
        one, two = (self.dense.vectors[self.table.rows_with(facet, v)].mean(axis=0) for v in (value, other))
        return float(one @ two / (np.linalg.norm(one) * np.linalg.norm(two) or 1.0))

    def _written(self, row: int) -> str:
        """All that is written of an item."""
        item = self.items[row]
        return " ".join((item.title, *item.titles.values(), *item.aliases, item.text))

    def _found(self, words: str) -> frozenset[int]:
        rows: frozenset[int] | None = None
        said = [token for token in tokens(words) if len(token) > 1 or not CJK.search(token)]
        for token in said or tokens(words):
            forms = (token, *number_forms(token)) if token.isascii() else (token,)
            having = frozenset(row for form in forms for row, _ in self.sparse.search(form, len(self.items)))
            if CJK.search(token):  # the index finds texts that have but some of its characters
                having = frozenset(row for row in having if token in self._written(row))
            rows = having if rows is None else rows & having
        return rows or frozenset()


def open_catalogue(
    pack: Pack,
    settings: Settings,
    encoder: Encoder,
    progress: Progress | None = None,
    rebuild: bool = False,
    loaded: LoadedItems | None = None,
) -> Catalogue:
    """Open a pack's catalogue, embedding what is new or changed first.

    progress: told (items in the index, items in all) as it grows; not called when nothing has changed.
    rebuild: build the index anew, beside the old one until it is complete.
    loaded: the items, where they have been read already; the pack's own file when None.
    Raises CatalogueError when the items or the index cannot be used, StaleIndexError when only a rebuild helps.
    """
    loaded = loaded or load_items(pack)
    table = FacetTable(loaded.items, pack.facets)
    dense = open_index(pack, loaded.items, table, settings, encoder, progress, rebuild)
    return Catalogue(pack, loaded, table, dense, SparseIndex([_words(item) for item in loaded.items]))


def _words(item: Item) -> str:
    """What an item can be found by: its text, and its other titles, which the text may leave out."""
    return " ".join((item.text, *item.aliases))
