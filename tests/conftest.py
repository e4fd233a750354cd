"""Shared fixtures: both shipped packs opened for real (Chroma, BM25, SQLite) with the fast fake encoder and no model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.assembly import Chatbot, build_chatbot, open_pack
from chatbot.settings import Settings
from tests.openai_server import openai_compatible_server

SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Development data beside the project; tests that want it skip where it is absent."""


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        data_dir=tmp_path_factory.mktemp("data"), embedder="hash", llm="none", database_url="", chroma_url=""
    )


@pytest.fixture(scope="session")
def movies(settings: Settings) -> Chatbot:
    return build_chatbot(settings, open_pack(settings, "movies"))


@pytest.fixture(scope="session")
def shop(settings: Settings) -> Chatbot:
    return build_chatbot(settings, open_pack(settings, "shop"))


@pytest.fixture(scope="session")
def openai_server() -> Iterator[str]:
    """The address of an OpenAI-compatible server on loopback: llama.cpp's own, with the untuned embedded model."""
    from chatbot.llm.local import embedded_model

    with openai_compatible_server(str(embedded_model())) as address:
        yield address


TEMPLATE = "{% for message in messages %}{{ message['role'] + ' : ' + message['content'] + ' ' }}{% endfor %}"


@pytest.fixture(scope="session")
def tiny_transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a causal language model of one layer that knows 260 byte tokens."""
    transformers = pytest.importorskip("transformers")
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    folder = tmp_path_factory.mktemp("tiny")
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {symbol: number for number, symbol in enumerate(["<pad>", "<end>", *alphabet])}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    wrapped = transformers.PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="<end>", chat_template=TEMPLATE
    )
    wrapped.save_pretrained(folder)
    torch.manual_seed(1)
    config = transformers.LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=1,
        num_attention_heads=2,
        max_position_embeddings=8192,
        pad_token_id=0,
        eos_token_id=1,
        bos_token_id=1,
    )
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return folder
