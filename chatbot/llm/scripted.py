"""A fake language model for tests: it says what it was told to say, and fails on everything else."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import LanguageModelInput
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable
from pydantic import BaseModel, Field, PrivateAttr

from chatbot.errors import ModelError
from chatbot.llm.stops import until_stop
from chatbot.llm.streamed import StreamedChat
from chatbot.llm.structured import Schema, reading_json


class UnexpectedCallError(ModelError, AssertionError):
    """The scripted model was asked something that its script does not foresee."""


@dataclass(frozen=True)
class Line:
    """One answer of the script. Texts are given as they are, records and mappings as JSON, exceptions are raised."""

    says: str | BaseModel | Mapping[str, Any] | Exception
    when: str | Callable[[str], bool] = ""
    """What the prompt must contain, or a test of the prompt."""
    after: float = 0.0
    """Seconds of silence before it: a model that hangs."""
    pause: float = 0.0
    """Seconds of silence before each further word of a stream."""
    repeats: bool = False
    """Whether it answers any number of calls rather than one."""

    def fits(self, prompt: str) -> bool:
        return self.when in prompt if isinstance(self.when, str) else self.when(prompt)


class ScriptedChat(StreamedChat):
    """Answers each call with the first line that fits and is not used up.

    `ScriptedChat("one", Line("two", when="words of the prompt"))`. `prompts` holds what was asked, oldest first. A call
    without a fitting line raises UnexpectedCallError, and `assert_finished` says whether all went by the script.
    """

    prompts: list[str] = Field(default_factory=list)
    unexpected: list[str] = Field(default_factory=list)
    _lines: list[Line] = PrivateAttr()
    _lock: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    def __init__(self, *lines: Line | str | BaseModel | Mapping[str, Any] | Exception) -> None:
        super().__init__()
        self._lines = [line if isinstance(line, Line) else Line(line) for line in lines]

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def with_structured_output(
        self, schema: Schema, *, include_raw: bool = False, **kwargs: Any
    ) -> Runnable[LanguageModelInput, Any]:
        """The line's text parsed as JSON; nothing is added to the prompt."""
        return reading_json(self, include_raw)

    def assert_finished(self) -> None:
        """Fail if there was an unexpected call, or a line that was never asked for."""
        left = [line for line in self._lines if not line.repeats]
        if self.unexpected or left:
            raise AssertionError(f"Unexpected calls: {self.unexpected}. Lines not used: {left}.")

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        prompt = "\n".join(message.text for message in messages)
        line = self._take(prompt)
        time.sleep(line.after)
        if isinstance(line.says, Exception):
            raise line.says
        words = _words(line.says)
        for position, word in enumerate(until_stop(words, stop or ())):
            time.sleep(line.pause if position else 0.0)
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))
        usage = _usage(len(prompt.split()), len(words))
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="", usage_metadata=usage, response_metadata={"model_name": "scripted"}, chunk_position="last"
            )
        )

    def _take(self, prompt: str) -> Line:
        """The line for that prompt, used up unless it repeats."""
        with self._lock:
            self.prompts.append(prompt)
            line = next((line for line in self._lines if line.fits(prompt)), None)
            if line is None:
                self.unexpected.append(prompt)
                waiting = [line.when for line in self._lines] or "none, the script has run out"
                raise UnexpectedCallError(
                    f"The script has no answer for this prompt: {prompt!r}. Lines left for: {waiting}."
                )
            if not line.repeats:
                self._lines.remove(line)
            return line


def _words(says: str | BaseModel | Mapping[str, Any]) -> list[str]:
    """The text cut before each space, as models stream it."""
    if isinstance(says, BaseModel):
        says = says.model_dump_json()
    text = says if isinstance(says, str) else json.dumps(says, ensure_ascii=False)
    return re.findall(r"\s*\S+|\s+$", text)


def _usage(read: int, written: int) -> UsageMetadata:
    return UsageMetadata(input_tokens=read, output_tokens=written, total_tokens=read + written)
