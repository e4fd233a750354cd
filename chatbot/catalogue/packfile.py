"""Writes an inferred pack as a domain.yaml that people can read and edit."""

import math
from collections.abc import Mapping, Sequence

import yaml

from chatbot.catalogue.columns.notes import ColumnNote
from chatbot.catalogue.pack import Facet, Pack

_ABOUT = """\
# Domain pack made from {source}.
# Everything here may be edited by hand; run `chatbot index --domain {name}` afterwards.
# `items.jsonl` beside it holds the items: the field of each facet has the facet's name.
"""
_REMARKS = {
    "noun": "what an item is called: singular, plural, then other words for it",
    "text": "fields that are searched by meaning, in this order",
    "title_fields": "fields of items.jsonl with the title in other languages, for replies in them: {zh: title_zh}",
    "main": "the facet that names the kind of thing; changing it starts a new search",
    "prior": "facets: how good (quality), how well known (fame), whether it can be had (available)",
    "relations": "how to say what triples.csv links: {accessory_of: {phrase: {en: made for $value}}}",
    "examples": "requests shown to a new user",
    "list_size": "how many items are recommended at once",
    "manner": "how eager to ask, and the tone (sentences of prompts/wording in other words, by language)",
}
_FACETS = """\
# What people can ask for. kind: category (a word of a small set), entity (a name), number or flag.
# `card: true` shows a facet on cards; a facet with `ask` may be asked for; `less` and `more` are what people say to
# have less or more of a number; `values` gives a value its synonyms by language: {XL: {en: [extra large]}}.
# `in_text: true` counts a value that an item's text tells of, where it is not listed; `against` names what goes ill
# with a value that is wanted ({funny: [bleak]}), `covers` what one is right for as well ({family: [kids, teens]});
# `denials` are words that rule a value out ({English: {en: [foreign]}}); `shuns` those that ask for it only where they
# are ruled out themselves ({English: {en: [subtitles]}}).
"""
_ORDER = (
    "label",
    "kind",
    "multi",
    "unit",
    "default_bound",
    "card",
    "strict",
    "in_text",
    "denials",
    "shuns",
    "against",
    "covers",
    "ask",
    "without",
    "cues",
    "asked",
    "opposites",
    "less",
    "more",
    "low",
    "high",
    "units",
    "values",
)
_WIDTH = 118


def describe(pack: Pack, notes: Sequence[ColumnNote] = (), source: str = "a file") -> str:
    """The text of a domain.yaml for a pack; each facet is preceded by what is known of its column."""
    plain = pack.model_dump(mode="json", exclude={"folder", "facets"}, exclude_defaults=True)
    head: dict[str, object] = {
        "name": pack.name,
        "title": plain.pop("title", {}),
        "noun": plain.pop("noun"),
        "items": pack.items,
    }
    fields: dict[str, object] = {
        "id_field": pack.id_field,
        "title_field": pack.title_field,
        "title_fields": dict(pack.title_fields),
        "alias_fields": list(pack.alias_fields),
    }
    fields |= {
        "summary_field": pack.summary_field,
        "link_field": pack.link_field,
        "text": list(pack.text),
        "list_size": pack.list_size,
    }
    rest = {key: value for key, value in plain.items() if key not in head and key not in fields}
    parts = [_ABOUT.format(source=_one_line(source), name=pack.name)]
    parts += [_section(key, value) for key, value in (head | fields | rest).items()]
    by_facet = {note.facet: note for note in notes if note.facet}
    parts.append("\n" + _FACETS + ("facets:\n" if pack.facets else "facets: {}\n"))
    parts += [_facet(name, facet, by_facet.get(name)) for name, facet in pack.facets.items()]
    return "".join(parts)


def _section(key: str, value: object) -> str:
    remark = f"# {_REMARKS[key]}\n" if key in _REMARKS else ""
    return remark + _entry(key, value)


def _facet(name: str, facet: Facet, note: ColumnNote | None) -> str:
    values = facet.model_dump(mode="json", exclude_defaults=True)
    body = "".join(_entry(key, values[key], "    ") for key in _ORDER if key in values)
    about = (
        f"  # column {_one_line(note.column)!r}: {note.why}; filled in {note.filled:.0%} of the rows\n" if note else ""
    )
    return f"\n{about}  {_flow(name)}:\n{body}"


def _entry(key: str, value: object, indent: str = "") -> str:
    """One key with its value, on one line if it fits; nested mappings and long lists take more."""
    line = f"{indent}{_flow(key)}: {_flow(value)}\n"
    if len(line) <= _WIDTH or not isinstance(value, (Mapping, list)):
        return line
    if isinstance(value, Mapping) and any(isinstance(v, (Mapping, list)) for v in value.values()):
        return f"{indent}{_flow(key)}:\n" + "".join(_entry(str(k), v, indent + "  ") for k, v in value.items())
    wrapped = _flow(value, _WIDTH - len(indent) - 14).splitlines()
    return f"{indent}{_flow(key)}:\n" + "".join(f"{indent}  {part}\n" for part in wrapped)


def _flow(value: object, width: float = math.inf) -> str:
    plain = (
        {k: int(v) if isinstance(v, float) and v.is_integer() else v for k, v in value.items()}
        if isinstance(value, Mapping)
        else value
    )
    text = yaml.safe_dump(plain, allow_unicode=True, default_flow_style=True, sort_keys=False, width=width)
    return text.removesuffix("...\n").strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())
