"""Lexical search: BM25 over words, and over characters and their pairs where a script writes no spaces."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

import bm25s
import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.top import best_rows

_CJK = "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003134f"
CJK = re.compile(f"[{_CJK}]")
"""A character of a script without spaces."""
_RUNS = re.compile(rf"([{_CJK}]+)|([^\W_{_CJK}]+)")
_APOSTROPHES = re.compile(r"['’](s\b)?")
_ACCENTS = re.compile("[\u0300-\u036f]")
_STOP = frozenset(
    [
        *(
            "a",
            "an",
            "and",
            "any",
            "are",
            "as",
            "at",
            "be",
            "but",
            "by",
            "can",
            "do",
            "for",
            "from",
            "had",
            "has",
            "have",
        ),
        *("i", "if", "im", "in", "is", "it", "its", "me", "my", "of", "on", "or", "so", "some", "that", "the", "their"),
        *(
            "them",
            "then",
            "there",
            "these",
            "they",
            "this",
            "to",
            "was",
            "were",
            "which",
            "will",
            "with",
            "you",
            "your",
        ),
    ]
)


def tokens(text: str) -> Iterator[str]:
    """Words in lower case without accents, possessives and common English words; CJK characters and pairs of them."""
    folded = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    # Composed again: decomposing has also taken apart Korean syllables and Japanese voiced sounds.
    for cjk, word in _RUNS.findall(unicodedata.normalize("NFC", _APOSTROPHES.sub("", folded))):
        if cjk:
            yield from cjk
            yield from map("".join, pairwise(cjk))
        elif word not in _STOP:
            yield word


class SparseIndex:
    """BM25 (Robertson; Lucene's variant, k1 1.5, b 0.75) over some texts; row = position. Read-only once built."""

    def __init__(self, texts: Sequence[str]) -> None:
        vocabulary: dict[str, int] = {}
        documents = [[vocabulary.setdefault(token, len(vocabulary)) for token in tokens(text)] for text in texts]
        self._vocabulary = vocabulary
        self._scorer = bm25s.BM25()
        if vocabulary:
            self._scorer.index((documents, vocabulary), show_progress=False, create_empty_token=False)

    def search(self, text: str, n: int, mask: NDArray[np.bool_] | None = None) -> list[tuple[int, float]]:
        """(row, score) of at most n rows that share a word with the text, best first. mask: (rows,) those allowed."""
        known = [self._vocabulary[token] for token in tokens(text) if token in self._vocabulary]
        if not known or n < 1:
            return []
        scores = self._scorer.get_scores_from_ids(known)
        if mask is not None:
            scores = np.where(mask, scores, 0.0)
        found = np.flatnonzero(scores)
        best = found[best_rows(scores[found], n)]
        return list(zip(best.tolist(), scores[best].tolist(), strict=True))
