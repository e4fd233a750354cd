"""Examples as tensors: batches of one pack, of like length, that share the computation of their common prefix."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor

from chatbot.training.examples import Example

BATCH = 16
ROOM = 2400
"""Tokens of a batch, padding and all: what is remembered of each until the way back takes some 3 MB."""
END = "<|im_end|>"
_IGNORED = -100
_Pair = tuple[list[int], list[int]]
"""Tokens of a prompt and of its answer."""


@dataclass(frozen=True)
class Batch:
    """prefix: (1, p) token ids; tokens, labels: (n, t), labels -100 outside the answer; present: (n, t) bool."""

    prefix: Tensor
    tokens: Tensor
    labels: Tensor
    present: Tensor

    @property
    def size(self) -> int:
        """Tokens that are read, padding left out."""
        return int(self.prefix.numel() + self.present.sum())


def batches(
    examples: Sequence[Example], encode: Callable[[str], list[int]], pad: int, rng: Random | None = None
) -> list[Batch]:
    """All the examples in batches; in random order when there is an `rng`, else longest last."""
    by_prefix: dict[str, list[_Pair]] = defaultdict(list)
    for example in examples:
        answer = encode(example.answer + (END if example.whole else ""))
        by_prefix[example.prefix].append((encode(example.prompt), answer))
    made: list[Batch] = []
    for prefix, pairs in by_prefix.items():
        # A little randomness in the sorting, so that the batches of two passes differ.
        jitter = {id(pair): rng.random() * 8 if rng else 0.0 for pair in pairs}
        pairs.sort(key=lambda pair: len(pair[0]) + len(pair[1]) + jitter[id(pair)])
        start = torch.tensor([encode(prefix)])
        made += [_batch(start, group, pad) for group in _groups(pairs)]
    if rng:
        rng.shuffle(made)
    return made


def _groups(pairs: Sequence[_Pair]) -> Iterator[Sequence[_Pair]]:
    """Pairs of like length, shortest first, in groups that a batch has room for."""
    begun, width = 0, 0
    for n, (prompt, answer) in enumerate(pairs):
        wider = max(width, len(prompt) + len(answer))
        if n > begun and (n - begun == BATCH or (n - begun + 1) * wider > ROOM):
            yield pairs[begun:n]
            begun, wider = n, len(prompt) + len(answer)
        width = wider
    if pairs:
        yield pairs[begun:]


def _batch(prefix: Tensor, pairs: Sequence[_Pair], pad: int) -> Batch:
    width = max(len(prompt) + len(answer) for prompt, answer in pairs)
    tokens = torch.full((len(pairs), width), pad)
    labels = torch.full((len(pairs), width), _IGNORED)
    present = torch.zeros((len(pairs), width), dtype=torch.bool)
    for row, (prompt, answer) in enumerate(pairs):
        end = len(prompt) + len(answer)
        tokens[row, :end] = torch.tensor([*prompt, *answer])
        labels[row, len(prompt) : end] = torch.tensor(answer)
        present[row, :end] = True
    return Batch(prefix, tokens, labels, present)
