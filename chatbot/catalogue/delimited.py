"""Tables written as text: finds the delimiter and the header, and mends or reports broken rows."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"
"""Stands for none: files of one column may well have commas in their cells."""
_REGULAR = 0.8
_PROBED = 300
"""Rows looked at to find the delimiter."""
_PREAMBLE = 10
"""Lines at most that may stand above the header."""
_NUMBER = re.compile(r"[-+]?[$€£¥]?\s?\d[\d.,]*\s?[%€$£]?")


class Broken(NamedTuple):
    """A line that could not be used, and why."""

    line: int
    value: str
    remedy: str


class Delimited(NamedTuple):
    """A table: its column names, (line number, cells) of every usable row, the broken ones, and what was noticed."""

    names: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    broken: list[Broken]
    notes: tuple[str, ...]


def read_delimited(text: str, suffix: str) -> Delimited:
    """Read a CSV, TSV or the like. Quotes, line breaks within quotes and ragged rows are understood."""
    text, named = _declared_delimiter(text)
    lines = list(io.StringIO(text, newline=""))
    delimiter = named or _delimiter(lines, suffix)
    start = _header_line(lines, delimiter)
    records = _records(lines, delimiter, start)
    header = next(records, None)
    if header is None or isinstance(header, Broken):
        return Delimited((), [], [header] if header else [], ())
    above = sum(1 for line in lines[:start] if line.strip())
    notes = [f"lines above the header that were left out: {above}"] if above else []
    entries = list(records)
    names, headerless = _names(header[1], [entry[1] for entry in entries[:50] if not isinstance(entry, Broken)])
    if headerless:
        notes.append("the first row looks like data, so columns are named column_1, column_2…; add a header row")
        entries.insert(0, header)
    return _fitted(names, entries, delimiter, notes)


def unique_names(raw: Sequence[str]) -> tuple[str, ...]:
    """Column names with blanks filled in and repeated ones numbered: ("a", "", "a") is ("a", "column_2", "a_2")."""
    names: dict[str, None] = {}
    for n, name in enumerate(raw, start=1):
        base = name.strip() or f"column_{n}"
        numbered = (f"{base}_{k}" for k in range(2, len(raw) + 2))
        names[next(option for option in (base, *numbered) if option not in names)] = None
    return tuple(names)


def _declared_delimiter(text: str) -> tuple[str, str | None]:
    """Excel's first line "sep=;" taken off (its place kept, so line numbers stay right)."""
    found = re.match(r"\ufeff?sep=(.)\r?\n", text)
    return ("\n" + text[found.end() :], found.group(1)) if found else (text, None)


def _delimiter(lines: Sequence[str], suffix: str) -> str:
    """The delimiter that cuts most rows into the same number of cells, the more cells the better."""
    widths = {d: _widths(lines, d) for d in DELIMITERS}
    usual = "\t" if suffix == ".tsv" else ","
    best = max(DELIMITERS, key=lambda d: (_regularity(widths[d]), d == usual))
    return best if _is_regular(widths[best]) else _NO_DELIMITER


def _widths(lines: Sequence[str], delimiter: str) -> list[int]:
    """How many cells the first rows have."""
    probed = (entry for _, entry in zip(range(_PROBED), _records(lines, delimiter, 0), strict=False))
    return [len(e[1]) for e in probed if not isinstance(e, Broken) and any(cell.strip() for cell in e[1])]


def _usual(widths: Sequence[int]) -> tuple[int, float]:
    """The number of cells, more than one, that most rows have, and the share of the rows that have it."""
    counts = Counter(width for width in widths if width > 1)
    width, count = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    return width, count / max(1, len(widths))


def _regularity(widths: Sequence[int]) -> float:
    """How well a delimiter cuts rows alike, 0 to 2; more cells count for more."""
    width, share = _usual(widths)
    return share * share * (1 + min(width, 30) / 30) if share > 0.3 else 0.0


def _is_regular(widths: Sequence[int]) -> bool:
    """Whether there is a delimiter at all: the first row has it, or nearly all rows from the first one that has."""
    width, _ = _usual(widths)
    if not widths or widths[0] > 1 or width == 1:
        return bool(widths) and widths[0] > 1
    table = widths[widths.index(width) :]
    return table.count(width) >= _REGULAR * len(table)


