"""How single headers, cells and columns are read."""

import pytest

from chatbot.catalogue.columns.cells import flag_of, is_missing, text_of
from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.dates import year_of
from chatbot.catalogue.columns.headers import read_header
from chatbot.catalogue.columns.lists import list_in, prose_of
from chatbot.catalogue.columns.numeric import Numbers, read_numbers
from chatbot.catalogue.columns.readings import Reading, read_column
from chatbot.catalogue.columns.vocabulary import read_vocabulary
from chatbot.catalogue.columns.words import WordValues, read_values


def column(header: str, *cells: object) -> Column:
    read = read_header(header)
    return Column(read, cells, tuple(read_vocabulary().meanings(read.words)))


def reading(header: str, *cells: object) -> Reading:
    return read_column(column(header, *cells), read_vocabulary())


def numbers(*cells: object, header: str = "n", dims: tuple[str, ...] = ()) -> Numbers:
    read = read_numbers(column(header, *cells), dims, least=0.5)
    assert read is not None
    return read


def words(*cells: object, multi: bool = False, people: bool = False, whole: bool = False) -> WordValues:
    return read_values(column("w", *cells), multi, people, whole)


@pytest.mark.parametrize(
    ("header", "key", "hint", "meaning"),
    [
        ("Product Name ", "product_name", "", None),
        ("PRICE (USD)", "price", "USD", "price"),
        ("price_eur", "price", "eur", "price"),
        ("Price, $", "price", "$", "price"),
        ("Preis in €", "preis", "€", "price"),
        ("价格(元)", "价格", "元", "price"),
        ("商品价格", "商品价格", "", "price"),
        ("Año", "ano", "", "year"),
        ("Release Yr", "release_yr", "", "year"),
        ("Weight [g]", "weight", "g", "weight"),
        ("duration_ms", "duration", "ms", "duration"),
        ("Battery (mAh)", "battery", "mAh", "battery"),
        ("reviewScoresRating", "review_scores_rating", "", "rating"),
        ("number_of_reviews", "number_of_reviews", "", "votes"),
        ("ratings", "ratings", "", "votes"),
        ("Manufacturer", "manufacturer", "", "brand"),
        ("rating.count", "rating_count", "", "votes"),
        ("attributes.WiFi", "wifi", "", None),
        ("Besucher/Jahr", "besucher", "", None),
        ("Fuel type", "fuel_type", "", "fuel"),
        ("", "", "", None),
    ],
)
def test_headers_give_a_key_a_unit_and_a_meaning(header: str, key: str, hint: str, meaning: str | None) -> None:
    read = read_header(header)
    meanings = read_vocabulary().meanings(read.words)
    assert (read.key, read.hint) == (key, hint)
    assert (meanings[0].name if meanings else None) == meaning


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["$1,299.00", "$5.00"], [1299, 5]),
        (["1.299,00 €", "12,50 €"], [1299, 12.5]),
        (["1.299 €", "12,50 €"], [1299, 12.5]),
        (["1 299,00 €", "12,00 €"], [1299, 12]),
        (["1'299.50 CHF", "12.00 CHF"], [1299.5, 12]),
        (["¥3,999", "¥1.2万"], [3999, 12000]),
        (["Rs. 499", "₹24,269"], [499, 24269]),
        (["from $99", "$120/night", "€?"], [99, 120, None]),
        (["60k", "$1.2M"], [60000, 1200000]),
        (["$37K-$66K (est.)", "$40K"], [37000, 40000]),
        (["free", "$5"], [0, 5]),
        (["12.500", "9800", "11.000"], [12500, 9800, 11000]),
        (["1.375", "2.5", "0.125"], [1.375, 2.5, 0.125]),
        (["72,094", "356"], [72094, 356]),
        (["12,5", "13,75"], [12.5, 13.75]),
        (["1,29,999", "999"], [129999, 999]),
        (["4.5/5", "8/10", "★★★☆☆"], [4.5, 4, 3]),
        (["87%", "5 %"], [87, 5]),
        (["-5 °C", "12 °C"], [-5, 12]),
        ([1.299, 2.5, None], [1.299, 2.5, None]),
        (["10+", "8+"], [10, 8]),
        (["-1", "4", "7"], [None, 4, 7]),
    ],
)
def test_amounts_are_read_however_they_are_written(cells: list[object], values: list[float | None]) -> None:
    assert numbers(*cells).values == values


