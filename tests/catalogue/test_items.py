import json
import math
from pathlib import Path

import pytest
from catalogue_samples import FACETS, Load
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.catalogue.items import LINE_LIMIT, LoadedItems, items_from_rows, load_items
from chatbot.catalogue.pack import Facet, Pack
from chatbot.catalogue.values import clean
from chatbot.errors import CatalogueError
from chatbot.records import Item


def written(pack: Pack, folder: Path, *lines: str | bytes) -> Pack:
    raw = b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines)
    (folder / "items.jsonl").write_bytes(raw)
    return pack.model_copy(update={"folder": folder})


def only(loaded: LoadedItems) -> Item:
    assert len(loaded.items) == 1
    return loaded.items[0]


def test_a_row_becomes_an_item_with_its_declared_facets_only(load: Load) -> None:
    row = {"id": 7, "title": "A", "tags": ["x", "y"], "kind": "k", "size": "3.5", "fresh": "yes", "other": "ignored"}
    loaded = load([row])
    assert only(loaded).id == "7"
    assert only(loaded).attributes == {"kind": "k", "tags": ("x", "y"), "size": 3.5, "fresh": True}
    assert loaded.problems == ()


@pytest.mark.parametrize(
    ("raw", "read"),
    [(2010, 2010), (2010.0, 2010), ("2010", 2010), (" 79.50 ", 79.5), ("-1e3", -1000), (0, 0), (2**70, float(2**70))],
)
def test_numbers_and_numeric_texts_are_read_as_numbers(load: Load, raw: object, read: float) -> None:
    value = only(load([{"id": "a", "title": "A", "size": raw}])).attributes["size"]
    assert value == read
    assert isinstance(value, type(read))


@pytest.mark.parametrize(
    "raw", [math.nan, math.inf, -math.inf, "nan", "inf", "1_000", "$79", "79 cm", True, [1], {}, 10**400]
)
def test_what_is_no_finite_number_drops_the_facet_and_keeps_the_row(load: Load, raw: object) -> None:
    loaded = load([{"id": "a", "title": "A", "size": raw}])
    assert "size" not in only(loaded).attributes
    assert [problem.field for problem in loaded.problems] == ["size"]


@pytest.mark.parametrize(
    ("raw", "read"),
    [(True, True), ("TRUE", True), ("yes", True), (1, True), ("No", False), ("false", False), (0, False)],
)
def test_flags_are_read_from_truth_values_and_words(load: Load, raw: object, read: bool) -> None:
    assert only(load([{"id": "a", "title": "A", "fresh": raw}])).attributes["fresh"] is read


@pytest.mark.parametrize("raw", ["maybe", 2, 0.5, [], [True], {"a": 1}])
def test_other_flags_are_reported(load: Load, raw: object) -> None:
    loaded = load([{"id": "a", "title": "A", "fresh": raw}])
    assert "fresh" not in only(loaded).attributes
    assert len(loaded.problems) == (raw != [])


def test_a_single_text_will_do_for_a_multi_valued_facet_and_is_not_split(load: Load) -> None:
    assert only(load([{"id": "a", "title": "A", "tags": "x, y"}])).attributes["tags"] == ("x, y",)


def test_a_list_of_one_will_do_for_a_single_valued_facet_and_a_longer_one_is_reported(load: Load) -> None:
    loaded = load([{"id": "a", "title": "A", "kind": ["k"]}, {"id": "b", "title": "B", "kind": ["k", "l"]}])
    assert loaded.items[0].attributes == {"kind": "k"}
    assert loaded.items[1].attributes == {}
    assert "multi" in loaded.problems[0].remedy


def test_a_bad_member_of_a_list_is_reported_and_the_others_stay(load: Load) -> None:
    loaded = load([{"id": "a", "title": "A", "tags": ["x", {"y": 1}, "x", "", None, 5, "z" * 201]}])
    assert only(loaded).attributes["tags"] == ("x", "5")
    assert [problem.field for problem in loaded.problems] == ["tags", "tags"]


def test_null_empty_and_absent_fields_are_simply_missing(load: Load) -> None:
    loaded = load([{"id": "a", "title": "A", "size": None, "kind": "  ", "tags": [], "fresh": ""}])
    assert only(loaded).attributes == {}
    assert loaded.problems == ()


