"""Titles made presentable: "American President, The (1995)" is "The American President", and its year a facet."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from chatbot.catalogue.columns.cells import is_blank, text_of
from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.headers import Header
from chatbot.catalogue.columns.readings import Reading

_YEAR = re.compile(r"\s*\((1[5-9]\d\d|20\d\d)\)\s*$")
_ARTICLE = re.compile(
    r"^(?P<rest>[^(]+), (?P<article>The|A|An|Le|La|Les|L'|Der|Die|Das|El|Los|Las|Il)(?P<more> \(.*)?$"
)


class Titles(NamedTuple):
    """One title per row ('' where there is none), and the years that stood in them, if they did in most."""

    titles: list[str]
    years: Reading | None


def read_titles(column: Column, brand: Column | None = None) -> Titles:
    """Titles of a column; `brand` is put before them."""
    titles = ["" if is_blank(cell) else _clean(text_of(cell)) for cell in column.given]
    if brand is not None:
        titles = [
            f"{maker} {title}".strip() if title and not title.casefold().startswith(maker.casefold()) else title
            for maker, title in zip(brand.texts, titles, strict=True)
        ]
    dated = [_YEAR.search(title) for title in titles]
    if sum(1 for found in dated if found) < 0.5 * max(1, column.filled):
        return Titles(titles, None)
    bare = [
        _without_article(title[: found.start()] if found and found.start() else title)
        for title, found in zip(titles, dated, strict=True)
    ]
    return Titles(bare, _years(column, [int(found.group(1)) if found else None for found in dated]))


def _clean(title: str) -> str:
    return html.unescape(title) if "&" in title else title


def _without_article(title: str) -> str:
    found = _ARTICLE.match(title)
    if found is None:
        return title
    space = "" if found["article"].endswith("'") else " "
    return f"{found['article']}{space}{found['rest']}{found['more'] or ''}"


def _years(column: Column, years: Sequence[int | None]) -> Reading:
    known = Column(Header(column.header.raw, ("year",), "", "year"), years)
    counts = Counter(str(year) for year in years if year is not None)
    return Reading(known, "number", "taken from the end of the titles", "year", list(years), counts, year=True)
