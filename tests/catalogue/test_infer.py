"""What is inferred about whole catalogues that look nothing alike (the files are in samples/)."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.catalogue.infer import Proposal, propose_pack
from chatbot.catalogue.items import items_from_rows
from chatbot.catalogue.rows import Rows, read_rows
from chatbot.errors import CatalogueError

SAMPLES = Path(__file__).parent / "samples"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def proposal_for(name: str) -> Proposal:
    path = SAMPLES / name
    return propose_pack("sample", read_rows(path), name, subject=path.stem)


def from_table(header: str, *lines: str, subject: str = "things") -> Proposal:
    names = header.split(";")
    rows = tuple((n, dict(zip(names, line.split(";"), strict=True))) for n, line in enumerate(lines, start=2))
    return propose_pack("sample", Rows("file.csv", tuple(names), rows), "file.csv", subject)


def kinds(proposal: Proposal) -> dict[str, str]:
    return {
        name: facet.kind + ("*" if facet.multi else "") + (f" {facet.unit}" if facet.unit else "")
        for name, facet in proposal.pack.facets.items()
    }


def roles(proposal: Proposal) -> dict[str, str]:
    return {note.column: note.role for note in proposal.notes if not note.facet}


def item(proposal: Proposal, title: str) -> dict[str, object]:
    return dict(next(i for i in proposal.items if i["title"] == title))


def test_a_german_wine_list() -> None:
    wines = proposal_for("wines.csv")
    assert roles(wines) == {"Wein": "title", "Beschreibung": "summary"}
    assert kinds(wines) == {
        "brand": "category",
        "year": "number year",
        "grape": "category",
        "region": "category",
        "price": "number €",
        "alcohol": "number %",
        "volume": "number l",
        "pairing": "category*",
        "bio": "flag",
    }
    assert item(wines, "Kirchenstück") | {"id": "", "summary": ""} == {
        "id": "",
        "title": "Kirchenstück",
        "brand": "Hof Adeneuer",
        "year": 2018,
        "grape": "Spätburgunder",
        "region": "Pfalz",
        "price": 1250,
        "alcohol": 13.5,
        "volume": 1.5,
        "pairing": ["Wild", "Rind"],
        "bio": False,
        "summary": "",
    }
    assert item(wines, "Sonnenuhr")["volume"] == 0.75
    assert wines.pack.nouns("en") == "wines"
    assert [(p.line, p.value) for p in wines.problems] == [(6, "NV")]


def test_books_in_json_lines() -> None:
    books = proposal_for("books.jsonl")
    assert roles(books) == {
        "isbn": "id",
        "title": "title",
        "description": "summary",
        "url": "link",
        "cover": "unused",
        "price.currency": "unused",
        "price": "unused",
    }
    assert kinds(books) == {
        "author": "entity*",
        "year": "number year",
        "tags": "category*",
        "pages": "number",
        "price": "number $",
        "rating": "number /5",
        "votes": "number",
        "language": "category",
    }
    assert item(books, "Unknown")["author"] == ["Ito Hanae", "Per Lund"]
    assert item(books, "Small Machines")["tags"] == ["Science Fiction", "Humour"]
    assert books.pack.prior.quality == "rating"
    assert books.pack.prior.fame == "votes"
    assert books.pack.facets["language"].values["de"]["en"] == ("German",)
    assert [p.line for p in books.problems] == [8, 10]


def test_recipes_with_durations_and_tags() -> None:
    recipes = proposal_for("recipes.csv")
    assert roles(recipes) == {"Recipe Name": "title", "Directions": "text"}
    assert kinds(recipes) == {
        "duration": "number min",
        "servings": "number",
        "cuisine": "category",
        "tags": "category*",
        "ingredients": "category*",
        "difficulty": "category",
        "calories": "number kcal",
        "vegetarian": "flag",
        "rating": "number /5",
    }
    minutes = {str(i["title"]): i["duration"] for i in recipes.items}
    assert minutes["Beef Rendang"] == 200
    assert minutes["Tonkotsu Ramen"] == 720
    assert minutes["Chicken Tagine"] == 90
    assert minutes["Tarte Tatin"] == 75
    assert {i["difficulty"] for i in recipes.items} == {"easy", "medium", "hard"}
    assert "duration" in recipes.pack.facets
    assert "shorter" in recipes.pack.facets["duration"].less["en"]
    assert recipes.pack.facets["duration"].units["h"] == 60
    assert "directions" in recipes.pack.text


def test_products_with_chinese_headers() -> None:
    products = proposal_for("shangpin.csv")
    assert roles(products) == {"名称": "title", "简介": "summary"}
    assert kinds(products) == {
        "price": "number ¥",
        "brand": "category",
        "category": "category",
        "rating": "number /5",
        "votes": "number",
        "color": "category*",
        "battery": "number h",
        "weight": "number g",
        "降噪": "flag",
        "year": "number year",
    }
    speaker = item(products, "山谷音箱")
    assert (speaker["weight"], speaker["battery"], speaker["year"]) == (1100, 12, 2021)
    assert item(products, "静听 Pro 耳机")["votes"] == 12000
    assert products.pack.main == "category"
    price = products.pack.facets["price"]
    assert price.less["zh"][:2] == ("便宜点", "更便宜")
    assert price.units["元"] == 1
    assert price.default_bound == "max"
    assert products.pack.facets["brand"].ask == {"en": "Which brand do you prefer?", "zh": "您偏好哪个品牌？"}


def test_used_cars_without_a_title_and_with_every_way_to_write_a_price() -> None:
    cars = proposal_for("used_cars.csv")
    prices = {str(i["title"]): i.get("price") for i in cars.items}
    assert prices == {
        "Volkswagen Golf": 12900,
        "Toyota Yaris": 13450,
        "BMW 320d": 11500,
        "Fiat 500": 11200,
        "Skoda Octavia": None,
        "Tesla Model 3": 29990,
        "Volkswagen Polo": 7850,
        "Toyota Corolla": 18400,
    }
    assert [i["mileage"] for i in cars.items] == [84500, 41000, 152300, 19000, 98000, 35000, 101200, 38700]
    assert [i["year"] for i in cars.items][:2] == [2017, 2019]
    assert item(cars, "BMW 320d")["power"] == pytest.approx(183.5, abs=0.2)
    assert kinds(cars)["fuel"] == "category"
    assert {i["fuel"] for i in cars.items} == {"Petrol", "Diesel", "Hybrid", "Electric"}
    assert any("model" in warning for warning in cars.warnings)


def test_lamps_without_ids_and_with_gaps() -> None:
    lamps = proposal_for("lamps.csv")
    assert roles(lamps) == {"Unnamed: 0": "unused", "Item": "title", "SKU code": "unused"}
    assert len({i["category"] for i in lamps.items}) == 3
    assert item(lamps, "Tripod")["material"] == ["Oak", "Brass"]
    assert item(lamps, "Moonjar")["dimmable"] is False
    assert "price" not in item(lamps, "Clip")
    assert "brand" not in item(lamps, "Clip")
    assert [(p.line, p.value) for p in lamps.problems] == [(7, ""), (9, "Pebble")]
    assert len({i["id"] for i in lamps.items}) == 7
    assert lamps.pack.nouns("en") == "lamps"
    assert any("ids were made" in warning for warning in lamps.warnings)


def test_ids_made_from_contents_do_not_depend_on_the_order_of_rows() -> None:
    rows = read_rows(SAMPLES / "lamps.csv")
    backwards = Rows(rows.file, rows.columns, rows.rows[::-1])
    first = {i["title"]: i["id"] for i in propose_pack("x", rows, "f").items}
    assert first == {i["title"]: i["id"] for i in propose_pack("x", backwards, "f").items}


def test_board_games_with_ranges_and_names_written_last_name_first() -> None:
    games = proposal_for("board_games.csv")
    assert kinds(games)["mechanics"] == "category*"
    assert item(games, "Azulejo") | {"id": ""} == {
        "id": "",
        "title": "Azulejo",
        "players": 2,
        "duration": 30,
        "age": 8,
        "complexity": 1.8,
        "mechanics": ["Tile Placement", "Pattern Building"],
        "year": 2017,
        "rating": 7.8,
        "votes": 76500,
        "designer": "Michel Kiesel",
    }


def test_hotels_in_parquet_keep_their_native_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "hotel_id": [11, 12, 13, 14],
            "hotel_name": ["Grand Palace", "Casa Azul", "Harbour Inn", "Old Mill"],
            "stars": [5, 3, 4, 3],
            "city": ["Lisbon", "Porto", "Bergen", "Porto"],
            "price_eur": [189.5, 74.0, 1120.25, None],
            "amenities": [["Spa", "Gym"], ["Garden"], [], ["Garden", "Gym"]],
            "breakfast": [True, False, True, False],
            "guest_score": [9.125, 8.25, 8.875, 8.5],
        }
    )
    pq.write_table(table, tmp_path / "hotels.parquet")
    hotels = propose_pack("hotels", read_rows(tmp_path / "hotels.parquet"), "hotels.parquet")
    assert roles(hotels) == {"hotel_id": "id", "hotel_name": "title"}
    assert kinds(hotels) == {
        "stars": "number",
        "city": "entity",
        "price": "number €",
        "features": "category*",
        "breakfast": "flag",
        "rating": "number /10",
    }
    assert dict(hotels.items[0]) == {
        "id": "11",
        "title": "Grand Palace",
        "stars": 5,
        "city": "Lisbon",
        "price": 189.5,
        "features": ["Spa", "Gym"],
        "breakfast": True,
        "rating": 9.125,
    }


def test_years_in_titles_become_a_facet_and_articles_go_to_the_front() -> None:
    films = from_table("movieId;title;genres", "1;Heat (1995);Action|Crime", "2;Piano, The (1993);(no genres listed)")
    assert [i["title"] for i in films.items] == ["Heat", "The Piano"]
    assert [i["year"] for i in films.items] == [1995, 1993]
    assert "genre" not in films.items[1]
    assert films.pack.nouns("en") == "movies"


def test_columns_that_are_no_facets_are_left_out_with_the_reason() -> None:
    lines = [f"{n};Thing {n};same;AB-{n:04}X;{n}.jpg;+49 {n}" for n in range(12)]
    things = from_table("unnamed: 0;name;status;internal;image;phone", *lines)
    assert things.pack.facets == {}
    assert {note.column: note.role for note in things.notes}["status"] == "unused"
    assert all(note.why for note in things.notes)


def test_a_number_that_only_counts_the_rows_is_no_facet() -> None:
    things = from_table("nr;name;size", *(f"{n};Thing {n};{n % 3 + 1} kg" for n in range(1, 9)))
    assert list(things.pack.facets) == ["size"]


def test_nothing_that_can_be_a_title_is_an_error_that_names_the_columns() -> None:
    with pytest.raises(CatalogueError, match=r"'a', 'b'.*'title'"):
        from_table("a;b", "1;2.5", "2;3.5", "3;4.5")


def test_examples_are_made_of_values_that_exist() -> None:
    wines = proposal_for("wines.csv")
    assert "Riesling" in wines.pack.examples["en"][0]
    assert "€" in wines.pack.examples["en"][0]
    assert len(wines.pack.examples["zh"]) == len(wines.pack.examples["en"])


@pytest.mark.parametrize("name", sorted(p.name for p in SAMPLES.iterdir()))
def test_the_loader_takes_every_inferred_item_without_a_problem(name: str) -> None:
    proposal = proposal_for(name)
    loaded = items_from_rows(proposal.pack, enumerate(proposal.items, start=1), name)
    assert loaded.problems == ()
    assert len(loaded.items) == len(proposal.items)
    assert sum(facet.card for facet in proposal.pack.facets.values()) <= 5


@pytest.mark.parametrize(
    ("folder", "facets", "noun"),
    [
        ("redial", {"year", "genre", "director", "cast", "writer"}, "movies"),
        ("opendialkg", {"year", "genre", "director", "cast", "writer", "language"}, "items"),
    ],
)
def test_the_shared_catalogues_get_their_facets(folder: str, facets: set[str], noun: str) -> None:
    path = SHARED / folder / "items.jsonl"
    if not path.is_file():
        pytest.skip(f"the development data {path} is not here")
    proposal = propose_pack("shared", read_rows(path), path.name, subject=folder)
    assert proposal.pack.facets.keys() == facets
    assert kinds(proposal)["genre"] == "category*"
    assert kinds(proposal)["cast"] == "entity*"
    assert proposal.pack.nouns("en") == noun


_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(
        ["12,50 €", "1h 20m", "a, b", "a|b", "yes", "2019-05-01", "N/A", "[1, 2]", "4/5", "★★★", "King, S."]
    ),
    st.lists(st.text(max_size=5), max_size=3),
)
_NAME = st.one_of(
    st.text(max_size=10), st.sampled_from(["id", "title", "price", "year", "genre", "tags", "duration", "url"])
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_table_gives_a_pack_that_loads_or_a_catalogue_error(data: st.DataObject) -> None:
    names = data.draw(st.lists(_NAME, min_size=1, max_size=5, unique=True))
    cells = data.draw(st.lists(st.lists(_CELL, min_size=len(names), max_size=len(names)), min_size=1, max_size=8))
    rows = tuple((n, dict(zip(names, row, strict=True))) for n, row in enumerate(cells, start=1))
    try:
        proposal = propose_pack("sample", Rows("f", tuple(names), rows), "f")
    except CatalogueError:
        return
    if proposal.items:
        loaded = items_from_rows(proposal.pack, enumerate(proposal.items, start=1), "f")
        assert len(loaded.items) + len(loaded.problems) >= len(proposal.items)
        assert {p.field for p in loaded.problems} <= {"title", "aliases"}
