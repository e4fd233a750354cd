"""What the index holds of each item, with hashes that tell what has changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chatbot.catalogue.pack import Facet
from chatbot.catalogue.where import ROW_HASH, TEXT_HASH, Metadata, to_metadata
from chatbot.records import Item


class Entry(NamedTuple):
    """One item as it is written to the index; `metadata` includes both hashes."""

    id: str
    text: str
    metadata: Metadata

    @property
    def text_hash(self) -> str:
        return str(self.metadata[TEXT_HASH])

    @property
    def row_hash(self) -> str:
        return str(self.metadata[ROW_HASH])


def index_entries(items: Sequence[Item], facets: Mapping[str, Facet]) -> tuple[Entry, ...]:
    """One entry an item, in order. The row hash changes with text or facet values, the text hash with the text only."""
    return tuple(_entry(item, facets) for item in items)


def fingerprint(entries: Iterable[Entry]) -> str:
    """One hash of a whole catalogue's entries, whatever their order."""
    return _digest("\n".join(sorted(json.dumps([entry.id, entry.row_hash]) for entry in entries)))


def _entry(item: Item, facets: Mapping[str, Facet]) -> Entry:
    metadata = to_metadata(item, facets)
    text_hash = _digest(item.text)
    row_hash = _digest(text_hash + json.dumps(metadata, sort_keys=True))
    return Entry(item.id, item.text, {**metadata, TEXT_HASH: text_hash, ROW_HASH: row_hash})


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
