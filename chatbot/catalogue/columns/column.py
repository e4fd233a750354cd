"""One column of a catalogue file, with what its header may mean and what its cells look like."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from chatbot.catalogue.columns.cells import is_missing, text_of
from chatbot.catalogue.columns.headers import CJK, Header, label_of
from chatbot.catalogue.columns.units import currency_named
from chatbot.catalogue.columns.vocabulary import GUESSED, Meaning, Vocabulary, singular

_SAMPLE = 2000
"""Cells looked at where a look at all of them would tell no more."""

_CURRENCY_HEADERS = frozenset(("currency", "wahrung", "devise", "moneda", "valuta", "货币", "币种", "通貨"))
_STAND_INS = frozenset(("-1", "-1.0", "-99", "-999", "-9999"))
"""Written for "not known" in columns that have no other negative numbers."""


@dataclass(frozen=True)
class Column:
    """A column: `given` are its cells as the file has them, one per row; `meanings` what the header may stand for."""

    header: Header
    given: Sequence[object]
    meanings: tuple[Meaning, ...] = ()

    @cached_property
    def written(self) -> list[str]:
        """The cells as text, just as they are."""
        return [text_of(cell) for cell in self.given]

    @cached_property
    def texts(self) -> list[str]:
        """The cells as text, '' where they say nothing."""
        different = set(self.written)
        silent = {text for text in different if is_missing(text)}
        if _STAND_INS & different and not any(map(_is_negative, different)):
            silent |= _STAND_INS
        return ["" if text in silent else text for text in self.written]

    @cached_property
    def cells(self) -> list[object]:
        """The cells, None where they say nothing."""
        return [cell if text else None for cell, text in zip(self.given, self.texts, strict=True)]

    @cached_property
    def counts(self) -> Counter[str]:
        """The different texts, and how many rows have each."""
        return Counter(text for text in self.texts if text)

    @cached_property
    def sample(self) -> list[str]:
        """Up to a few thousand non-empty texts, evenly spread."""
        present = [text for text in self.texts if text]
        return present[:: max(1, len(present) // _SAMPLE)]

    @property
    def rows(self) -> int:
        return len(self.given)

    @property
    def filled(self) -> int:
        return sum(self.counts.values())

    @property
    def coverage(self) -> float:
        """Share of the rows that have something."""
        return self.filled / self.rows if self.rows else 0.0

    @property
    def uniqueness(self) -> float:
        """Different texts per filled cell: 1 when no two are alike."""
        return len(self.counts) / self.filled if self.filled else 0.0

    @cached_property
    def mean_words(self) -> float:
        """Words per cell; two Chinese characters count as a word."""
        return sum(map(_words_in, self.sample)) / len(self.sample) if self.sample else 0.0

    @cached_property
    def letters(self) -> float:
        """Share of the cells that have a letter and are no address of the web."""
        return self.share(lambda text: any(c.isalpha() for c in text) and "://" not in text)

    @property
    def label(self) -> str:
        return label_of(self.header)

    @property
    def is_currency(self) -> bool:
        """Whether the column says in which currency the prices of another are."""
        return bool(self.header.words) and self.header.words[-1] in _CURRENCY_HEADERS

    def share(self, holds: Callable[[str], bool]) -> float:
        """Share of the sampled cells for which something holds."""
        return sum(1 for text in self.sample if holds(text)) / len(self.sample) if self.sample else 0.0

    def first(self, count: int) -> tuple[str, ...]:
        """The most frequent texts."""
        return tuple(text for text, _ in self.counts.most_common(count))


def read_columns(
    headers: Sequence[Header], rows: Sequence[Mapping[str, object]], vocabulary: Vocabulary, noun: str
) -> list[Column]:
    """The columns of a file's rows, in order. The noun may stand before what a header means ("product category")."""
    columns = []
    for header in headers:
        meanings = vocabulary.meanings(header.words)
        if (
            len(header.words) > 1
            and singular(header.words[0]) in (noun, "product", "item")
            and not any(m.rank < GUESSED for m in meanings)
        ):
            meanings = vocabulary.meanings(header.words[1:]) or meanings
        columns.append(Column(header, [row.get(header.raw) for row in rows], tuple(meanings)))
    return _with_currency(columns, vocabulary)


def _with_currency(columns: Sequence[Column], vocabulary: Vocabulary) -> list[Column]:
    """Prices get the currency that a column of its own gives for all of them."""
    codes = [c for c in columns if c.is_currency]
    named = {code for column in codes[:1] for text in column.counts if (code := currency_named(text))}
    if len(named) != 1 or len(codes[0].counts) != 1:
        return list(columns)
    code = named.pop()
    money = {name for name, facet in vocabulary.facets.items() if "money" in facet.dims}
    return [
        replace(c, header=c.header._replace(hint=code))
        if not c.header.hint and any(m.name in money for m in c.meanings)
        else c
        for c in columns
    ]


def _is_negative(text: str) -> bool:
    return text[:1] == "-" and text[1:2].isdigit() and text not in _STAND_INS


def _words_in(text: str) -> float:
    cjk = len(CJK.findall(text))
    return len(text.split()) + cjk / 2 - (1 if cjk and " " not in text else 0) if cjk else len(text.split())
