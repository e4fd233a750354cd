"""Reads the rows of a catalogue file as they are: CSV and the like, JSON Lines, JSON, Parquet."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from chatbot.catalogue.decoding import decode
from chatbot.catalogue.delimited import Broken, read_delimited, unique_names
from chatbot.catalogue.items import RowProblem
from chatbot.catalogue.values import shorten
from chatbot.errors import CatalogueError

CELL_LIMIT = 100_000
"""Characters of the longest cell that is read."""
_KINDS = "CSV, TSV, JSONL, JSON or Parquet"
_SPACE = re.compile(r"[\s,]*")
_TABLES = (".csv", ".tsv", ".txt", ".tab", ".psv")
_JSON_LINES = (".jsonl", ".ndjson")
_LOOKED_AT = 200_000
_COLUMN_LIMIT = 2_000


@dataclass(frozen=True)
class Rows:
    """A file's rows in order: (line number, column -> cell). Of Parquet, and of JSON on one line, row numbers."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, object]], ...]
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[tuple[int, Mapping[str, object]]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_rows(path: Path) -> Rows:
    """Read a catalogue file. Single bad lines become problems.

    Raises CatalogueError, with the remedy, when the file is missing, a folder, empty, binary or without rows.
    """
    if path.is_dir():
        raise CatalogueError(f"{path} is a folder. Give the file in it that holds the items ({_KINDS}).")
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise CatalogueError(f"There is no file {path}. Check the path.") from error
    except OSError as error:
        raise CatalogueError(f"Cannot read {path}: {error.strerror}. Check that you may read it.") from error
    if not data.strip():
        raise CatalogueError(f"{path} is empty. Give a {_KINDS} file with one item per row.")
    if data[:4] == b"PAR1":
        return _checked(_read_parquet(path), path)
    if path.suffix.lower() in (".parquet", ".pq"):
        raise CatalogueError(
            f"{path} is named like a Parquet file but is none. Export it again, or give it its right suffix."
        )
    decoded = decode(data, str(path))
    text = decoded.text.lstrip("\ufeff")
    as_json = text.lstrip()[:1] in ("{", "[") and path.suffix.lower() not in _TABLES
    rows = _read_json(text, path) if as_json else _read_table(text, path)
    return _checked(_with_decoding(rows, decoded.damaged, decoded.guessed), path)


def _read_table(text: str, path: Path) -> Rows:
    table = read_delimited(text, path.suffix.lower())
    rows, problems = [], [_problem(path, broken) for broken in table.broken]
    for line, cells in table.rows:
        long = next((n for n, cell in enumerate(cells) if len(cell) > CELL_LIMIT), None)
        if long is None:
            rows.append((line, dict(zip(table.names, cells, strict=True))))
        else:
            problems.append(_too_long(path, line, table.names[long], cells[long]))
    return Rows(str(path), table.names, tuple(rows), tuple(sorted(problems, key=_line_of)), table.notes)


def _read_json(text: str, path: Path) -> Rows:
    entries = _json_lines(text) if _is_json_lines(text.lstrip(), path.suffix.lower()) else _json_values(text, path)
    found: list[tuple[int, Mapping[str, object]]] = []
    problems: list[RowProblem] = []
    columns: dict[str, None] = {}
    for line, value in entries:
        if isinstance(value, Broken):
            problems.append(_problem(path, value))
        elif not isinstance(value, Mapping):
            problems.append(
                _problem(
                    path, Broken(line, json.dumps(value)[:80], 'is not a JSON object; write one {"name": …} per item.')
                )
            )
        else:
            row = _flat(value)
            long = next((key for key, cell in row.items() if isinstance(cell, str) and len(cell) > CELL_LIMIT), None)
            if long is not None:
                problems.append(_too_long(path, line, long, str(row[long])))
                continue
            columns |= dict.fromkeys(row)
            found.append((line, row))
    if len(columns) > _COLUMN_LIMIT:
        raise CatalogueError(
            f"{path} has {len(columns)} different fields; {_COLUMN_LIMIT} are allowed. Give objects of the same kind."
        )
    return Rows(str(path), tuple(columns), tuple(found), tuple(problems))


def _is_json_lines(text: str, suffix: str) -> bool:
    """Whether each line is a value of its own; most of the first lines decide, so that a broken one does not matter."""
    lines = [line for line in text[:_LOOKED_AT].split("\n", 30)[:20] if line.strip()]
    alone = sum(1 for line in lines if _parsed(line) is not None)
    return text[:1] == "{" and (len(lines) == 1 or 2 * alone > len(lines) or (alone > 0 and suffix in _JSON_LINES))


def _parsed(line: str) -> Mapping[str, object] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _json_lines(text: str) -> Iterator[tuple[int, object]]:
    lines = text.split("\n")
    wrapped = _wrapped(lines[0]) if sum(1 for line in lines if line.strip()) == 1 else None
    if wrapped is not None:
        yield from enumerate(wrapped, start=1)
        return
    for n, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield n, json.loads(line)
        except ValueError as error:
            yield n, Broken(n, line.strip()[:80], f"is not valid JSON ({_why(error)}); write one object per line.")
        except RecursionError:
            yield n, Broken(n, line.strip()[:80], "is nested too deeply; flatten it.")


def _json_values(text: str, path: Path) -> Iterator[tuple[int, object]]:
    """Values of an array, or of objects one after the other over several lines, with the line each begins on."""
    decoder = json.JSONDecoder()
    position = len(text) - len(text.lstrip())
    in_array = text[position] == "["
    position += in_array
    line, counted, alone = 1, 0, not in_array
    while (position := _SPACE.match(text, position).end()) < len(text):  # type: ignore[union-attr]
        if in_array and text[position] == "]":
            return
        line, counted = line + text.count("\n", counted, position), position
        try:
            value, end = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            raise CatalogueError(
                f"{path}, line {line}: the JSON is broken ({_why(error)}). Mend it there, or write one object per line."
            ) from error
        if alone and not text[end:].strip() and isinstance(value, dict) and (inner := _items_in(value)) is not None:
            yield from enumerate(inner, start=1)
            return
        alone = False
        yield line, value
        position = end


def _wrapped(line: str) -> list[object] | None:
    value = _parsed(line)
    return _items_in(value) if value is not None else None


def _items_in(value: Mapping[str, object]) -> list[object] | None:
    """The items of {"products": [{…}, …]} or of {"id1": {…}, "id2": {…}}; None when the object is an item itself."""
    lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(one, dict) for one in v)]
    if len(lists) == 1 and len(value) <= 6 and not any(key.lower() in ("id", "title", "name") for key in value):
        return lists[0]
    if len(value) > 1 and all(isinstance(v, dict) for v in value.values()):
        return [{"id": key, **v} for key, v in value.items() if isinstance(v, dict)]
    return None


