"""Writes a trained LoRA adapter as a GGUF file that llama.cpp reads, and reads one back to train it further."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.errors import ModelMissingError

PARTS = {
    "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
}  # fmt: skip
"""Names of a layer's parts in transformers and in GGUF."""
_NAME = re.compile(r"layers\.(\d+)\.([a-z_.]+)\.lora_([AB])")


def export_adapter(model: Any, path: Path, alpha: float, notes: Mapping[str, str]) -> None:
    """Write the adapter of a peft model. `notes`: kept in the file's metadata, such as the recipe.

    Weights are stored in half precision: rank 16 takes 9.8 MB.
    """
    import gguf

    config = model.config
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", alpha)
    for key, text in notes.items():
        writer.add_string(f"chatbot.{key}", text)
    for name, weight in _tensors(model, config.num_attention_heads, config.num_key_value_heads):
        writer.add_tensor(name, weight.astype(np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def import_adapter(model: Any, path: Path) -> None:
    """Put the weights of a file that `export_adapter` wrote into a peft model.

    Raises ModelMissingError when it is no adapter of this model.
    """
    import gguf
    import torch

    try:
        known = {tensor.name: np.array(tensor.data, np.float32) for tensor in gguf.GGUFReader(path).tensors}
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise ModelMissingError(f"{path} is no adapter in GGUF format ({error}). Give one that was trained.") from error
    config = model.config
    for name, parameter in model.named_parameters():
        if (place := _NAME.search(name)) is None:
            continue
        layer, part, side = place.groups()
        weight = known.get(f"blk.{layer}.{PARTS[part]}.weight.lora_{side.lower()}")
        if weight is None or weight.shape != tuple(parameter.shape):
            raise ModelMissingError(f"The adapter {path} is of another model or rank: {name} does not fit.")
        if side == "B" and part.endswith(("q_proj", "k_proj")):
            heads = config.num_attention_heads if part.endswith("q_proj") else config.num_key_value_heads
            weight = _restored(weight, heads)
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(np.ascontiguousarray(weight)))


def _tensors(model: Any, heads: int, kv_heads: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for name, parameter in model.named_parameters():
        match = _NAME.search(name)
        if match is None:
            continue
        layer, part, side = match.groups()
        weight = parameter.detach().numpy()
        if side == "B" and part.endswith(("q_proj", "k_proj")):
            weight = _permuted(weight, heads if part.endswith("q_proj") else kv_heads)
        yield f"blk.{layer}.{PARTS[part]}.weight.lora_{side.lower()}", weight


def _permuted(rows: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """Rows of a query or key projection in GGUF's order: the two halves of each head's rotary pairs interleaved."""
    out, rank = rows.shape
    return rows.reshape(heads, 2, out // heads // 2, rank).swapaxes(1, 2).reshape(out, rank)


def _restored(rows: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """The order of transformers again."""
    out, rank = rows.shape
    return rows.reshape(heads, out // heads // 2, 2, rank).swapaxes(1, 2).reshape(out, rank)
