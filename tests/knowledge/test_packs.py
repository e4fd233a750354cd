"""The two bundled packs: what they promise, and that their files agree with each other."""

import csv
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chatbot.catalogue.pack import Facet, Pack, pack_names, read_pack
from chatbot.settings import bundled

KNOWLEDGE = bundled("knowledge")
PACKS = ("movies", "shop")
WORDED = [
    ("movies", "genre"), ("movies", "moods"), ("movies", "audience"), ("movies", "country"), ("movies", "language"),
    ("shop", "category"), ("shop", "color"), ("shop", "use"), ("shop", "material"),
]  # fmt: skip
"""Category facets whose every value must have words in English and Chinese."""


@cache
def pack(name: str) -> Pack:
    return read_pack(KNOWLEDGE / name / "domain.yaml")


@cache
def rows(name: str, file: str = "items.jsonl") -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in (KNOWLEDGE / name / file).read_text(encoding="utf-8").splitlines())


def values(row: dict[str, Any], field: str) -> list[Any]:
    found = row.get(field, [])
    return found if isinstance(found, list) else [found]


def fits(value: object, facet: Facet) -> bool:
    if facet.kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool)
    if facet.kind == "flag":
        return isinstance(value, bool)
    members = value if isinstance(value, list) and facet.multi else [value]
    return bool(members) and all(isinstance(m, str) and m.strip() == m != "" for m in members)


def pages(name: str) -> set[str]:
    return {path.stem for path in (KNOWLEDGE / name / "help").glob("*.md") if "." not in path.stem}


def headings(path: Path) -> list[str]:
    return re.findall(r"^#{1,3} ", path.read_text(encoding="utf-8"), re.MULTILINE)