@pytest.mark.parametrize(
    ("cells", "unit", "values"),
    [
        (["1.2 kg", "250 g", "3kg"], "kg", [1.2, 0.25, 3]),
        (["250 g", "1.2kg", "80 g"], "g", [250, 1200, 80]),
        (["2h 15m", "45 min", "1h"], "min", [135, 45, 60]),
        (["1 hour and 20 minutes", "90m"], "min", [80, 90]),
        (["PT1H20M", "PT45M"], "min", [80, 45]),
        (["1小时20分钟", "45分钟"], "min", [80, 45]),
        (["1:45", "2:10"], "min", [105, 130]),
        (["3:45", "4:10", "5:02"], "min", [3.75, 4.166667, 5.033333]),
        (["256GB SSD", "1 TB HDD"], "GB", [256, 1000]),
        (['15.6"', '13.3"'], "in", [15.6, 13.3]),
        (["12,5 % vol", "13 %"], "%", [12.5, 13]),
    ],
)
def test_units_are_converted_to_one(cells: list[object], unit: str, values: list[float]) -> None:
    read = numbers(*cells, dims=("time",) if unit == "min" else ())
    assert read.unit is not None
    assert read.unit.shown == unit
    assert read.values == pytest.approx(values, rel=1e-4)


@pytest.mark.parametrize(
    "cells",
    [
        ["3 Musketeers", "7 Brides", "12 Monkeys"],
        ["10 x 20 cm", "5 x 5 cm"],
        ["iPhone 12", "Windows 10"],
        ["2019-05-01", "2020-01-01"],
        ["call us", "tomorrow"],
    ],
)
def test_what_only_contains_numbers_is_no_number(cells: list[object]) -> None:
    assert read_numbers(column("n", *cells)) is None


def test_another_currency_is_left_out_instead_of_being_mixed_in() -> None:
    read = numbers("$5", "$7", "9 €")
    assert read.values == [5, 7, None]
    assert read.left_out == [2]


@pytest.mark.parametrize(
    ("cells", "separator"),
    [
        (["Rock|Pop", "Pop", "Jazz|Rock"], "|"),
        (["Rock; Pop", "Pop"], ";"),
        (["rock, pop", "pop, jazz", "jazz"], ","),
        (["黑色、白色", "白色"], "、"),
        (["Electronics > Audio > Headphones", "Electronics > Audio > Speakers"], ">"),
        (["Austin, TX", "Dallas, TX", "Reno, NV", "Houston, TX"], ","),
        (["Action/Drama", "Drama", "Action"], "/"),
    ],
)
def test_the_separator_of_a_column_is_found(cells: list[object], separator: str) -> None:
    read = words(*cells)
    assert read.separator == separator
    assert read.multi


@pytest.mark.parametrize(
    "cells",
    [
        ["Eats, Shoots & Leaves", "Good, Bad, Ugly World of Yesterday and Today", "Plain"],
        ["King, Stephen", "Straub, Peter", "Atwood, Margaret"],
        ["AC/DC", "Queen", "ABBA"],
        ["We cook it slowly, and well. Then we eat.", "First, wash it. Then cook, gently. Serve."],
    ],
)
def test_commas_and_slashes_within_one_value_do_not_split_it(cells: list[object]) -> None:
    assert not words(*cells).multi


def test_people_written_last_name_first_are_turned_round() -> None:
    read = words("King, Stephen", "Gaiman, Neil; Pratchett, Terry", people=True, multi=True)
    assert read.values == [("Stephen King",), ("Neil Gaiman", "Terry Pratchett")]
    assert words("Tom Hanks, Meg Ryan", "Meg Ryan", people=True, multi=True).values[0] == ("Tom Hanks", "Meg Ryan")


