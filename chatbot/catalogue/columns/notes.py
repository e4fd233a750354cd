"""What people are told about a column, and the names of the fields of items.jsonl that are no facets."""

from typing import NamedTuple

from chatbot.records import Record


class _Fields(NamedTuple):
    id: str = "id"
    title: str = "title"
    aliases: str = "aliases"
    summary: str = "summary"
    link: str = "link"


FIELDS = _Fields()


class ColumnNote(Record):
    """What became of one column, in words for people. `facet` is the facet's name, '' if it is none."""

    column: str
    role: str
    type: str = ""
    why: str = ""
    facet: str = ""
    filled: float = 0.0
