"""The web server: FastAPI with the page at / and /healthz beside it."""

import os
import socket
import sys
from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from chatbot.errors import ChatbotError, ConfigurationError
from chatbot.settings import Settings
from chatbot.web.bots import Bots, OpenBot, Opening

if TYPE_CHECKING:
    from rich.progress import Progress

_GRACE = 2
"""Seconds that open streams have to end when the server stops."""


def build_app(settings: Settings, domain: str | None = None, open_bot: OpenBot | None = None) -> FastAPI:
    """The whole web application. The first domain begins to open at once, in the background.

    Raises UnknownDomainError. open_bot: opens a domain; the real thing when None.
    """
    domain = domain or settings.domain
    bots = Bots(settings, open_bot)
    bots.pack(domain)
    bots.opening(domain)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio when it is imported
    import gradio as gr

    from chatbot.web.page import build_page
    from chatbot.web.theme import ICON, STYLE, head, theme

    app = FastAPI(title="Conversational recommender", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.bots, app.state.domain = bots, domain
    # No other site may call it. Without this, Gradio would let any site do so on hosts other than localhost.
    app.add_middleware(CORSMiddleware, allow_origins=[])

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return gr.mount_gradio_app(
        app, build_page(bots, settings, domain), path="/", server_name=settings.host, server_port=settings.port, footer_links=[],
        run_history=False, show_error=False, favicon_path=str(ICON), theme=theme(), css_paths=[STYLE], head=head(), ssr_mode=False,
    )  # fmt: skip
