"""Dense search over one catalogue: vectors kept in Chroma, constraints inside its query, exact where that is better."""

from collections.abc import Mapping, Sequence

import chromadb
import httpx
import numpy as np
import structlog
from chromadb.api import ClientAPI
from chromadb.errors import ChromaError, NotFoundError
from numpy.typing import NDArray

from chatbot.catalogue.chroma import chroma_trouble, open_chroma, rebuild_command, writing
from chatbot.catalogue.entries import Entry, fingerprint, index_entries
from chatbot.catalogue.filling import Progress, fill, read_vectors
from chatbot.catalogue.generations import (
    EF_SEARCH,
    Generation,
    begin_generation,
    check_fits,
    check_unchanged,
    live_generation,
    promote,
)
from chatbot.catalogue.pack import Facet, Pack
from chatbot.catalogue.table import FacetTable, Mask, Rows
from chatbot.catalogue.top import best_rows
from chatbot.catalogue.where import to_where
from chatbot.errors import CatalogueError, StaleIndexError
from chatbot.llm.base import Encoder
from chatbot.records import Constraint, Item
from chatbot.settings import Settings

log = structlog.get_logger(__name__)

FILTER_ROWS = 2_500
"""Rows times conditions up to which Chroma filters.

Its metadata filter takes 2–4 µs a row and condition (2,072 rows: 8 ms; 6,576: 11–28 for one, 60 for five;
100,000: 100–380 ms for one); scoring every row in memory takes 0.1 to 10 ms and finds exactly the nearest that match.
"""
BEAM_SHARE = 4
"""How many times n Chroma's search beam must be for the last of n to be found as surely as the first."""
_NONE: Rows = np.empty(0, np.intp)


class VectorIndex:
    """The nearest items to a vector. Read-only once opened, safe to share between threads.

    Chroma names the candidates; their cosines come from `vectors`, so that a row scores the same however it was found.
    Should another process replace or change the index, the vectors in memory go on answering for the catalogue opened.
    """

    def __init__(
        self,
        client: ClientAPI,
        collection: chromadb.Collection,
        ids: Sequence[str],
        vectors: NDArray[np.float32],
        table: FacetTable,
        facets: Mapping[str, Facet],
    ) -> None:
        self.client = client
        self.vectors = vectors
        """(n, dimensions), unit length, in item order; read-only."""
        self.vectors.setflags(write=False)
        self._collection: chromadb.Collection | None = collection
        self._row = {item_id: row for row, item_id in enumerate(ids)}
        self._table = table
        self._facets = facets

    def search(
        self,
        vector: NDArray[np.float32],
        n: int,
        constraints: Sequence[Constraint] = (),
        without: Sequence[int] = (),
    ) -> list[tuple[int, float]]:
        """(row, cosine) of the n items nearest to a (dimensions,) vector that meet the constraints, best first.

        without: rows that are passed over. Always as many as n, or as meet the constraints. Raises ValueError for a
        vector of other dimensions.
        """
        if vector.shape != self.vectors.shape[1:]:
            raise ValueError(f"The vector has shape {vector.shape}; the index has {self.vectors.shape[1:]}.")
        length = float(np.linalg.norm(vector))
        unit = (vector / length if length > 0 else vector).astype(np.float32)
        allowed = self._table.mask(constraints)
        meeting = int(np.count_nonzero(allowed))
        allowed[np.array(without, np.intp)] = False
        wanted = min(n, int(np.count_nonzero(allowed)))
        if wanted < 1:
            return []
        # Chroma does not know of those to be passed over; where they may be most of its answer, it is not asked.
        asked = min(wanted + len(without), meeting)
        for_chroma = len(without) <= wanted and self._is_for_chroma(asked, constraints)
        rows = self._ask_chroma(unit, asked, constraints, allowed) if for_chroma else _NONE
        if len(rows) < wanted:
            # Chroma's filtered graph search may return fewer than match: what matches is never missed for that.
            rows = np.flatnonzero(allowed)
        return self._best(unit, rows, wanted)

    def _is_for_chroma(self, n: int, constraints: Sequence[Constraint]) -> bool:
        """Whether Chroma finds n as well and as fast as scoring every row would."""
        conditions = sum(len(c.value) if isinstance(c.value, tuple) else 1 for c in constraints)
        fits_beam = len(self.vectors) <= FILTER_ROWS or n * BEAM_SHARE <= EF_SEARCH
        return self._collection is not None and fits_beam and len(self.vectors) * conditions <= FILTER_ROWS

    def _ask_chroma(
        self, vector: NDArray[np.float32], n: int, constraints: Sequence[Constraint], allowed: Mask
    ) -> Rows:
        """Rows of the n nearest as Chroma finds them; fewer when it, or another process's changes, leave some out."""
        collection = self._collection
        if collection is None:
            return _NONE
        where = to_where(constraints, self._facets)
        try:
            found = collection.query(query_embeddings=[vector], n_results=n, where=where, include=[])  # type: ignore[arg-type]
        except NotFoundError:
            log.warning("the index has been replaced; searching the copy in memory from now on")
            self._collection = None
            return _NONE
        except (ChromaError, httpx.HTTPError) as error:
            log.warning("Chroma did not answer; searched the copy in memory", reason=str(error))
            return _NONE
        rows = np.array([self._row[item_id] for item_id in found["ids"][0] if item_id in self._row], np.intp)
        return rows[allowed[rows]]

    def _best(self, vector: NDArray[np.float32], rows: Rows, n: int) -> list[tuple[int, float]]:
        # Gathering rows costs several times what scoring them does.
        all_rows = 8 * len(rows) > len(self.vectors)
        cosines = (self.vectors @ vector)[rows] if all_rows else self.vectors[rows] @ vector
        best = best_rows(cosines, n)
        return list(zip(rows[best].tolist(), cosines[best].clip(-1, 1).tolist(), strict=True))


