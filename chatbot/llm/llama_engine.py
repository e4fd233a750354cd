"""llama.cpp in this process: one model file in memory, several answers at once."""

import atexit
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chatbot.errors import ModelError, ModelMissingError

CONTEXT = 2048
"""Tokens of prompt and answer together, for each answer."""
_SAVED_PROMPTS_MIB = 128
"""Memory for the prefixes of prompts that were read before; a token of the embedded model takes 23 kB."""
_SILENT = -1
_CLOSING_SECONDS = 10.0

Chunk = Mapping[str, Any]
"""One event of llama.cpp's OpenAI-like stream, or its report of an error."""


class LlamaEngine:
    """A loaded GGUF model. Safe to share between threads; requests beyond `slots` wait for a free one."""

    def __init__(self, path: Path, slots: int) -> None:
        """Load the file.

        Raises:
            ModelMissingError: there is no such file, it is no GGUF model, or xllamacpp is not installed.
        """
        self._server: Any = _start(path, slots)
        self._running = 0
        self._closing = False
        self._changed = threading.Condition()

    def answer(self, request: Mapping[str, Any], put: Callable[[Chunk], bool]) -> None:
        """Put the answer to a chat request, chunk by chunk; decoding stops when `put` returns True.

        Raises:
            ModelError: llama.cpp cannot make sense of the request.
        """
        with self._one_more():
            try:
                outcome = self._server.handle_chat_completions(
                    {**request, "stream": True, "stream_options": {"include_usage": True}},
                    lambda chunk: put(chunk) or self._closing,
                )
            except (ValueError, RuntimeError) as error:
                raise ModelError(f"llama.cpp refused the request: {error}") from error
        if outcome is not None:
            # A request that is refused at once is returned, not streamed.
            put(outcome)

    def close(self) -> None:
        """Stop every answer and free the memory."""
        with self._changed:
            self._closing = True
            self._changed.wait_for(lambda: self._running == 0, _CLOSING_SECONDS)
            self._server = None

    @contextmanager
    def _one_more(self) -> Iterator[None]:
        with self._changed:
            if self._closing:
                raise ModelError("The embedded language model has been closed. Open the chatbot again.")
            self._running += 1
        try:
            yield
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()


_ENGINES: dict[Path, LlamaEngine] = {}
_LOADING = threading.Lock()


def engine(path: Path, slots: int) -> LlamaEngine:
    """The engine of that file: loaded on first use, then shared by the whole process (the first `slots` counts).

    Raises:
        ModelMissingError: the file cannot be loaded.
    """
    with _LOADING:
        key = path.resolve()
        if key not in _ENGINES:
            _ENGINES[key] = LlamaEngine(path, slots)
        return _ENGINES[key]


@atexit.register
def close_engines() -> None:
    """Close them all. An engine that is still writing when the interpreter goes away crashes the process."""
    with _LOADING:
        while _ENGINES:
            _ENGINES.popitem()[1].close()


def _start(path: Path, slots: int) -> Any:
    if not path.is_file():
        raise ModelMissingError(
            f"The model file {path} does not exist. Give a GGUF file as gguf:PATH, or set CHATBOT_LLM=local."
        )
    try:
        library = import_module("xllamacpp")
    except ImportError as error:
        raise ModelMissingError("The embedded language model needs xllamacpp. Run: pip install xllamacpp") from error
    # xllamacpp always opens a listening HTTP port, which nothing here uses. A Unix socket in a private folder that is
    # removed at once cannot be reached by anybody, and no TCP port is opened.
    with TemporaryDirectory(prefix="llama-") as folder:
        try:
            return library.Server(_parameters(library, path, slots, f"{folder}/http.sock"))
        except RuntimeError as error:
            raise ModelMissingError(
                f"The file {path} cannot be loaded as a GGUF model. Get it again, or set CHATBOT_LLM=local."
            ) from error


def _parameters(library: Any, path: Path, slots: int, socket: str) -> Any:
    parameters = library.CommonParams()
    parameters.model.path = str(path)
    parameters.hostnames = [socket]
    parameters.verbosity = _SILENT
    parameters.n_parallel = slots
    parameters.n_ctx = slots * CONTEXT
    parameters.cache_prompt = True
    parameters.cache_ram_mib = _SAVED_PROMPTS_MIB
    # Fitting is for graphics memory; here it would only override the context asked for.
    parameters.fit_params = False
    for cpu in (parameters.cpuparams, parameters.cpuparams_batch):
        # llama.cpp's threads wait for each other many times a token: one that must share its core with other work holds
        # up all. On two busy cores one thread wrote 16 to 52 tokens/s, two wrote 1 to 2. So one core is left free.
        cpu.n_threads = max(1, _cores() - 1)
        # Threads that spin while they wait take the cores from search and from the web page.
        cpu.poll = 0
    return parameters


def _cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
