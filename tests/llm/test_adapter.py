"""Merging an adapter: W + alpha/rank · B·A, once, and clear words when it cannot be done."""

from pathlib import Path

import gguf
import numpy as np
import pytest
from gguf import quants

from chatbot.errors import ModelMissingError
from chatbot.llm.adapter import merged_model

NAME = "blk.0.attn_q.weight"
RANK, ALPHA = 4, 8.0


def write_base(path: Path, rows: int = 64, columns: int = 96) -> np.ndarray:
    weight = np.random.default_rng(1).normal(size=(rows, columns)).astype(np.float32)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_name("tiny")
    writer.add_array("tokenizer.ggml.tokens", ["a", "b"])
    kind = gguf.GGMLQuantizationType.Q4_1
    writer.add_tensor(NAME, quants.quantize(weight, kind), raw_dtype=kind)
    writer.add_tensor("output_norm.weight", np.ones(columns, np.float32))
    _close(writer)
    return np.asarray(quants.dequantize(quants.quantize(weight, kind), kind))


def write_adapter(path: Path, rows: int = 64, columns: int = 96) -> np.ndarray:
    rng = np.random.default_rng(2)
    a, b = rng.normal(size=(RANK, columns)), rng.normal(size=(rows, RANK))
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", ALPHA)
    writer.add_tensor(f"{NAME}.lora_a", a.astype(np.float16))
    writer.add_tensor(f"{NAME}.lora_b", b.astype(np.float16))
    _close(writer)
    return np.asarray(ALPHA / RANK * b @ a)


def _close(writer: gguf.GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def tensors(path: Path) -> dict[str, np.ndarray]:
    return {t.name: quants.dequantize(t.data, t.tensor_type) for t in gguf.GGUFReader(path).tensors}


def test_the_merged_weight_is_the_base_plus_the_change(tmp_path: Path) -> None:
    base, change = write_base(tmp_path / "base.gguf"), write_adapter(tmp_path / "adapter.gguf")
    merged = tensors(merged_model(tmp_path / "base.gguf", tmp_path / "adapter.gguf", tmp_path / "models"))
    assert np.abs(merged[NAME] - (base + change)).max() < np.abs(base + change).max() / 100
    assert np.array_equal(merged["output_norm.weight"], np.ones(96))


def test_what_the_base_says_of_itself_is_kept(tmp_path: Path) -> None:
    write_base(tmp_path / "base.gguf")
    write_adapter(tmp_path / "adapter.gguf")
    fields = gguf.GGUFReader(merged_model(tmp_path / "base.gguf", tmp_path / "adapter.gguf", tmp_path)).fields
    assert fields["general.name"].contents() == "tiny"
    assert fields["tokenizer.ggml.tokens"].contents() == ["a", "b"]


def test_it_is_merged_once_and_again_for_another_adapter(tmp_path: Path) -> None:
    write_base(tmp_path / "base.gguf")
    write_adapter(tmp_path / "one.gguf")
    first = merged_model(tmp_path / "base.gguf", tmp_path / "one.gguf", tmp_path / "models")
    made = first.stat().st_mtime_ns
    assert merged_model(tmp_path / "base.gguf", tmp_path / "one.gguf", tmp_path / "models") == first
    assert first.stat().st_mtime_ns == made
    (tmp_path / "two.gguf").write_bytes((tmp_path / "one.gguf").read_bytes() + b"\0")
    assert merged_model(tmp_path / "base.gguf", tmp_path / "two.gguf", tmp_path / "models") != first


def test_an_adapter_of_another_model_is_named(tmp_path: Path) -> None:
    write_base(tmp_path / "base.gguf")
    write_adapter(tmp_path / "adapter.gguf", rows=32)
    with pytest.raises(ModelMissingError, match="another model"):
        merged_model(tmp_path / "base.gguf", tmp_path / "adapter.gguf", tmp_path / "models")
    assert not list((tmp_path / "models").glob("*.gguf"))


def test_a_missing_or_broken_adapter_is_one_clear_sentence(tmp_path: Path) -> None:
    write_base(tmp_path / "base.gguf")
    with pytest.raises(ModelMissingError, match="CHATBOT_ADAPTER"):
        merged_model(tmp_path / "base.gguf", tmp_path / "none.gguf", tmp_path / "models")
    (tmp_path / "text.gguf").write_text("not a model")
    with pytest.raises(ModelMissingError, match="no adapter"):
        merged_model(tmp_path / "base.gguf", tmp_path / "text.gguf", tmp_path / "models")
