from uuid import uuid4

import chromadb
import pytest
from catalogue_samples import FACETS
from chromadb.config import Settings as ChromaSettings
from constraint_samples import CATALOGUES, CONSTRAINTS
from hypothesis import given, settings

from chatbot.catalogue.entries import index_entries
from chatbot.catalogue.pack import Facet
from chatbot.catalogue.table import FacetTable
from chatbot.catalogue.where import to_metadata, to_where
from chatbot.records import Constraint, Item

CLIENT = chromadb.EphemeralClient(settings=ChromaSettings(anonymized_telemetry=False))


def found_by_chroma(items: tuple[Item, ...], constraints: list[Constraint], facets: dict[str, Facet]) -> set[str]:
    """Ids that Chroma's vector query returns.

    Each catalogue has a collection of its own, as clients in memory share their state; and none is deleted, as Chroma
    would leave its lists behind for the rows of the next.
    """
    collection = CLIENT.create_collection(uuid4().hex, embedding_function=None)
    collection.add(
        ids=[item.id for item in items],
        embeddings=[[1.0, float(row)] for row in range(len(items))],
        metadatas=[dict(entry.metadata) for entry in index_entries(items, facets)],
    )
    where = to_where(constraints, facets)
    return set(collection.query(query_embeddings=[[1.0, 0.0]], n_results=len(items), where=where)["ids"][0])  # type: ignore[arg-type]


@given(CATALOGUES, CONSTRAINTS)
@settings(max_examples=100, deadline=None)
def test_chroma_returns_exactly_the_items_of_the_mask(items: tuple[Item, ...], constraints: list[Constraint]) -> None:
    mask = FacetTable(items, FACETS).mask(constraints)
    assert found_by_chroma(items, constraints, FACETS) == {
        item.id for item, kept in zip(items, mask, strict=True) if kept
    }


@pytest.mark.parametrize("name", ["", "#hash", "$price", "chroma:document", "hash:row", "a.b c", "价格", "$and"])
def test_any_facet_name_will_do(name: str) -> None:
    facets = {name: Facet(kind="category")}
    items = (Item(id="a", title="A", attributes={name: "x"}), Item(id="b", title="B"))
    assert found_by_chroma(items, [Constraint(facet=name, op="in", value=("x",))], facets) == {"a"}
    assert found_by_chroma(items, [Constraint(facet=name, op="not_in", value=("x",))], facets) == {"b"}


def test_constraints_that_exclude_nothing_need_no_where() -> None:
    assert to_where([], FACETS) is None
    assert to_where([Constraint(facet="kind", op="not_in", value=())], FACETS) is None


def test_missing_facets_and_empty_lists_leave_no_metadata() -> None:
    assert to_metadata(Item(id="a", title="A", attributes={"tags": ()}), FACETS) == {}


def test_false_and_zero_are_kept_in_metadata() -> None:
    item = Item(id="a", title="A", attributes={"fresh": False, "size": 0})
    assert to_metadata(item, FACETS) == {"facet:fresh": False, "facet:size": 0.0}