def _header_line(lines: Sequence[str], delimiter: str) -> int:
    """Where the header is: lines above it hold a title or a remark in one cell."""
    found: list[tuple[int, int]] = []
    for n, line in enumerate(lines[: _PREAMBLE * 4]):
        cells = next(csv.reader([line], delimiter=delimiter), []) if len(line) < 100_000 else []
        found.append((n, sum(1 for cell in cells if cell.strip())))
    usual = Counter(filled for _, filled in found if filled > 1).most_common(1)
    least = 2 if usual and usual[0][0] > 1 else 1
    start = next((n for n, filled in found if filled >= least), 0)
    if start > _PREAMBLE:
        start = next((n for n, filled in found if filled), 0)
    return start


def _records(lines: Sequence[str], delimiter: str, start: int) -> Iterator[tuple[int, list[str]] | Broken]:
    """(line number, cells) of every record. A quote that is never closed spoils its own line only."""
    position = start

    def feed() -> Iterator[str]:
        nonlocal position
        while position < len(lines):
            position += 1
            yield lines[position - 1]

    reader = csv.reader(feed(), delimiter=delimiter)
    expected = 0
    while position < len(lines):
        first = position
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        if cells == [] or (cells is not None and not any(cell.strip() for cell in cells)):
            continue
        expected = expected or len(cells or ())
        if position - first > 1 and (cells is None or len(cells) != expected):
            position = first + 1
            reader = csv.reader(feed(), delimiter=delimiter)
            yield _unclosed(lines[first], delimiter, expected, first + 1)
        elif cells is None:
            yield Broken(first + 1, lines[first][:80], "has a cell of more than 131,072 characters; shorten it.")
        else:
            yield first + 1, cells


def _unclosed(line: str, delimiter: str, expected: int, number: int) -> tuple[int, list[str]] | Broken:
    cells = next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE))
    if len(cells) == expected:
        return number, [cell.strip().strip('"').replace('""', '"') for cell in cells]
    return Broken(
        number, line[:80], 'has a quote (") that is not closed, or a line break outside quotes; mend the quotes.'
    )


def _names(header: list[str], sample: Sequence[list[str]]) -> tuple[tuple[str, ...], bool]:
    """The column names, and whether there are none because the first row is data already."""
    while header and not header[-1].strip() and all(len(row) < len(header) or not row[-1].strip() for row in sample):
        header = header[:-1]
        sample = [row[: len(header)] for row in sample]
    numbers = [n for n, cell in enumerate(header) if _NUMBER.fullmatch(cell.strip())]
    like = [
        n
        for n in numbers
        if sum(1 for row in sample if n < len(row) and _NUMBER.fullmatch(row[n].strip())) > 0.6 * len(sample)
    ]
    headerless = bool(sample) and bool(like) and len(like) == len(numbers) and len(like) < max(2, len(header))
    return (tuple(f"column_{n + 1}" for n in range(len(header))) if headerless else unique_names(header)), headerless


def _fitted(
    names: tuple[str, ...], records: Sequence[tuple[int, list[str]] | Broken], delimiter: str, notes: list[str]
) -> Delimited:
    """Rows of the header's width: short ones are filled up, long ones reported unless the surplus is empty."""
    rows: list[tuple[int, list[str]]] = []
    broken: list[Broken] = []
    width, short = len(names), 0
    for entry in records:
        if isinstance(entry, Broken):
            broken.append(entry)
            continue
        line, cells = entry
        surplus = [cell for cell in cells[width:] if cell.strip()]
        if surplus:
            remedy = (
                f"has {len(cells)} cells where the header has {width}; put cells that contain '{delimiter}' in quotes."
            )
            broken.append(Broken(line, delimiter.join(cells)[:80], remedy))
        elif len(cells) == 1 < width - 1:
            broken.append(
                Broken(
                    line,
                    cells[0][:80],
                    f"has one cell where the header has {width}; a line break within a cell must stand in quotes.",
                )
            )
        else:
            short += len(cells) < width
            rows.append((line, [*cells[:width], *[""] * (width - len(cells))]))
    if short:
        notes.append(f"{short} rows have fewer cells than the header; what is missing at their end was taken as empty")
    return Delimited(names, rows, broken, tuple(notes))
