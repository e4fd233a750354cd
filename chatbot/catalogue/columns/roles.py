"""Which columns are the id, the title, the description, the link; the rest may be facets."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from chatbot.catalogue.columns.cells import flag_of
from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.dates import year_of
from chatbot.catalogue.columns.headers import CJK
from chatbot.catalogue.columns.numeric import read_numbers
from chatbot.catalogue.columns.vocabulary import GUESSED, Role, Vocabulary, singular
from chatbot.catalogue.columns.words import read_values
from chatbot.errors import CatalogueError

_URL = re.compile(r"(?:https?:)?//\S+|www\.\S+", re.IGNORECASE)
_FILE = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|mp4)(?:\?\S*)?|data:image\S*|\S*(?:images?|img|photos?)[./]\S+", re.IGNORECASE
)
_LONG_CODE = re.compile(r"[\dXx-]{8,}")
_FEW_REPEATED = 2
"""Rows with the id of another that a file may have before the column is no id column."""
_PROSE = 12.0
"""Words per cell from which a column that is prose by its name cannot be a list of notes."""
_TITLE_ENDS = ("name", "title", "titel", "nom", "nombre", "nome", "titre")
_CHINESE_TITLE_ENDS = ("名称", "标题", "名")


@dataclass(frozen=True)
class Roles:
    """The columns with a part of their own. `brand` goes before the title where that is a bare model name."""

    title: Column
    id: Column | None = None
    brand: Column | None = None
    summary: Column | None = None
    link: Column | None = None
    aliases: tuple[Column, ...] = ()
    texts: tuple[Column, ...] = ()
    dropped: dict[int, str] = field(default_factory=dict)
    """Position of a column -> why it is not used."""
    guessed_title: bool = False


def find_roles(columns: Sequence[Column], vocabulary: Vocabulary, noun: str) -> Roles:
    """The parts of an item. Raises CatalogueError, naming the columns seen, when nothing can be a title."""
    finder = _Finder(columns, vocabulary, singular(noun))
    dropped = finder.dropped()
    left = [c for n, c in enumerate(columns) if n not in dropped and c.filled]
    identity = finder.identity(left)
    dropped |= {n: "another identifier" for n, c in enumerate(columns) if c is not identity and finder.is_identifier(c)}
    left = [c for n, c in enumerate(columns) if c in left and c is not identity and n not in dropped]
    link = finder.best("link", left, _is_link)
    left = [c for c in left if c is not link]
    title = finder.title(left)
    guessed = title is None
    if title is None:
        title = finder.any_title(left)
    if title is None:
        seen = ", ".join(repr(c.header.raw) for c in columns) or "none"
        raise CatalogueError(
            f"No column can serve as a title. Columns seen: {seen}. Name one with short texts 'title'."
        )
    brand = finder.brand_of(title, left) if guessed else None
    left = [c for c in left if c is not title]
    summary = finder.best("summary", left, lambda c: c.mean_words >= 4 and c.letters > 0.5)
    summary = summary or finder.longest(left)
    left = [c for c in left if c is not summary]
    aliases = tuple(c for c in left if vocabulary.role("alias", c.header.words) is not None and c.letters > 0.5)
    texts = tuple(c for c in left if c not in aliases and finder.is_text(c))
    return Roles(title, identity, brand, summary, link, aliases, texts, dropped, guessed)


class _Finder:
    def __init__(self, columns: Sequence[Column], vocabulary: Vocabulary, noun: str) -> None:
        self.columns = columns
        self.vocabulary = vocabulary
        self.noun = noun

    def dropped(self) -> dict[int, str]:
        """Columns that are of no use whatever they hold: pictures, positions, row numbers, duplicates."""
        found: dict[int, str] = {}
        for n, column in enumerate(self.columns):
            words = column.header.words
            if column.filled and self._is("image", column) and column.share(_is_file_or_url) > 0.5:
                found[n] = "pictures"
            elif column.filled and column.share(lambda t: _FILE.fullmatch(t) is not None) > 0.6:
                found[n] = "files"
            elif self._is("drop", column) or words[:1] == ("unnamed",):
                found[n] = "not a property of the item"
            elif any(
                other.header.key == column.header.key and other.texts == column.texts for other in self.columns[:n]
            ):
                found[n] = "a copy of another column"
        return found

    def identity(self, columns: Sequence[Column]) -> Column | None:
        ranked = [(rank, n) for n, c in enumerate(columns) if (rank := self._id_rank(c, n)) is not None]
        return columns[min(ranked)[1]] if ranked else None

    def _id_rank(self, column: Column, position: int) -> int | None:
        rank = self.vocabulary.role("id", column.header.words)
        words = column.header.words
        if rank is None and len(words) > 1 and words[-1] == "id":
            rank = 5 if singular(words[-2]) == self.noun else 15 if position == 0 else 60
        if rank is None or column.coverage < 0.9 or column.mean_words > 3:
            return None
        repeated = column.filled - len(column.counts)
        few = repeated <= _FEW_REPEATED and column.uniqueness >= 0.7
        return rank if few or column.uniqueness >= (0.5 if rank == 0 else 0.9) else None

    def is_identifier(self, column: Column) -> bool:
        if not self._is("id", column) or column.mean_words >= 2:
            return False
        return column.uniqueness > 0.9 or column.share(lambda text: _LONG_CODE.fullmatch(text) is not None) > 0.9

    def title(self, columns: Sequence[Column]) -> Column | None:
        ranked = [(rank, n) for n, c in enumerate(columns) if (rank := self._title_rank(c)) is not None]
        return columns[min(ranked)[1]] if ranked else None

    def _title_rank(self, column: Column) -> int | None:
        words = column.header.words
        if (
            not words
            or column.letters < 0.5
            or column.coverage < 0.5
            or column.mean_words > 20
            or column.share(_is_url) > 0.2
        ):
            return None
        rank = self.vocabulary.role("title", words)
        if rank is None and len(words) == 1 and singular(words[0]) == self.noun:
            rank = 3
        if rank is None and words[-1] in _TITLE_ENDS and not any(m.rank < GUESSED for m in column.meanings):
            rank = 100 if singular(words[0]) == self.noun else 200
        if rank is None and CJK.search(words[-1]) and words[-1].endswith(_CHINESE_TITLE_ENDS) and not column.meanings:
            rank = 110
        if rank is None:
            return None
        return rank + (0 if column.uniqueness > 0.3 or column.filled < 10 else 80)

    def any_title(self, columns: Sequence[Column]) -> Column | None:
        """The short text column that tells items apart best."""
        scored = [(self._title_score(c), -n) for n, c in enumerate(columns)]
        best = max(scored, default=(0.0, 0))
        return columns[-best[1]] if best[0] > 0 else None

    def _title_score(self, column: Column) -> float:
        if (
            column.letters < 0.6
            or column.coverage < 0.5
            or not 0.5 <= column.mean_words <= 12
            or column.share(_is_url) > 0.2
        ):
            return 0.0
        if (
            column.share(lambda t: year_of(t) is not None or flag_of(t) is not None) > 0.5
            or read_numbers(column) is not None
        ):
            return 0.0
        names = {m.name for m in column.meanings if m.rank < GUESSED}
        score = column.uniqueness + 0.02
        if "model" in names:
            score += 0.5
        elif names:
            score *= 0.2  # an author or a country names other things than the item
        elif read_values(column).multi:
            score *= 0.1
        return score

    def brand_of(self, title: Column, columns: Sequence[Column]) -> Column | None:
        """The maker's column, where the title is a model name that does not have it already."""
        if not any(m.name == "model" for m in title.meanings):
            return None
        brand = next((c for c in columns if any(m.name == "brand" and m.rank < GUESSED for m in c.meanings)), None)
        if brand is None:
            return None
        pairs = [(b.casefold(), t.casefold()) for b, t in zip(brand.texts, title.texts, strict=True) if b and t][:500]
        return brand if sum(1 for b, t in pairs if t.startswith(b)) < 0.5 * max(1, len(pairs)) else None

    def best(self, role: Role, columns: Sequence[Column], fits: Callable[[Column], bool]) -> Column | None:
        ranked = [
            (rank, n)
            for n, c in enumerate(columns)
            if (rank := self.vocabulary.role(role, c.header.words)) is not None and fits(c)
        ]
        return columns[min(ranked)[1]] if ranked else None

    def longest(self, columns: Sequence[Column]) -> Column | None:
        """The column with the longest sentences, whatever it is called."""
        prose = [
            c
            for c in columns
            if c.mean_words >= 8
            and c.letters > 0.7
            and not self._is("text", c)
            and not read_values(c, bool(c.meanings)).multi
        ]
        return max(prose, key=lambda c: c.mean_words, default=None)

    def is_text(self, column: Column) -> bool:
        """Whether a column is prose by its name: a review, a tagline, the steps."""
        named = self._is("text", column) or self._is("summary", column)
        known = any(m.rank < GUESSED for m in column.meanings)
        ending = not known and self.vocabulary.role("text", column.header.words[-1:]) is not None
        if not (named or ending) or column.mean_words < 3 or column.letters < 0.5:
            return False
        return column.mean_words >= _PROSE or not read_values(column, multi=bool(column.meanings)).multi

    def _is(self, role: Role, column: Column) -> bool:
        return self.vocabulary.role(role, column.header.words) is not None


def _is_url(text: str) -> bool:
    return _URL.match(text) is not None


def _is_file_or_url(text: str) -> bool:
    return _is_url(text) or _FILE.fullmatch(text) is not None or text.startswith(("/", "[", "{"))


def _is_link(column: Column) -> bool:
    return column.share(_is_url) > 0.6
