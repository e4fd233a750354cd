"""The assistant's text as safe HTML: paragraphs, lists and tables. Anything else is shown as it was written."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


def prose(text: str) -> str:
    """Blank lines part paragraphs, `- ` begins a list item, lines of `| cells |` are a table. All text is escaped."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return "".join(part for block in blocks for part in _block(block.splitlines()))


def _block(lines: Sequence[str]) -> Iterator[str]:
    for kind, run in groupby((line.strip() for line in lines if line.strip()), key=_kind):
        if kind == "table":
            yield _table(list(run))
        elif kind == "list":
            yield "<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in run) + "</ul>"
        else:
            yield "<p>" + "<br>".join(escape(line) for line in run) + "</p>"


def _kind(line: str) -> str:
    if line.startswith("|") and line.endswith("|") and len(line) > 2:
        return "table"
    return "list" if line.startswith("- ") else "text"


def _table(lines: Sequence[str]) -> str:
    """A table whose first row and first column are headings; wide ones scroll inside their frame."""
    head, *rows = [_cells(line) for line in lines if not _RULE.fullmatch(line)] or [[]]
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        "<tr>"
        + "".join(f'<th scope="row">{escape(c)}</th>' if n == 0 else f"<td>{escape(c)}</td>" for n, c in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f'<div class="table" tabindex="0"><table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
