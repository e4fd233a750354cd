import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.catalogue.delimited import unique_names
from chatbot.catalogue.rows import CELL_LIMIT, Rows, read_rows
from chatbot.errors import CatalogueError


def rows_of(folder: Path, content: str | bytes, name: str = "file.csv") -> Rows:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_rows(path)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(delimiter.join(cells) for cells in (["name", "price", "note"], ["A", "1", "x"], ["B", "2", "y"]))
    rows = rows_of(tmp_path, text)
    assert list(rows) == [(2, {"name": "A", "price": "1", "note": "x"}), (3, {"name": "B", "price": "2", "note": "y"})]


def test_commas_in_prices_do_not_hide_a_semicolon_delimiter(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "name;price\nA;1,50\nB;2,75\nC;3,20\n")
    assert [row["price"] for _, row in rows] == ["1,50", "2,75", "3,20"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_accents_survive_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    rows = rows_of(tmp_path, "título,año\nÉté à la mer,1999\nDéjà vu,2001\n".encode(encoding))
    assert rows.columns == ("título", "año")
    assert rows.rows[0][1]["título"] == "Été à la mer"


def test_chinese_files_of_old_excel_are_read(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "名称,价格\n无线耳机,399\n机械键盘,699\n".encode("gb18030"))
    assert rows.rows[0][1] == {"名称": "无线耳机", "价格": "399"}
    assert "gb18030" in rows.notes[0]


def test_a_damaged_letter_is_reported_and_the_row_kept(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path,
        "name,city\nMüller,Köln\nJos\xe9,München\nBär,Düren\nÖl,Übersee\n".encode().replace(b"\xc3\xa9", b"\xff"),
    )
    assert len(rows) == 4
    assert [(p.line, p.field) for p in rows.problems] == [(3, "row")]


def test_quotes_line_breaks_and_doubled_quotes_are_understood(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, 'name,note\n"A, B","two\nlines"\nC,"he said ""hi"""\n')
    assert list(rows) == [(2, {"name": "A, B", "note": "two\nlines"}), (4, {"name": "C", "note": 'he said "hi"'})]


def test_a_quote_that_is_never_closed_spoils_its_own_line_only(tmp_path: Path) -> None:
    lines = ["name,size,note", 'TV,"55 inch,big', "Radio,small,ok", "Lamp,tall,fine"]
    rows = rows_of(tmp_path, "\n".join(lines))
    assert [(line, row["name"]) for line, row in rows] == [(2, "TV"), (3, "Radio"), (4, "Lamp")]
    broken = rows_of(tmp_path, "\n".join([lines[0], 'TV,"55 inch', *lines[2:]]))
    assert [row["name"] for _, row in broken] == ["Radio", "Lamp"]
    assert [p.line for p in broken.problems] == [2]
    assert "quote" in broken.problems[0].remedy


def test_ragged_rows_are_filled_or_reported(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "name,price,note\nA,1,x\nB,2\nC,3,y,,\nD,4,z,surplus\nlost\n")
    assert [row["name"] for _, row in rows] == ["A", "B", "C"]
    assert rows.rows[1][1]["note"] == ""
    assert [p.line for p in rows.problems] == [5, 6]
    assert "cells" in rows.problems[0].remedy


def test_headers_that_are_empty_or_repeated_get_names(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, ",name,price,price\n0,A,1,2\n1,B,3,4\n")
    assert rows.columns == ("column_1", "name", "price", "price_2")


def test_lines_above_the_header_are_left_out(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "Our catalogue 2024\n\nname,price,note\nA,1,x\nB,2,y\nC,3,z\n")
    assert rows.columns == ("name", "price", "note")
    assert rows.rows[0][0] == 4


def test_a_single_column_may_have_commas_in_its_cells(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "title\nEats, Shoots & Leaves\nSapiens\nGood, Bad, Ugly\nDune\nIt\n")
    assert [row["title"] for _, row in rows] == ["Eats, Shoots & Leaves", "Sapiens", "Good, Bad, Ugly", "Dune", "It"]


def test_no_two_columns_get_the_same_name() -> None:
    assert unique_names(["a", "a", "a_2", "", "a"]) == ("a", "a_2", "a_2_2", "column_4", "a_3")


def test_excels_declared_delimiter_is_honoured(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "sep=;\nname;price\nA;1,5\n").rows == ((3, {"name": "A", "price": "1,5"}),)


def test_a_file_without_a_header_keeps_its_first_row(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "Lamp,19.90,12\nChair,49.00,3\nTable,120.00,1\n")
    assert rows.columns == ("column_1", "column_2", "column_3")
    assert len(rows) == 3
    assert "header" in rows.notes[0]


def test_json_lines_name_each_broken_line(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, '{"name": "A"}\n{"name": \n[1, 2]\n\n{"name": "B", "n": 2}\n', "file.jsonl")
    assert [(line, row["name"]) for line, row in rows] == [(1, "A"), (5, "B")]
    assert rows.columns == ("name", "n")
    assert [p.line for p in rows.problems] == [2, 3]


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": "1", "name": "A"},\n {"id": "2", "name": "B"}]',
        '{"products": [{"id": "1", "name": "A"}, {"id": "2", "name": "B"}], "total": 2}',
        '{"1": {"name": "A"}, "2": {"name": "B"}}',
        '{\n "id": "1", "name": "A"\n}\n{\n "id": "2",\n "name": "B"\n}',
        '{"products":\n  [{"id": "1", "name": "A"},\n {"id": "2", "name": "B"}]\n}',
    ],
)
def test_items_are_found_in_every_usual_shape_of_json(tmp_path: Path, text: str) -> None:
    rows = rows_of(tmp_path, text, "file.json")
    assert [(row["id"], row["name"]) for _, row in rows] == [("1", "A"), ("2", "B")]


