"""Builds the text of an item that is embedded and searched by words."""

from collections.abc import Iterator, Mapping

from chatbot.catalogue.pack import Facet, Pack
from chatbot.catalogue.values import TEXT_LIMIT, clean
from chatbot.records import Value

_ENDS = (".", "!", "?", "。", "！", "？", "…")
Attributes = Mapping[str, Value | tuple[str, ...]]


def embedded_text(pack: Pack, row: Mapping[str, object], title: str, attributes: Attributes) -> str:
    """The title, then the pack's text fields with their English labels, at most 4,000 characters.

    A pack that names no text fields embeds them all: other titles, facets, summary.
    """
    fields = pack.text or (*pack.name_fields, *pack.facets, *((pack.summary_field,) if pack.summary_field else ()))
    parts = (_part(pack, field, row, attributes) for field in dict.fromkeys(fields) if field != pack.title_field)
    return " ".join(part if part.endswith(_ENDS) else f"{part}." for part in (title, *parts) if part)[
        :TEXT_LIMIT
    ].rstrip()


def _part(pack: Pack, field: str, row: Mapping[str, object], attributes: Attributes) -> str:
    facet = pack.facets.get(field)
    if facet is not None:
        return _facet_part(facet, facet.name("en", field), attributes.get(field))
    words = ", ".join(_plain(row.get(field)))
    unlabelled = field == pack.summary_field or field in pack.name_fields
    return words if unlabelled or not words else f"{field.replace('_', ' ')}: {words}"


def _facet_part(facet: Facet, label: str, value: Value | tuple[str, ...] | None) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return label
    if isinstance(value, tuple):
        return f"{label}: {', '.join(value)}"
    return f"{label}: {value}" if facet.kind != "number" else f"{label}: {with_unit(facet, value)}"


def with_unit(facet: Facet, number: Value) -> str:
    """A number as people write it: `$` before it, any other unit after it, `year` not at all."""
    if facet.unit == "$":
        return f"${number}"
    return str(number) if facet.unit in ("", "year") else f"{number} {facet.unit}"


def _plain(raw: object) -> Iterator[str]:
    """The words of a field that is no facet: texts and numbers, alone or in a list."""
    for one in raw if isinstance(raw, list | tuple | set) else (raw,):
        words = clean(str(one)) if isinstance(one, str | int | float) and not isinstance(one, bool) else ""
        if words:
            yield words