def figures(path: Path) -> set[str]:
    """Amounts above 31: smaller ones may be days and months, which Chinese writes in figures and English in words."""
    found = set(re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", re.sub("<!--.*?-->", "", path.read_text(encoding="utf-8"))))
    return {figure for figure in found if float(figure.replace(",", "")) > 31}


def test_both_packs_are_found() -> None:
    assert set(PACKS) <= set(pack_names(KNOWLEDGE))


@pytest.mark.parametrize("name", PACKS)
def test_every_value_has_the_type_its_facet_declares(name: str) -> None:
    facets = pack(name).facets
    wrong = [(row["id"], f, row[f]) for row in rows(name) for f in facets if f in row and not fits(row[f], facets[f])]
    assert wrong == []


@pytest.mark.parametrize("name", PACKS)
def test_every_row_has_its_own_id_a_title_and_a_summary(name: str) -> None:
    assert max(Counter(row["id"] for row in rows(name)).values()) == 1
    assert all(row["title"].strip() and row["summary"].strip() for row in rows(name))


@pytest.mark.parametrize("name", PACKS)
def test_no_two_items_share_a_summary(name: str) -> None:
    assert max(Counter(row["summary"].casefold() for row in rows(name)).values()) == 1


@pytest.mark.parametrize("name", PACKS)
def test_no_field_of_a_row_is_unknown_to_the_pack(name: str) -> None:
    known = {*pack(name).facets, *pack(name).name_fields, "id", "title", "summary"}
    assert {field for row in rows(name) for field in row} - known == set()


def test_films_come_once_each() -> None:
    assert max(Counter((row["title"].casefold(), row["year"]) for row in rows("movies")).values()) == 1


def test_there_are_1500_films_all_described_in_own_words() -> None:
    films = rows("movies")
    assert len(films) >= 1500
    assert all(row["themes"] and row["moods"] and len(row["summary"].split()) >= 20 for row in films)


def test_every_film_says_when_and_by_whom_it_was_made() -> None:
    assert all(1890 <= row["year"] <= 2030 and row["director"] and row["genre"] for row in rows("movies"))


def test_film_numbers_stay_on_their_scales() -> None:
    for row in rows("movies"):
        assert 0 <= row["violence"] <= 3, row["id"]
        assert 1 <= row["rating"] <= 10, row["id"]
        assert 1 <= row["popularity"] <= 100, row["id"]
        assert 20 <= row.get("runtime", 90) <= 300, row["id"]


def test_there_are_300_products_with_real_prices_and_ratings() -> None:
    products = rows("shop")
    assert len(products) >= 300
    assert all(row["price"] > 0 and 1 <= row["rating"] <= 5 and row["stock"] >= 0 for row in products)


def test_a_product_is_in_stock_exactly_when_some_are_left() -> None:
    assert all(row["in_stock"] is (row["stock"] > 0) for row in rows("shop"))
    assert any(not row["in_stock"] for row in rows("shop"))


@pytest.mark.parametrize(("name", "facet"), WORDED)
def test_every_value_in_use_is_worded_in_both_languages(name: str, facet: str) -> None:
    used = {value for row in rows(name) for value in values(row, facet)}
    worded = {value for value, words in pack(name).facets[facet].values.items() if words.get("en") and words.get("zh")}
    assert used - worded == set()


@pytest.mark.parametrize("name", PACKS)
def test_no_declared_value_is_a_slip_of_the_pen(name: str) -> None:
    for facet, declared in pack(name).facets.items():
        used = {value for row in rows(name) for value in values(row, facet)}
        spare = set(declared.values) - used
        # A country nobody filmed in yet may be named, so that asking for it gets an honest answer.
        assert not spare or facet == "country", (facet, sorted(spare))


@pytest.mark.parametrize("name", PACKS)
def test_labels_and_questions_come_in_both_languages(name: str) -> None:
    for facet, declared in pack(name).facets.items():
        assert {"en", "zh"} <= set(declared.label), facet
        assert declared.ask is None or {"en", "zh"} <= set(declared.ask), facet
    assert {"en", "zh"} <= set(pack(name).noun) & set(pack(name).title) & set(pack(name).examples)


REGIONS = {"european", "scandinavian", "nordic", "asian", "latin american", "south american"}
REGIONS |= {"欧洲", "北欧", "亚洲", "拉美"}
HEAVY = {"heavy", "沉重的", "太沉重", "很沉重"}  # bleak, sad or intense: "nothing heavy" is none of them
BAGS = {"bag", "bags"}  # to carry things or a laptop in: either will do


@pytest.mark.parametrize("name", PACKS)
def test_a_word_stands_for_one_value_of_its_facet_for_a_compound_of_two_or_for_a_known_group(name: str) -> None:
    for facet, declared in pack(name).facets.items():
        said = Counter(
            (w.casefold(), code)
            for words in declared.values.values()
            for code, group in words.items()
            for w in set(group)
        )
        assert {
            word for (word, _), count in said.items() if count > (2 if declared.multi else 1)
        } <= REGIONS | HEAVY | BAGS, facet


@pytest.mark.parametrize("name", PACKS)
def test_every_help_page_has_the_same_sections_in_both_languages(name: str) -> None:
    folder = KNOWLEDGE / name / "help"
    assert pages(name)
    for page in pages(name):
        english, chinese = headings(folder / f"{page}.md"), headings(folder / f"{page}.zh.md")
        assert english == chinese, page
        assert len(english) >= 3, page


@pytest.mark.parametrize("name", PACKS)
def test_words_lead_to_every_help_page_and_to_no_other(name: str) -> None:
    words = pack(name).help.words
    assert set(words) == pages(name)
    assert all(group.get("en") and group.get("zh") for group in words.values())


def test_help_pages_state_the_same_figures_in_both_languages() -> None:
    folder = KNOWLEDGE / "shop" / "help"
    for page in pages("shop"):
        assert figures(folder / f"{page}.md") == figures(folder / f"{page}.zh.md"), page


def test_accessories_and_what_they_fit_exist() -> None:
    ids = {row["id"]: row for row in rows("shop")}
    with (KNOWLEDGE / "shop" / "triples.csv").open(encoding="utf-8", newline="") as file:
        triples = list(csv.DictReader(file))
    assert len(triples) >= 100
    assert {t["relation"] for t in triples} == {"accessory_of"}
    assert all(t["subject"] in ids and t["object"] in ids and t["subject"] != t["object"] for t in triples)
    assert len({(t["subject"], t["object"]) for t in triples}) == len(triples)


def test_orders_name_real_products_and_add_up() -> None:
    products = {row["id"]: row for row in rows("shop")}
    orders = rows("shop", "orders.jsonl")
    assert len({order["id"] for order in orders}) == len(orders) >= 10
    for order in orders:
        assert all(
            line["title"] == products[line["id"]]["title"] and line["price"] == products[line["id"]]["price"]
            for line in order["items"]
        )
        assert order["total"] == pytest.approx(sum(line["price"] * line["quantity"] for line in order["items"]))
