"""The catalogue's knowledge graph: what items are to each other, from a pack's `triples.csv`."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from chatbot.catalogue.pack import Pack
from chatbot.errors import CatalogueError

TRIPLES = "triples.csv"
_COLUMNS = ("subject", "relation", "object")


class Link(NamedTuple):
    """What an item is to another one: (a case, "accessory_of", a phone), the items by their rows."""

    subject: int
    relation: str
    object: int


class Graph:
    """The links between the items of one catalogue."""

    def __init__(self, links: Iterable[Link] = ()) -> None:
        self._by_object: defaultdict[int, list[Link]] = defaultdict(list)
        for link in dict.fromkeys(links):
            self._by_object[link.object].append(link)

    def towards(self, row: int) -> tuple[Link, ...]:
        """The links whose object an item is, in the order of the file."""
        return tuple(self._by_object.get(row, ()))


def load_graph(pack: Pack, rows: Mapping[str, int]) -> Graph:
    """Read the pack's triples, of which those that link two of its items count. Without a file there are none.

    rows: the place of each item by its id. Raises CatalogueError for a file that cannot be read.
    """
    path = pack.folder / TRIPLES if pack.folder is not None else None
    if path is None or not path.is_file():
        return Graph()
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if missing := [name for name in _COLUMNS if name not in (reader.fieldnames or ())]:
                raise CatalogueError(
                    f"{path} has no column {missing[0]!r}. Its first line must be: {','.join(_COLUMNS)}."
                )
            triples = [tuple((row[name] or "").strip() for name in _COLUMNS) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CatalogueError(f"Cannot read {path}: {error}. Save it as CSV in UTF-8, or remove it.") from error
    return Graph(Link(rows[s], relation, rows[o]) for s, relation, o in triples if s in rows and o in rows)
