"""Merges a LoRA adapter into the embedded model, once: at run time an adapter would cost four fifths of the speed."""

import shutil
from hashlib import blake2b
from pathlib import Path
from typing import Any

from filelock import FileLock

from chatbot.errors import ModelMissingError

_ROOM = 200 * 2**20
_KEPT = 2
"""Merged models kept; older ones are of adapters no longer in use."""


def merged_model(base: Path, adapter: Path, folder: Path) -> Path:
    """The base with the adapter merged into it, as a Q8_0 GGUF file in `folder`; made on first use (some seconds).

    Raises:
        ModelMissingError: a file is missing or no adapter for this base, or the disk is full.
    """
    if not adapter.is_file():
        raise ModelMissingError(f"There is no adapter at {adapter}. Set CHATBOT_ADAPTER to one, or to none.")
    path = folder / f"understanding-{_fingerprint(base, adapter)}.gguf"
    if path.is_file():
        return path
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "merge.lock"):
            if not path.is_file():
                _merge(base, adapter, path)
                _tidy(folder, path)
    except OSError as error:
        raise ModelMissingError(
            f"The language model cannot be prepared in {folder}: {error}. "
            "It needs 150 MB there; free some space or set CHATBOT_DATA_DIR."
        ) from error
    return path


def _merge(base: Path, adapter: Path, path: Path) -> None:
    """W + alpha/rank · B·A for each adapted matrix, written as Q8_0 (a coarser format would round the change away)."""
    import gguf
    from gguf import quants

    if shutil.disk_usage(path.parent).free < _ROOM:
        raise OSError("no space left on the device")
    try:
        change = gguf.GGUFReader(adapter)
        alpha = float(change.get_field("adapter.lora.alpha").contents())
        deltas = {tensor.name: tensor.data.astype("float32") for tensor in change.tensors}
    except (ValueError, AttributeError, KeyError, IndexError) as error:
        raise ModelMissingError(
            f"{adapter} is no adapter in GGUF format ({error}). Train one: chatbot train understanding."
        ) from error
    source = gguf.GGUFReader(base)
    partial = path.with_suffix(".part")
    writer = gguf.GGUFWriter(partial, "llama")
    _copy_fields(source, writer)
    q8 = gguf.GGMLQuantizationType.Q8_0
    for tensor in source.tensors:
        a, b = deltas.get(f"{tensor.name}.lora_a"), deltas.get(f"{tensor.name}.lora_b")
        if a is None or b is None:
            writer.add_tensor(tensor.name, tensor.data, raw_dtype=tensor.tensor_type)
            continue
        weight = quants.dequantize(tensor.data, tensor.tensor_type)
        if weight.shape != (b.shape[0], a.shape[1]):
            raise ModelMissingError(
                f"The adapter {adapter} was trained on another model than {base.name}. Train one on it."
            )
        writer.add_tensor(tensor.name, quants.quantize(weight + alpha / a.shape[0] * (b @ a), q8), raw_dtype=q8)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    partial.replace(path)


def _copy_fields(source: Any, writer: Any) -> None:
    """All that the base says of itself: architecture, tokenizer, chat template."""
    import gguf

    for field in source.fields.values():
        if field.name in ("general.architecture", "general.file_type") or field.name.startswith("GGUF."):
            continue
        kind = field.types[0]
        item = field.types[-1] if kind == gguf.GGUFValueType.ARRAY else None
        writer.add_key_value(field.name, field.contents(), kind, sub_type=item)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)


def _fingerprint(base: Path, adapter: Path) -> str:
    """Of the adapter's content and of which base file it is."""
    stat = base.stat()
    return blake2b(adapter.read_bytes() + f"{base.name}:{stat.st_size}".encode(), digest_size=8).hexdigest()


def _tidy(folder: Path, newest: Path) -> None:
    files = sorted(folder.glob("understanding-*.gguf"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in [file for file in files if file != newest][_KEPT - 1 :]:
        old.unlink(missing_ok=True)
