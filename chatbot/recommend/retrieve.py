"""Candidates for one turn: conditions in force inside the vector query, dense and sparse results fused."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.catalogue import Catalogue
from chatbot.recommend.constraints import constraints_of
from chatbot.recommend.relax import relax
from chatbot.recommend.view import View
from chatbot.records import Candidate, Constraint, Polarity, Record, Relaxation

_DEPTH = 120
"""How deep each of the searches goes."""
_RRF = 60
"""Constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)."""


class Retrieval(Record):
    """What was searched for and what was found. `matching`: how many items meet the conditions searched with."""

    filters: tuple[Constraint, ...]
    searched: tuple[Constraint, ...]
    relaxed: tuple[Relaxation, ...]
    candidates: tuple[Candidate, ...]
    matching: int
    hidden: int = 0
    """How many more were found, and left out as they were shown before."""
    repeats: bool = False
    """Whether items shown before had to be let in again, since nothing else is left."""


def retrieve(catalogue: Catalogue, view: View, never: Iterable[str] = (), rather_not: Iterable[str] = ()) -> Retrieval:
    """Find candidates that meet the profile's conditions, loosened by name where none can.

    never: ids that are not shown (named, rejected); rather_not: ids that come back only when nothing else is left.
    """
    out, late = catalogue.rows(never), catalogue.rows(rather_not)
    filters = constraints_of(view.profile, catalogue)
    gone = catalogue.rows(view.profile.out_of_question())
    searched, relaxed = relax(catalogue.table, filters, catalogue.pack.main, gone)
    mask = catalogue.table.mask(searched)
    found = _search(catalogue, view, searched, out, _DEPTH + len(late))
    fresh = [c for c in found if c.row not in late]
    return Retrieval(
        filters=filters,
        searched=searched,
        relaxed=relaxed,
        candidates=tuple(fresh or found),
        matching=int(mask.sum()),
        hidden=len(found) - len(fresh) if fresh else 0,
        repeats=bool(found) and not fresh,
    )


def _search(
    catalogue: Catalogue, view: View, searched: Sequence[Constraint], out: set[int], depth: int
) -> list[Candidate]:
    without = sorted(out)
    mask = catalogue.table.mask(searched)
    mask[without] = False
    dense: dict[int, float] = {}
    lists: list[list[int]] = []
    for vector in view.search_vectors:
        hits = catalogue.dense.search(vector, depth, searched, without)
        for row, cosine in hits:
            dense[row] = max(cosine, dense.get(row, -1.0))
        lists.append([row for row, _ in hits])
    sparse = dict(catalogue.sparse.search(view.search_text, depth, mask)) if view.search_text else {}
    lists.append(list(sparse))
    lists.append(_valued(view, mask, depth))
    fused: dict[int, float] = defaultdict(float)
    for ranked in lists:
        for place, row in enumerate(ranked):
            fused[row] += 1 / (_RRF + place + 1)
    rows = sorted(fused, key=lambda row: (-fused[row], row))
    return [
        Candidate(
            item=catalogue.items[row], row=row, dense=dense.get(row, 0.0), sparse=sparse.get(row, 0.0), fused=fused[row]
        )
        for row in rows
    ]


def _valued(view: View, mask: NDArray[np.bool_], depth: int) -> list[int]:
    """Items that have the facet values liked, the best regarded first: what words alone may miss."""
    score = view.prior * 0.5
    table = view.catalogue.table
    for fact in view.soft:
        if fact.facet in view.catalogue.pack.facets and isinstance(fact.value, str) and fact.polarity is Polarity.LIKE:
            score[table.rows_with(fact.facet, fact.value)] += fact.strength
    rows = np.flatnonzero(mask)
    best = rows[np.argsort(-score[rows], kind="stable")[: depth // 2]]
    return [int(row) for row in best]