def test_control_characters_direction_overrides_and_lone_surrogates_are_stripped(load: Load) -> None:
    item = only(
        load([{"id": "a\0", "title": "A\x07\u202eB\ud800  C\n", "kind": "e\u0301\x00", "summary": "x\x1b[31my\tz"}])
    )
    assert (item.id, item.title, item.attributes["kind"], item.summary) == ("a", "AB C", "é", "x[31my z")
    item.model_dump_json().encode()


def test_rows_without_id_or_title_and_repeated_ids_are_named_and_the_others_go_on(load: Load) -> None:
    rows: list[dict[str, object]] = [
        {"title": "no id"}, {"id": "b"}, {"id": "c", "title": "\0 "}, {"id": "d", "title": "D"}, {"id": "d", "title": "E"},
        {"id": ["x"], "title": "F"}, {"id": "y" * 201, "title": "G"},
    ]  # fmt: skip
    loaded = load(rows)
    assert [item.title for item in loaded.items] == ["D"]
    assert [(p.line, p.field) for p in loaded.problems] == [
        (1, "id"), (2, "title"), (3, "title"), (5, "id"), (6, "id"), (7, "id"),
    ]  # fmt: skip
    assert "line 4" in loaded.problems[3].remedy


def test_a_problem_reads_as_one_clear_line(load: Load) -> None:
    loaded = load([{"id": "a", "title": "A", "size": "big\nand " + "very " * 50}])
    line = str(loaded.problems[0])
    assert line.startswith("things.jsonl, line 1: size 'big and very")
    assert line.endswith("write digits only, such as 79.5.")
    assert "\n" not in line
    assert len(line) < 200


def test_titles_over_300_characters_are_cut_and_reported_and_texts_end_at_4000(load: Load) -> None:
    loaded = load([{"id": "a", "title": "t" * 301, "summary": "s" * 5000}])
    item = only(loaded)
    assert (len(item.title), len(item.summary), len(item.text)) == (300, 4000, 4000)
    assert [p.field for p in loaded.problems] == ["title"]


@pytest.mark.parametrize("link", ["http://a.example/x?y=1", "https://a.example"])
def test_web_addresses_are_kept(link: str) -> None:
    assert _linked(link).items[0].link == link


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//a.example",
        "/x",
        "ftp://a.example",
        "http://",
        "http://[",
        "http://a b",
        5,
    ],
)
def test_links_other_than_http_are_dropped_and_reported(link: object) -> None:
    loaded = _linked(link)
    assert loaded.items[0].link is None
    assert [p.field for p in loaded.problems] == ["url"]


def _linked(link: object) -> LoadedItems:
    pack = Pack(name="linked", noun={"en": ("thing",)}, facets={}, link_field="url")
    return items_from_rows(pack, [(1, {"id": "a", "title": "A", "url": link})], "x")


def test_other_titles_are_kept_as_aliases() -> None:
    pack = Pack(name="named", noun={"en": ("thing",)}, facets={}, alias_fields=("short", "also"))
    rows: list[tuple[int, dict[str, object]]] = [(1, {"id": "a", "title": "A", "short": "x", "also": ["y", "x"]})]
    assert items_from_rows(pack, rows, "f").items[0].aliases == ("x", "y")


def test_the_text_is_the_title_then_the_named_fields_with_english_labels() -> None:
    facets = {
        "tags": Facet(kind="category", multi=True, label={"en": "mood", "zh": "气氛"}),
        "price": Facet(kind="number", unit="$"),
        "minutes": Facet(kind="number", unit="min", label={"en": "length"}),
        "made": Facet(kind="number", unit="year"),
        "wireless": Facet(kind="flag"),
        "wired": Facet(kind="flag"),
        "unused": Facet(kind="category"),
    }
    text = ("title", "summary", "tags", "price", "minutes", "made", "wireless", "wired", "use_cases")
    pack = Pack(name="texts", noun={"en": ("thing",)}, facets=facets, text=text)
    row: dict[str, object] = {
        "id": "a", "title": "Who?", "summary": "It is.", "tags": ["calm", "warm"], "price": 79.5, "minutes": 90, "made": 1999,
        "wireless": True, "wired": False, "unused": "u", "use_cases": ["a", 2, {"b": 1}],
    }  # fmt: skip
    item = items_from_rows(pack, [(1, row)], "f").items[0]
    assert item.text == (
        "Who? It is. mood: calm, warm. price: $79.5. length: 90 min. made: 1999. wireless. use cases: a, 2."
    )


