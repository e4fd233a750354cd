"""The transformers kind beyond the contract: time limits, prompts that do not fit, models that cannot be loaded."""

import shutil
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from chatbot.errors import ModelError, ModelMissingError, ModelTimeoutError
from chatbot.llm.models import ChatModel, load_model
from chatbot.llm.transformers_chat import load_transformers
from chatbot.settings import Settings

HELLO = [HumanMessage("hello")]


@pytest.fixture(scope="module")
def model(tiny_transformer: Path) -> ChatModel:
    return load_model(f"transformers:{tiny_transformer}", Settings(llm_timeout=60))


def test_an_answer_that_takes_too_long_is_a_timeout(tiny_transformer: Path) -> None:
    with pytest.raises(ModelTimeoutError, match="CHATBOT_LLM_TIMEOUT"):
        load_transformers(str(tiny_transformer), timeout=0.001).invoke(HELLO)


def test_a_prompt_that_does_not_fit_is_one_clear_sentence(model: ChatModel) -> None:
    with pytest.raises(ModelError, match=r"The prompt has \d+ tokens; .* reads at most 8192\. Shorten the message"):
        model.invoke([HumanMessage("word " * 2000)])


def test_answering_prints_nothing(model: ChatModel, capfd: pytest.CaptureFixture[str]) -> None:
    model.invoke(HELLO, max_tokens=5)
    assert capfd.readouterr() == ("", "")


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match=r"cannot load the language model .*Give a model's folder"):
        load_transformers(str(tmp_path), timeout=5)


def test_broken_weights_are_one_clear_sentence(tiny_transformer: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(tiny_transformer, folder)
    (folder / "model.safetensors").write_bytes(b"no weights")
    with pytest.raises(ModelMissingError, match="broken") as caught:
        load_transformers(str(folder), timeout=5)
    assert len(str(caught.value).splitlines()) == 1


def test_a_model_without_a_chat_template_is_refused(tiny_transformer: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    shutil.copytree(tiny_transformer, folder)
    (folder / "chat_template.jinja").unlink()
    with pytest.raises(ModelError, match="no chat template"):
        load_transformers(str(folder), timeout=60).invoke(HELLO)
