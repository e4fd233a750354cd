"""The embedded engine: silent, without a port, stopped when nobody waits, and gone without a crash when the process ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Literal

import pytest
from langchain_core.messages import HumanMessage
from pydantic import BaseModel, Field

from chatbot.errors import ModelError, ModelMissingError, ModelTimeoutError
from chatbot.llm.calls import stream_text, write_json
from chatbot.llm.llama_engine import LlamaEngine
from chatbot.llm.local import LlamaCppChat, embedded_model
from chatbot.llm.models import load_model
from chatbot.settings import Settings

pytestmark = pytest.mark.slow

STORY = [HumanMessage("Write a very long story about a lighthouse, in a thousand words.")]
BEGIN = """
from langchain_core.messages import HumanMessage
from chatbot.llm.calls import stream_text
from chatbot.llm.models import load_model
from chatbot.settings import Settings
model = load_model("local", Settings(llm_timeout=120))
story = [HumanMessage("Write a very long story about a lighthouse, in a thousand words.")]
stream = stream_text(model, story, 1000)
next(stream)
"""
LISTENING = """
import json, os
from pathlib import Path
mine = {os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()}
rows = [row.split() for name in ("tcp", "tcp6") for row in Path("/proc/self/net", name).read_text().splitlines()[1:]]
print(json.dumps([row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in mine]))
"""


class Choice(BaseModel):
    intent: Literal["buy", "ask"]
    things: list[Literal["lamp", "chair", "pan"]] = Field(max_length=3)


@pytest.fixture(scope="module")
def model() -> LlamaCppChat:
    loaded = load_model("local", Settings(llm_timeout=120))
    assert isinstance(loaded, LlamaCppChat)
    return loaded


def run(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=200)


def test_a_process_that_ends_in_mid_answer_ends_silently() -> None:
    done = run(BEGIN)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_process_that_exits_with_a_code_in_mid_answer_keeps_it() -> None:
    done = run(BEGIN + "import sys; sys.exit(3)")
    assert (done.returncode, done.stderr) == (3, "")


def test_an_interrupt_in_mid_answer_is_an_interrupt_and_not_a_crash() -> None:
    # A shell that runs tests in the background has them ignore interrupts, and children inherit that.
    code = f"import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n{BEGIN}"
    code += "print('begun', flush=True)\nfor piece in stream: pass"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as it:
        assert it.stdout is not None
        assert it.stdout.readline() == "begun\n"
        it.send_signal(signal.SIGINT)
        _, said = it.communicate(timeout=200)
    assert it.returncode == -signal.SIGINT
    assert said.strip().endswith("KeyboardInterrupt")


@pytest.mark.skipif(not Path("/proc/self/net/tcp").exists(), reason="reads Linux's table of sockets")
def test_no_port_is_open_while_it_writes_and_nothing_is_printed() -> None:
    done = run(BEGIN + LISTENING)
    assert (json.loads(done.stdout), done.stderr) == ([], "")


def test_leaving_a_stream_frees_the_engine(model: LlamaCppChat) -> None:
    engine = model.load()
    stream = stream_text(model, STORY, 1000)
    next(stream)
    stream.close()
    deadline = time.monotonic() + 60
    while engine._running and time.monotonic() < deadline:
        time.sleep(0.05)
    assert engine._running == 0


def test_an_answer_that_takes_too_long_is_a_timeout_and_the_next_one_works(model: LlamaCppChat) -> None:
    hasty = LlamaCppChat(path=model.path, timeout=0.01)
    with pytest.raises(ModelTimeoutError, match=r"gave no answer in time.*CHATBOT_LLM_TIMEOUT"):
        hasty.invoke(STORY)
    assert model.invoke(STORY, max_tokens=2).text


def test_a_prompt_that_does_not_fit_is_one_clear_sentence(model: LlamaCppChat) -> None:
    with pytest.raises(ModelError, match=r"^The prompt has \d+ tokens; the model reads at most 2048\. Shorten"):
        model.invoke([HumanMessage("word " * 3000)])


def test_json_is_compact_and_has_only_the_keys_of_the_schema(model: LlamaCppChat) -> None:
    held = model.with_structured_output(Choice, include_raw=True, max_tokens=60)
    text = held.invoke([HumanMessage("I want a lamp.")])["raw"].text
    assert text == Choice.model_validate_json(text).model_dump_json()


def test_an_answer_says_which_model_wrote_it(model: LlamaCppChat) -> None:
    assert write_json(model, [HumanMessage("I want a lamp.")], Choice, 60).model == model.path.stem


def test_a_closed_engine_says_so() -> None:
    engine = LlamaEngine(embedded_model(), 1)
    engine.close()
    with pytest.raises(ModelError, match=r"has been closed\. Open the chatbot again"):
        engine.answer({"messages": []}, lambda _: False)


def test_a_file_that_is_no_model_is_named_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.gguf"
    path.write_bytes(os.urandom(1000))
    with pytest.raises(ModelMissingError, match=r"odd\.gguf cannot be loaded as a GGUF model"):
        load_model(f"gguf:{path}", Settings())
    assert capfd.readouterr() == ("", "")
