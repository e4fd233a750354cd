"""all-MiniLM-L6-v2 on plain torch: its weights in `torch.nn.TransformerEncoder`, mean-pooled, unit length.

sentence-transformers gives the same vectors, but takes 5 s longer to load and 220 MB more memory.
"""

import json
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from chatbot.llm.encodable import encodable
from chatbot.llm.packaged import minilm_file

_MAX_TOKENS = 256
_BATCH = 32
_SPAN_LAYERS = 4
"""Layers that a stretch of a text is seen through: in the last ones all words of a sentence say much the same."""
_SEEN = 8
"""Texts that are kept as they were seen: of one message several things are asked."""
_LAYER_PARTS = {
    "attention.output.dense": "self_attn.out_proj",
    "attention.output.LayerNorm": "norm1",
    "intermediate.dense": "linear1",
    "output.dense": "linear2",
    "output.LayerNorm": "norm2",
}
"""Names of a BERT layer's parts in the weight file, and in torch's layer."""


@cache
def load_minilm() -> "MiniLM":
    """The encoder from its installed package, loaded once per process.

    Raises:
        ModelMissingError: the package is not installed.
    """
    return MiniLM(minilm_file("model.safetensors").parent)


class MiniLM:
    """Sentence vectors of 384 numbers; texts are cut after 256 tokens."""

    name = "minilm"
    dimensions = 384

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = load_file(folder / "model.safetensors")
        self._epsilon = float(config["layer_norm_eps"])
        self.words = weights["embeddings.word_embeddings.weight"]
        # Sentences come one at a time, so every token is of type 0.
        self._positions = (
            weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
        )
        self._scale = weights["embeddings.LayerNorm.weight"]
        self._shift = weights["embeddings.LayerNorm.bias"]
        self.layers = _transformer(weights, config)
        self.cores = torch.get_num_threads()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(_MAX_TOKENS)
        self.tokenizer.enable_padding()
        self._seen = lru_cache(_SEEN)(self._in_place)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        # One query is too little work to share: on busy cores, threads that wait for each other cost thirty times it.
        torch.set_num_threads(1 if len(texts) < _BATCH else self.cores)
        # Texts of like length share a batch, so that little is spent on padding.
        by_length = sorted(range(len(texts)), key=lambda row: len(texts[row]))
        for start in range(0, len(texts), _BATCH):
            rows = by_length[start : start + _BATCH]
            vectors[rows] = self._encode_batch([encodable(texts[row]) for row in rows])
        return vectors

    def encode_spans(self, text: str, spans: Sequence[tuple[int, int] | None]) -> NDArray[np.float32]:
        """(spans, 384): the mean of the words in each stretch, seen in their place; None stands for the whole text.

        A stretch beyond the 256th token counts as the whole text too.
        """
        hidden, tokens = self._seen(text)
        vectors = np.stack([self._mean(hidden, tokens, span) for span in spans])
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def _in_place(self, text: str) -> tuple[Tensor, Sequence[tuple[int, int]]]:
        """(tokens, 384) in the text, and where each token stands."""
        torch.set_num_threads(1)
        encoding = self.tokenizer.encode(encodable(text))
        with torch.inference_mode():
            hidden = self.embedded(torch.tensor([encoding.ids]))
            for layer in self.layers.layers[:_SPAN_LAYERS]:
                hidden = layer(hidden)
        return hidden[0], [(start, end) for start, end in encoding.offsets]

    @staticmethod
    def _mean(hidden: Tensor, tokens: Sequence[tuple[int, int]], span: tuple[int, int] | None) -> NDArray[np.float32]:
        first, last = span or (0, 0)
        rows = [row for row, (start, end) in enumerate(tokens) if start < last and first < end]
        mean: NDArray[np.float32] = hidden[rows or slice(None)].mean(dim=0).numpy()
        return mean

    def embedded(self, ids: Tensor, added: Tensor | None = None) -> Tensor:
        """(texts, tokens, 384): what goes into the first layer. added: (texts, tokens, 384) to the words' vectors."""
        hidden = self.words[ids] + self._positions[: ids.shape[1]]
        hidden = hidden if added is None else hidden + added
        return nn.functional.layer_norm(hidden, self._scale.shape, self._scale, self._shift, self._epsilon)

    def _encode_batch(self, texts: list[str]) -> NDArray[np.float32]:
        encodings = self.tokenizer.encode_batch(texts)
        ids = torch.tensor([encoding.ids for encoding in encodings])
        present = torch.tensor([encoding.attention_mask for encoding in encodings], dtype=torch.bool)
        with torch.inference_mode():
            hidden = self.embedded(ids)
            hidden = self.layers(hidden, src_key_padding_mask=None if bool(present.all()) else ~present)
            weight = present.unsqueeze(-1).float()
            pooled = (hidden * weight).sum(dim=1) / weight.sum(dim=1)
            vectors: NDArray[np.float32] = nn.functional.normalize(pooled, dim=1).numpy()
        return vectors


def _transformer(weights: dict[str, Tensor], config: dict[str, int]) -> nn.TransformerEncoder:
    """Torch's encoder with BERT's weights in it; query, key and value become one projection."""
    layer = nn.TransformerEncoderLayer(
        d_model=config["hidden_size"],
        nhead=config["num_attention_heads"],
        dim_feedforward=config["intermediate_size"],
        dropout=0.0,
        activation="gelu",
        layer_norm_eps=float(config["layer_norm_eps"]),
        batch_first=True,
    )
    # Nested tensors warn that they are a prototype; batches of like length gain nothing from them.
    encoder = nn.TransformerEncoder(layer, config["num_hidden_layers"], enable_nested_tensor=False)
    state: dict[str, Tensor] = {}
    for number in range(config["num_hidden_layers"]):
        theirs, ours = f"encoder.layer.{number}.", f"layers.{number}."
        for kind in ("weight", "bias"):
            projections = [weights[f"{theirs}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            state[f"{ours}self_attn.in_proj_{kind}"] = torch.cat(projections)
            for source, target in _LAYER_PARTS.items():
                state[f"{ours}{target}.{kind}"] = weights[f"{theirs}{source}.{kind}"]
    encoder.load_state_dict(state)
    return encoder.eval().requires_grad_(False)
