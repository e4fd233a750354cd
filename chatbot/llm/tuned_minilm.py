"""MiniLM with small trained changes and a head, which says how a stretch of a text is meant in its place.

The changes are of low rank (LoRA, Hu et al., 2021): 2 MB beside the 43 MB of the layers that they change.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from chatbot.errors import ModelMissingError
from chatbot.llm.encodable import encodable
from chatbot.llm.minilm import MiniLM

RANK = 32
_SCALE = 2.0
_HIDDEN = 128
_DROPOUT, _HEAD_DROPOUT = 0.1, 0.2
_LEFT, _RIGHT = 240, 160
"""Characters on either side that are read."""
_SIGNS = 1024
"""Signs that MiniLM's vocabulary lacks (most Chinese ones) share so many vectors, which are learnt."""


class Marked(NamedTuple):
    """A text with a stretch marked: its tokens, which of them are in the stretch, and what else is known of it."""

    ids: tuple[int, ...]
    rows: tuple[int, ...]
    facts: tuple[float, ...]


def averaged(linear: Mapping[str, float], tuned: Sequence[float], classes: Iterable[str]) -> dict[str, float]:
    """Chances by class of a linear classifier and of a tuned encoder, which count half each."""
    return {name: (linear.get(name, 0.0) + chance) / 2 for name, chance in zip(classes, tuned, strict=True)}


