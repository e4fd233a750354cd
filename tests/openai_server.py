"""llama.cpp's own OpenAI-compatible server with the untuned embedded model, in a process of its own.

Within the tests' process it would hold the interpreter while it waits for clients that need the interpreter to leave.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Event


@contextmanager
def openai_compatible_server(model: str) -> Iterator[str]:
    """The base address, for as long as the block lasts."""
    processes = get_context("spawn")
    here, there = processes.Pipe()
    process = processes.Process(target=_serve, args=(model, there), daemon=True)
    process.start()
    there.close()  # so that a server that dies ends the wait below
    try:
        yield f"{here.recv()}/v1"
    finally:
        process.kill()
        process.join()


def _serve(model: str, address: Connection) -> None:
    library = import_module("xllamacpp")
    parameters = library.CommonParams()
    parameters.model.path = model
    parameters.n_ctx, parameters.n_parallel, parameters.verbosity = 8192, 4, -1
    parameters.cpuparams.poll = parameters.cpuparams_batch.poll = 0
    parameters.sampling.temp = 0.0
    server = library.Server(parameters)
    address.send(server.listening_address)
    Event().wait()
