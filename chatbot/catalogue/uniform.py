"""Rows made uniform: one id, one title, facet values of one type each, ready to be written as items.jsonl."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from chatbot.catalogue.columns.cells import is_blank, is_missing, text_of
from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.lists import list_in, prose_of
from chatbot.catalogue.columns.notes import FIELDS
from chatbot.catalogue.columns.roles import Roles
from chatbot.catalogue.columns.titles import Titles
from chatbot.catalogue.columns.wording import NamedFacet
from chatbot.catalogue.items import RowProblem
from chatbot.catalogue.rows import Rows
from chatbot.catalogue.values import TITLE_LIMIT, VALUE_LIMIT, UnusableValueError, read_link, shorten

_EXCEPTIONS = 0.1
"""Share of a column's cells up to which unreadable ones are reported one by one."""


@dataclass(frozen=True)
class UniformItems:
    """Items as items.jsonl has them, and what was wrong: rows left out first, then single cells."""

    items: tuple[Mapping[str, object], ...]
    problems: tuple[RowProblem, ...]
    text_fields: tuple[str, ...]
    has_aliases: bool


def uniform_items(
    rows: Rows,
    roles: Roles,
    titles: Titles,
    facets: Sequence[NamedFacet],
    texts: Mapping[str, Column],
    file: str,
) -> UniformItems:
    """Every usable row as an item. One without a title, or with the id of an earlier one, is reported and left out."""
    unused = {rows.columns[n] for n in roles.dropped}
    ids = _Ids(roles.id, rows, unused)
    problems: list[RowProblem] = []
    items: list[Mapping[str, object]] = []
    prose = ({FIELDS.summary: roles.summary} if roles.summary is not None else {}) | dict(texts)
    for n, (line, _) in enumerate(rows):
        title = titles.titles[n]
        if not title:
            problems.append(
                _problem(file, line, roles.title, n, "is no title; every item needs one, so the row was left out.")
            )
            continue
        item_id, clash = ids.of(n, line)
        if clash is not None:
            value = shorten(item_id if roles.id is not None else title)
            problems.append(RowProblem(file=file, line=line, field=ids.field, value=value, remedy=clash))
            continue
        item: dict[str, object] = {FIELDS.id: item_id, FIELDS.title: title[:TITLE_LIMIT]}
        aliases = _aliases(roles.aliases, n, title)
        item |= {FIELDS.aliases: aliases} if aliases else {}
        item |= {f.name: own for f in facets if (own := _value(f, n)) is not None}
        item |= {name: text for name, column in prose.items() if (text := prose_of(column.cells[n]))}
        link = _link(roles.link, n)
        item |= {FIELDS.link: link} if link else {}
        items.append(item)
    unread = sorted((_unread(file, rows, f, n) for f in facets for n in exceptions_of(f)), key=lambda p: p.line)
    has_aliases = any(FIELDS.aliases in item for item in items)
    return UniformItems(tuple(items), (*problems, *unread), tuple(texts), has_aliases)


def named_texts(texts: Sequence[Column], taken: Collection[str]) -> dict[str, Column]:
    """Prose columns under names that no facet has."""
    named: dict[str, Column] = {}
    for column in texts:
        base = column.header.key or "more"
        options = [base, f"{base}_text", *(f"{base}_{k}" for k in range(2, len(texts) + 3))]
        named[next(o for o in options if o not in taken and o not in named and o not in FIELDS)] = column
    return named


class _Ids:
    """Ids from their column, else from the contents of the rows; no id is given twice."""

    def __init__(self, column: Column | None, rows: Rows, unused: Collection[str]) -> None:
        self._unused = unused
        self.field = column.header.raw if column is not None else "row"
        self._column = column
        self._rows = rows
        self._lines: dict[str, int] = {}

    def of(self, n: int, line: int) -> tuple[str, str | None]:
        """The id of a row, and what is wrong with it if it cannot be used."""
        given = self._column.given[n] if self._column is not None else None
        if is_missing(given):
            made = self._digest(self._rows.rows[n][1])
            return made, self._taken(made, line, "says the same as line {}; it was left out.")
        item_id = text_of(given)[:VALUE_LIMIT]
        return item_id, self._taken(item_id, line, "is the id of line {} too; give this row its own, it was left out.")

    def _digest(self, row: Mapping[str, object]) -> str:
        """An id from what a row says; row numbers and the like do not count."""
        said = {name: text_of(cell) for name, cell in row.items() if name not in self._unused}
        content = "\x1f".join(f"{name}={text}" for name, text in said.items() if text)
        return "i" + hashlib.sha1(content.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()[:12]

    def _taken(self, item_id: str, line: int, remedy: str) -> str | None:
        if item_id in self._lines:
            return remedy.format(self._lines[item_id])
        self._lines[item_id] = line
        return None


def _value(named: NamedFacet, n: int) -> object:
    value = named.reading.values[n]
    if isinstance(value, tuple):
        return list(value) if named.facet.multi else value[0]
    return value


def _aliases(columns: Sequence[Column], n: int, title: str) -> list[str]:
    found: dict[str, None] = {}
    for column in columns:
        cell = column.given[n]
        if not is_blank(cell):
            parts = list_in(cell) or tuple(text_of(cell).split("|"))
            found |= dict.fromkeys(
                part.strip()[:TITLE_LIMIT] for part in parts if part.strip() and part.strip() != title
            )
    return list(found)


def _link(column: Column | None, n: int) -> str | None:
    text = text_of(column.cells[n]) if column is not None else ""
    if not text:
        return None
    try:
        return read_link(text if "://" in text else "https:" + text if text.startswith("//") else "https://" + text)
    except UnusableValueError:
        return None


def exceptions_of(named: NamedFacet) -> list[int]:
    """Rows whose cell could not be read, where they are exceptions; where they are many, a warning says so once."""
    left_out = named.reading.left_out
    return left_out if len(left_out) <= max(5, _EXCEPTIONS * named.reading.column.filled) else []


def _problem(file: str, line: int, column: Column, n: int, remedy: str) -> RowProblem:
    value = shorten(text_of(column.given[n]))
    return RowProblem(file=file, line=line, field=column.header.raw, value=value, remedy=remedy)


def _unread(file: str, rows: Rows, named: NamedFacet, n: int) -> RowProblem:
    reading, facet = named.reading, named.facet
    what = "year" if reading.year else f"{facet.kind} in {facet.unit}" if facet.unit else facet.kind
    return _problem(file, rows.rows[n][0], reading.column, n, f"is no {what}; the item was kept without it.")
