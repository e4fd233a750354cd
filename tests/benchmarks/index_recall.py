"""Recall of the vector index against exact search, its speed with and without constraints, and its build. Prints JSON.

usage: python tests/benchmarks/index_recall.py (--domain NAME | --items N) [--queries 200] [--embedder minilm]

--items N indexes N made-up items whose vectors lie in clusters, as those of texts do.
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from chatbot.assembly import open_pack
from chatbot.catalogue import index
from chatbot.catalogue.catalogue import Catalogue, open_catalogue
from chatbot.catalogue.items import LoadedItems, load_items
from chatbot.catalogue.pack import Facet, Pack
from chatbot.catalogue.top import best_rows
from chatbot.llm.base import Encoder
from chatbot.llm.encoders import load_encoder
from chatbot.records import Constraint, Item
from chatbot.settings import Settings

Search = Callable[[NDArray[np.float32], int, Sequence[Constraint]], list[tuple[int, float]]]


class ClusteredEncoder:
    """Vectors about a thousand centres, drawn from the number a text ends with."""

    name = "clustered"
    dimensions = 384

    def __init__(self) -> None:
        self._centres = np.random.default_rng(0).normal(size=(1000, self.dimensions))

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.empty((len(texts), self.dimensions), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            draw = np.random.default_rng(int(text.split()[-1].rstrip(".")))
            near = self._centres[draw.integers(0, len(self._centres), 2)]
            vector[:] = near[0] + 0.6 * near[1] + 0.8 * draw.normal(size=self.dimensions)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def made_up(count: int) -> tuple[Pack, LoadedItems]:
    facets = {
        "group": Facet(kind="category", multi=True),
        "year": Facet(kind="number"),
        "price": Facet(kind="number"),
        "new": Facet(kind="flag"),
    }
    draw = np.random.default_rng(1)
    items = tuple(
        Item(
            id=f"i{number}",
            title=f"Item {number}",
            text=f"Item {number}",
            attributes={
                "group": tuple(f"group {g}" for g in sorted(set(draw.integers(0, 20, 2).tolist()))),
                "year": int(draw.integers(1950, 2025)),
                "price": round(float(draw.random() * 100), 2),
                "new": bool(draw.integers(0, 2)),
            },
        )
        for number in range(count)
    )
    return Pack(name="made-up", noun={"en": ("item", "items")}, facets=facets), LoadedItems(items=items)


def constraint_sets(catalogue: Catalogue, count: int) -> list[list[Constraint]]:
    """Sets of one to four constraints that some item meets, made of what the items have."""
    draw = np.random.default_rng(2)
    sets: list[list[Constraint]] = []
    while len(sets) < count:
        item = catalogue.items[int(draw.integers(len(catalogue.items)))]
        other = catalogue.items[int(draw.integers(len(catalogue.items)))]
        names = [name for name in catalogue.pack.facets if name in item.attributes]
        chosen = draw.permutation(names)[: draw.integers(1, 5)].tolist()
        constraints = [_constraint(item, other, catalogue.pack.facets[name], name, draw) for name in chosen]
        if constraints and catalogue.table.mask(constraints).any():
            sets.append(constraints)
    return sets


def _constraint(item: Item, other: Item, facet: Facet, name: str, draw: np.random.Generator) -> Constraint:
    if facet.kind == "flag":
        return Constraint(facet=name, op="is", value=bool(item.values(name)[0]))
    if facet.kind == "number":
        return Constraint(facet=name, op="gte" if draw.random() < 0.5 else "lte", value=float(item.values(name)[0]))
    excluded = tuple(value for value in other.values(name) if value not in item.values(name))[:2]
    if excluded and draw.random() < 0.5:
        return Constraint(facet=name, op="not_in", value=excluded)
    return Constraint(facet=name, op="in", value=item.values(name)[:2])


def measure(
    catalogue: Catalogue, queries: NDArray[np.float32], sets: Sequence[Sequence[Constraint]], search: Search
) -> dict[str, float]:
    """Recall@10 and @50 against exact search, and milliseconds a search."""
    shares: dict[int, list[float]] = {10: [], 50: []}
    taken = []
    for vector, constraints in zip(queries, sets, strict=True):
        start = perf_counter()
        found = [row for row, _ in search(vector, 50, constraints)]
        taken.append(1000 * (perf_counter() - start))
        cosines = catalogue.dense.vectors @ vector
        allowed = cosines[catalogue.table.mask(constraints)]
        nearest = allowed[best_rows(allowed, 50)]
        for depth, recalls in shares.items():
            # Items as near as the last of the exact ones are as good as it.
            least = nearest[:depth][-1] - 1e-6
            recalls.append(float(np.sum(cosines[found[:depth]] >= least)) / min(depth, len(allowed)))
    return {
        **{f"recall@{depth}": round(float(np.mean(recalls)), 4) for depth, recalls in shares.items()},
        "ms_p50": round(float(np.percentile(taken, 50)), 2),
        "ms_p95": round(float(np.percentile(taken, 95)), 2),
    }


def chroma_alone(catalogue: Catalogue, short: list[int]) -> Search:
    """Searches by Chroma only, however large the catalogue; counts in `short` the times it names fewer than match."""
    dense = catalogue.dense

    def search(vector: NDArray[np.float32], n: int, constraints: Sequence[Constraint]) -> list[tuple[int, float]]:
        allowed = catalogue.table.mask(constraints)
        wanted = min(n, int(allowed.sum()))
        rows = dense._ask_chroma(vector, wanted, constraints, allowed)
        short.append(len(rows) < wanted)
        return [(int(row), 0.0) for row in rows]

    return search


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--domain", help="index a domain pack")
    what.add_argument("--items", type=int, help="index so many made-up items")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--embedder", default="minilm", help="for --domain")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        settings = Settings(data_dir=Path(folder), chroma_url="", embedder=arguments.embedder)
        print(json.dumps(report(settings, arguments.domain, arguments.items, arguments.queries), indent=2))


def report(settings: Settings, domain: str | None, count: int | None, queries: int) -> dict[str, object]:
    encoder: Encoder = load_encoder(settings.embedder) if domain else ClusteredEncoder()
    if domain:
        pack = open_pack(settings, domain)
        loaded = load_items(pack)
    else:
        pack, loaded = made_up(count or 1)
    encoder.encode(["warm 1"])

    start = perf_counter()
    open_catalogue(pack, settings, encoder, loaded=loaded)
    build = perf_counter() - start
    start = perf_counter()
    catalogue = open_catalogue(pack, settings, encoder, loaded=loaded)
    reopen = perf_counter() - start

    draw = np.random.default_rng(3)
    texts = [
        _query(catalogue.items[int(draw.integers(len(catalogue.items)))], draw, bool(domain)) for _ in range(queries)
    ]
    vectors = np.vstack([encoder.encode([text]) for text in texts])
    free: list[list[Constraint]] = [[] for _ in texts]
    constrained = constraint_sets(catalogue, queries)
    catalogue.dense.search(vectors[0], 10)
    short: list[int] = []
    return {
        "items": len(catalogue.items),
        "encoder": encoder.name,
        "build_seconds": round(build, 1),
        "reopen_seconds": round(reopen, 2),
        "unconstrained": measure(catalogue, vectors, free, catalogue.dense.search),
        "constrained": measure(catalogue, vectors, constrained, catalogue.dense.search),
        "chroma alone": {
            "unconstrained": measure(catalogue, vectors, free, chroma_alone(catalogue, short)),
            "constrained": measure(catalogue, vectors, constrained, chroma_alone(catalogue, short)),
            "fewer than match": sum(short),
            "of": len(short),
        },
        "asked of Chroma up to rows times conditions": index.FILTER_ROWS,
    }


def _query(item: Item, draw: np.random.Generator, is_text: bool) -> str:
    """Some words of an item, as a person might remember them; for a made-up one, a number of its own."""
    if not is_text:
        return f"query {draw.integers(10**9, 2 * 10**9)}"
    words = (item.summary or item.text).split()
    first = int(draw.integers(max(1, len(words) - 12)))
    return " ".join(words[first : first + 12])


if __name__ == "__main__":
    main()