def test_nested_objects_are_laid_flat(tmp_path: Path) -> None:
    rows = rows_of(
        tmp_path, json.dumps([{"name": "A", "price": {"amount": 5, "currency": "EUR"}, "tags": ["x"]}]), "f.json"
    )
    assert rows.rows[0][1] == {"name": "A", "price.amount": 5, "price.currency": "EUR", "tags": ["x"]}


def test_a_broken_json_array_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"line 3.*Mend it"):
        rows_of(tmp_path, '[{"name": "A"},\n{"name": "B"},\n{"name" "C"}]', "file.json")


def test_parquet_keeps_types(tmp_path: Path) -> None:
    table = pa.table({"name": ["A", "B"], "price": [1.5, None], "tags": [["x", "y"], []], "__index_level_0__": [0, 1]})
    pq.write_table(table, tmp_path / "file.parquet")
    rows = read_rows(tmp_path / "file.parquet")
    assert rows.columns == ("name", "price", "tags")
    assert list(rows) == [
        (1, {"name": "A", "price": 1.5, "tags": ["x", "y"]}),
        (2, {"name": "B", "price": None, "tags": []}),
    ]


def test_huge_cells_are_reported_and_the_other_rows_go_on(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, f"name,note\nA,{'x' * (CELL_LIMIT + 1)}\nB,ok\nC,{'y' * 200_000}\nD,ok\n")
    assert [row["name"] for _, row in rows] == ["B", "D"]
    assert [p.line for p in rows.problems] == [2, 4]
    assert all(len(p.value) < 100 for p in rows.problems)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "f.csv", "is empty"),
        (b" \n\n ", "f.csv", "is empty"),
        (b"name,price\n", "f.csv", "no usable row"),
        (b"PK\x03\x04rest", "f.xlsx", "Save the sheet as CSV"),
        (b"\x1f\x8b\x08rest", "f.csv.gz", "gunzip"),
        (bytes(range(256)) * 40, "f.csv", "not a text file"),
        (b"PAR1 and nothing more", "f.parquet", "broken Parquet"),
        (b"name,price\nA,1\n", "f.parquet", "named like a Parquet file"),
        (b"[]", "f.json", "no usable row"),
        (b"{broken", "f.jsonl", "no usable row"),
    ],
)
def test_files_that_cannot_be_used_say_why_and_what_to_do(tmp_path: Path, content: bytes, name: str, says: str) -> None:
    with pytest.raises(CatalogueError, match=says):
        rows_of(tmp_path, content, name)


def test_folders_and_missing_files_say_so(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="is a folder"):
        read_rows(tmp_path)
    with pytest.raises(CatalogueError, match="no file"):
        read_rows(tmp_path / "nothing.csv")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["f.csv", "f.json", "f.jsonl", "f.tsv", "f.parquet"]))
def test_no_bytes_whatever_break_the_reader(tmp_path: Path, content: bytes, name: str) -> None:
    try:
        rows = rows_of(tmp_path, content, name)
    except CatalogueError:
        return
    assert all(set(row) <= set(rows.columns) for _, row in rows)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=400), st.sampled_from(["f.csv", "f.json", "f.jsonl", "f.tsv"]))
def test_no_text_whatever_breaks_the_reader(tmp_path: Path, content: str, name: str) -> None:
    try:
        rows = rows_of(tmp_path, content.encode("utf-8", "replace"), name)
    except CatalogueError:
        return
    assert len(rows) > 0
