"""Shared fixtures: both shipped packs opened for real (Chroma, BM25, SQLite) with the fast fake encoder and no model."""

from pathlib import Path

import pytest

from chatbot.assembly import Chatbot, build_chatbot, open_pack
from chatbot.settings import Settings

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
