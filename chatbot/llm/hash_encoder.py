"""A fake encoder for tests: no model, microseconds, the same vectors on every machine."""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

_CJK = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORDS = re.compile(rf"[^\W_{_CJK}]+|[{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")


class HashEncoder:
    """Lower-cased words and CJK character bigrams, hashed into 64 signed buckets (Weinberger et al., 2009)."""

    name = "hash"
    dimensions = 64

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for feature in _features(text):
                digest = blake2b(feature.encode("utf-8", "replace"), digest_size=4).digest()
                vector[digest[0] % self.dimensions] += 1.0 if digest[1] & 1 else -1.0
            if not vector.any():
                # Nothing to hash, or everything cancelled out: still a vector of unit length.
                vector[0] = 1.0
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / lengths).astype(np.float32) if len(texts) else vectors


def _features(text: str) -> Iterator[str]:
    for run in _WORDS.findall(text.lower()):
        if not _IS_CJK.match(run):
            yield run
            continue
        yield from run
        yield from (run[at : at + 2] for at in range(len(run) - 1))