def test_spellings_of_one_value_are_merged_into_the_most_frequent() -> None:
    read = words("Sci-Fi", "sci-fi ", "Sci Fi", "Sci-Fi", "Drama")
    assert read.counts == {"Sci-Fi": 4, "Drama": 1}
    assert read.merged == 2


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ('["a", "b"]', ("a", "b")),
        ("['a', 'b, c']", ("a", "b, c")),
        ("[{'id': 1, 'name': 'Action'}, {'id': 2, 'name': 'Drama'}]", ("Action", "Drama")),
        ('c("a", "b")', ("a", "b")),
        ("{a,b}", ("a", "b")),
        ("['a' 'b']", ("a", "b")),
        ("[]", ()),
        (["a", None, "b"], ("a", "b")),
        ("a, b", None),
        ("(1999)", None),
    ],
)
def test_lists_are_read_in_every_notation(cell: object, parts: tuple[str, ...] | None) -> None:
    assert list_in(cell) == parts


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("2019-05-01", 2019),
        ("2019-05-01T10:00:00Z", 2019),
        ("05/31/2019", 2019),
        ("31.05.98", 1998),
        ("Oct 21, 2008", 2008),
        ("21 October 2008", 2008),
        ("September 25, 2021", 2021),
        ("2019年5月1日", 2019),
        ("03/2017", 2017),
        ("2019.99", None),
        ("555-1234", None),
        ("soon", None),
    ],
)
def test_dates_give_their_year(cell: str, year: int | None) -> None:
    assert year_of(cell) == year


@pytest.mark.parametrize(
    "cell", ["", " ", "NA", "n/a", "null", "-", "None", "unknown", "NaN", float("nan"), None, [], "无"]
)
def test_missing_values_are_known(cell: object) -> None:
    assert is_missing(cell)


@pytest.mark.parametrize("cell", [0, False, "0", "Nan Goldin", "no", "none of them"])
def test_values_that_look_like_nothing_are_kept(cell: object) -> None:
    assert not is_missing(cell)


def test_flags_are_known_in_many_ways() -> None:
    assert [flag_of(c) for c in ("Yes", "✓", "TRUE", "1", "是", "x", True)] == [True] * 7
    assert [flag_of(c) for c in ("no", "✗", "false", "0", "否", "-", False)] == [False] * 7
    assert flag_of("maybe") is None


@pytest.mark.parametrize(
    ("header", "cells", "kind"),
    [
        ("vegan", ["yes", "no", "yes"], "flag"),
        ("pool", ["✓", "", "✓"], "flag"),
        ("explicit", ["0", "1", "0"], "flag"),
        ("bedrooms", ["0", "1", "1"], "number"),
        ("rating", ["PG-13", "R", "R"], "category"),
        ("stars", ["4", "3", "5"], "number"),
        ("stars", ["Ann Lee, Bo Li", "Bo Li, Cy Coe", "Ann Lee"], "entity"),
        ("size", ["42", "43", "42"], "category"),
        ("size", ["72 m²", "28 m²", "64 m²"], "number"),
        ("model", ["208", "308", "508"], "category"),
        ("duration", ["90 min", "2 Seasons", "101 min"], "number"),
        ("price", ["low", "high", "low"], "category"),
        ("price", ["N/A", "", None], "drop"),
        ("opening", ["10:00-18:00", "09:00-17:00", "11:00-19:00"], "text"),
    ],
)
def test_the_cells_decide_what_a_header_means(header: str, cells: list[object], kind: str) -> None:
    assert reading(header, *cells).kind in ({"category", "entity"} if kind == "category" else {kind})


def test_prose_loses_its_markup_but_not_its_words() -> None:
    assert prose_of("<p>Tom &amp; <b>Jerry</b></p>  run<br/>fast \x07") == "Tom & Jerry run fast"
    assert prose_of("3 < 4 and 5 > 2") == "3 < 4 and 5 > 2"
    assert len(prose_of("word " * 5000)) <= 4001


def test_whole_floats_are_written_without_their_point() -> None:
    assert [text_of(v) for v in (1.0, 1.5, 1e-05, True, None, ["a", 2])] == [
        "1",
        "1.5",
        "0.000010000",
        "yes",
        "",
        "a, 2",
    ]
