"""The web server: FastAPI with the page at / and /healthz beside it."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from chatbot.errors import ChatbotError, ConfigurationError
from chatbot.settings import Settings
from chatbot.web.bots import Bots, OpenBot, Progress

_GRACE = 2
"""Seconds that open streams have to end when the server stops."""


def serve(settings: Settings, domain: str | None = None, progress: Progress | None = None) -> None:
    """Open the domain, say where the page is, and serve it until stopped.

    progress: told (done, total) while items are embedded; a bar on the terminal when None.
    Raises ConfigurationError for an address that cannot be used, and whatever keeps the domain from opening.
    """
    listener = _listen(settings)
    with listener:
        _run(build_app(settings, domain), settings, listener, progress)


def launch(app: FastAPI, settings: Settings) -> None:
    """Serve an application of `build_app` until stopped; one sentence on stderr if it cannot start."""
    try:
        with _listen(settings) as listener:
            _run(app, settings, listener, None)
    except ChatbotError as error:
        sys.exit(f"Error: {error}")


def build_app(settings: Settings, domain: str | None = None, open_bot: OpenBot | None = None) -> FastAPI:
    """The whole web application. Its first domain begins to open at once, in the background.

    open_bot: opens a domain; the real thing when None. What goes wrong while opening is told when it is asked for.
    """
    domain = domain or settings.domain
    bots = Bots(settings, open_bot)
    bots.opening(domain)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # Gradio reads it when it is imported
    import gradio as gr

    from chatbot.web.page import build_page
    from chatbot.web.theme import ICON, head, theme

    app = FastAPI(title="Conversational recommender", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.bots, app.state.domain = bots, domain
    # No other site may call it. Without this, Gradio would let every site do so on hosts other than localhost.
    app.add_middleware(CORSMiddleware, allow_origins=[])

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    page = build_page(bots, settings, domain)
    mounted: FastAPI = gr.mount_gradio_app(
        app, page, path="/", server_name=settings.host, server_port=settings.port, theme=theme(), head=head(),
        favicon_path=str(ICON), footer_links=[], run_history=False, show_error=False, ssr_mode=False, mcp_server=False,
    )  # fmt: skip
    return mounted


def _run(app: FastAPI, settings: Settings, listener: socket.socket, progress: Progress | None) -> None:
    import uvicorn

    opening = app.state.bots.opening(app.state.domain)
    with _bar() if progress is None else _given(progress) as tell:
        while not opening.ready(0.1):
            if opening.total:
                tell(opening.done, opening.total)
    opening.bot()
    sys.stdout.write(f"The page is at {_address(settings, listener)}  (Ctrl-C stops it)\n")
    sys.stdout.flush()
    config = uvicorn.Config(
        app, log_level=settings.log_level.lower(), access_log=False, timeout_graceful_shutdown=_GRACE
    )
    uvicorn.Server(config).run(sockets=[listener])


def _listen(settings: Settings) -> socket.socket:
    """The bound socket: a port that is taken is found out before anything slow is done."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(socket.SOMAXCONN)
    except OSError as error:
        listener.close()
        raise ConfigurationError(
            f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}. "
            "Stop what uses it, or choose another with CHATBOT_HOST and CHATBOT_PORT."
        ) from error
    return listener


def _address(settings: Settings, listener: socket.socket) -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)
    host = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"http://{host}:{listener.getsockname()[1]}"


@contextmanager
def _bar() -> Iterator[Progress]:
    """A progress bar on stderr that appears at the first tick and goes when all is done."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Indexing", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=True)


@contextmanager
def _given(progress: Progress) -> Iterator[Progress]:
    yield progress
