"""Bytes of a file as text, whichever of the usual encodings it is in."""

import codecs
import re
from typing import NamedTuple

from chatbot.errors import CatalogueError

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "a zip archive or an Excel workbook", "Save the sheet as CSV and import that"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV and import that"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it with gunzip first"),
    (b"BZh", "a bzip2 archive", "Unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first"),
    (b"SQLite format 3", "an SQLite database", "Export the table as CSV and import that"),
    (b"%PDF", "a PDF document", "Export the table as CSV and import that"),
    (b"\x89PNG", "a picture", "Give a CSV, JSONL or Parquet file"),
    (b"\xff\xd8\xff", "a picture", "Give a CSV, JSONL or Parquet file"),
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_COMMON_HANZI = re.compile(rb"[\xa1-\xa9\xb0-\xf7][\xa1-\xfe]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT = 200_000


class Decoded(NamedTuple):
    """Text of a file; `damaged` are lines with bytes that could not be decoded, `guessed` the encoding if not UTF-8."""

    text: str
    damaged: tuple[int, ...] = ()
    guessed: str = ""


def decode(data: bytes, file: str) -> Decoded:
    """Decode a text file. Raises CatalogueError for binary content, saying what it looks like and what to do."""
    for magic, what, remedy in _MAGIC:
        if data.startswith(magic):
            raise CatalogueError(f"{file} is {what}, not a text file. {remedy}.")
    decoded = _with_bom(data) or _without_bom(data)
    text = decoded.text
    controls = len(_CONTROL.findall(text[:_LOOKED_AT]))
    if controls > 8 and controls > 0.005 * min(len(text), _LOOKED_AT):
        raise CatalogueError(
            f"{file} is not a text file (it is full of control characters). Give a CSV, JSONL or Parquet file."
        )
    return decoded


def _with_bom(data: bytes) -> Decoded | None:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            text = data.decode(encoding, errors="replace")
            return Decoded(text, _damaged(text), "" if encoding == "utf-8-sig" else encoding)
    head = data[:2000]
    if len(head) >= 4 and head.count(0) > 0.3 * len(head):
        encoding = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        text = data.decode(encoding, errors="replace")
        return Decoded(text, _damaged(text), encoding)
    return None


def _without_bom(data: bytes) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
    high = sum(1 for c in text if c > "\x7f")
    if text.count("\ufffd") <= 0.3 * high:  # UTF-8 with a few broken bytes
        return Decoded(text, _damaged(text))
    if _is_chinese(data[:_LOOKED_AT]):
        text = data.decode("gb18030", errors="replace")
        return Decoded(text, _damaged(text), "gb18030")
    return Decoded(data.decode("cp1252", errors="replace"), (), "cp1252")


def _is_chinese(data: bytes) -> bool:
    """Whether bytes over 127 stand in pairs that are common Chinese characters (single ones are accented letters)."""
    runs = _HIGH_RUN.findall(data)
    high = sum(map(len, runs))
    pairs = 2 * sum(len(_COMMON_HANZI.findall(run)) for run in runs)
    even = sum(1 for run in runs if len(run) % 2 == 0)
    return high > 0 and pairs >= 0.9 * high and even >= 0.95 * len(runs)


def _damaged(text: str) -> tuple[int, ...]:
    """Numbers of the lines with a character that could not be decoded."""
    if "\ufffd" not in text:
        return ()
    return tuple(n for n, line in enumerate(text.split("\n"), start=1) if "\ufffd" in line)
