"""Cells that hold several values, written as lists in one notation or another, and prose without its markup."""

import ast
import html
import json
import re
from collections.abc import Mapping

from chatbot.catalogue.columns.cells import is_missing, name_in, text_of

LONGEST_PROSE = 4_000
"""Characters kept of a description."""
_LONGEST_LIST = 20_000
_ENDS = {"[": "]", "{": "}"}
_IN_QUOTES = re.compile(r'"((?:[^"\\]|\\.)*)"')
_NUMPY = re.compile(r"'[^']*'(?:\s+'[^']*')+")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>|<!--.*?-->", re.DOTALL)


def list_in(value: object) -> tuple[str, ...] | None:
    """The parts of a list, or of one written as text: JSON, Python, c("a", "b") of R, {a,b}; None for anything else."""
    if isinstance(value, str):
        return _written_list(value.strip())
    if isinstance(value, Mapping):
        return (name_in(value),)
    if isinstance(value, (list, tuple, set, frozenset)):
        values = sorted(map(text_of, value)) if isinstance(value, (set, frozenset)) else [text_of(v) for v in value]
        return tuple(v for v in values if v and not is_missing(v))
    return None


def prose_of(value: object) -> str:
    """A description as plain text: no tags, entities resolved, at most LONGEST_PROSE characters, cut at a word."""
    if value is None:
        return ""
    parts = list_in(value) if not isinstance(value, str) or value[:1] in "[{c" else None
    text = " ".join(parts) if parts else text_of(value)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
    text = " ".join(_INVISIBLE.sub("", text).split())
    return text if len(text) <= LONGEST_PROSE else text[:LONGEST_PROSE].rsplit(" ", 1)[0] + "…"


def _written_list(text: str) -> tuple[str, ...] | None:
    if text[:2] == "c(" and text[-1:] == ")" and '"' in text:
        return tuple(part.strip() for part in _IN_QUOTES.findall(text) if part.strip())
    if not 2 <= len(text) <= _LONGEST_LIST or _ENDS.get(text[0]) != text[-1]:
        return None
    if _NUMPY.fullmatch(text[1:-1].strip()):  # Python would join strings without commas between them
        return tuple(re.findall(r"'([^']*)'", text))
    value = _literal(text)
    if isinstance(value, (list, tuple, set)):
        return list_in(value)
    if isinstance(value, Mapping):
        return tuple(str(k) for k, v in value.items() if v is True) or (name_in(value),)
    return _bare_list(text[1:-1].strip())


def _bare_list(inner: str) -> tuple[str, ...] | None:
    """The parts between the brackets of a list without quotes; None where there are brackets within."""
    if any(bracket in inner for bracket in "[]{}"):
        return None
    return tuple(part for raw in inner.split(",") if (part := raw.strip().strip("'\"").strip()))


def _literal(text: str) -> object:
    """The JSON or Python value that a text writes, None if it writes none."""
    for read in (json.loads, ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError, TypeError):
            continue
    return None