class TunedMiniLM(nn.Module):  # type: ignore[misc]
    """Classifies marked stretches. Its own parameters are the changes, the head and the vectors of unknown signs."""

    def __init__(self, encoder: MiniLM, facts: int, classes: int, rank: int = RANK) -> None:
        super().__init__()
        self._encoder = encoder
        width = encoder.dimensions
        self.changes = nn.ModuleList(
            nn.ModuleDict(
                {name: _Change(weight.shape[0], weight.shape[1], rank) for name, weight in _weights(layer).items()}
            )
            for layer in encoder.layers.layers
        )
        self._unknown = encoder.tokenizer.token_to_id("[UNK]")
        self._known = encoder.words.shape[0]
        self.signs = nn.Parameter(encoder.words[self._unknown].repeat(_SIGNS, 1) + 0.02 * torch.randn(_SIGNS, width))
        self.head = nn.Sequential(
            nn.Linear(2 * width + facts, _HIDDEN), nn.GELU(), nn.Dropout(_HEAD_DROPOUT), nn.Linear(_HIDDEN, classes)
        )
        self._merged: list[dict[str, Tensor]] | None = None

    @classmethod
    def load(cls, encoder: MiniLM, path: Path, facts: int, classes: int) -> "TunedMiniLM":
        """Raises ModelMissingError when the file is not there or does not fit."""
        try:
            tensors = {name: tensor.float() for name, tensor in load_file(path).items()}
            tuned = cls(encoder, facts, classes, rank=tensors["changes.0.in.down"].shape[0])
            tuned.load_state_dict(tensors)
        except (OSError, SafetensorError, KeyError, RuntimeError, IndexError) as error:
            raise ModelMissingError(
                f"Cannot read the tuned encoder {path}: {error}. Install the project again, or train it anew: "
                "chatbot train classifiers --help"
            ) from error
        return tuned.fixed()

    def save(self, path: Path) -> None:
        """Write its own parameters in half precision, all of them or nothing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        save_file({name: tensor.half().contiguous() for name, tensor in self.state_dict().items()}, partial)
        partial.replace(path)

    def fixed(self) -> "TunedMiniLM":
        """Itself for use: no more training, and the changes added to the layers once."""
        self.eval()
        self.requires_grad_(False)
        self._merged = [self._layer(number) for number in range(len(self.changes))]
        return self

    def marked(self, text: str, span: tuple[int, int] | None, facts: Sequence[float]) -> Marked:
        """The text around a stretch, with the stretch in brackets; None stands for the whole text."""
        start, end = span or (0, len(text))
        left = _LEFT if text.isascii() else _LEFT // 2  # a Chinese sign is a token of its own
        before = f"{text[max(0, start - left) : start]} [ " if span else ""
        whole = encodable(f"{before}{text[start:end]} ] {text[end : end + _RIGHT]}" if span else text)
        read = self._encoder.tokenizer.encode(whole)
        first, last = len(before), len(before) + end - start
        rows = tuple(at for at, (a, b) in enumerate(read.offsets) if a < last and first < b and a < b)
        ids = tuple(
            self._known + ord(whole[a]) % _SIGNS if number == self._unknown and a < b else number
            for number, (a, b) in zip(read.ids, read.offsets, strict=True)
        )
        return Marked(ids, rows or (0,), tuple(map(float, facts)))

    def chances(self, batch: Sequence[Marked]) -> list[list[float]]:
        """(stretches, classes) that add up to 1 for each stretch."""
        torch.set_num_threads(1)  # as little work as a query: see `MiniLM.encode`
        with torch.inference_mode():
            found: list[list[float]] = self(batch).softmax(dim=1).tolist()
        return found

    def forward(self, batch: Sequence[Marked]) -> Tensor:
        """(stretches, classes) of logits."""
        longest = max(len(one.ids) for one in batch)
        ids = torch.tensor([[*one.ids, *[0] * (longest - len(one.ids))] for one in batch])
        present = torch.tensor([[at < len(one.ids) for at in range(longest)] for one in batch])
        known = ids.clamp(max=self._known - 1)
        own = self.signs[(ids - self._known).clamp(min=0)] - self._encoder.words[known]
        hidden = self._encoder.embedded(known, own * (ids >= self._known).unsqueeze(-1))
        for number, layer in enumerate(self._encoder.layers.layers):
            weights = self._layer(number) if self._merged is None else self._merged[number]
            hidden = self._through(layer, weights, hidden, present)
        stretch = torch.stack([hidden[at, list(one.rows)].mean(0) for at, one in enumerate(batch)])
        share = present.unsqueeze(-1) / present.sum(1)[:, None, None]
        whole = (hidden * share).sum(1)
        return self.head(torch.cat([stretch, whole, torch.tensor([one.facts for one in batch])], dim=1))

    def _layer(self, number: int) -> dict[str, Tensor]:
        base = _weights(self._encoder.layers.layers[number])
        changes = self.changes[number]
        return {name: weight + changes[name]() for name, weight in base.items()}

    def _through(self, layer: nn.Module, weights: dict[str, Tensor], hidden: Tensor, present: Tensor) -> Tensor:
        """One layer of BERT, with other weights than its own."""
        texts, tokens, width = hidden.shape
        attention: nn.MultiheadAttention = layer.self_attn
        heads = attention.num_heads
        joint = nn.functional.linear(hidden, weights["in"], attention.in_proj_bias)
        query, key, value = (
            part.view(texts, tokens, heads, width // heads).transpose(1, 2) for part in joint.chunk(3, -1)
        )
        seen = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=present[:, None, None, :])
        seen = seen.transpose(1, 2).reshape(texts, tokens, width)
        out = nn.functional.linear(seen, weights["out"], attention.out_proj.bias)
        hidden = layer.norm1(hidden + self._dropped(out))
        wide = nn.functional.gelu(nn.functional.linear(hidden, weights["wide"], layer.linear1.bias))
        out = nn.functional.linear(wide, weights["narrow"], layer.linear2.bias)
        return layer.norm2(hidden + self._dropped(out))

    def _dropped(self, out: Tensor) -> Tensor:
        return nn.functional.dropout(out, _DROPOUT, self.training)


class _Change(nn.Module):  # type: ignore[misc]
    """A matrix of low rank, at first nothing."""

    def __init__(self, rows: int, columns: int, rank: int) -> None:
        super().__init__()
        self.down = nn.Parameter(torch.randn(rank, columns) / math.sqrt(columns))
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self) -> Tensor:
        return _SCALE * self.up @ self.down


def _weights(layer: nn.Module) -> dict[str, Tensor]:
    """The matrices of a layer that are changed."""
    return {
        "in": layer.self_attn.in_proj_weight,
        "out": layer.self_attn.out_proj.weight,
        "wide": layer.linear1.weight,
        "narrow": layer.linear2.weight,
    }
