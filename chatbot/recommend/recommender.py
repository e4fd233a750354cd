"""Retrieval and ranking of one catalogue, with the score of each item as a sum of named contributions."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.catalogue import Catalogue
from chatbot.llm.base import Encoder
from chatbot.prompts import Wording
from chatbot.recommend.constraints import constraints_of
from chatbot.recommend.diversity import diversify
from chatbot.recommend.retrieve import Retrieval, retrieve
from chatbot.recommend.signals import SIGNALS
from chatbot.recommend.signals.popularity import prior_of
from chatbot.recommend.view import View, look
from chatbot.records import Constraint, Item, Profile, Recommendation

DEFAULT_WEIGHTS: Mapping[str, float] = {"stated": 1.0, "similar": 0.9, "graph": 0.8, "popularity": 0.35}
"""Sane without training; a trained scorer brings its own."""
_POOL = 5
"""Diversity chooses among this many times the list's length."""
_TOGETHER = 16
_OUTSIDE = 2.0
"""In a ranking of everything, what an item loses for each condition it does not meet: more than any signal gives."""


class Recommender:
    """Finds and ranks items for a profile. Read-only; safe to share between threads."""

    def __init__(
        self,
        catalogue: Catalogue,
        encoder: Encoder,
        wording: Callable[[str], Wording],
        weights: Mapping[str, float] = DEFAULT_WEIGHTS,
    ) -> None:
        self.catalogue = catalogue
        self.encoder = encoder
        self._wording = wording
        self._weights = weights
        self._prior = prior_of(catalogue)

    def warm(self) -> None:
        """Let the encoder meet the catalogue's category values, so that no turn waits for them."""
        facets = self.catalogue.pack.facets
        values = [v for n, f in facets.items() if f.kind == "category" for v in self.catalogue.table.values(n)]
        for start in range(0, len(values), _TOGETHER):
            self.encoder.encode(values[start : start + _TOGETHER])

    def look(self, profile: Profile, language: str, wish: str = "") -> View:
        return look(self.catalogue, self.encoder, self._prior, profile, language, wish)

    def retrieve(self, view: View, never: Iterable[str] = (), rather_not: Iterable[str] = ()) -> Retrieval:
        return retrieve(self.catalogue, view, never, rather_not)

    def rank(self, view: View, retrieval: Retrieval, limit: int) -> tuple[Recommendation, ...]:
        """The best `limit` candidates, best first, varied, with contributions and reasons."""
        rows = np.array([c.row for c in retrieval.candidates], dtype=np.intp)
        if not rows.size:
            return ()
        parts, scores = self._score(view, rows)
        pool = np.argsort(-scores, kind="stable")[: _POOL * limit]
        chosen = diversify(self.catalogue.dense.vectors[rows[pool]], scores[pool], limit)
        best = sorted((int(pool[i]) for i in chosen), key=lambda i: (-scores[i], i))
        wording = self._wording(view.language)
        return tuple(
            self._recommendation(view, int(rows[i]), {n: float(v[i]) for n, v in parts.items()}, wording) for i in best
        )

    def judge(self, view: View, items: Sequence[str]) -> tuple[Recommendation, ...]:
        """These items as the profile scores them, in the order given, whether or not they meet its conditions."""
        rows = np.array([row for item in items if (row := self.catalogue.row(item)) is not None], dtype=np.intp)
        parts, _ = self._score(view, rows) if rows.size else ({}, None)
        wording = self._wording(view.language)
        return tuple(
            self._recommendation(view, int(row), {n: float(v[i]) for n, v in parts.items()}, wording)
            for i, row in enumerate(rows)
        )

    def leading(self, profile: Profile, facet: str, lowest: bool, without: Iterable[str] = ()) -> Item | None:
        """The item with the lowest or highest number of all that meet the profile's conditions, None without one."""
        table = self.catalogue.table
        numbers = np.where(table.mask(constraints_of(profile, self.catalogue)), table.numbers(facet), np.nan)
        numbers[sorted(self.catalogue.rows(without))] = np.nan
        if np.isnan(numbers).all():
            return None
        return self.catalogue.items[int(np.nanargmin(numbers) if lowest else np.nanargmax(numbers))]

    def missed(self, profile: Profile, item: str) -> tuple[Constraint, ...]:
        """The profile's conditions that an item does not meet."""
        row, table = self.catalogue.row(item), self.catalogue.table
        wanted = constraints_of(profile, self.catalogue)
        return tuple(c for c in wanted if row is not None and not table.mask([c])[row])

    def rank_all(self, view: View, top: int, seen: Sequence[str] = ()) -> list[tuple[str, float]]:
        """(item id, score) over the whole catalogue, best first, without the seen ones."""
        rows = np.arange(len(self.catalogue.items), dtype=np.intp)
        _, scores = self._score(view, rows)
        for constraint in constraints_of(view.profile, self.catalogue):
            scores = scores - _OUTSIDE * constraint.strength * ~self.catalogue.table.mask([constraint])
        gone = self.catalogue.rows(seen)
        order = np.argsort(-scores, kind="stable")[: top + len(gone)]
        return [(self.catalogue.items[i].id, float(scores[i])) for i in order if int(i) not in gone][:top]

    def _score(self, view: View, rows: NDArray[np.intp]) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64]]:
        parts = {s.name: self._weights.get(s.name, 0.0) * s.values(view, rows) for s in SIGNALS}
        return parts, np.sum(list(parts.values()), axis=0)

    def _recommendation(
        self, view: View, row: int, contributions: Mapping[str, float], wording: Wording
    ) -> Recommendation:
        item = self.catalogue.items[row]
        weightiest = sorted(SIGNALS, key=lambda s: -contributions[s.name])
        reasons = [r for s in weightiest if contributions[s.name] > 0 for r in s.reasons(view, row, wording)]
        avoided = tuple(a for s in weightiest for a in s.avoided(view, row, wording))
        if not (reasons or avoided):
            wanted = constraints_of(view.profile, self.catalogue)
            met = bool(wanted) and self.catalogue.table.mask(wanted)[row]
            said = bool(view.profile.facts or view.search_text)
            reasons = [wording.say("reason_conditions" if met else "reason_nearest" if said else "reason_start")]
        return Recommendation(
            item_id=item.id,
            title=item.title,
            name=item.named(view.language),
            score=sum(contributions.values()),
            contributions=contributions,
            reasons=tuple(dict.fromkeys([*reasons, *avoided])),
            avoided=avoided,
            attributes=item.attributes,
            summary=item.summary,
            link=item.link,
        )
