"""Choosing a model by name; what is missing is said in one sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from chatbot.errors import ModelMissingError
from chatbot.llm.models import load_model
from chatbot.settings import Settings

SETTINGS = Settings(llm_timeout=5)


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def test_a_missing_key_is_one_sentence_that_names_it() -> None:
    with pytest.raises(ModelMissingError, match=r"openai:gpt-4o-mini cannot be opened: .*OPENAI_API_KEY"):
        load_model("openai:gpt-4o-mini", SETTINGS)


def test_a_missing_provider_package_is_named() -> None:
    with pytest.raises(ModelMissingError, match=r"needs another package: .*pip install langchain-cohere"):
        load_model("cohere:command-r", SETTINGS)


@pytest.mark.parametrize("name", ["no-such-model", "nobody:model", ":", " "])
def test_an_unknown_name_is_answered_with_the_choices(name: str) -> None:
    with pytest.raises(ModelMissingError, match=r"Set CHATBOT_LLM to local, gguf:PATH"):
        load_model(name, SETTINGS)


def test_a_missing_gguf_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"none\.gguf does not exist"):
        load_model(f"gguf:{tmp_path / 'none.gguf'}", SETTINGS)


def test_a_missing_transformers_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(ModelMissingError, match=r"needs transformers\. Run: pip install"):
        load_model("transformers:anything", SETTINGS)


def test_a_missing_fallback_is_told_when_the_model_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a key")
    with pytest.raises(ModelMissingError, match="nobody:model"):
        load_model("openai:gpt-4o-mini", Settings(llm_fallback="nobody:model"))


def test_choosing_a_model_loads_no_torch_and_no_provider() -> None:
    code = (
        "import sys, chatbot.llm.models, chatbot.llm.calls, chatbot.llm.encoders;"
        "assert not {'torch', 'transformers', 'xllamacpp', 'openai', 'langchain_openai'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