def open_index(
    pack: Pack,
    items: Sequence[Item],
    table: FacetTable,
    settings: Settings,
    encoder: Encoder,
    progress: Progress | None = None,
    rebuild: bool = False,
) -> VectorIndex:
    """Open the items' index, first embedding what it lacks; nothing is locked or written when it is up to date.

    rebuild: embed everything into a new collection, which replaces the old one when it is complete.
    Raises StaleIndexError when the index is damaged or was built with another encoder, CatalogueError when it cannot
    be written.
    """
    entries = index_entries(items, pack.facets)
    client = open_chroma(settings, pack.name, repair=rebuild)
    with chroma_trouble(settings, pack.name):
        live = None if rebuild else live_generation(client, pack.name)
    if live is not None:
        _check(live, pack, settings, encoder)
    if live is None or live.state.fingerprint != fingerprint(entries):
        with writing(settings):
            live = _write(client, pack, entries, settings, encoder, progress, rebuild)
    with chroma_trouble(settings, pack.name):
        vectors = _vectors(live, entries, pack)
    return VectorIndex(client, live.collection, [entry.id for entry in entries], vectors, table, pack.facets)


def _write(
    client: ClientAPI,
    pack: Pack,
    entries: Sequence[Entry],
    settings: Settings,
    encoder: Encoder,
    progress: Progress | None,
    rebuild: bool,
) -> Generation:
    """Bring the index up to date, or build it anew. The lock is held, so what is there is looked at once more."""
    with chroma_trouble(settings, pack.name):
        live = None if rebuild else live_generation(client, pack.name)
        target = live or begin_generation(client, pack.name, encoder)
    _check(target, pack, settings, encoder)
    if live is not None and live.state.fingerprint == fingerprint(entries):
        return live
    filled = fill(target, entries, encoder, settings, pack.name, progress)
    with chroma_trouble(settings, pack.name):
        return filled if live is not None else promote(client, pack.name, filled, fingerprint(entries))


def _check(generation: Generation, pack: Pack, settings: Settings, encoder: Encoder) -> None:
    check_fits(generation, pack.name, encoder)
    if not settings.chroma_url:
        check_unchanged(generation, pack.name)


def _vectors(generation: Generation, entries: Sequence[Entry], pack: Pack) -> NDArray[np.float32]:
    try:
        return read_vectors(generation.collection, [entry.id for entry in entries], generation.state.dimensions)
    except CatalogueError as error:
        raise StaleIndexError(
            f"The index of '{pack.name}' cannot be used: {error}. Build it again: {rebuild_command(pack.name)}"
        ) from error
