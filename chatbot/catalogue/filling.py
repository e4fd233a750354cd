"""Writes a catalogue into a Chroma collection: only what is new or changed, in batches that outlast an interruption."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, TypeVar

import chromadb
import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.chroma import chroma_trouble, ensure_room
from chatbot.catalogue.entries import Entry, fingerprint
from chatbot.catalogue.generations import Generation
from chatbot.catalogue.where import ROW_HASH, TEXT_HASH
from chatbot.errors import CatalogueError
from chatbot.llm.base import Encoder
from chatbot.settings import Settings

T = TypeVar("T")
Progress = Callable[[int, int], None]
"""Told how many items are in the index, and how many there will be."""
BATCH = 256
PAGE = 2000


class Difference(NamedTuple):
    """What to do to a collection, so that it holds a catalogue."""

    embed: list[Entry]
    """New, or with another text."""
    relabel: list[Entry]
    """Same text, other facet values: the vector stays."""
    remove: list[str]


def fill(
    generation: Generation,
    entries: Sequence[Entry],
    encoder: Encoder,
    settings: Settings,
    domain: str,
    progress: Progress | None,
) -> Generation:
    """Bring the collection in line with the entries.

    Each batch stays when a later one fails, and no row is removed before the new ones are in.
    Raises CatalogueError when the disk fills up; before anything is written if that can be foreseen.
    """
    with chroma_trouble(settings, domain):
        todo = _difference(generation.collection, entries)
    left = len(todo.embed) + len(todo.relabel)
    ensure_room(settings, left, encoder.dimensions)
    with chroma_trouble(settings, domain):
        generation = generation.to(fingerprint="")
    _tell(progress, len(entries) - left, len(entries))
    for batch in _batches(todo.embed, BATCH):
        vectors = _encoded(encoder, batch)
        ensure_room(settings, left, encoder.dimensions)
        with chroma_trouble(settings, domain):
            _write(generation.collection, batch, vectors)
        left -= len(batch)
        _tell(progress, len(entries) - left, len(entries))
    with chroma_trouble(settings, domain):
        for batch in _batches(todo.relabel, BATCH):
            _write(generation.collection, batch, None)
            left -= len(batch)
            _tell(progress, len(entries) - left, len(entries))
        for ids in _batches(todo.remove, BATCH):
            generation.collection.delete(ids=ids)
        return generation.to(fingerprint=fingerprint(entries))


def read_vectors(collection: chromadb.Collection, ids: Sequence[str], dimensions: int) -> NDArray[np.float32]:
    """(n, dimensions) vectors, unit length, in the order of the ids. Raises CatalogueError when some are missing."""
    vectors = np.full((len(ids), dimensions), np.nan, np.float32)
    rows = {item_id: row for row, item_id in enumerate(ids)}
    for page in _batches(ids, PAGE):
        found = collection.get(ids=page, include=["embeddings"])
        if found["ids"]:
            vectors[[rows[item_id] for item_id in found["ids"]]] = found["embeddings"]
    damaged = int(np.sum(~_are_unit_length(vectors)))
    if damaged:
        raise CatalogueError(f"{damaged:,} of {len(ids):,} vectors are missing or damaged")
    return vectors


def _difference(collection: chromadb.Collection, entries: Sequence[Entry]) -> Difference:
    stored = dict(_stored_hashes(collection))
    embed, relabel = [], []
    for entry in entries:
        text_hash, row_hash = stored.pop(entry.id, ("", ""))
        if text_hash != entry.text_hash:
            embed.append(entry)
        elif row_hash != entry.row_hash:
            relabel.append(entry)
    return Difference(embed, relabel, list(stored))


def _stored_hashes(collection: chromadb.Collection) -> Iterator[tuple[str, tuple[str, str]]]:
    for offset in range(0, collection.count(), PAGE):
        page = collection.get(include=["metadatas"], limit=PAGE, offset=offset)
        for item_id, metadata in zip(page["ids"], page["metadatas"] or [], strict=True):
            yield item_id, (str(metadata.get(TEXT_HASH, "")), str(metadata.get(ROW_HASH, "")))


def _write(collection: chromadb.Collection, batch: Sequence[Entry], vectors: NDArray[np.float32] | None) -> None:
    """Write rows, with new vectors or with those they have."""
    ids = [entry.id for entry in batch]
    before = collection.get(ids=ids, include=["metadatas"])
    # Chroma merges metadata: a key that is no longer wanted goes only when it is set to None.
    stale = {
        item_id: dict.fromkeys(metadata or {})
        for item_id, metadata in zip(before["ids"], before["metadatas"] or [], strict=True)
    }
    metadatas = [{**stale.get(entry.id, {}), **entry.metadata} for entry in batch]
    if vectors is None:
        collection.update(ids=ids, metadatas=metadatas)  # type: ignore[arg-type]
    else:
        collection.upsert(ids=ids, embeddings=vectors, metadatas=metadatas)  # type: ignore[arg-type]


def _encoded(encoder: Encoder, batch: Sequence[Entry]) -> NDArray[np.float32]:
    vectors = encoder.encode([entry.text for entry in batch])
    expected = (len(batch), encoder.dimensions)
    if vectors.shape != expected or not _are_unit_length(vectors).all():
        raise CatalogueError(
            f"The encoder '{encoder.name}' returned vectors of shape {vectors.shape}, or not all of unit length; "
            f"shape {expected} and unit length were expected. Choose another CHATBOT_EMBEDDER."
        )
    return vectors


def _are_unit_length(vectors: NDArray[np.float32]) -> NDArray[np.bool_]:
    lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1)
    return np.less(np.abs(lengths - 1), 1e-3)  # False for NaN too


def _batches(rows: Sequence[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(rows), size):
        yield list(rows[start : start + size])


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)
