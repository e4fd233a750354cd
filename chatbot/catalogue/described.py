"""Reads a catalogue file as a given domain.yaml says, so that no type needs to be guessed."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from chatbot.catalogue.columns.cells import flag_of, is_missing
from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.dates import year_in
from chatbot.catalogue.columns.notes import FIELDS, ColumnNote
from chatbot.catalogue.columns.numeric import read_numbers
from chatbot.catalogue.columns.readings import Reading
from chatbot.catalogue.columns.titles import Titles, read_titles
from chatbot.catalogue.columns.units import currency_named, factor, unit_named
from chatbot.catalogue.columns.wording import NamedFacet
from chatbot.catalogue.columns.words import read_values, single_values
from chatbot.catalogue.infer import Proposal, Survey, survey
from chatbot.catalogue.pack import Facet, Kind, Pack
from chatbot.catalogue.rows import Rows
from chatbot.catalogue.uniform import UniformItems, uniform_items
from chatbot.errors import ConfigurationError
from chatbot.records import Value

_Cell = Value | tuple[str, ...] | None


def apply_pack(pack: Pack, rows: Rows, file: str) -> Proposal:
    """The file's items as `pack` describes them. Its fields may be the file's columns, or what an import calls them.

    A facet that the file does not have stays empty, with a warning. Raises ConfigurationError when the file has not one
    of the facets, and CatalogueError when it has no column for the title.
    """
    found = survey(pack.name, rows)
    fields = _Fields(found, rows)
    title = fields.column(pack.title_field) or found.roles.title
    facets = [
        NamedFacet(name, reading, facet)
        for name, facet in pack.facets.items()
        if (reading := fields.reading(name, facet)) is not None
    ]
    missing = [name for name in pack.facets if all(f.name != name for f in facets)]
    if pack.facets and not facets:
        seen = ", ".join(map(repr, rows.columns))
        raise ConfigurationError(
            f"The domain.yaml describes {', '.join(missing)}, but {file} has none of them. Its columns are {seen}. "
            "Name the facets after the columns, or leave the domain.yaml out."
        )
    roles = replace(
        found.roles,
        title=title,
        brand=found.roles.brand if title is found.roles.title else None,
        id=fields.column(pack.id_field) or found.roles.id,
        summary=fields.column(pack.summary_field) or (found.roles.summary if pack.summary_field else None),
        link=fields.column(pack.link_field),
        aliases=tuple(c for field in pack.alias_fields if (c := fields.column(field)) is not None),
    )
    own_fields = (*pack.title_fields.values(), *(f for f in pack.text if f not in _own(pack)))
    texts = {f: c for f in own_fields if (c := fields.column(f)) is not None}
    titles = (
        found.titles
        if title is found.roles.title and "year" in pack.facets
        else Titles(read_titles(title).titles, None)
    )
    made = uniform_items(rows, roles, titles, facets, texts, file)
    notes = tuple(
        ColumnNote(column=f.reading.column.header.raw, role=f"facet {f.name}", type=f.facet.kind, facet=f.name)
        for f in facets
    )
    warnings = [f"The file has no column for {name!r} of the domain.yaml; that facet stays empty." for name in missing]
    return Proposal(_fitted(pack, made), made.items, notes, rows.problems + made.problems, (*rows.notes, *warnings))


class _Fields:
    """Finds the column that a field of a domain.yaml speaks of."""

    def __init__(self, found: Survey, rows: Rows) -> None:
        self._by_name = dict(zip(rows.columns, found.columns, strict=True))
        self._by_key = {c.header.key: c for c in reversed(found.columns)}
        self._by_facet = {f.name: f.reading.column for f in found.facets}
        self._inferred = {f.name: f for f in found.facets}
        roles = found.roles
        self._by_role = {
            FIELDS.id: roles.id,
            FIELDS.title: roles.title,
            FIELDS.summary: roles.summary,
            FIELDS.link: roles.link,
        }
        self._by_role[FIELDS.aliases] = roles.aliases[0] if roles.aliases else None

    def column(self, field: str | None) -> Column | None:
        if field is None:
            return None
        tables: tuple[Mapping[str, Column | None], ...] = (self._by_name, self._by_role, self._by_facet, self._by_key)
        return next((column for table in tables if (column := table.get(field)) is not None), None)

    def reading(self, name: str, facet: Facet) -> Reading | None:
        """A facet's values. A facet just as an import makes it is read so; any other from its column, as it says."""
        inferred = self._inferred.get(name)
        if inferred is not None and _sort_of(inferred.facet) == _sort_of(facet):
            return inferred.reading
        column = self.column(name)
        return None if column is None else _read(column, facet)


def _sort_of(facet: Facet) -> tuple[str, str, bool]:
    return facet.kind, facet.unit, facet.multi


def _own(pack: Pack) -> set[str | None]:
    """Fields of the pack's text that are written under a name of their own."""
    return {pack.id_field, pack.title_field, pack.summary_field, pack.link_field, *pack.name_fields, *pack.facets}


def _fitted(pack: Pack, made: UniformItems) -> Pack:
    """The pack with the field names of the items as they are written."""
    names = {pack.title_field: FIELDS.title, **dict.fromkeys(pack.alias_fields, FIELDS.aliases)}
    names |= {pack.summary_field: FIELDS.summary} if pack.summary_field else {}
    return pack.model_copy(
        update={
            "items": "items.jsonl",
            "id_field": FIELDS.id,
            "title_field": FIELDS.title,
            "alias_fields": (FIELDS.aliases,) if made.has_aliases else (),
            "summary_field": FIELDS.summary if pack.summary_field else None,
            "link_field": FIELDS.link if pack.link_field else None,
            "text": tuple(dict.fromkeys(names.get(field, field) for field in pack.text)),
        }
    )


def _read(column: Column, facet: Facet) -> Reading:
    """The column's values in the facet's kind; cells that are of another kind are left out."""
    values = _READERS[facet.kind](column, facet)
    left_out = [n for n, (value, text) in enumerate(zip(values, column.texts, strict=True)) if text and value is None]
    return Reading(
        column, facet.kind, "as the domain.yaml says", values=values, left_out=left_out, year=facet.unit == "year"
    )


def _numbers(column: Column, facet: Facet) -> list[_Cell]:
    if facet.unit == "year":
        years = {text: year_in(text, hinted=True) for text in column.counts}
        return [years.get(text) for text in column.texts]
    wanted = unit_named(facet.unit)
    dims = (wanted.kind,) if wanted else ("money",) if currency_named(facet.unit) else ()
    read = read_numbers(column, dims, least=0.0)
    if read is None:
        return [None] * column.rows
    ratio = factor(read.unit, wanted) if read.unit and wanted and read.unit.kind == wanted.kind else 1.0
    return [None if v is None else _plain(v * ratio) for v in read.values]


def _plain(value: float) -> float | int:
    rounded = float(f"{value:.9g}")
    return int(rounded) if rounded.is_integer() else rounded


def _flags(column: Column, facet: Facet) -> list[_Cell]:
    return [None if is_missing(cell) and flag_of(cell) is None else flag_of(cell) for cell in column.given]


def _words(column: Column, facet: Facet) -> list[_Cell]:
    read = read_values(column, multi=True) if facet.multi else single_values(column)
    return [parts or None for parts in read.values]


_READERS: Mapping[Kind, Callable[[Column, Facet], list[_Cell]]] = {
    "number": _numbers,
    "flag": _flags,
    "category": _words,
    "entity": _words,
}
