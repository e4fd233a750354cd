"""Labels and understandings in comparable terms."""

from pathlib import Path

import pytest

from chatbot.assembly import Chatbot
from chatbot.catalogue.pack import Facet
from chatbot.errors import InputError
from chatbot.evaluation.labels import Claim, Labelled, claims_of, gold_claims, matches, read_labelled
from chatbot.records import Polarity, Statement

FACETS = {
    "price": Facet(kind="number", unit="$"),
    "year": Facet(kind="number", unit="year"),
    "brand": Facet(kind="entity"),
}


def gold(**fact: object) -> Claim:
    (claim,) = gold_claims(Labelled(text="x", domain="d", intent="request", facts=(fact,)), FACETS)
    return claim


@pytest.mark.parametrize(
    "fact",
    [{"max": 80}, {"value": "<=80"}, {"value": "< 80"}, {"value": {"max": 80}}, {"value": {"lte": 80}}],
)
def test_a_bound_may_be_written_in_several_ways(fact: dict[str, object]) -> None:
    assert (gold(facet="price", **fact).min, gold(facet="price", **fact).max) == (None, 80.0)


def test_a_range_may_be_one_value_or_two_bounds() -> None:
    assert gold(facet="price", value="50-80") == gold(facet="price", min=50, max=80)


def test_a_bare_number_is_right_if_it_is_one_of_the_bounds() -> None:
    assert matches(gold(facet="price", value=80), Claim(facet="price", max=80.0), yearly=False)
    assert not matches(gold(facet="price", value=80), Claim(facet="price", max=90.0), yearly=False)


def test_a_year_must_be_exact_and_a_price_nearly(movies: Chatbot) -> None:
    assert not matches(Claim(facet="year", min=2010.0), Claim(facet="year", min=2011.0), yearly=True)
    assert matches(Claim(facet="price", max=100.0), Claim(facet="price", max=101.0), yearly=False)


def test_around_is_a_matter_of_taste_within_reason() -> None:
    a = Claim(facet="price", min=80.0, max=120.0)
    assert matches(a, Claim(facet="price", min=85.0, max=115.0), yearly=False)
    assert not matches(a, Claim(facet="price", min=100.0, max=200.0), yearly=False)


def test_polarity_counts_strictly_and_not_for_the_value() -> None:
    like, dislike = Claim(facet="brand", value="x"), Claim(facet="brand", value="x", polarity=Polarity.DISLIKE)
    assert not matches(like, dislike, yearly=False)
    assert matches(like, dislike, yearly=False, how="value")


def test_not_wanting_it_and_wanting_it_not_are_the_same(shop: Chatbot) -> None:
    wanted_not = claims_of([Statement(facet="wireless", value=False)], shop.catalogue)
    not_wanted = claims_of([Statement(facet="wireless", value=True, polarity=Polarity.DISLIKE)], shop.catalogue)
    assert [c.polarity for c in wanted_not] == [c.polarity for c in not_wanted] == [Polarity.DISLIKE]


def test_two_bounds_on_a_facet_are_one_range(shop: Chatbot) -> None:
    (claim,) = claims_of([Statement(facet="price", min=50), Statement(facet="price", max=80)], shop.catalogue)
    assert (claim.min, claim.max) == (50, 80)


def test_free_wishes_are_not_compared(shop: Chatbot) -> None:
    assert claims_of([Statement(facet="wish", value="sturdy")], shop.catalogue) == []


def test_bad_lines_are_named_and_the_others_read(tmp_path: Path) -> None:
    file = tmp_path / "m.jsonl"
    file.write_text('{"text": "hi", "domain": "shop", "intent": "greet"}\n{"text": 1\n{"text": "no domain"}\n')
    problems: list[str] = []
    assert [line.text for line in read_labelled(file, problems)] == ["hi"]
    assert [p.split(":")[1] for p in problems] == ["2", "3"]


def test_a_missing_file_is_one_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Cannot read messages"):
        list(read_labelled(tmp_path / "none.jsonl", []))
