"""Reads a pack's items (JSON Lines, or rows from elsewhere); each bad row is reported and the others go on."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TypeVar

from chatbot.catalogue.pack import Facet, Kind, Pack
from chatbot.catalogue.text import embedded_text
from chatbot.catalogue.values import (
    TEXT_LIMIT,
    TITLE_LIMIT,
    VALUE_LIMIT,
    UnusableValueError,
    clean,
    is_missing,
    read_flag,
    read_link,
    read_number,
    read_words,
    shorten,
)
from chatbot.errors import CatalogueError
from chatbot.records import Item, Record, Value

T = TypeVar("T")

LINE_LIMIT = 1_000_000
"""Bytes of the longest line that is read."""

_NOT_AN_OBJECT = 'is not a JSON object; write one {"id": …, "title": …} per line, in UTF-8.'


class RowProblem(Record):
    """One thing wrong with one row, and what to do about it."""

    file: str
    line: int
    field: str
    value: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.field} {self.value!r} {self.remedy}"


class LoadedItems(Record):
    """The usable items in file order, and what was wrong with the rest."""

    items: tuple[Item, ...]
    problems: tuple[RowProblem, ...] = ()


def load_items(pack: Pack) -> LoadedItems:
    """Read the pack's item file. Raises CatalogueError when it cannot be read or holds no usable row."""
    if pack.folder is None:
        raise CatalogueError(
            f"The pack '{pack.name}' has no folder, so no item file. Give its rows, or read the pack from a file."
        )
    path = pack.folder / pack.items
    return _read_rows(pack, _lines(path), str(path))


def items_from_rows(pack: Pack, rows: Iterable[tuple[int, Mapping[str, object] | None]], file: str) -> LoadedItems:
    """Items of (line number, row) pairs; None stands for a line that is no row. `file` names the source in reports."""
    return _read_rows(pack, ((line, "" if row is None else row) for line, row in rows), file)


def _lines(path: Path) -> Iterator[tuple[int, Mapping[str, object] | str]]:
    """(line number, row), or (line number, the text itself) where it is no JSON object. Blank lines are left out."""
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(LINE_LIMIT):
                number += 1
                text = raw.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
                while not raw.endswith(b"\n") and (raw := file.readline(LINE_LIMIT)):
                    text = text[:VALUE_LIMIT]  # the line is over the limit: what is left of it is no JSON
                if text:
                    yield number, _parse(text)
    except OSError as error:
        raise CatalogueError(
            f"Cannot read the items of {path}: {error.strerror or error}. "
            "Put the file there or correct `items` in domain.yaml."
        ) from error


def _parse(text: str) -> Mapping[str, object] | str:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return row if isinstance(row, dict) else text


def _read_rows(pack: Pack, rows: Iterable[tuple[int, Mapping[str, object] | str]], file: str) -> LoadedItems:
    reader = _RowReader(pack, file)
    items = tuple(item for line, row in rows if (item := reader.read(line, row)) is not None)
    if not items:
        first = f"The first problem: {reader.problems[0]}" if reader.problems else "It is empty."
        raise CatalogueError(f"{file} holds no usable item. {first} Correct the file and start again.")
    return LoadedItems(items=items, problems=tuple(reader.problems))