def _flat(row: Mapping[str, object], prefix: str = "", depth: int = 0) -> dict[str, object]:
    """Nested objects laid flat: {"price": {"amount": 5}} is {"price.amount": 5}."""
    flat: dict[str, object] = {}
    for key, value in row.items():
        if isinstance(value, Mapping) and value and depth < 3 and len(value) <= 40:
            flat |= _flat(value, f"{prefix}{key}.", depth + 1)
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _read_parquet(path: Path) -> Rows:
    from pyarrow import ArrowException, parquet  # loads slowly, and only this kind of file needs it

    try:
        table = parquet.read_table(path)
        names = unique_names(table.column_names)
        columns = [column.to_pylist() for column in table.columns]
    except (ArrowException, OSError, ValueError) as error:
        raise CatalogueError(f"{path} is a broken Parquet file ({str(error)[:120]}). Export it again.") from error
    rows = (_flat(dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True))
    found = tuple(
        enumerate(({k: v for k, v in row.items() if not k.startswith("__index_level")} for row in rows), start=1)
    )
    seen = dict.fromkeys(key for _, row in found[:1000] for key in row)
    return Rows(str(path), tuple(seen), found)


def _checked(rows: Rows, path: Path) -> Rows:
    if not rows.rows:
        first = f" The first problem: {rows.problems[0]}" if rows.problems else ""
        raise CatalogueError(
            f"{path} has no usable row.{first} Give a {_KINDS} file with a header and one item per row."
        )
    return rows


def _with_decoding(rows: Rows, damaged: tuple[int, ...], guessed: str) -> Rows:
    remedy = "has characters that could not be decoded; save the file as UTF-8."
    problems = tuple(RowProblem(file=rows.file, line=line, field="row", value="�", remedy=remedy) for line in damaged)
    notes = (
        (f"the file is not UTF-8; it was read as {guessed}. If letters look wrong, save it as UTF-8",)
        if guessed
        else ()
    )
    return Rows(rows.file, rows.columns, rows.rows, rows.problems + problems, rows.notes + notes)


def _line_of(problem: RowProblem) -> int:
    return problem.line


def _problem(path: Path, broken: Broken) -> RowProblem:
    return RowProblem(file=str(path), line=broken.line, field="row", value=shorten(broken.value), remedy=broken.remedy)


def _too_long(path: Path, line: int, field: str, cell: str) -> RowProblem:
    remedy = f"has {len(cell):,} characters; shorten it to {CELL_LIMIT:,} or fewer."
    return RowProblem(file=str(path), line=line, field=field, value=shorten(cell), remedy=remedy)


def _why(error: Exception) -> str:
    return getattr(error, "msg", "") or str(error)[:80]