def test_without_named_fields_the_text_is_all_that_is_known(load: Load) -> None:
    row = {"id": "a", "title": "A", "kind": "k", "maker": "m", "summary": "s", "other": "o"}
    assert only(load([row])).text == "A. kind: k. maker: m. s."


def test_a_file_may_have_a_byte_order_mark_blank_lines_and_windows_line_ends(pack: Pack, tmp_path: Path) -> None:
    loaded = load_items(
        written(pack, tmp_path, b'\xef\xbb\xbf{"id": "a", "title": "A"}\r', "", "  \r", '{"id": "b", "title": "B"}')
    )
    assert [item.id for item in loaded.items] == ["a", "b"]
    assert loaded.problems == ()


def test_lines_that_are_no_objects_are_named_and_the_others_go_on(pack: Pack, tmp_path: Path) -> None:
    good = json.dumps({"id": "a", "title": "A"})
    bad = [
        "{",
        "[1]",
        "null",
        '"text"',
        '{"id": 1' * 3,
        "[" * 100_000,
        bytes(range(256)).replace(b"\n", b""),
        b"\xff\xfe",
    ]
    loaded = load_items(written(pack, tmp_path, *bad, good))
    assert [item.id for item in loaded.items] == ["a"]
    assert [problem.line for problem in loaded.problems] == list(range(1, len(bad) + 1))
    assert all(len(problem.value) <= 60 for problem in loaded.problems)


def test_a_line_over_the_limit_is_named_and_read_past(pack: Pack, tmp_path: Path) -> None:
    long = json.dumps({"id": "x", "title": "X", "summary": "s" * (2 * LINE_LIMIT + 5)})
    loaded = load_items(written(pack, tmp_path, long, json.dumps({"id": "a", "title": "A"})))
    assert [item.id for item in loaded.items] == ["a"]
    assert [problem.line for problem in loaded.problems] == [1]


@pytest.mark.parametrize("content", [b"", b"\n \n", b"garbage", bytes(range(256)) * 50, '{"id": "a"}'.encode("utf-16")])
def test_a_file_without_a_usable_row_is_an_error_that_says_what_to_do(
    pack: Pack, tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(CatalogueError, match=r"items\.jsonl holds no usable item.*Correct the file"):
        load_items(written(pack, tmp_path, content))


def test_a_file_that_is_not_there_or_is_a_folder_is_an_error_that_names_it(pack: Pack, tmp_path: Path) -> None:
    placed = pack.model_copy(update={"folder": tmp_path})
    with pytest.raises(CatalogueError, match=r"items\.jsonl.*No such file"):
        load_items(placed)
    (tmp_path / "items.jsonl").mkdir()
    with pytest.raises(CatalogueError, match=r"items\.jsonl.*directory"):
        load_items(placed)


def test_a_pack_without_a_folder_has_no_item_file(pack: Pack) -> None:
    with pytest.raises(CatalogueError, match="no folder"):
        load_items(pack)


def test_none_stands_for_a_line_that_is_no_row(pack: Pack) -> None:
    loaded = items_from_rows(pack, [(3, None), (4, {"id": "a", "title": "A"})], "file.csv")
    assert [(p.file, p.line, p.field) for p in loaded.problems] == [("file.csv", 3, "row")]


@settings(deadline=None)
@given(st.text(st.characters()) | st.text("ab \t\n\0"))
def test_cleaned_text_is_clean_already(text: str) -> None:
    assert clean(clean(text)) == clean(text) == clean(f"\0 {text}\u3000")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@settings(deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries({"id": JSON, "title": JSON}, optional=dict.fromkeys((*FACETS, "summary"), JSON)),
        max_size=5,
    )
)
def test_whatever_the_rows_hold_only_sound_items_come_out(rows: list[dict[str, object]]) -> None:
    pack = Pack(name="any", noun={"en": ("thing",)}, facets=FACETS, alias_fields=("kind",), link_field="maker")
    try:
        loaded = items_from_rows(pack, enumerate(rows, 1), "f")
    except CatalogueError:
        return
    assert len({item.id for item in loaded.items}) == len(loaded.items)
    for item in loaded.items:
        item.model_dump_json().encode()
        assert item.id
        assert item.title
        assert set(item.attributes) <= set(FACETS)
        number = item.attributes.get("size", 0)
        assert isinstance(number, int | float)
        assert math.isfinite(number)
        assert all(isinstance(value, str) and value for value in item.values("tags"))