class _RowReader:
    """Turns rows into items, collecting problems and the ids already taken."""

    def __init__(self, pack: Pack, file: str) -> None:
        self.problems: list[RowProblem] = []
        self._pack = pack
        self._file = file
        self._lines: dict[str, int] = {}

    def read(self, line: int, row: Mapping[str, object] | str) -> Item | None:
        if isinstance(row, str):
            self._report(line, "row", row, _NOT_AN_OBJECT)
            return None
        pack = self._pack
        item_id = self._required(line, row, pack.id_field, VALUE_LIMIT)
        title = self._title(line, row)
        if item_id is None or title is None:
            return None
        if item_id in self._lines:
            self._report(
                line, pack.id_field, item_id, f"is the id of line {self._lines[item_id]} too; give this row its own."
            )
            return None
        self._lines[item_id] = line
        attributes = {
            key: value
            for key, facet in pack.facets.items()
            if (value := self._facet(line, row, key, facet)) is not None
        }
        titles = {
            language: other
            for language, field in pack.title_fields.items()
            if (other := self._optional(line, row, field, lambda raw: read_words(raw, TITLE_LIMIT))) is not None
        }
        others = chain.from_iterable(self._list(line, row, field, TITLE_LIMIT) for field in pack.alias_fields)
        return Item(
            id=item_id,
            title=title,
            attributes=attributes,
            summary=self._summary(line, row),
            text=embedded_text(pack, row, title, attributes),
            titles=titles,
            aliases=tuple(dict.fromkeys([*titles.values(), *others])),
            link=self._optional(line, row, pack.link_field, read_link),
        )

    def _required(self, line: int, row: Mapping[str, object], field: str, limit: int) -> str | None:
        if is_missing(row.get(field)):
            self._report(line, field, row.get(field, ""), "is missing; every row needs one.")
            return None
        return self._optional(line, row, field, lambda raw: read_words(raw, limit))

    def _title(self, line: int, row: Mapping[str, object]) -> str | None:
        """The title, cut (and reported) when too long: a row is not lost for that."""
        field = self._pack.title_field
        raw = row.get(field)
        if isinstance(raw, str) and len(long := clean(raw)) > TITLE_LIMIT:
            self._report(
                line, field, long, f"has {len(long)} characters and was cut; shorten it to {TITLE_LIMIT} or fewer."
            )
            return long[:TITLE_LIMIT].rstrip()
        return self._required(line, row, field, TITLE_LIMIT)

    def _summary(self, line: int, row: Mapping[str, object]) -> str:
        raw = row.get(self._pack.summary_field or "")
        if isinstance(raw, str):
            return clean(raw)[:TEXT_LIMIT]
        return self._optional(line, row, self._pack.summary_field, lambda raw: read_words(raw, TEXT_LIMIT)) or ""

    def _facet(self, line: int, row: Mapping[str, object], key: str, facet: Facet) -> Value | tuple[str, ...] | None:
        if facet.kind in _READERS:
            return self._optional(line, row, key, _READERS[facet.kind])
        if facet.multi:
            return self._list(line, row, key, VALUE_LIMIT) or None
        return self._optional(line, row, key, _read_single)

    def _list(self, line: int, row: Mapping[str, object], field: str, limit: int) -> tuple[str, ...]:
        """The distinct texts of a field that may hold several; a bad one is reported and the others stay."""
        raw = row.get(field)
        found: dict[str, None] = {}
        for one in raw if isinstance(raw, list | tuple | set) else (raw,):
            words = self._optional(line, {field: one}, field, lambda value: read_words(value, limit))
            if words is not None:
                found[words] = None
        return tuple(found)

    def _optional(
        self, line: int, row: Mapping[str, object], field: str | None, read: Callable[[object], T]
    ) -> T | None:
        """The field as `read` reads it; None, reported, if it cannot; None if it is not there."""
        if field is None or is_missing(raw := row.get(field)):
            return None
        try:
            return read(raw)
        except UnusableValueError as problem:
            self._report(line, field, raw, str(problem))
            return None

    def _report(self, line: int, field: str, value: object, remedy: str) -> None:
        self.problems.append(RowProblem(file=self._file, line=line, field=field, value=shorten(value), remedy=remedy))


def _read_single(raw: object) -> str:
    """The value of a facet that holds one; a list of one will do."""
    if isinstance(raw, list | tuple | set):
        if len(raw) > 1:
            raise UnusableValueError("is a list; give one value, or declare the facet with `multi: true`.")
        raw = next(iter(raw))
    return read_words(raw, VALUE_LIMIT)


_READERS: Mapping[Kind, Callable[[object], Value]] = {"number": read_number, "flag": read_flag}
